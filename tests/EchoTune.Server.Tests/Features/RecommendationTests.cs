using System.Net;
using System.Net.Http.Json;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Tests.Features;

/// <summary>Recommendations over HTTP: what may be asked, how they are tuned, and how other pages learn that they changed.</summary>
public sealed class RecommendationTests(MusicFixture fixture) : ServerTests<MusicFixture>(fixture)
{
    private const string Path = "/api/v1/recommendations";

    [Fact]
    public async Task An_event_at_one_page_changes_the_recommendations_of_another()
    {
        await using var other = await HubPage.OpenAsync(Server, "other-page");
        await other.NextAsync("QueueChanged");
        var client = Server.Script();
        (await TitlesAsync(client)).ShouldContain("Echo");
        (await TitlesAsync(client)).ShouldContain("Echo");

        using (var answer = await client.PutAsync($"/api/v1/tracks/{Id("Echo")}/dislike", null, Cancellation))
        {
            answer.EnsureSuccessStatusCode();
        }

        await ToldAsync(other);
        (await TitlesAsync(client)).ShouldNotContain("Echo");

        using (var answer = await client.DeleteAsync($"/api/v1/tracks/{Id("Echo")}/dislike", Cancellation))
        {
            answer.EnsureSuccessStatusCode();
        }

        await ToldAsync(other);
        (await TitlesAsync(client)).ShouldContain("Echo");
    }

    [Fact]
    public async Task A_question_may_name_the_moment()
    {
        var client = Server.Script();
        foreach (var query in (string[])["timeOfDay=evening", "dayOfWeek=friday", "activity=running", "moods=calm,happy", "familiarity=new", "device=phone", $"seed={Id("Alpha")}&strategy=content", "strategy=hybrid&limit=1"])
        {
            var answer = await (await client.GetAsync($"{Path}?{query}", Cancellation)).ShouldBeAsync<RecommendationsDto>(HttpStatusCode.OK);
            answer.Items.ShouldNotBeEmpty(query);
            answer.Items.ShouldAllBe(item => item.Reason.Length > 0);
            answer.Items[0].Strategies.ShouldNotBeEmpty(query);
            answer.ModelVersion.ShouldNotBeEmpty();
        }

        (await client.GetFromJsonAsync<RecommendationsDto>($"{Path}?seed={Id("Alpha")}", Cancellation))!.Items.ShouldNotContain(item => item.Track.Title == "Alpha");
    }

    [Theory]
    [InlineData("timeOfDay=soon")]
    [InlineData("dayOfWeek=someday")]
    [InlineData("activity=flying")]
    [InlineData("moods=calm,blue-ish")]
    [InlineData("familiarity=maybe")]
    [InlineData("limit=many")]
    [InlineData("strategy=magic")]
    [InlineData("seed=1,2")]
    public async Task What_does_not_exist_is_refused(string query) =>
        await (await Server.Script().GetAsync($"{Path}?{query}", Cancellation)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");

    [Fact]
    public async Task A_preview_says_what_would_move_and_keeps_nothing()
    {
        var client = Server.Script();

        // The library's model may be made anew meanwhile: what is compared is of one model.
        var (now, preview, later) = await Eventually.GetAsync("a preview and two answers of one model", async cancellation =>
        {
            var first = await AnswerAsync(client);
            using var response = await client.PostAsJsonAsync(
                $"{Path}/preview", new PreviewRequest(5, new Dictionary<string, double> { ["content"] = 0, ["history"] = 0, ["popularity"] = 2 }, new TuningDto(0, null, 1)), cancellation);
            var moved = await response.ShouldBeAsync<PreviewDto>(HttpStatusCode.OK);
            var last = await AnswerAsync(client);
            return first.ModelVersion == last.ModelVersion ? Tuple.Create(first, moved, last) : null;
        });

        var before = Titles(now);
        preview.Items.ShouldNotBeEmpty();
        preview.Items.Where(item => item.Before is { } place && before[place - 1] != item.Recommendation.Track.Title).ShouldBeEmpty("a place before is the one in the present answer");
        preview.Items.Where(item => item.Before is null).Select(item => item.Recommendation.Track.Title).Intersect(before).ShouldBeEmpty();
        preview.Left.Select(track => track.Title).ShouldBeSubsetOf(before);
        Titles(later).ShouldBe(before);
        var settings = (await client.GetFromJsonAsync<SettingsDto>("/api/v1/settings", Cancellation))!;
        settings.StrategyWeights!.Values.ShouldAllBe(weight => weight == 1);
        settings.Tuning.ShouldBe(new TuningDto(0.5, 0.5, 0.5));
    }

    [Fact]
    public async Task Tuning_is_kept_part_by_part_and_checked()
    {
        var client = Server.Script();
        foreach (var (change, now) in ((TuningDto, TuningDto)[])[(new(0.9, null, null), new(0.9, 0.5, 0.5)), (new(null, 0, null), new(0.9, 0, 0.5)), (new(0.5, 0.5, 0.5), new(0.5, 0.5, 0.5))])
        {
            using var response = await client.PatchAsJsonAsync("/api/v1/settings", new { tuning = change }, Cancellation);
            (await response.ShouldBeAsync<SettingsDto>(HttpStatusCode.OK)).Tuning.ShouldBe(now);
        }

        await (await client.PatchAsJsonAsync("/api/v1/settings", new { tuning = new { novelty = 1.5 } }, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        await (await client.PostAsJsonAsync($"{Path}/preview", new { tuning = new { variety = -1 } }, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        await (await client.PostAsJsonAsync($"{Path}/preview", new { strategyWeights = new { magic = 1 } }, Cancellation)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task How_often_answers_were_kept_stands_in_the_metrics()
    {
        var client = Server.Script();
        for (var i = 0; i < 3; i++)
        {
            await client.GetFromJsonAsync<RecommendationsDto>($"{Path}?device=metrics", Cancellation);
        }

        var metrics = await client.GetStringAsync("/metrics", Cancellation);
        metrics.ShouldContain("echotune_recommendation_answers_total{from=\"process\"}");
        metrics.ShouldContain("echotune_recommendation_answers_total{from=\"computed\"}");
        metrics.ShouldContain("echotune_recommendation_cache_bytes");
    }

    // A model that was made anew may be told of in between.
    private static Task ToldAsync(HubPage page) => page.UntilAsync("RecommendationsChanged", change => change["cause"]!.GetValue<string>() == "listening");

    private static async Task<RecommendationsDto> AnswerAsync(HttpClient client) => (await client.GetFromJsonAsync<RecommendationsDto>($"{Path}?limit=5", Cancellation))!;

    private static IReadOnlyList<string> Titles(RecommendationsDto answer) => [.. answer.Items.Select(item => item.Track.Title)];

    private static async Task<IReadOnlyList<string>> TitlesAsync(HttpClient client) => Titles(await AnswerAsync(client));

    private Guid Id(string title) => Fixture.Tracks[title].Id.Value;
}
