using EchoTune.Audio.Dsp;

namespace EchoTune.Audio.Analysis.Loudness;

/// <summary>EBU R128 loudness, loudness range, loudest moment and true peak.</summary>
internal sealed class LoudnessAnalyser : IAnalyser
{
    /// <summary>The true peak of silence.</summary>
    public const double SilencePeakDb = -120;

    private readonly LoudnessMeter _loudness = new(AnalysisPipeline.SampleRate);
    private readonly TruePeakMeter _left = new();
    private readonly TruePeakMeter _right = new();

    public string Name => "loudness";

    public int Version => 3;

    public AnalyserInput Input => AnalyserInput.Samples;

    public bool IsEndless => true;

    public IReadOnlyList<string> Needs => [];

    public void OnSamples(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        _loudness.Process(left, right);
        _left.Process(left);
        _right.Process(right);
    }

    public void Complete(FeatureDraft draft)
    {
        var peak = Math.Max(_left.PeakToTheEnd(), _right.PeakToTheEnd());
        if (draft.IsOfOneChannel)
        {
            // What one channel holds, as other meters tell it of such a file.
            peak *= MathF.Sqrt(2);
        }

        draft.LoudnessLufs = _loudness.Integrated.Value;
        draft.LoudnessRange = _loudness.Range;
        draft.MaxMomentaryLufs = _loudness.MaxMomentary.Value;
        draft.TruePeakDb = Math.Max(SilencePeakDb, 20 * Math.Log10(peak + 1e-20));
    }

    public bool TryKeep(TrackFeatures earlier, FeatureDraft draft)
    {
        draft.LoudnessLufs = earlier.LoudnessLufs;
        draft.LoudnessRange = earlier.LoudnessRangeLu;
        draft.MaxMomentaryLufs = earlier.MaxMomentaryLufs;
        draft.TruePeakDb = earlier.TruePeakDb;
        return true;
    }
}
