using EchoTune.Recommendation.Experiments;

namespace EchoTune.Catalog.Experiments;

/// <summary>Where an experiment stands.</summary>
public enum ExperimentState
{
    /// <summary>Made, and not started yet.</summary>
    Draft,

    /// <summary>Listeners take part.</summary>
    Running,

    /// <summary>A person stopped it.</summary>
    Stopped,

    /// <summary>It ended by itself.</summary>
    Decided,
}

/// <summary>One way of ranking that an experiment compares, with what was measured in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Share">Its share of those who take part, above 0; shares need not sum to 1.</param>
/// <param name="Weights">Factors of strategies, 0–4; what is missing is 1.</param>
public sealed record ExperimentArm(string Name, double Share, IReadOnlyDictionary<string, double> Weights)
{
    /// <summary>Listeners who were shown something in it.</summary>
    public long Subjects { get; init; }

    /// <summary>Values of the deciding metric: days of listeners.</summary>
    public long Values { get; init; }

    /// <summary>Mean of the values; null without any.</summary>
    public double? Mean { get; init; }
}

/// <summary>A metric that must not fall by more than a tolerance.</summary>
/// <param name="Metric">One of <see cref="ExperimentMetrics.All"/>.</param>
/// <param name="Tolerance">What is borne, 0–1.</param>
public sealed record ExperimentGuard(string Metric, double Tolerance);

/// <summary>An arm against the control.</summary>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Difference">Arm less control.</param>
/// <param name="Low">Lower end of the confidence sequence, at least −1.</param>
/// <param name="High">Upper end, at most 1.</param>
/// <param name="PValue">Valid at any moment.</param>
public sealed record ArmComparison(string Arm, double Difference, double Low, double High, double PValue);

/// <summary>Metrics that experiments measure: shares of what was shown to a listener on a day, 0–1, more is better.</summary>
public static class ExperimentMetrics
{
    /// <summary>Played.</summary>
    public const string PlayRate = "playRate";

    /// <summary>Liked.</summary>
    public const string LikeRate = "likeRate";

    /// <summary>Not skipped, dismissed or disliked.</summary>
    public const string KeepRate = "keepRate";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [PlayRate, LikeRate, KeepRate];
}

/// <summary>A comparison of ways of ranking; the first arm is the control. A document, replaced as a whole.</summary>
public sealed record Experiment
{
    /// <summary>1–64 of a–z, 0–9 and hyphen.</summary>
    public required string Key { get; init; }

    /// <summary>For people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public ExperimentState State { get; init; }

    /// <summary>The metric that decides.</summary>
    public required string Metric { get; init; }

    /// <summary>The size of difference worth finding, above 0 and up to 1.</summary>
    public required double Effect { get; init; }

    /// <summary>Share of all listeners that take part, 0–1.</summary>
    public required double Ramp { get; init; }

    /// <summary>Whether the weights of a winner become everybody's.</summary>
    public bool FollowWinner { get; init; }

    /// <summary>The arms, control first.</summary>
    public required IReadOnlyList<ExperimentArm> Arms { get; init; }

    /// <summary>What must not fall.</summary>
    public IReadOnlyList<ExperimentGuard> Guards { get; init; } = [];

    /// <summary>What came out so far.</summary>
    public ExperimentOutcome Outcome { get; init; }

    /// <summary>Name of the arm that is to be preferred; null as long as there is none.</summary>
    public string? Winner { get; init; }

    /// <summary>Why it ended, or how it stands.</summary>
    public string? Reason { get; init; }

    /// <summary>Each arm but the control against it.</summary>
    public IReadOnlyList<ArmComparison> Comparisons { get; init; } = [];

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Grows with every change that is stored; 0 for one that is not.</summary>
    public long Revision { get; init; }
}
