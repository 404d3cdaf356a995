using EchoTune.Audio.Dsp;

namespace EchoTune.Audio.Analysis.Loudness;

/// <summary>EBU R128 loudness, loudness range and true peak.</summary>
internal sealed class LoudnessAnalyser : IAnalyser
{
    /// <summary>The true peak of silence.</summary>
    public const double SilencePeakDb = -120;

    private readonly LoudnessMeter _loudness = new(AnalysisPipeline.SampleRate);
    private readonly TruePeakMeter _left = new();
    private readonly TruePeakMeter _right = new();

    public string Name => "loudness";

    public int Version => 1;

    public void OnSamples(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        _loudness.Process(left, right);
        _left.Process(left);
        _right.Process(right);
    }

    public void Complete(FeatureDraft draft)
    {
        Span<float> tail = stackalloc float[16];
        tail.Clear();
        _left.Process(tail);
        _right.Process(tail);
        var peak = Math.Max(_left.Peak, _right.Peak);
        draft.LoudnessLufs = _loudness.Integrated.Value;
        draft.LoudnessRange = _loudness.Range;
        draft.TruePeakDb = Math.Max(SilencePeakDb, 20 * Math.Log10(peak + 1e-20));
    }
}
