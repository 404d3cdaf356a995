namespace EchoTune.Recommendation.Experiments;

/// <summary>What an experiment compares, and when it ends by itself.</summary>
public sealed record ExperimentPlan
{
    /// <summary>Key of the experiment.</summary>
    public required string Key { get; init; }

    /// <summary>Names of the arms; the first is the control. At least two.</summary>
    public required IReadOnlyList<string> Arms { get; init; }

    /// <summary>Share of each arm.</summary>
    public required IReadOnlyList<double> Shares { get; init; }

    /// <summary>The metric that decides, more is better.</summary>
    public required string Metric { get; init; }

    /// <summary>The size of difference of <see cref="Metric"/> worth finding, above 0.</summary>
    public required double Effect { get; init; }

    /// <summary>Chance of a false winner over the whole experiment.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>What must not get worse.</summary>
    public IReadOnlyList<GuardRail> GuardRails { get; init; } = [];

    /// <summary>Values an arm after which an undecided experiment ends.</summary>
    public long MostValues { get; init; } = 1_000_000;
}

/// <summary>A metric that must not fall.</summary>
/// <param name="Metric">More is better; negate what should be low.</param>
/// <param name="Tolerance">A fall up to this, at least 0, is borne.</param>
/// <param name="Effect">The size of a fall beyond the tolerance worth finding quickly, above 0.</param>
public sealed record GuardRail(string Metric, double Tolerance, double Effect);

/// <summary>What became of an experiment.</summary>
public enum ExperimentOutcome
{
    /// <summary>Not decided yet.</summary>
    Running,

    /// <summary>An arm is better than the control.</summary>
    Won,

    /// <summary>Every arm is worse than the control.</summary>
    Lost,

    /// <summary>A guard rail fell in an arm.</summary>
    Guarded,

    /// <summary>The arms did not get the subjects they should: whatever was measured compares unlike groups.</summary>
    Unbalanced,

    /// <summary>Enough was measured, and no difference was found.</summary>
    Undecided,
}

/// <summary>A judgement of an experiment.</summary>
/// <param name="Outcome">What became of it; anything but <see cref="ExperimentOutcome.Running"/> stops it.</param>
/// <param name="Arm">The arm that won, or whose guard rail fell; the control (0) where no other arm is to be preferred.</param>
/// <param name="Reason">For people.</param>
/// <param name="Comparisons">Of each arm but the control, by <see cref="ExperimentPlan.Metric"/>.</param>
public sealed record ExperimentVerdict(ExperimentOutcome Outcome, int Arm, string Reason, IReadOnlyList<Comparison> Comparisons);

/// <summary>Judges experiments; may be asked after every value.</summary>
public static class ExperimentJudge
{
    // Checked after every value, so far below the level of the experiment itself.
    private const double BalanceLevel = 0.0005;

    /// <summary>Judges.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="measured">By metric, one entry an arm in the order of the plan. What is missing has no values yet.</param>
    /// <param name="subjects">How many subjects each arm has.</param>
    /// <exception cref="ArgumentException">Arms, shares and measurements do not go together.</exception>
    public static ExperimentVerdict Judge(ExperimentPlan plan, IReadOnlyDictionary<string, IReadOnlyList<Moments>> measured, IReadOnlyList<long> subjects)
    {
        var arms = plan.Arms.Count;
        if (arms < 2 || plan.Shares.Count != arms || subjects.Count != arms || measured.Values.Any(list => list.Count != arms))
        {
            throw new ArgumentException("An experiment needs two arms or more, and a share, subjects and values for each.");
        }

        // Several arms share the level (Bonferroni).
        var values = measured.GetValueOrDefault(plan.Metric) ?? new Moments[arms];
        var test = new SequentialTest(plan.Effect, plan.Level / (arms - 1));
        var comparisons = Enumerable.Range(1, arms - 1).Select(arm => test.Compare(values[0], values[arm])).ToArray();
        if (IsUnbalanced(plan.Shares, subjects))
        {
            return new ExperimentVerdict(ExperimentOutcome.Unbalanced, 0, $"The arms have {string.Join(", ", subjects)} subjects, which their shares do not explain: something keeps subjects out of an arm.", comparisons);
        }

        foreach (var rail in plan.GuardRails)
        {
            if (measured.GetValueOrDefault(rail.Metric) is not { } guarded)
            {
                continue;
            }

            var guard = new SequentialTest(rail.Effect, plan.Level / (arms - 1));
            for (var arm = 1; arm < arms; arm++)
            {
                var fall = guard.Compare(guarded[0], guarded[arm]);
                if (fall.High < -rail.Tolerance)
                {
                    return new ExperimentVerdict(
                        ExperimentOutcome.Guarded, arm, $"“{plan.Arms[arm]}” lowers {rail.Metric} by {-fall.Difference:0.####}, more than the {rail.Tolerance:0.####} that is borne.", comparisons);
                }
            }
        }

        var best = Enumerable.Range(0, arms - 1).MaxBy(i => comparisons[i].Difference);
        if (comparisons[best].IsBetter)
        {
            return new ExperimentVerdict(
                ExperimentOutcome.Won, best + 1, $"“{plan.Arms[best + 1]}” raises {plan.Metric} by {comparisons[best].Difference:0.####} (at least {comparisons[best].Low:0.####}).", comparisons);
        }

        if (Array.TrueForAll(comparisons, comparison => comparison.IsWorse))
        {
            return new ExperimentVerdict(ExperimentOutcome.Lost, 0, $"Nothing beats “{plan.Arms[0]}” in {plan.Metric}.", comparisons);
        }

        return values.All(arm => arm.Count >= plan.MostValues)
            ? new ExperimentVerdict(ExperimentOutcome.Undecided, 0, $"After {plan.MostValues} values an arm no difference in {plan.Metric} was found.", comparisons)
            : new ExperimentVerdict(ExperimentOutcome.Running, 0, "Not decided yet.", comparisons);
    }

    /// <summary>
    /// A sequential test of the split (sample ratio mismatch; Lindon and Malek 2022): the multinomial against a Dirichlet mixture, whose ratio
    /// exceeds 1/level with at most that chance however often one looks.
    /// </summary>
    private static bool IsUnbalanced(IReadOnlyList<double> shares, IReadOnlyList<long> subjects)
    {
        var sum = shares.Sum();
        var total = subjects.Sum();
        const double Concentration = 100; // Around the shares as planned: mismatches of a few per cent are found soon.
        var log = LogGamma(Concentration) - LogGamma(Concentration + total);
        for (var arm = 0; arm < shares.Count; arm++)
        {
            var share = shares[arm] / sum;
            if (share <= 0)
            {
                if (subjects[arm] > 0)
                {
                    return true;
                }

                continue;
            }

            log += LogGamma((Concentration * share) + subjects[arm]) - LogGamma(Concentration * share) - (subjects[arm] * Math.Log(share));
        }

        return log > -Math.Log(BalanceLevel);
    }

    // Stirling's series, shifted to where it is exact to a double.
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        while (x < 10)
        {
            shift -= Math.Log(x);
            x++;
        }

        var square = 1 / (x * x);
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square / 1680)))))) / x;
    }
}
