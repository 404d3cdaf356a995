using EchoTune.Audio.Analysis.Loudness;
using EchoTune.Audio.Analysis.Rhythm;
using EchoTune.Audio.Analysis.Timbre;
using EchoTune.Audio.Analysis.Tonal;

namespace EchoTune.Audio.Analysis;

/// <summary>
/// The analysers that every track goes through, in one pass over its decoded samples and in memory that does not depend on
/// the length of the audio but for a hundredth of it (onsets and chroma a frame).
/// </summary>
public static class AnalysisPipeline
{
    /// <summary>Hz of the samples to feed. Loudness and true peak need this rate; spectra are taken from half of it.</summary>
    public const int SampleRate = 44_100;

    /// <summary>Interleaved channels of the samples to feed.</summary>
    public const int Channels = 2;

    // The order matters: later analysers read what earlier ones wrote into the draft.
    private static readonly Func<IAnalyser>[] Analysers =
    [
        static () => new LoudnessAnalyser(),
        static () => new WaveformAnalyser(),
        static () => new TonalAnalyser(),
        static () => new RhythmAnalyser(),
        static () => new ChordAnalyser(),
        static () => new TimbreAnalyser(),
        static () => new PerceptualAnalyser(),
        static () => new EmbeddingAnalyser(),
    ];

    /// <summary>Names and versions of all analysers, e.g. <c>loudness1-rhythm2</c>; a change of it triggers recomputation.</summary>
    public static string Version { get; } = string.Join('-', Analysers.Select(create => create()).Select(a => $"{a.Name}{a.Version}"));

    /// <summary>Starts the analysis of one track.</summary>
    /// <returns>The analysis, to be fed and completed.</returns>
    public static ITrackAnalysis Start() => new TrackAnalysis(Array.ConvertAll(Analysers, create => create()));
}
