using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Analysis;

/// <summary>What is known of a track while it is still coming in.</summary>
public sealed record InterimFeatures
{
    /// <summary>Seconds heard so far.</summary>
    public required double HeardSeconds { get; init; }

    /// <summary>Seconds that tempo, beats and key are worked out from; not more than <see cref="HeardSeconds"/>.</summary>
    public required double UnderstoodSeconds { get; init; }

    /// <summary>Tempo so far, beats per minute; 0 where there is no pulse yet.</summary>
    public required double TempoBpm { get; init; }

    /// <summary>0–1.</summary>
    public required double TempoConfidence { get; init; }

    /// <summary>Beat times so far, seconds from the start of the track, ascending.</summary>
    public required IReadOnlyList<double> Beats { get; init; }

    /// <summary>First beats of bars so far.</summary>
    public required IReadOnlyList<double> Downbeats { get; init; }

    /// <summary>E.g. <c>"4/4"</c>.</summary>
    public required string TimeSignature { get; init; }

    /// <summary>Key so far; null where there is none yet.</summary>
    public required MusicalKey? Key { get; init; }

    /// <summary>0–1.</summary>
    public required double KeyConfidence { get; init; }

    /// <summary>Chords so far; the last one may still change.</summary>
    public IReadOnlyList<ChordSegment> Chords { get; init; } = [];

    /// <summary>Integrated loudness so far, LUFS; −70 for silence.</summary>
    public required double LoudnessLufs { get; init; }

    /// <summary>True peak so far, dBTP.</summary>
    public required double TruePeakDb { get; init; }
}
