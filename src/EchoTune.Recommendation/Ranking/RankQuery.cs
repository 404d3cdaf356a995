using EchoTune.Recommendation.Models;

namespace EchoTune.Recommendation.Ranking;

/// <summary>What to rank for.</summary>
public sealed record RankQuery
{
    /// <summary>The listener.</summary>
    public required ListenerProfile Profile { get; init; }

    /// <summary>Part of the day, 0–3.</summary>
    public int Daypart { get; init; }

    /// <summary>Tracks to start from, most recent last.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [];

    /// <summary>One flag a track: 0 may come, anything else must not.</summary>
    public required byte[] Blocked { get; init; }

    /// <summary>How well each track fits the request, 0–1; null when nothing was asked for.</summary>
    public float[]? Fit { get; init; }

    /// <summary>One weight for each of <see cref="Data.Strategy"/>, 0–2.</summary>
    public required double[] Weights { get; init; }

    /// <summary>How many, at least 1.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>Tracks an artist at most; 0 for no cap.</summary>
    public int ArtistCap { get; init; } = 2;

    /// <summary>Hours during which a heard track rests; 0 for no rest.</summary>
    public double RestHours { get; init; } = 24;

    /// <summary>Weight of diversity, 0–1.</summary>
    public float Diversity { get; init; } = 0.25f;

    /// <summary>Seeds the exploration.</summary>
    public ulong Seed { get; init; }
}

/// <summary>One ranked track.</summary>
/// <param name="Track">The track.</param>
/// <param name="Score">Of the hybrid.</param>
/// <param name="Shares">Share of each strategy, summing to 1.</param>
/// <param name="IsRepeat">Heard within the rest, taken because the pool ran dry.</param>
public sealed record RankedTrack(int Track, float Score, float[] Shares, bool IsRepeat);
