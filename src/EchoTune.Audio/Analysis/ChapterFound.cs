using EchoTune.Audio.Analysis.Structure;

namespace EchoTune.Audio.Analysis;

/// <summary>What one chapter of a very long track yielded.</summary>
/// <param name="Start">Seconds from the start of the track.</param>
/// <param name="Found">What was found in it, times from its own start.</param>
/// <param name="Keys">Its keys: the first at 0; empty where there is none.</param>
/// <param name="Bars">Its bars, to tell the form of the whole from; null where there are none.</param>
internal sealed record ChapterFound(double Start, TrackFeatures Found, IReadOnlyList<KeyChange> Keys, BarMeasures? Bars)
{
    /// <summary>Seconds from the start of the track.</summary>
    public double End => Start + Found.DurationSeconds;

    /// <summary>Keeps of a chapter what the whole needs.</summary>
    /// <param name="start">Seconds from the start of the track.</param>
    /// <param name="draft">Its findings.</param>
    /// <param name="version">Version of the analysis.</param>
    public static ChapterFound Of(double start, FeatureDraft draft, string version)
    {
        var found = draft.Build(version);
        return new ChapterFound(start, found, draft.KeyCourse.Count == 0 && found.Key is { } key ? [new(0, key), .. found.KeyChanges] : draft.KeyCourse, draft.Bars);
    }

    /// <summary>Beats and bars, counted from a moment of the track.</summary>
    /// <param name="moment">Seconds from the start of the track.</param>
    public GridTail TailFrom(double moment) =>
        new([.. Found.Beats.Select(b => b + Start - moment)], [.. Found.Downbeats.Select(b => b + Start - moment)]);
}
