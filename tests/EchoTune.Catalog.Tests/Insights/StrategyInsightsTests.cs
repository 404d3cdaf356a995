using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Experiments;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Tests.Library;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace EchoTune.Catalog.Tests.Insights;

public sealed class StrategyInsightsTests
{
    private readonly PauseTime time = new();
    private readonly IExposureStore exposures = Substitute.For<IExposureStore>();
    private readonly IStrategyMetricStore metrics = Substitute.For<IStrategyMetricStore>();
    private readonly IExperimentStore experiments = Substitute.For<IExperimentStore>();
    private readonly List<(DateOnly From, DateOnly To)> computed = [];
    private bool isAway;

    public StrategyInsightsTests()
    {
        metrics.LastDayAsync(default).ReturnsForAnyArgs(_ => isAway ? throw new EchoTuneException(ErrorCodes.StorageUnavailable, "Away.") : Today.AddDays(-1));
        metrics.DaysAsync(default, default, default).ReturnsForAnyArgs([]);
        metrics.AlertsAsync(default, default, default).ReturnsForAnyArgs([]);
        metrics.SpreadAsync(default, default, default).ReturnsForAnyArgs(((IReadOnlyList<StrategySpread>)[], 0));
        metrics.WhenForAnyArgs(store => store.RecomputeAsync(default, default, default)).Do(call => computed.Add((call.ArgAt<DateOnly>(0), call.ArgAt<DateOnly>(1))));
        experiments.LoadAsync(default).ReturnsForAnyArgs(new ExperimentBook([], new Dictionary<string, double>(), 1, 1));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateOnly Today => DateOnly.FromDateTime(time.Now.UtcDateTime);

    [Fact]
    public async Task Metrics_are_computed_every_hour_and_the_job_survives_an_outage()
    {
        using var log = Log();
        using var policy = new RankingPolicy(experiments, time, NullLogger<RankingPolicy>.Instance);
        var judge = new ExperimentService(experiments, Substitute.For<IExperimentOutcomes>(), policy, time, NullLogger<ExperimentService>.Instance);
        using var job = new InsightJob(Insights(log), judge, new InsightOptions(), time, NullLogger<InsightJob>.Instance);
        isAway = true;
        await job.StartAsync(Token);
        (await time.NextAsync(Token)).End();
        var afterFailure = await time.NextAsync(Token);
        computed.ShouldBeEmpty();

        isAway = false;
        afterFailure.End();
        var afterSuccess = await time.NextAsync(Token);

        computed.ShouldBe([(Today.AddDays(-3), Today)], "the days that are open, and those that were missed");
        await experiments.ReceivedWithAnyArgs(2).LoadAsync(default);
        (afterFailure.Length, afterSuccess.Length).ShouldBe((TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        await job.StopAsync(Token);
    }

    [Fact]
    public async Task Who_looks_sees_what_is_a_minute_old_at_most_and_does_not_compute_all_again()
    {
        using var log = Log();
        var insights = Insights(log);
        await insights.ReportAsync(7, Token);
        await insights.ReportAsync(7, Token);
        computed.Count.ShouldBe(1);

        time.Now += TimeSpan.FromMinutes(2);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => insights.ReportAsync(7, Token)));

        computed.Count.ShouldBe(2);
        computed[1].ShouldBe((Today.AddDays(-1), Today));
        time.Now += TimeSpan.FromHours(2);
        await insights.ReportAsync(7, Token);
        computed[2].ShouldBe((Today.AddDays(-3), Today));
    }

    [Fact]
    public async Task Days_whose_exposures_are_forgotten_are_not_computed_to_nothing()
    {
        using var log = Log();
        metrics.LastDayAsync(default).ReturnsForAnyArgs(Today.AddDays(-300));

        await Insights(log).ComputeAsync(Token);

        computed.ShouldBe([(Today.AddDays(-179), Today)]);
        await exposures.Received().ForgetAsync(time.Now.AddDays(-180), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_estimate_for_a_strategy_is_near_what_it_would_have_brought(int seed)
    {
        // Forty tracks, each with its chance to be played; content knows it, the hybrid hardly.
        var random = new Random(seed);
        var chance = Enumerable.Range(0, 40).Select(_ => random.NextDouble()).ToArray();
        var content = chance.Select(play => play + (0.2 * random.NextDouble())).ToArray();
        var hybrid = content.Select(score => (0.3 * score) + (0.7 * random.NextDouble())).ToArray();
        var (drawn, wanted) = (new double[40], new double[40]);
        SoftChoice.Chances(hybrid, drawn);
        SoftChoice.Chances(content, wanted);
        var shown = new List<JudgedExposure>();
        for (var answer = 0; answer < 600; answer++)
        {
            var tracks = Enumerable.Range(0, 15).Select(_ => Draw(random, drawn)).ToList();
            var chances = new double[tracks.Count];
            SoftChoice.Chances([.. tracks.Select(track => hybrid[track])], chances);
            var id = Guid.CreateVersion7(time.Now);
            shown.AddRange(tracks.Select((track, i) => new JudgedExposure(
                id, hybrid[track], chances[i], new Dictionary<string, double> { ["content"] = content[track] / hybrid[track] }, random.NextDouble() < chance[track])));
        }

        exposures.ReadAsync(default, default, default, default).ReturnsForAnyArgs(shown);
        using var log = Log();

        var report = await Insights(log).CounterfactualAsync(new Dictionary<string, double> { ["content"] = 1 }, 30, Token);

        var truth = wanted.Zip(chance).Sum(pair => pair.First * pair.Second);
        var estimate = report.Estimate.ShouldNotBeNull();
        (truth - report.Observed!.Value).ShouldBeGreaterThan(0.05, "content is better than what ran");
        Math.Abs(estimate.Snips - truth).ShouldBeLessThan(Math.Abs(report.Observed.Value - truth) / 2);
    }

    private static int Draw(Random random, double[] chances)
    {
        var place = random.NextDouble();
        var track = 0;
        while (track < chances.Length - 1 && (place -= chances[track]) >= 0)
        {
            track++;
        }

        return track;
    }

    private ExposureLog Log() => new(exposures, new InsightOptions(), time, NullLogger<ExposureLog>.Instance);

    private StrategyInsights Insights(ExposureLog log) => new(log, exposures, metrics, new InsightOptions(), time, NullLogger<StrategyInsights>.Instance);
}
