using EchoTune.Catalog.Experiments;
using EchoTune.Recommendation.Experiments;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Experiments;

/// <summary>Experiments as the API shows and takes them.</summary>
internal static class ExperimentPresenter
{
    public static ExperimentDto Present(Experiment experiment) => new(
        experiment.Key, experiment.Description, experiment.State.ToString().ToLowerInvariant(), experiment.Metric, experiment.Effect, experiment.Ramp, experiment.FollowWinner,
        [.. experiment.Arms.Select(arm => new ExperimentArmDto(arm.Name, arm.Share, arm.Weights, arm.Subjects, arm.Values, arm.Mean))],
        [.. experiment.Guards.Select(guard => new GuardRailDto(guard.Metric, guard.Tolerance))],
        Name(experiment.Outcome), experiment.Winner, experiment.Reason,
        [.. experiment.Comparisons.Select(one => new ComparisonDto(one.Arm, one.Difference, one.Low, one.High, one.PValue))],
        experiment.CreatedAt, experiment.StartedAt, experiment.EndedAt);

    /// <summary>What somebody wants; checked where it is made.</summary>
    public static ExperimentDraft Read(NewExperimentDto body) => new()
    {
        Key = body.Key,
        Description = body.Description,
        Metric = body.Metric,
        Effect = body.Effect,
        Ramp = body.Ramp,
        FollowWinner = body.FollowWinner ?? false,
        Arms = [.. (body.Arms ?? []).Select(arm => new ExperimentArm(arm?.Name!, arm?.Share ?? 0, arm?.Weights!))],
        Guards = [.. (body.GuardRails ?? []).Select(guard => new ExperimentGuard(guard?.Metric!, guard?.Tolerance ?? -1))],
    };

    private static string Name(ExperimentOutcome outcome) => outcome switch
    {
        ExperimentOutcome.Running => "running",
        ExperimentOutcome.Won => "armIsBetter",
        ExperimentOutcome.Lost => "controlIsBetter",
        ExperimentOutcome.Guarded => "guardRailFell",
        ExperimentOutcome.Unbalanced => "sampleRatioMismatch",
        ExperimentOutcome.Undecided => "noDifference",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome."),
    };
}
