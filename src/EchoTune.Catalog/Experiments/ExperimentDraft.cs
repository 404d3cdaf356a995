using System.Text.RegularExpressions;
using EchoTune.Catalog.Errors;
using EchoTune.Recommendation.Data;

namespace EchoTune.Catalog.Experiments;

/// <summary>A new experiment as somebody wants it.</summary>
public sealed partial record ExperimentDraft
{
    private const int MostArms = 8;
    private const int MostText = 1000;
    private const int MostName = 64;
    private const double MostShare = 1000;
    private const double MostWeight = 4;

    /// <summary>Its key.</summary>
    public required string Key { get; init; }

    /// <summary>For people; empty for none.</summary>
    public string? Description { get; init; }

    /// <summary>The metric that decides; play rate unless told otherwise.</summary>
    public string? Metric { get; init; }

    /// <summary>The size of difference worth finding; 0.05 unless told otherwise.</summary>
    public double? Effect { get; init; }

    /// <summary>Share of listeners that take part; 1 unless told otherwise.</summary>
    public double? Ramp { get; init; }

    /// <summary>Whether everybody follows the winner.</summary>
    public bool FollowWinner { get; init; }

    /// <summary>Arms, control first.</summary>
    public required IReadOnlyList<ExperimentArm> Arms { get; init; }

    /// <summary>What must not fall.</summary>
    public IReadOnlyList<ExperimentGuard> Guards { get; init; } = [];

    /// <summary>The experiment, checked.</summary>
    /// <param name="now">When it is made.</param>
    /// <exception cref="EchoTuneException">invalid_request: something is missing or out of its range.</exception>
    public Experiment Checked(DateTimeOffset now)
    {
        Require(KeyForm().IsMatch(Key ?? ""), "The key must be 1 to 64 of a–z, 0–9 and hyphen.");
        Require(Description is null || (Description.Length <= MostText && !Description.Contains('\0', StringComparison.Ordinal)), $"The description has at most {MostText} characters, and no NUL.");
        CheckMetric(Metric ?? ExperimentMetrics.PlayRate, "metric");
        Require(Effect is null or (> 0 and <= 1), "effect must be above 0 and at most 1.");
        CheckRamp(Ramp ?? 1);
        Require(Arms is { Count: >= 2 and <= MostArms }, $"An experiment has 2 to {MostArms} arms; the first is the control.");
        foreach (var arm in Arms!)
        {
            Check(arm);
        }

        Require(Arms.Select(arm => arm.Name.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).Count() == Arms.Count, "Each arm needs a name of its own.");
        foreach (var guard in Guards)
        {
            Require(guard is not null, "A guard rail needs a metric and a tolerance.");
            CheckMetric(guard!.Metric, "The metric of a guard rail");
            Require(guard.Tolerance is >= 0 and <= 1, "The tolerance of a guard rail must be between 0 and 1.");
        }

        Require(Guards.Select(guard => guard.Metric).Distinct(StringComparer.Ordinal).Count() == Guards.Count, "Each metric can have one guard rail.");
        return new Experiment
        {
            Key = Key!, Description = Description?.Trim() ?? "", Metric = Metric ?? ExperimentMetrics.PlayRate, Effect = Effect ?? 0.05, Ramp = Ramp ?? 1, FollowWinner = FollowWinner,
            Arms = [.. Arms.Select(arm => new ExperimentArm(arm.Name.Trim(), arm.Share, arm.Weights))], Guards = Guards, CreatedAt = now,
        };
    }

    /// <summary>Checks a ramp.</summary>
    /// <exception cref="EchoTuneException">invalid_request.</exception>
    internal static void CheckRamp(double ramp) => Require(ramp is >= 0 and <= 1, "ramp must be between 0 and 1.");

    private static void Check(ExperimentArm? arm)
    {
        Require(arm?.Name?.Trim() is { Length: >= 1 and <= MostName } name && !name.Any(char.IsControl), $"The name of an arm has 1 to {MostName} characters.");
        Require(arm!.Share is > 0 and <= MostShare, $"The share of “{arm.Name}” must be above 0 and at most {MostShare:0}.");
        foreach (var (strategy, weight) in arm.Weights ?? throw Invalid($"“{arm.Name}” needs weights; {{}} leaves all as they are."))
        {
            Require(StrategyNames.All.Contains(strategy, StringComparer.Ordinal), $"There is no strategy “{strategy}”; weigh {string.Join(", ", StrategyNames.All)}.");
            Require(weight is >= 0 and <= MostWeight, $"The weight of {strategy} in “{arm.Name}” must be between 0 and {MostWeight:0}.");
        }

        Require(StrategyNames.All.Any(strategy => arm.Weights.GetValueOrDefault(strategy, 1) > 0), $"“{arm.Name}” switches every strategy off.");
    }

    private static void CheckMetric(string? metric, string what) =>
        Require(metric is not null && ExperimentMetrics.All.Contains(metric, StringComparer.Ordinal), $"{what} must be one of {string.Join(", ", ExperimentMetrics.All)}.");

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw Invalid(message);
        }
    }

    private static EchoTuneException Invalid(string message) => new(ErrorCodes.InvalidRequest, message);

    [GeneratedRegex("^[a-z0-9-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyForm();
}
