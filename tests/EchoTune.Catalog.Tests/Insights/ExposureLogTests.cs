using System.Collections.Concurrent;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Tests.Library;
using EchoTune.Catalog.Tests.Recommendations;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace EchoTune.Catalog.Tests.Insights;

public sealed class ExposureLogTests
{
    private readonly World world = new();
    private readonly ManualTime time = new();
    private readonly IExposureStore store = Substitute.For<IExposureStore>();
    private readonly ConcurrentQueue<Exposure> stored = new();
    private Exception? failure;
    private Task answering = Task.CompletedTask;

    public ExposureLogTests() => store.AppendAsync(default!, default).ReturnsForAnyArgs(async call =>
    {
        await answering;
        if (failure is not null)
        {
            throw failure;
        }

        foreach (var exposure in call.Arg<IReadOnlyList<Exposure>>())
        {
            stored.Enqueue(exposure);
        }

        return call.Arg<IReadOnlyList<Exposure>>().Count;
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_somebody_is_shown_is_written_with_its_places_shares_and_chances()
    {
        using var log = Log();
        var recommender = new ExposingRecommender(world.Recommender, log);

        var answer = await recommender.RecommendAsync(world.Listener, new RecommendationRequest { Limit = 7, Surface = "home" }, Token);
        await recommender.RecommendAsync(world.Listener, new RecommendationRequest { Limit = 5 }, Token);
        await log.FlushAsync(Token);

        stored.Select(exposure => (exposure.Track, exposure.Place, exposure.Score)).ShouldBe(answer.Items.Select((item, i) => (item.Track.Id, i + 1, item.Score)));
        stored.ShouldAllBe(exposure => exposure.Listener == world.Listener && exposure.Surface == "home" && exposure.Model == answer.ModelVersion && exposure.At == time.GetUtcNow());
        stored.Select(exposure => exposure.Answer).Distinct().Count().ShouldBe(1);
        stored.Sum(exposure => exposure.Propensity).ShouldBe(1, 1e-9);
        stored.First().Strategies.ShouldBe(answer.Items[0].Strategies);
        (log.Written, log.Dropped, log.Waiting).ShouldBe((7, 0, 0));
    }

    [Fact]
    public async Task An_answer_counts_for_its_arm_unless_one_strategy_alone_was_asked()
    {
        using var log = Log();
        var inner = Substitute.For<IRecommender>();
        var answer = (await world.Ask(new RecommendationRequest { Limit = 2 })) with { Experiment = "e", Arm = "bold" };
        inner.RecommendAsync(default, default!, default).ReturnsForAnyArgs(answer);
        var recommender = new ExposingRecommender(inner, log);

        (await recommender.RecommendAsync(world.Listener, new RecommendationRequest { Surface = "home" }, Token)).ShouldBeSameAs(answer);
        await recommender.RecommendAsync(world.Listener, new RecommendationRequest { Surface = "hybrid", Strategy = "hybrid" }, Token);
        await recommender.RecommendAsync(world.Listener, new RecommendationRequest { Surface = "alone", Strategy = "content" }, Token);
        await log.FlushAsync(Token);

        stored.Select(exposure => (exposure.Surface, exposure.Experiment, exposure.Arm)).Distinct().ShouldBe([("home", "e", "bold"), ("hybrid", "e", "bold"), ("alone", null, null)]);
    }

    [Fact]
    public async Task While_the_database_is_away_answers_go_on_the_oldest_are_dropped_and_the_rest_arrives_later()
    {
        using var log = Log(mostWaiting: 20);
        var recommender = new ExposingRecommender(world.Recommender, log);
        failure = new EchoTuneException(ErrorCodes.StorageUnavailable, "Away.");
        var answers = new List<RecommendationResult>();
        for (var i = 0; i < 6; i++)
        {
            answers.Add(await recommender.RecommendAsync(world.Listener, new RecommendationRequest { Limit = 8, Surface = "home" }, Token));
            await Should.ThrowAsync<EchoTuneException>(() => log.FlushAsync(Token));
        }

        (log.Written, log.Dropped, log.Waiting).ShouldBe((0, 32, 16));

        failure = null;
        await log.FlushAsync(Token);

        stored.Select(exposure => exposure.Track).ShouldBe(answers.TakeLast(2).SelectMany(answer => answer.Items).Select(item => item.Track.Id));
        (log.Written, log.Dropped, log.Waiting).ShouldBe((16, 32, 0));
    }

    [Fact]
    public async Task A_database_that_never_answers_holds_nobody_up()
    {
        using var log = Log(mostWaiting: 10);
        var silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        answering = silence.Task;
        var recommender = new ExposingRecommender(world.Recommender, log);
        await recommender.RecommendAsync(world.Listener, new RecommendationRequest { Limit = 8, Surface = "home" }, Token);
        var flush = log.FlushAsync(Token);

        var second = await recommender.RecommendAsync(world.Listener, new RecommendationRequest { Limit = 8, Surface = "home" }, Token);

        second.Items.Count.ShouldBe(8);
        log.Dropped.ShouldBe(8, "the first ones gave way");
        silence.SetResult();
        await flush;
        (log.Written, log.Dropped, log.Waiting).ShouldBe((16, 0, 0), "but they had been on their way, and arrived");
    }

    [Fact]
    public async Task What_the_database_refuses_does_not_block_what_comes_after()
    {
        using var log = Log();
        failure = new EchoTuneException(ErrorCodes.Internal, "Refused.");
        log.Add(world.Listener, "home", await world.Ask());
        await log.FlushAsync(Token);
        failure = null;

        log.Add(world.Listener, "chat", await world.Ask(new RecommendationRequest { Limit = 3 }));
        await log.FlushAsync(Token);

        log.Dropped.ShouldBe(20);
        stored.Select(exposure => exposure.Surface).ShouldBe(["chat", "chat", "chat"]);
    }

    [Fact]
    public async Task What_waits_is_written_when_the_program_stops()
    {
        using var log = Log();
        await log.StartAsync(Token);
        log.Add(world.Listener, "home", await world.Ask());

        await log.StopAsync(Token);

        stored.Count.ShouldBe(20);
        log.Waiting.ShouldBe(0);
    }

    private ExposureLog Log(int mostWaiting = 1000) => new(store, new InsightOptions { MostWaiting = mostWaiting }, time, NullLogger<ExposureLog>.Instance);
}
