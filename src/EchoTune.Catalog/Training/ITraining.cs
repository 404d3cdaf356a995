namespace EchoTune.Catalog.Training;

/// <summary>What training is doing.</summary>
/// <param name="IsRunning">Whether a run is under way here.</param>
/// <param name="Stage">What it does: reading, choosing, walking, sequences, judging, fitting, projecting, weighing, storing; null while idle.</param>
/// <param name="Progress">0–1 over all stages.</param>
/// <param name="Trigger">schedule or request; of the present or the last run, null before the first.</param>
/// <param name="StartedAt">When the present or last run began.</param>
/// <param name="NextAt">When the next run on schedule may begin; null while there is too little to learn from.</param>
/// <param name="ErrorCode">Why the last run failed; null where it did not.</param>
/// <param name="Message">What there is to tell of the last run.</param>
/// <param name="LastSeconds">How long the last run that ended took; null before.</param>
public sealed record TrainingStatus(
    bool IsRunning, string? Stage, double Progress, string? Trigger, DateTimeOffset? StartedAt, DateTimeOffset? NextAt, string? ErrorCode, string? Message, double? LastSeconds)
{
    /// <summary>Before anything was done.</summary>
    public static TrainingStatus Idle { get; } = new(false, null, 0, null, null, null, null, null, null);
}

/// <summary>The training of models: asked for, watched, stopped; and which models serve.</summary>
public interface ITraining
{
    /// <summary>What it is doing.</summary>
    TrainingStatus Status { get; }

    /// <summary>Raised after <see cref="Status"/> changed, a few times a second at most. Handlers must return fast and must not throw.</summary>
    event Action? StatusChanged;

    /// <summary>Asks for a run now; where one is under way it is the one that was asked for.</summary>
    TrainingStatus Request();

    /// <summary>Stops the run that is under way or asked for, if any; what was in service stays.</summary>
    void Cancel();

    /// <summary>Puts a kept snapshot into service.</summary>
    /// <exception cref="Errors.EchoTuneException">not_found; conflict: it was rejected or cannot be read.</exception>
    Task ActivateAsync(string version, CancellationToken cancellationToken);

    /// <summary>All snapshots, newest first.</summary>
    Task<IReadOnlyList<StoredModel>> ModelsAsync(CancellationToken cancellationToken);

    /// <summary>How much there is to learn from now; interactions and sessions as they were last read.</summary>
    Task<LearningData> DataAsync(CancellationToken cancellationToken);
}
