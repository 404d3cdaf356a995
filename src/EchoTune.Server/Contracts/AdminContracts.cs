namespace EchoTune.Server.Contracts;

/// <summary>How much there is to learn from.</summary>
public sealed record LearningDataDto(int Listeners, int Tracks, long Events, long Interactions, long Sessions, DateTimeOffset? LastEventAt);

/// <summary>One part of a trained snapshot: collaborative, projection, sequence, graph, weights. <c>Note</c> says what was chosen, or why the part is missing.</summary>
public sealed record ModelPartDto(string Name, bool IsPresent, string Note, IReadOnlyDictionary<string, double> Metrics);

/// <summary>
/// One training run. <c>state</c>: active (in service), kept (was good, can be activated), rejected (its guard metrics fell), damaged (cannot be read).
/// <c>metrics</c> are those of the whole on held-out listening, <c>baseline</c> those of the snapshot before on the same listening.
/// </summary>
public sealed record ModelDto(
    string Version, string State, string? Reason, DateTimeOffset CreatedAt, double FitSeconds, long SizeBytes, LearningDataDto TrainedOn,
    IReadOnlyDictionary<string, double> Metrics, IReadOnlyDictionary<string, double> Baseline, IReadOnlyList<ModelPartDto> Parts);

/// <summary>What training is doing. <c>state</c>: idle, running. <c>trigger</c>: schedule, request. <c>progress</c> 0–1. A failure stands until the next run.</summary>
public sealed record TrainingDto(
    string State, string? Stage, double Progress, string? Trigger, DateTimeOffset? StartedAt, DateTimeOffset? NextAt, string? ErrorCode, string? Message);

/// <summary>Models and their training. <c>libraryModel</c> is the version of the snapshot that answers now.</summary>
public sealed record ModelsDto(string LibraryModel, LearningDataDto Data, TrainingDto Training, IReadOnlyList<ModelDto> Models);

/// <summary>One day of a strategy. Rates are 0–1; null where nothing was shown.</summary>
public sealed record StrategyDayDto(DateOnly Day, double Exposures, double? PlayRate, double? SkipRate, double? LikeRate);

/// <summary>
/// What came of what a strategy brought, each exposure shared among strategies by their part in the score. Rates 0–1: heard, skipped or dismissed, liked.
/// <c>coverage</c>: share of the library shown; <c>novelty</c>: share shown that was new to the listener; <c>gini</c>: how unequally tracks are shown.
/// <c>seenRate</c> and <c>openRate</c>: share that pages told was seen, and whose reasons were looked at.
/// </summary>
public sealed record StrategyMetricsDto(
    string Name, double Exposures, double? PlayRate, double? SkipRate, double? LikeRate, double? Coverage, double? Novelty, double? Gini, IReadOnlyList<StrategyDayDto> Days,
    double? SeenRate = null, double? OpenRate = null);

/// <summary>A metric of a strategy fell below what it was.</summary>
public sealed record DriftAlertDto(Guid Id, string Strategy, string Metric, DateOnly Day, double Usual, double Value, DateTimeOffset NoticedAt);

/// <summary>Metrics of all strategies, and of the whole as <c>hybrid</c> (first), over a number of days, oldest day first; standing alerts, newest first.</summary>
public sealed record StrategiesDto(int Days, IReadOnlyList<StrategyMetricsDto> Strategies, IReadOnlyList<DriftAlertDto> Alerts);

/// <summary>
/// What a strategy alone would have brought, estimated from what was shown (self-normalised inverse propensities). <c>observed</c>: play rate of what was shown;
/// <c>playRate</c> and its standard error: of the strategy; null, with a note that says why, where the log is too small. <c>effectiveCount</c>: how many exposures say as much.
/// </summary>
public sealed record CounterfactualDto(
    string Strategy, int Days, long Exposures, double? Observed, double? PlayRate, double? StandardError, double EffectiveCount, string? Note);

/// <summary>One arm. <c>weights</c> multiply those of strategies, 0–4; missing names are 1. Read only: subjects, values, mean.</summary>
public sealed record ExperimentArmDto(string Name, double Share, IReadOnlyDictionary<string, double> Weights, long Subjects = 0, long Values = 0, double? Mean = null);

/// <summary>A metric that must not fall by more than <c>tolerance</c>. Metrics: playRate, likeRate, keepRate (1 − skip rate).</summary>
public sealed record GuardRailDto(string Metric, double Tolerance);

/// <summary>An arm against the control: difference of the deciding metric with its confidence sequence.</summary>
public sealed record ComparisonDto(string Arm, double Difference, double Low, double High, double PValue);

/// <summary>
/// An experiment. <c>state</c>: draft, running, stopped (by a person), decided (by itself). <c>outcome</c>: running, armIsBetter, controlIsBetter, guardRailFell,
/// sampleRatioMismatch, noDifference. The first arm is the control. With <c>followWinner</c> the weights of a winner become everybody's.
/// </summary>
public sealed record ExperimentDto(
    string Key, string Description, string State, string Metric, double Effect, double Ramp, bool FollowWinner, IReadOnlyList<ExperimentArmDto> Arms,
    IReadOnlyList<GuardRailDto> GuardRails, string Outcome, string? Winner, string? Reason, IReadOnlyList<ComparisonDto> Comparisons,
    DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);

/// <summary>A new experiment, as a draft. Key: 1–64 of a–z, 0–9, hyphen. Ramp 0–1, default 1. Effect above 0, default 0.05.</summary>
public sealed record NewExperimentDto(
    string Key, string? Description, string? Metric, double? Effect, double? Ramp, bool? FollowWinner, IReadOnlyList<ExperimentArmDto> Arms, IReadOnlyList<GuardRailDto>? GuardRails);

/// <summary>Changes of an experiment: its ramp (while a draft or running), or its state (<c>running</c> to start, <c>stopped</c> to stop).</summary>
public sealed record ExperimentChangeDto(double? Ramp, string? State);

/// <summary>The experiments, and the factors that winners left to everybody.</summary>
public sealed record ExperimentsDto(IReadOnlyList<ExperimentDto> Items, IReadOnlyDictionary<string, double> Weights);
