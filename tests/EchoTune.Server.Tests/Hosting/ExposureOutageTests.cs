using EchoTune.Catalog;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Recommendations;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Server.Tests.Hosting;

/// <summary>What is shown while the database is away.</summary>
public sealed class ExposureOutageTests(ExposureOutageTests.CutFixture fixture) : ServerTests<ExposureOutageTests.CutFixture>(fixture)
{
    public sealed class CutFixture(EmbeddedDatabase database) : MusicFixture(database)
    {
        internal DatabaseLine? Line { get; private set; }

        private protected override ServerOptions Change(ServerOptions options)
        {
            Line = new DatabaseLine(options.ConnectionString!);
            return options with { ConnectionString = Line.ConnectionString };
        }

        private protected override void Configure(IServiceCollection services) => services.AddSingleton(new InsightOptions { MostWaiting = 12 });
    }

    [Fact]
    public async Task Answers_go_on_the_oldest_exposures_are_dropped_and_counted_and_the_rest_arrives()
    {
        var (recommender, log) = (Server.Get<IRecommender>(), Server.Get<ExposureLog>());
        var listener = ListenerId.New(TimeProvider.System);
        var request = new RecommendationRequest { Limit = 5, ApplyRepeatRules = false };
        (await recommender.RecommendAsync(listener, request, Cancellation)).Items.Count.ShouldBe(5);
        var (written, dropped) = (log.Written, log.Dropped);

        Fixture.Line!.Cut();
        for (var i = 0; i < 6; i++)
        {
            (await recommender.RecommendAsync(listener, request with { Surface = $"surface{i}" }, Cancellation)).Items.Count.ShouldBe(5);
        }

        (log.Dropped - dropped).ShouldBe(20);
        log.Waiting.ShouldBe(10);
        Fixture.Line.Mend();
        await Server.HealthyAsync("database");
        await Eventually.GetAsync("what waited", async cancellation =>
        {
            await log.FlushAsync(cancellation);
            return log.Waiting == 0 ? "" : null;
        });

        (log.Written - written).ShouldBe(10);
        (log.Dropped - dropped).ShouldBe(20);
        var metrics = await Server.Anonymous().GetStringAsync("/metrics", Cancellation);
        metrics.ShouldContain($"echotune_exposures_dropped_total {log.Dropped}");
    }
}
