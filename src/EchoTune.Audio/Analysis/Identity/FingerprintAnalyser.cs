using EchoTune.Audio.Analysis.FrontEnd;
using EchoTune.Audio.Fingerprint;

namespace EchoTune.Audio.Analysis.Identity;

/// <summary>The fingerprint of the first two minutes.</summary>
internal sealed class FingerprintAnalyser : IAnalyser
{
    private readonly FingerprintBuilder _builder = new(FrameFormat.TonalFramesPerSecond, (double)FrameFormat.Rate / FrameFormat.TonalWindow);

    public string Name => "fingerprint";

    public int Version => 1;

    public AnalyserInput Input => AnalyserInput.TonalFrames;

    public bool IsEndless => true;

    public IReadOnlyList<string> Needs => [];

    public void OnTonalFrame(in TonalFrame frame) => _builder.Add(frame.Power);

    public void Complete(FeatureDraft draft) => draft.Fingerprint = _builder.Build();

    public bool TryKeep(TrackFeatures earlier, FeatureDraft draft)
    {
        draft.Fingerprint = earlier.Fingerprint;
        return true;
    }
}
