using EchoTune.Audio.Analysis.Genre;
using EchoTune.Audio.Analysis.Identity;
using EchoTune.Audio.Analysis.Loudness;
using EchoTune.Audio.Analysis.Models;
using EchoTune.Audio.Analysis.Rhythm;
using EchoTune.Audio.Analysis.Structure;
using EchoTune.Audio.Analysis.Timbre;
using EchoTune.Audio.Analysis.Tonal;

namespace EchoTune.Audio.Analysis;

/// <summary>
/// The analysers that every track goes through, in one pass over its decoded samples and in bounded memory: what they
/// remember of a track, a hundredth of its samples, is given up every twelve minutes (see <see cref="ChapterFindings"/>).
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
        static () => new FingerprintAnalyser(),
        static () => new TonalAnalyser(),
        static () => new RhythmAnalyser(),
        static () => new HarmonyAnalyser(),
        static () => new TimbreAnalyser(),
        static () => new PerceptualAnalyser(),
        static () => new StructureAnalyser(),
        static () => new GenreAnalyser(),
        static () => new EmbeddingAnalyser(),
    ];

    /// <summary>Names and versions of all analysers, e.g. <c>loudness1-rhythm2</c>; a change of it triggers recomputation.</summary>
    public static string Version { get; } = AnalysisPlan.VersionOf(Analysers.Select(create => create()));

    /// <summary>Starts the analysis of one track.</summary>
    /// <param name="earlier">
    /// What an earlier version answered for the same audio; null to listen anew. Only analysers that changed since then, and
    /// those that they work with, listen; whether the audio was the same indeed, <see cref="IsOfSameAudio"/> tells afterwards.
    /// </param>
    /// <param name="model">A model whose embedding replaces our own; null for none. It is not disposed of.</param>
    /// <returns>The analysis, to be fed and completed.</returns>
    public static ITrackAnalysis Start(TrackFeatures? earlier = null, EmbeddingModel? model = null) => new TrackAnalysis(new AnalysisPlan(With(model), earlier));

    /// <summary>The version of an analysis with a model, e.g. <c>loudness1-rhythm2-modelbird3</c>.</summary>
    /// <param name="model">The model; null for none.</param>
    public static string VersionWith(EmbeddingModel? model) => model is null ? Version : AnalysisPlan.VersionOf(With(model).Select(create => create()));

    /// <summary>Whether two answers are about the same audio, as far as length and waveform tell.</summary>
    /// <param name="one">An answer.</param>
    /// <param name="other">Another.</param>
    public static bool IsOfSameAudio(TrackFeatures one, TrackFeatures other) =>
        Math.Abs(one.DurationSeconds - other.DurationSeconds) < 1e-3 && one.Waveform.SequenceEqual(other.Waveform);

    /// <summary>As the other, with versions and chapters of one's own, for tests.</summary>
    internal static TrackAnalysis Start(AnalysisPlan plan, int chapterBlocks) => new(plan, chapterBlocks);

    /// <summary>The analysers in their order, the model last where there is one.</summary>
    internal static Func<IAnalyser>[] With(EmbeddingModel? model) => model is null ? Analysers : [.. Analysers, () => new ModelAnalyser(model)];

    /// <summary>The analysers in their order.</summary>
    internal static Func<IAnalyser>[] All => Analysers;
}
