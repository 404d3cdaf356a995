using System.Collections.Concurrent;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.FrontEnd;
using EchoTune.Audio.Analysis.Loudness;
using EchoTune.Audio.Analysis.Rhythm;
using EchoTune.Audio.Analysis.Structure;
using EchoTune.Audio.Analysis.Timbre;
using EchoTune.Audio.Analysis.Tonal;
using EchoTune.Audio.Synthesis;

namespace EchoTune.Bench;

/// <summary>What the analyser of structure hears of a piece, with the piece's truth.</summary>
internal sealed record StructureMaterial(PieceTruth Truth, double Duration, StructureFrames Frames, FrameStore Chroma, double[] Downbeats, double Energy, double Valence)
{
    public static StructureMaterial Hear(float[] samples, int channels, PieceTruth truth)
    {
        var spy = new Spy();
        Func<IAnalyser>[] analysers =
        [
            static () => new LoudnessAnalyser(), static () => new WaveformAnalyser(), static () => new TonalAnalyser(), static () => new RhythmAnalyser(),
            static () => new TimbreAnalyser(), static () => new PerceptualAnalyser(), () => spy,
        ];
        using var analysis = new TrackAnalysis(new AnalysisPlan(analysers, null));
        var block = new float[16384];
        for (var i = 0; i < samples.Length / channels; i += block.Length / 2)
        {
            var count = Math.Min(block.Length / 2, (samples.Length / channels) - i);
            for (var n = 0; n < count; n++)
            {
                block[2 * n] = samples[(i + n) * channels];
                block[(2 * n) + 1] = samples[((i + n) * channels) + channels - 1];
            }

            analysis.Process(block.AsSpan(0, 2 * count));
        }

        analysis.Complete();
        var draft = spy.Draft!;
        return new StructureMaterial(truth, draft.DurationSeconds, spy.Frames, draft.Chroma, [.. draft.Downbeats], draft.Energy, draft.Valence);
    }

    private sealed class Spy : IAnalyser
    {
        public StructureFrames Frames { get; } = new();

        public FeatureDraft? Draft { get; private set; }

        public string Name => "spy";

        public int Version => 1;

        public AnalyserInput Input => AnalyserInput.Frames;

        public void OnFrame(in SpectralFrame frame) => Frames.Add(frame);

        public void Complete(FeatureDraft draft) => Draft = draft;
    }
}
