using EchoTune.Recommendation.Evaluation;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Evaluation;

public sealed class CounterfactualTests
{
    // Three items, each heard with a chance of its own; the log shows mostly the worst, the candidate mostly the best.
    private static readonly double[] Heard = [0.1, 0.3, 0.8];
    private static readonly double[] Logged = [0.7, 0.2, 0.1];
    private static readonly double[] Candidate = [0.1, 0.2, 0.7];

    [Fact]
    public void A_ranking_that_never_ran_is_estimated_within_its_error()
    {
        var estimate = Counterfactual.Estimate(Log(20_000));
        var truth = Heard.Zip(Candidate, (heard, chance) => heard * chance).Sum();

        estimate.Snips.ShouldBe(truth, 4 * estimate.StandardError);
        estimate.Ips.ShouldBe(truth, 0.05);
        estimate.StandardError.ShouldBeInRange(0.001, 0.02);
        estimate.EffectiveCount.ShouldBeInRange(2_000, 8_000);
        estimate.Clipped.ShouldBe(0);
    }

    [Fact]
    public void The_ranking_that_ran_is_its_own_mean()
    {
        var log = Log(1_000).ToArray().Select(shown => shown with { Candidate = shown.Propensity }).ToArray();
        var estimate = Counterfactual.Estimate(log);

        estimate.Snips.ShouldBe(log.Average(shown => shown.Reward), 1e-12);
        estimate.Ips.ShouldBe(estimate.Snips, 1e-12);
        estimate.EffectiveCount.ShouldBe(1_000, 1e-6);
    }

    [Fact]
    public void Clipping_is_told_and_lowers_what_is_counted_in_full()
    {
        var (whole, clipped) = (Counterfactual.Estimate(Log(5_000)), Counterfactual.Estimate(Log(5_000), mostWeight: 2));

        clipped.Clipped.ShouldBe(0.1, 0.02);
        clipped.Ips.ShouldBeLessThan(whole.Ips);
        clipped.EffectiveCount.ShouldBeGreaterThan(whole.EffectiveCount);
    }

    [Fact]
    public void Nothing_logged_says_nothing_and_nonsense_is_refused()
    {
        Counterfactual.Estimate([]).StandardError.ShouldBe(double.PositiveInfinity);
        Counterfactual.Estimate([new LoggedExposure(1, 0.5, 0)]).EffectiveCount.ShouldBe(0);
        Should.Throw<ArgumentException>(() => Counterfactual.Estimate([new LoggedExposure(1, 0, 0.5)]));
        Should.Throw<ArgumentException>(() => Counterfactual.Estimate([new LoggedExposure(1, 0.5, 1.5)]));
        Should.Throw<ArgumentException>(() => Counterfactual.Estimate([new LoggedExposure(double.NaN, 0.5, 0.5)]));
        Should.Throw<ArgumentException>(() => Counterfactual.Estimate([], 0));
    }

    private static ReadOnlySpan<LoggedExposure> Log(int count)
    {
        var random = new Random(11);
        var log = new LoggedExposure[count];
        for (var i = 0; i < count; i++)
        {
            var draw = random.NextDouble();
            var item = draw < Logged[0] ? 0 : draw < Logged[0] + Logged[1] ? 1 : 2;
            log[i] = new LoggedExposure(random.NextDouble() < Heard[item] ? 1 : 0, Logged[item], Candidate[item]);
        }

        return log;
    }
}
