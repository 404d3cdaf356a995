using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Online;

namespace EchoTune.Recommendation.Ranking;

/// <summary>What to rank for.</summary>
public sealed record RankQuery
{
    /// <summary>The listener.</summary>
    public required ListenerProfile Profile { get; init; }

    /// <summary>What was learnt from listening, in the indexes of the snapshot; null before anything was.</summary>
    public LearnedView? Learned { get; init; }

    /// <summary>When and where the music is for.</summary>
    public Moment Moment { get; init; }

    /// <summary>Tracks to start from, most recent last.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [];

    /// <summary>Tracks that must not come.</summary>
    public IReadOnlyCollection<int> Never { get; init; } = [];

    /// <summary>What a request selects: one flag a track, 0 may come, anything else must not; null where all may.</summary>
    public byte[]? Blocked { get; init; }

    /// <summary>How well each track fits the request, 0–1; null when nothing was asked for.</summary>
    public float[]? Fit { get; init; }

    /// <summary>One weight for each of <see cref="Strategy"/>, at least 0; 1 as it comes.</summary>
    public required double[] Weights { get; init; }

    /// <summary>From favourites of many (0) to what few know (1).</summary>
    public float Novelty { get; init; } = 0.5f;

    /// <summary>From only what is new to the listener (0) to mostly what they know (1).</summary>
    public float Familiarity { get; init; } = 0.5f;

    /// <summary>How many, at least 1.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>Tracks an artist at most; 0 for no cap.</summary>
    public int ArtistCap { get; init; } = 2;

    /// <summary>Hours during which a heard track rests; 0 for no rest.</summary>
    public double RestHours { get; init; } = 24;

    /// <summary>Hours since the profile was built.</summary>
    public double ProfileAge { get; init; }

    /// <summary>Weight of diversity, 0–1.</summary>
    public float Diversity { get; init; } = 0.25f;

    /// <summary>Weight of a mix of genres like the listener's own, at least 0.</summary>
    public float Calibration { get; init; } = 0.2f;

    /// <summary>How far each track steps back because it was shown so often, at least 0; null for none.</summary>
    public float[]? Setbacks { get; init; }

    /// <summary>What to explore with; null to explore nothing.</summary>
    public ThompsonBandit? Explorer { get; init; }

    /// <summary>Share of the answer that may explore, 0–1.</summary>
    public double ExplorationShare { get; init; } = 0.1;

    /// <summary>Seeds the exploration.</summary>
    public ulong Seed { get; init; }

    /// <summary>Looks at every track instead of candidates: much slower, for judging the candidates.</summary>
    public bool IsExhaustive { get; init; }
}

/// <summary>One ranked track.</summary>
/// <param name="Track">The track.</param>
/// <param name="Score">Of the hybrid.</param>
/// <param name="Shares">Share of each strategy, summing to 1.</param>
/// <param name="IsRepeat">Heard within the rest, taken because the pool ran dry.</param>
/// <param name="Values">What each strategy says: 1 its best candidate, 0 nothing, below 0 a reason against.</param>
/// <param name="Explores">The strategy that was let choose it to learn what comes of it; null where it stands by its score.</param>
public sealed record RankedTrack(int Track, float Score, float[] Shares, bool IsRepeat, float[] Values, Strategy? Explores = null);
