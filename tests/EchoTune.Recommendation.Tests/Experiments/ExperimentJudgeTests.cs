using EchoTune.Recommendation.Experiments;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Experiments;

public sealed class ExperimentJudgeTests
{
    private static readonly ExperimentPlan Plan = new()
    {
        Key = "order", Arms = ["today", "diverse"], Shares = [1, 1], Metric = "heard", Effect = 0.05, MostValues = 100_000,
        GuardRails = [new GuardRail("not skipped early", 0.02, 0.05)],
    };

    [Fact]
    public void The_better_arm_wins()
    {
        var verdict = Judge(Rate(5_000, 0.5), Rate(5_000, 0.6));

        (verdict.Outcome, verdict.Arm).ShouldBe((ExperimentOutcome.Won, 1));
        verdict.Comparisons[0].Low.ShouldBeGreaterThan(0);
        verdict.Reason.ShouldContain("diverse");
    }

    [Fact]
    public void What_is_worse_loses_and_what_is_not_known_goes_on()
    {
        Judge(Rate(5_000, 0.6), Rate(5_000, 0.5)).Outcome.ShouldBe(ExperimentOutcome.Lost);
        Judge(Rate(500, 0.5), Rate(500, 0.51)).Outcome.ShouldBe(ExperimentOutcome.Running);
        Judge(Rate(100_000, 0.5), Rate(100_000, 0.5)).Outcome.ShouldBe(ExperimentOutcome.Undecided);
        ExperimentJudge.Judge(Plan, new Dictionary<string, IReadOnlyList<Moments>>(), [0, 0]).Outcome.ShouldBe(ExperimentOutcome.Running);
    }

    [Fact]
    public void A_guard_rail_stops_even_what_would_win()
    {
        var verdict = Judge(Rate(5_000, 0.5), Rate(5_000, 0.6), Rate(5_000, 0.8), Rate(5_000, 0.65));

        (verdict.Outcome, verdict.Arm).ShouldBe((ExperimentOutcome.Guarded, 1));
        verdict.Reason.ShouldContain("not skipped early");
    }

    [Fact]
    public void A_fall_that_is_borne_stops_nothing() =>
        Judge(Rate(5_000, 0.5), Rate(5_000, 0.6), Rate(50_000, 0.8), Rate(50_000, 0.79)).Outcome.ShouldBe(ExperimentOutcome.Won);

    [Fact]
    public void Arms_that_lose_subjects_are_noticed_and_those_that_draw_by_chance_are_not()
    {
        Judge(Rate(5_000, 0.5), Rate(5_000, 0.6), subjects: [5_000, 4_000]).Outcome.ShouldBe(ExperimentOutcome.Unbalanced);
        var random = new Random(3);
        long[] subjects = [0, 0];
        for (var i = 0; i < 20_000; i++)
        {
            subjects[random.Next(2)]++;
            if (i % 50 == 0)
            {
                Judge(default, default, subjects: subjects).Outcome.ShouldBe(ExperimentOutcome.Running);
            }
        }
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        var measured = new Dictionary<string, IReadOnlyList<Moments>> { ["heard"] = [default] };
        Should.Throw<ArgumentException>(() => ExperimentJudge.Judge(Plan, measured, [1, 1]));
        Should.Throw<ArgumentException>(() => ExperimentJudge.Judge(Plan with { Arms = ["alone"], Shares = [1] }, new Dictionary<string, IReadOnlyList<Moments>>(), [1]));
    }

    private static Moments Rate(int count, double share) => new(count, share, count * share * (1 - share));

    private static ExperimentVerdict Judge(Moments control, Moments treatment, Moments guardedControl = default, Moments guardedTreatment = default, long[]? subjects = null) => ExperimentJudge.Judge(
        Plan, new Dictionary<string, IReadOnlyList<Moments>> { ["heard"] = [control, treatment], ["not skipped early"] = [guardedControl, guardedTreatment] }, subjects ?? [control.Count, treatment.Count]);
}
