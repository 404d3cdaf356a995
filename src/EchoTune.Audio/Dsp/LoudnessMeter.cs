using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Dsp;

/// <summary>
/// Loudness of a stereo stream after EBU R128 / ITU-R BS.1770-4. Integrated: windows of 400 ms every 100 ms, an absolute gate
/// at −70 LUFS and a relative one 10 LU below the mean. Range (EBU Tech 3342): windows of 3 s every 100 ms, relative gate
/// 20 LU below the mean, 10th to 95th percentile. Memory is constant; <see cref="Process"/> does not allocate.
/// </summary>
public sealed class LoudnessMeter
{
    private const int MomentarySteps = 4;
    private const int ShortTermSteps = 30;
    private readonly KWeighting _weighting;
    private readonly int _step;
    private readonly GatedHistogram _momentary = new();
    private readonly GatedHistogram _shortTerm = new();
    private readonly double[] _steps = new double[ShortTermSteps];
    private double _current;
    private int _inStep;
    private long _stepCount;
    private double _total;
    private double _loudest;
    private long _samples;

    /// <summary>Prepares a meter.</summary>
    /// <param name="sampleRate">Hz.</param>
    public LoudnessMeter(int sampleRate)
    {
        _weighting = new KWeighting(sampleRate);
        _step = sampleRate / 10;
    }

    /// <summary>Takes the next samples.</summary>
    /// <param name="left">Left samples.</param>
    /// <param name="right">Right samples, as many.</param>
    public void Process(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        while (left.Length > 0)
        {
            var take = Math.Min(left.Length, _step - _inStep);
            var energy = _weighting.SumOfSquares(left[..take], right[..take]);
            _current += energy;
            _total += energy;
            _samples += take;
            _inStep += take;
            left = left[take..];
            right = right[take..];
            if (_inStep == _step)
            {
                EndStep();
            }
        }
    }

    /// <summary>The integrated loudness so far; of less than 400 ms the loudness without gates.</summary>
    public Lufs Integrated => IsBrief ? Whole : Lufs.FromMeanSquare(_momentary.MeanAboveGate(10));

    /// <summary>The loudest 400 ms so far; of less than that the loudness of all.</summary>
    public Lufs MaxMomentary => IsBrief ? Whole : Lufs.FromMeanSquare(_loudest);

    /// <summary>Loudness range, LU; 0 of less than 3 s.</summary>
    public double Range => _shortTerm.Spread(20, 0.10, 0.95);

    private bool IsBrief => _stepCount < MomentarySteps;

    private Lufs Whole => _samples == 0 ? Lufs.Silence : Lufs.FromMeanSquare(_total / _samples);

    private void EndStep()
    {
        _steps[_stepCount++ % ShortTermSteps] = _current;
        _current = 0;
        _inStep = 0;
        if (_stepCount >= MomentarySteps)
        {
            var meanSquare = MeanOfLast(MomentarySteps);
            _momentary.Add(meanSquare);
            _loudest = Math.Max(_loudest, meanSquare);
        }

        if (_stepCount >= ShortTermSteps)
        {
            _shortTerm.Add(MeanOfLast(ShortTermSteps));
        }
    }

    private double MeanOfLast(int steps)
    {
        var sum = 0.0;
        for (var i = _stepCount - steps; i < _stepCount; i++)
        {
            sum += _steps[i % ShortTermSteps];
        }

        return sum / ((double)steps * _step);
    }
}
