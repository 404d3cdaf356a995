using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis;

/// <summary>What of a track an analyser hears.</summary>
[Flags]
internal enum AnalyserInput
{
    /// <summary>Nothing: it reads what others found.</summary>
    None = 0,

    /// <summary>Samples.</summary>
    Samples = 1,

    /// <summary>Short frames.</summary>
    Frames = 2,

    /// <summary>Long frames.</summary>
    TonalFrames = 4,

    /// <summary>All of it.</summary>
    All = Samples | Frames | TonalFrames,
}

/// <summary>
/// One analyser: hears a chapter of a track (which is the whole track but for very long ones) once, block by block and
/// frame by frame, and writes what it found into the draft. An instance serves one chapter. Analysers complete in the order
/// of the pipeline, so a later one may read what an earlier one wrote. The per-block calls must not allocate. A change of what
/// an analyser answers is a new version.
/// </summary>
internal interface IAnalyser
{
    /// <summary>Short name, lower case letters.</summary>
    string Name { get; }

    /// <summary>Grows with every change of the answers.</summary>
    int Version { get; }

    /// <summary>What it hears: nothing else is computed where no other analyser asks for it.</summary>
    AnalyserInput Input => AnalyserInput.All;

    /// <summary>
    /// Whether its memory does not grow with the track, so that one instance hears all chapters. Its <see cref="Complete"/>
    /// then answers for the track so far.
    /// </summary>
    bool IsEndless => false;

    /// <summary>
    /// Names of the analysers whose findings it reads and whose new version may change its answer: it runs whenever one of
    /// them has a new version. Null for all that come before it.
    /// </summary>
    IReadOnlyList<string>? Needs => null;

    /// <summary>
    /// Names of analysers of which it reads measures that a new version only measures more finely (loudness, for a crest): they
    /// run along with it, but a new version of theirs does not make it run.
    /// </summary>
    IReadOnlyList<string> Reads => [];

    /// <summary>Takes samples at the pipeline's rate; all finite.</summary>
    void OnSamples(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
    }

    /// <summary>Takes a short frame.</summary>
    void OnFrame(in SpectralFrame frame)
    {
    }

    /// <summary>Takes a long frame.</summary>
    void OnTonalFrame(in TonalFrame frame)
    {
    }

    /// <summary>
    /// Writes the findings: after the last frame, and for interim answers also between frames. It leaves what the analyser
    /// remembers as it was, so that interim answers do not change the last one.
    /// </summary>
    void Complete(FeatureDraft draft);

    /// <summary>Writes what this analyser had found in an earlier analysis of the same version, instead of listening.</summary>
    /// <returns>False where it cannot: then it always listens.</returns>
    bool TryKeep(TrackFeatures earlier, FeatureDraft draft) => false;
}
