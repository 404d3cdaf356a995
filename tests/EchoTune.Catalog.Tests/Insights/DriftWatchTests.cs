using EchoTune.Catalog.Insights;

namespace EchoTune.Catalog.Tests.Insights;

public sealed class DriftWatchTests
{
    private const double Least = 20;
    private static readonly DateOnly First = new(2026, 1, 1);
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_play_rate_that_falls_is_one_alert_with_what_was_usual()
    {
        var days = Days("content", 60, day => day < 30 ? 0.5 : 0.3);

        var alert = DriftWatch.Find(days, Least, Now).ShouldHaveSingleItem();

        (alert.Strategy, alert.Metric, alert.NoticedAt).ShouldBe(("content", "playRate", Now));
        alert.Day.ShouldBeInRange(First.AddDays(30), First.AddDays(34));
        alert.Usual.ShouldBe(0.5, 0.05);
        alert.Value.ShouldBe(0.3, 0.1);
    }

    [Fact]
    public void The_same_days_give_the_same_alerts_however_often_they_are_looked_through()
    {
        var days = Days("content", 60, day => day < 30 ? 0.5 : 0.3).Concat(Days("novelty", 60, day => day < 40 ? 0.6 : 0.2)).ToList();

        var once = DriftWatch.Find(days, Least, Now);
        var again = DriftWatch.Find(days.AsEnumerable().Reverse().OrderBy(day => day.Day), Least, Now);

        once.Count.ShouldBe(2);
        again.ShouldBe(once);
        once.Select(alert => alert.Id).Distinct().Count().ShouldBe(2);
        once.ShouldAllBe(alert => alert.Id.Version == 8);
        DriftWatch.Find(days.Where(day => day.Day < First.AddDays(50)), Least, Now).ShouldBe(once, "days that come later change nothing of those before");
    }

    [Fact]
    public void Skips_that_grow_are_a_keep_rate_that_falls()
    {
        var days = Days("graph", 60, _ => 0.4, day => day < 30 ? 0.1 : 0.4);

        DriftWatch.Find(days, Least, Now).ShouldHaveSingleItem().Metric.ShouldBe("keepRate");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Chance_alone_a_rise_and_a_weekly_rhythm_are_no_drift(int seed)
    {
        var random = new Random(seed);
        var chance = Days("content", 120, _ => 0.5 + ((random.NextDouble() - 0.5) * 0.1));
        var rise = Days("history", 120, day => 0.3 + (day * 0.003) + ((random.NextDouble() - 0.5) * 0.02));
        var weekly = Days("context", 120, day => (day % 7 >= 5 ? 0.55 : 0.45) + ((random.NextDouble() - 0.5) * 0.02));

        DriftWatch.Find([.. chance, .. rise, .. weekly], Least, Now).ShouldBeEmpty();
    }

    [Fact]
    public void Days_on_which_little_was_shown_say_nothing()
    {
        var days = Days("content", 60, day => day < 30 ? 0.5 : 0).Select(day => day.Day < First.AddDays(30) ? day : day with { Exposures = 3, Plays = 0, Skips = 3 });

        DriftWatch.Find([.. days, new StrategyDay(First, "empty", 0, 0, 0, 0, 0, 0, 0)], Least, Now).ShouldBeEmpty();
    }

    [Fact]
    public void After_a_long_silence_what_is_usual_is_learnt_anew()
    {
        var (before, after) = (Days("content", 30, _ => 0.6), Days("content", 10, _ => 0.2));

        DriftWatch.Find([.. before, .. after.Select(day => day with { Day = day.Day.AddDays(45) })], Least, Now).ShouldBeEmpty();
        DriftWatch.Find([.. before, .. after.Select(day => day with { Day = day.Day.AddDays(40) })], Least, Now).ShouldHaveSingleItem();
    }

    // Rates that move a little from day to day, as they do.
    private static IReadOnlyList<StrategyDay> Days(string strategy, int count, Func<int, double> playRate, Func<int, double>? skipRate = null) =>
        [.. Enumerable.Range(0, count).Select(day => new StrategyDay(
            First.AddDays(day), strategy, 200, 200 * (playRate(day) + (day % 2 == 0 ? 0.01 : -0.01)), 200 * ((skipRate?.Invoke(day) ?? 0.2) + (day % 3 == 0 ? 0.01 : -0.01)), 5, 50, 0, 0))];
}
