using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Listeners;
using EchoTune.Catalog.Plays;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Tests.Playback;

public sealed class PlaybackEndpointTests(MusicFixture fixture) : ServerTests<MusicFixture>(fixture)
{
    [Fact]
    public async Task Tracks_are_played_queued_moved_removed_and_cleared()
    {
        await PostAsync<PlaybackDto>("play", new { trackIds = new[] { Id("Alpha"), Id("Bravo"), Id("Charlie") } });
        await PostAsync<QueueDto>("queue", new { trackIds = new[] { Id("Delta") }, position = "next" });
        var queue = await PostAsync<QueueDto>("queue", new { trackIds = new[] { Id("Echo") }, position = "last" });
        Own(queue).ShouldBe(["Delta", "Echo", "Bravo", "Charlie"]);
        queue.Items.Take(4).Select(item => item.Layer).ShouldBe(["next", "queued", "context", "context"]);

        queue = await PostAsync<QueueDto>("queue/move", new { itemId = queue.Items[3].ItemId, beforeItemId = queue.Items[2].ItemId });
        Own(queue).ShouldBe(["Delta", "Echo", "Charlie", "Bravo"]);

        using (var response = await Server.Script().DeleteAsync($"/api/v1/playback/queue/{queue.Items[0].ItemId}", Cancellation))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await PostAsync<PlaybackDto>("next", new { })).Track!.Title.ShouldBe("Echo");
        using (var response = await Server.Script().DeleteAsync("/api/v1/playback/queue", Cancellation))
        {
            (await response.Content.ReadFromJsonAsync<QueueDto>(Cancellation))!.Items.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Up_next_goes_on_by_itself_with_reasons()
    {
        await PostAsync<PlaybackDto>("play", new { trackIds = new[] { Id("Alpha") } });
        var queue = (await Server.Script().GetFromJsonAsync<QueueDto>("/api/v1/playback/queue", Cancellation))!;

        queue.Items.ShouldNotBeEmpty();
        queue.Items.ShouldAllBe(item => item.Layer == "upNext" && !string.IsNullOrEmpty(item.Reason));
        queue.Items.ShouldNotContain(item => item.Title == "Alpha");
    }

    [Fact]
    public async Task Dismissing_a_recommendation_is_learnt_from()
    {
        await PostAsync<PlaybackDto>("play", new { trackIds = new[] { Id("Alpha") } });
        var queue = (await Server.Script().GetFromJsonAsync<QueueDto>("/api/v1/playback/queue", Cancellation))!;
        var dismissed = queue.Items[0];

        using var response = await Server.Script().DeleteAsync($"/api/v1/playback/queue/{dismissed.ItemId}", Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var owner = await Server.Get<IListenerStore>().OwnerAsync(Cancellation);
        var acts = await Server.Get<IPlayStore>().HistoryAsync(owner.Id, [PlayKind.Dismissed], since: null, 20, cursor: null, Cancellation);
        acts.Items.ShouldContain(play => play.TrackId.Value == dismissed.Id);
    }

    [Theory]
    [InlineData("play", """{"trackIds":[]}""")]
    [InlineData("play", """{"genre":"ambient","albumId":"01900000-0000-7000-8000-000000000001"}""")]
    [InlineData("seek", """{"positionMs":-1}""")]
    [InlineData("volume", """{"percent":101}""")]
    [InlineData("modes", """{"repeat":"forever"}""")]
    [InlineData("sleep-timer", """{"minutes":0}""")]
    [InlineData("sleep-timer", """{}""")]
    [InlineData("queue", """{"trackIds":["01900000-0000-7000-8000-000000000001"],"position":"somewhere"}""")]
    [InlineData("radio", """{}""")]
    public async Task What_makes_no_sense_is_refused(string path, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await Server.Script().PostAsync($"/api/v1/playback/{path}", content, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["errorCode"]!.GetValue<string>().ShouldBe(ErrorCodes.InvalidRequest);
    }

    [Theory]
    [InlineData("play", """{"trackIds":["01900000-0000-7000-8000-00000000dead"]}""")]
    [InlineData("play", """{"albumId":"01900000-0000-7000-8000-00000000dead"}""")]
    [InlineData("play", """{"playlistId":"01900000-0000-7000-8000-00000000dead"}""")]
    [InlineData("transfer", """{"deviceId":"nowhere"}""")]
    [InlineData("queue/01900000-0000-7000-8000-00000000dead/play", "{}")]
    public async Task What_is_unknown_is_not_found(string path, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await Server.Script().PostAsync($"/api/v1/playback/{path}", content, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["errorCode"]!.GetValue<string>().ShouldBe(ErrorCodes.NotFound);
    }

    private static IEnumerable<string> Own(QueueDto queue) => queue.Items.Where(item => item.Layer != "upNext").Select(item => item.Title);

    private async Task<T> PostAsync<T>(string path, object body)
    {
        using var response = await Server.Script().PostAsJsonAsync($"/api/v1/playback/{path}", body, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancellation));
        return (await response.Content.ReadFromJsonAsync<T>(Cancellation))!;
    }

    private Guid Id(string title) => Fixture.Tracks[title].Id.Value;
}
