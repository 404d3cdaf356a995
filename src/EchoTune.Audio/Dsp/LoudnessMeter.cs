using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Dsp;

/// <summary>
/// Integrated loudness of a stereo stream after EBU R128 / ITU-R BS.1770-4: K-weighting, blocks of 400 ms every 100 ms, an
/// absolute gate at −70 LUFS and a relative one 10 LU below the mean. Blocks are kept as a histogram of 0.01 LU that sums
/// their energies, so memory is constant and only the place of the relative gate is rounded.
/// </summary>
public sealed class LoudnessMeter
{
    private const double Lowest = -70;
    private const int BinsPerLu = 100;
    private const int HistogramBins = 100 * BinsPerLu;
    private readonly KWeighting _weighting;
    private readonly int _step;
    private readonly long[] _counts = new long[HistogramBins];
    private readonly double[] _energies = new double[HistogramBins];
    private readonly double[] _steps = new double[4];
    private double _current;
    private int _inStep;
    private long _stepCount;
    private double _total;
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
    public Lufs Integrated
    {
        get
        {
            if (_stepCount < _steps.Length)
            {
                return _samples == 0 ? Lufs.Silence : Lufs.FromMeanSquare(_total / _samples);
            }

            var absolute = MeanFrom(0);
            if (absolute <= 0)
            {
                return Lufs.Silence;
            }

            var gate = Lufs.FromMeanSquare(absolute).Value - 10;
            return Lufs.FromMeanSquare(MeanFrom(BinOf(gate)));
        }
    }

    /// <summary>Loudness range after EBU Tech 3342 in spirit: 10th to 95th percentile of the gated 400 ms blocks, LU.</summary>
    public double Range
    {
        get
        {
            var mean = MeanFrom(0);
            if (_stepCount < _steps.Length || mean <= 0)
            {
                return 0;
            }

            var first = BinOf(Lufs.FromMeanSquare(mean).Value - 20);
            long count = 0;
            for (var b = first; b < HistogramBins; b++)
            {
                count += _counts[b];
            }

            return (Percentile(first, count * 0.95) - Percentile(first, count * 0.10)) / (double)BinsPerLu;
        }
    }

    private static int BinOf(double lufs) => Math.Clamp((int)Math.Floor((lufs - Lowest) * BinsPerLu), 0, HistogramBins - 1);

    private int Percentile(int first, double rank)
    {
        long seen = 0;
        for (var b = first; b < HistogramBins; b++)
        {
            seen += _counts[b];
            if (seen >= rank && seen > 0)
            {
                return b;
            }
        }

        return first;
    }

    private double MeanFrom(int bin)
    {
        long count = 0;
        var energy = 0.0;
        for (var b = bin; b < HistogramBins; b++)
        {
            count += _counts[b];
            energy += _energies[b];
        }

        return count == 0 ? 0 : energy / count;
    }

    private void EndStep()
    {
        _steps[_stepCount++ % _steps.Length] = _current;
        _current = 0;
        _inStep = 0;
        if (_stepCount < _steps.Length)
        {
            return;
        }

        var meanSquare = (_steps[0] + _steps[1] + _steps[2] + _steps[3]) / (_steps.Length * _step);
        var lufs = -0.691 + (10 * Math.Log10(meanSquare + 1e-20));
        if (lufs > Lowest)
        {
            var bin = BinOf(lufs);
            _counts[bin]++;
            _energies[bin] += meanSquare;
        }
    }
}
