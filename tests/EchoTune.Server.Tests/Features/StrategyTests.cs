using System.Net;
using System.Net.Http.Json;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Plays;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Tests.Features;

/// <summary>What the owner sees of strategies, from logs in a real database.</summary>
public sealed class StrategyTests(InsightFixture fixture) : ServerTests<InsightFixture>(fixture)
{
    private const string Path = "/api/v1/admin/strategies";

    [Fact]
    public async Task What_is_played_speaks_for_its_strategy_and_what_is_skipped_against_it()
    {
        var now = Fixture.NewEpoch();
        for (var i = 0; i < 10; i++)
        {
            var listener = InsightFixture.Listener(10_000 + i);
            await Server.Get<IExposureStore>().AppendAsync(
                [
                    Fixture.Shown(listener, "Alpha", now, "content"), Fixture.Shown(listener, "Bravo", now.AddDays(1), "content"), Fixture.Shown(listener, "Delta", now, "popularity"),
                    Fixture.Shown(listener, "Echo", now, "popularity") with { Strategies = new Dictionary<string, double> { ["popularity"] = 0.5, ["content"] = 0.5 } },
                ],
                Cancellation);
            await Server.Get<IPlayStore>().AppendAsync(
                listener,
                [
                    Fixture.Did("Alpha", PlayKind.Played, now.AddMinutes(3)), Fixture.Did("Bravo", PlayKind.Completed, now.AddDays(1).AddHours(20)), Fixture.Did("Bravo", PlayKind.Liked, now.AddDays(1).AddHours(20)),
                    Fixture.Did("Delta", PlayKind.Skipped, now.AddMinutes(3)), Fixture.Did("Echo", PlayKind.Dismissed, now.AddMinutes(3)),
                ],
                Cancellation);
        }

        Fixture.Time.Advance(TimeSpan.FromDays(2));
        var answer = await ListAsync(5);

        answer.Days.ShouldBe(5);
        answer.Strategies.Select(strategy => strategy.Name).ShouldBe(["hybrid", .. Server.Get<Catalog.Recommendations.IRecommender>().Strategies]);
        answer.Strategies.ShouldAllBe(strategy => strategy.Days.Count == 5);
        var (hybrid, content, popularity) = (Of(answer, "hybrid"), Of(answer, "content"), Of(answer, "popularity"));
        (hybrid.Exposures, hybrid.PlayRate, hybrid.SkipRate, hybrid.LikeRate).ShouldBe((40, 0.5, 0.5, 0.25));
        (content.Exposures, content.PlayRate, content.SkipRate, content.LikeRate).ShouldBe((25, 0.8, 0.2, 0.4));
        (popularity.Exposures, popularity.PlayRate, popularity.SkipRate, popularity.LikeRate).ShouldBe((15, 0, 1, 0));
        (hybrid.Coverage, content.Coverage, popularity.Coverage).ShouldBe((0.8, 0.6, 0.4));
        hybrid.Novelty.ShouldBe(1);
        popularity.Gini!.Value.ShouldBeGreaterThan(hybrid.Gini!.Value);
        content.Days.Where(day => day.Exposures > 0).Select(day => (day.Exposures, day.PlayRate)).ShouldBe([(15, 10 / 15.0), (10, 1)]);
        content.Days.Where(day => day.Exposures == 0).ShouldAllBe(day => day.PlayRate == null && day.SkipRate == null && day.LikeRate == null);
        (Of(answer, "history").Exposures, Of(answer, "history").PlayRate, Of(answer, "history").Gini).ShouldBe((0, null, null));
        answer.Alerts.ShouldBeEmpty();
        (await ListAsync(5)).Strategies[0].Exposures.ShouldBe(40, "looking again counts nothing twice");
    }

    [Fact]
    public async Task A_strategy_that_falls_raises_one_alert_and_the_others_none()
    {
        var start = Fixture.NewEpoch();
        var shown = new List<Exposure>();
        for (var listener = 0; listener < 24; listener++)
        {
            var did = new List<Play>();
            for (var day = 0; day < 32; day++)
            {
                var at = start.AddDays(day).AddMinutes(1);
                shown.Add(Fixture.Shown(InsightFixture.Listener(listener), "Alpha", at, "history"));
                shown.Add(Fixture.Shown(InsightFixture.Listener(listener), "Delta", at, "context"));

                // Two thirds are played on most days, of history only a sixth from the twentieth on.
                if ((listener + day) % 6 < (day < 20 ? 4 : 1) + (day % 2 == 0 && listener == 0 ? 1 : 0))
                {
                    did.Add(Fixture.Did("Alpha", PlayKind.Played, at.AddMinutes(1)));
                }

                if ((listener + day) % 6 < 4 + (day % 2 == 0 && listener == 0 ? 1 : 0))
                {
                    did.Add(Fixture.Did("Delta", PlayKind.Played, at.AddMinutes(1)));
                }
            }

            await Server.Get<IPlayStore>().AppendAsync(InsightFixture.Listener(listener), did, Cancellation);
        }

        await Server.Get<IExposureStore>().AppendAsync(shown, Cancellation);
        Fixture.Time.Advance(TimeSpan.FromDays(35));

        var alerts = (await ListAsync(40)).Alerts;
        Fixture.Time.Advance(TimeSpan.FromHours(1));
        var again = (await ListAsync(40)).Alerts;

        var ours = alerts.Where(alert => alert.Strategy != "hybrid").ShouldHaveSingleItem();
        (ours.Strategy, ours.Metric).ShouldBe(("history", "playRate"));
        ours.Day.DayNumber.ShouldBeInRange(Day(start.AddDays(20)), Day(start.AddDays(23)));
        ours.Usual.ShouldBe(2 / 3.0, 0.05);
        ours.Value.ShouldBe(1 / 6.0, 0.05);
        again.ShouldBe(alerts, "the same days are the same drift");
        (await ListAsync(5)).Alerts.ShouldBeEmpty("none of the last days");
    }

    [Fact]
    public async Task The_log_tells_what_a_strategy_alone_would_have_brought()
    {
        var now = Fixture.NewEpoch();
        await (await Server.Script().GetAsync($"{Path}/content/counterfactual?days=1", Cancellation)).ShouldBeAsync<CounterfactualDto>();
        (await EstimateAsync("content")).Note.ShouldNotBeNullOrWhiteSpace();

        // Content liked Alpha best, popularity Delta; the hybrid put Delta first. Alpha is played by nearly all, Delta by few.
        var (shown, did) = (new List<Exposure>(), new List<Task>());
        for (var i = 0; i < 150; i++)
        {
            var (listener, answer) = (InsightFixture.Listener(i), Guid.CreateVersion7(now.AddSeconds(i)));
            shown.AddRange(
                [
                    Fixture.Shown(listener, "Delta", now, "popularity") with { Answer = answer, Score = 1, Propensity = 0.6, Strategies = new Dictionary<string, double> { ["popularity"] = 0.9, ["content"] = 0.1 } },
                    Fixture.Shown(listener, "Alpha", now, "content") with { Answer = answer, Place = 2, Score = 0.8, Propensity = 0.4, Strategies = new Dictionary<string, double> { ["popularity"] = 0.1, ["content"] = 0.9 } },
                ]);
            did.Add(Server.Get<IPlayStore>().AppendAsync(listener, [Fixture.Did(i % 10 == 0 ? "Delta" : "Alpha", PlayKind.Played, now.AddMinutes(1))], Cancellation));
        }

        await Task.WhenAll(did);
        await Server.Get<IExposureStore>().AppendAsync(shown, Cancellation);

        Fixture.Time.Advance(TimeSpan.FromDays(1));
        var (content, popularity, hybrid) = (await EstimateAsync("content"), await EstimateAsync("popularity"), await EstimateAsync("hybrid"));

        content.Exposures.ShouldBe(300);
        content.Observed!.Value.ShouldBe(0.5, 1e-9);
        content.PlayRate!.Value.ShouldBeGreaterThan(0.6);
        popularity.PlayRate!.Value.ShouldBeLessThan(0.4);
        hybrid.PlayRate!.Value.ShouldBeInRange(popularity.PlayRate.Value, content.PlayRate.Value);
        content.StandardError!.Value.ShouldBeInRange(0.001, 0.1);
        content.EffectiveCount.ShouldBeInRange(50, 300);
        content.Note.ShouldBeNull();

        async Task<CounterfactualDto> EstimateAsync(string name) =>
            await (await Server.Script().GetAsync($"{Path}/{name}/counterfactual?days=3", Cancellation)).ShouldBeAsync<CounterfactualDto>();
    }

    [Fact]
    public async Task What_a_page_shows_and_what_its_listener_does_is_seen_at_once()
    {
        Fixture.NewEpoch();
        var client = Server.Script();
        var answer = (await client.GetFromJsonAsync<RecommendationsDto>("/api/v1/recommendations?limit=4", Cancellation))!;
        await client.GetFromJsonAsync<RecommendationsDto>("/api/v1/recommendations?limit=4", Cancellation);
        await client.GetFromJsonAsync<RecommendationsDto>("/api/v1/recommendations?limit=3", Cancellation);
        var now = Fixture.Time.GetUtcNow();
        var (played, dismissed, liked) = (answer.Items[0].Track.Id, answer.Items[1].Track.Id, answer.Items[2].Track.Id);
        List<FeedbackRequest> feedback =
        [
            new(Guid.CreateVersion7(), played, "shown", now), new(Guid.CreateVersion7(), dismissed, "shown", now), new(Guid.CreateVersion7(), played, "opened", null),
            new(Guid.CreateVersion7(), dismissed, "dismissed", null), new(Guid.CreateVersion7(), liked, "liked", null), new(Guid.CreateVersion7(), Guid.CreateVersion7(), "liked", null),
            new(Guid.CreateVersion7(), Guid.CreateVersion7(), "shown", null),
        ];

        (await SendAsync(feedback)).ShouldBe(new PlaysAcceptedDto(5, 2), "two are about tracks that do not exist");
        (await SendAsync(feedback)).ShouldBe(new PlaysAcceptedDto(0, 7), "the same events count once");
        using (var plays = await client.PostAsJsonAsync("/api/v1/plays", new[] { new PlayRequest { EventId = Guid.CreateVersion7(), TrackId = played, Kind = "played", StartedAt = now, MsPlayed = 40_000 } }, Cancellation))
        {
            plays.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        var hybrid = Of(await ListAsync(1), "hybrid");
        (hybrid.Exposures, hybrid.PlayRate, hybrid.SkipRate, hybrid.LikeRate, hybrid.SeenRate, hybrid.OpenRate).ShouldBe((4, 0.25, 0.25, 0.25, 0.5, 0.25));
        (await client.GetFromJsonAsync<TrackDto>($"/api/v1/tracks/{liked}", Cancellation))!.IsLiked.ShouldBeTrue();

        async Task<PlaysAcceptedDto> SendAsync(IReadOnlyList<FeedbackRequest> events) =>
            await (await client.PostAsJsonAsync("/api/v1/recommendations/feedback", events, Cancellation)).ShouldBeAsync<PlaysAcceptedDto>(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_radio_is_shown_too()
    {
        Fixture.NewEpoch();
        using (var radio = await Server.Script().PostAsJsonAsync("/api/v1/playback/radio", new { trackId = Fixture.Tracks["Alpha"].Id.Value }, Cancellation))
        {
            radio.EnsureSuccessStatusCode();
        }

        Of(await ListAsync(1), "hybrid").Exposures.ShouldBeGreaterThanOrEqualTo(1);
        using var stop = await Server.Script().PostAsync("/api/v1/playback/stop", null, Cancellation);
    }

    [Fact]
    public async Task What_was_shown_is_forgotten_after_half_a_year_and_its_days_are_not()
    {
        var now = Fixture.NewEpoch();
        await Server.Get<IExposureStore>().AppendAsync([Fixture.Shown(InsightFixture.Listener(20_000), "Alpha", now, "content")], Cancellation);
        Fixture.Time.Advance(TimeSpan.FromHours(1));
        Of(await ListAsync(2), "content").Exposures.ShouldBe(1);

        Fixture.Time.Advance(TimeSpan.FromDays(181));
        var later = Of(await ListAsync(365), "content");

        (later.Exposures, later.Coverage).ShouldBe((1, null));
        (await (await Server.Script().GetAsync($"{Path}/content/counterfactual?days=365", Cancellation)).ShouldBeAsync<CounterfactualDto>()).Exposures.ShouldBe(0);
        Fixture.Time.Advance(TimeSpan.FromDays(1));
        Of(await ListAsync(365), "content").Exposures.ShouldBe(1);
    }

    [Theory]
    [InlineData("liked", 0)]
    [InlineData("liked", 101)]
    [InlineData("played", 1)]
    [InlineData("", 1)]
    public async Task Feedback_that_makes_no_sense_is_refused(string kind, int count)
    {
        var events = Enumerable.Range(0, count).Select(_ => new FeedbackRequest(Guid.CreateVersion7(), Fixture.Tracks["Alpha"].Id.Value, kind, null));

        await (await Server.Script().PostAsJsonAsync("/api/v1/recommendations/feedback", events, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Feedback_without_an_id_or_from_another_time_is_refused_as_a_whole()
    {
        var track = Fixture.Tracks["Bravo"].Id.Value;
        foreach (var wrong in (FeedbackRequest[])[new(Guid.Empty, track, "liked", null), new(Guid.CreateVersion7(), track, "liked", Fixture.Time.GetUtcNow().AddDays(3)), new(Guid.CreateVersion7(), track, "shown", DateTimeOffset.UnixEpoch.AddDays(-1))])
        {
            FeedbackRequest[] events = [new(Guid.CreateVersion7(), track, "disliked", null), wrong];
            await (await Server.Script().PostAsJsonAsync("/api/v1/recommendations/feedback", events, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        }

        (await Server.Script().GetFromJsonAsync<TrackDto>($"/api/v1/tracks/{track}", Cancellation))!.IsDisliked.ShouldBeFalse();
    }

    [Theory]
    [InlineData("?days=0", HttpStatusCode.BadRequest)]
    [InlineData("?days=366", HttpStatusCode.BadRequest)]
    [InlineData("?days=some", HttpStatusCode.BadRequest)]
    [InlineData("/content/counterfactual?days=0", HttpStatusCode.BadRequest)]
    [InlineData("/magic/counterfactual", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_asked_is_refused(string question, HttpStatusCode status) =>
        await (await Server.Script().GetAsync(Path + question, Cancellation)).ShouldBeProblemAsync(status, status == HttpStatusCode.NotFound ? "not_found" : "invalid_request");

    private static int Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime).DayNumber;

    private static StrategyMetricsDto Of(StrategiesDto answer, string name) => answer.Strategies.Single(strategy => strategy.Name == name);

    private async Task<StrategiesDto> ListAsync(int days) => await (await Server.Script().GetAsync($"{Path}?days={days}", Cancellation)).ShouldBeAsync<StrategiesDto>();
}
