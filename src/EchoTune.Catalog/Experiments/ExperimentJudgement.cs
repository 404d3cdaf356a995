using EchoTune.Recommendation.Experiments;

namespace EchoTune.Catalog.Experiments;

/// <summary>Judges an experiment by what was measured.</summary>
internal static class ExperimentJudgement
{
    /// <summary>The experiment with what was measured and, where that decides it, ended.</summary>
    /// <param name="experiment">One that runs.</param>
    /// <param name="sums">What was measured in it.</param>
    /// <param name="now">The end, if it ends.</param>
    public static Experiment Of(Experiment experiment, IReadOnlyList<ArmSums> sums, DateTimeOffset now)
    {
        var byArm = sums.ToDictionary(sum => (sum.Arm, sum.Metric));
        var measured = ExperimentMetrics.All.ToDictionary(
            metric => metric,
            metric => (IReadOnlyList<Moments>)[.. experiment.Arms.Select(arm => byArm.TryGetValue((arm.Name, metric), out var sum) ? ListenerDays.Moments(sum) : default)]);
        var arms = experiment.Arms.Select(arm => byArm.TryGetValue((arm.Name, experiment.Metric), out var sum)
            ? arm with { Subjects = sum.Listeners, Values = sum.Values, Mean = sum.Values == 0 ? null : sum.Sum / sum.Values }
            : arm).ToList();
        var verdict = ExperimentJudge.Judge(Plan(experiment), measured, [.. arms.Select(arm => arm.Subjects)]);
        var judged = experiment with
        {
            Arms = arms,
            Outcome = verdict.Outcome,
            Reason = verdict.Reason,
            Comparisons = [.. verdict.Comparisons.Select((comparison, i) => new ArmComparison(
                experiment.Arms[i + 1].Name, comparison.Difference, Math.Max(-1, comparison.Low), Math.Min(1, comparison.High), comparison.PValue))],
        };
        return verdict.Outcome == ExperimentOutcome.Running ? judged : judged with
        {
            State = ExperimentState.Decided,
            EndedAt = now,
            Winner = verdict.Outcome is ExperimentOutcome.Won or ExperimentOutcome.Lost ? experiment.Arms[verdict.Arm].Name : null,
        };
    }

    private static ExperimentPlan Plan(Experiment experiment) => new()
    {
        Key = experiment.Key,
        Arms = [.. experiment.Arms.Select(arm => arm.Name)],
        Shares = [.. experiment.Arms.Select(arm => arm.Share)],
        Metric = experiment.Metric,
        Effect = experiment.Effect,
        GuardRails = [.. experiment.Guards.Select(guard => new GuardRail(guard.Metric, guard.Tolerance, experiment.Effect))],
    };
}
