using EchoTune.Catalog.Experiments;
using EchoTune.Recommendation.Experiments;

namespace EchoTune.Catalog.Tests.Experiments;

public sealed class ListenerDaysTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Days_of_listeners_who_all_differ_say_as_much_as_listeners_and_no_more()
    {
        // Ten listeners, always the same each day: 30 days of them are no more than one.
        var once = Sums([.. Enumerable.Range(0, 10).Select(l => Enumerable.Repeat(l / 10.0, 1).ToArray())]);
        var often = Sums([.. Enumerable.Range(0, 10).Select(l => Enumerable.Repeat(l / 10.0, 30).ToArray())]);

        var (few, many) = (ListenerDays.Moments(once), ListenerDays.Moments(often));

        many.Mean.ShouldBe(few.Mean, 1e-12);
        (many.Variance / many.Count).ShouldBe(few.Variance / few.Count, 1e-9);
    }

    [Fact]
    public void Days_that_do_not_depend_on_the_listener_count_each()
    {
        // The same days for everybody: between listeners there is no difference, between days there is.
        double[] days = [0.1, 0.9, 0.4, 0.6, 0.5, 0.5, 0.2, 0.8];
        var moments = ListenerDays.Moments(Sums([.. Enumerable.Repeat(days, 10)]));

        var plain = Enumerable.Repeat(days, 10).SelectMany(day => day).Aggregate(default(Moments), (sum, value) => sum.With(value));

        moments.Count.ShouldBe(80);
        moments.Mean.ShouldBe(plain.Mean, 1e-12);
        moments.Variance.ShouldBe(plain.Variance, 1e-9);
    }

    [Fact]
    public void A_handful_of_listeners_decides_nothing()
    {
        var moments = ListenerDays.Moments(Sums([.. Enumerable.Repeat(Enumerable.Repeat(0.5, 1000).ToArray(), ListenerDays.LeastListeners - 1)]));

        moments.Count.ShouldBeLessThan(SequentialTest.LeastCount);
        moments.Mean.ShouldBe(0.5, 1e-12);
        ListenerDays.Moments(new ArmSums("a", "playRate", 0, 0, 0, 0, 0, 0, 0)).ShouldBe(default);
    }

    [Fact]
    public void Two_equal_arms_are_hardly_ever_told_apart_although_one_looks_every_day()
    {
        const int Seeds = 300;

        var decided = Enumerable.Range(0, Seeds).Count(seed => Run(seed, effect: 0) is not null);
        var naive = Enumerable.Range(0, Seeds).Count(seed => Run(seed, effect: 0, asIfIndependent: true) is not null);

        // The level is 5 %; days taken for so many people would break it.
        decided.ShouldBeLessThanOrEqualTo(Seeds / 20);
        naive.ShouldBeGreaterThan(Seeds / 5);
    }

    [Fact]
    public void An_arm_that_is_better_wins_and_one_that_is_worse_loses()
    {
        var better = Enumerable.Range(0, 40).Select(seed => Run(seed, effect: 0.4)).ToList();
        var worse = Enumerable.Range(0, 40).Select(seed => Run(seed, effect: -0.4)).ToList();

        better.Count(outcome => outcome == ExperimentOutcome.Won).ShouldBeGreaterThanOrEqualTo(36);
        better.ShouldNotContain(ExperimentOutcome.Lost);
        worse.Count(outcome => outcome == ExperimentOutcome.Lost).ShouldBeGreaterThanOrEqualTo(36);
        worse.ShouldNotContain(ExperimentOutcome.Won);
    }

    // Twelve listeners an arm, each with a liking of their own, for 25 days; judged after every day.
    private static ExperimentOutcome? Run(int seed, double effect, bool asIfIndependent = false)
    {
        var random = new Random(seed);
        var experiment = new Experiment
        {
            Key = "e", Metric = ExperimentMetrics.PlayRate, Effect = 0.1, Ramp = 1, CreatedAt = Now,
            Arms = [new ExperimentArm("control", 1, new Dictionary<string, double>()), new ExperimentArm("other", 1, new Dictionary<string, double>())],
        };
        var listeners = Enumerable.Range(0, 24).Select(l => (Arm: l % 2, Rate: Math.Clamp(0.1 + (0.6 * random.NextDouble()) + (l % 2 * effect), 0, 1), Days: new List<double>())).ToList();
        for (var day = 0; day < 25; day++)
        {
            foreach (var (_, rate, days) in listeners)
            {
                var shown = random.Next(2, 8);
                days.Add(Enumerable.Range(0, shown).Count(_ => random.NextDouble() < rate) / (double)shown);
            }

            var sums = Enumerable.Range(0, 2).Select(arm => Sums([.. listeners.Where(l => l.Arm == arm).SelectMany(l => asIfIndependent ? l.Days.Select(value => new[] { value }) : [l.Days.ToArray()])]) with { Arm = experiment.Arms[arm].Name });
            var judged = ExperimentJudgement.Of(experiment, [.. sums], Now);
            if (judged.State == ExperimentState.Decided)
            {
                return judged.Outcome;
            }
        }

        return null;
    }

    private static ArmSums Sums(IReadOnlyList<double[]> listeners) => new(
        "a", ExperimentMetrics.PlayRate, listeners.Count, listeners.Sum(l => l.Length), listeners.Sum(l => l.Sum()), listeners.Sum(l => l.Sum(v => v * v)),
        listeners.Sum(l => l.Sum() * l.Sum()), listeners.Sum(l => l.Sum() * l.Length), listeners.Sum(l => (double)l.Length * l.Length));
}
