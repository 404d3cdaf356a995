using System.Net.Http.Json;
using System.Net.WebSockets;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Tests.Playback;

/// <summary>The live line as pages speak it: SignalR's JSON protocol over a WebSocket.</summary>
public sealed class HubTests(MusicFixture fixture) : ServerTests<MusicFixture>(fixture)
{
    [Fact]
    public async Task A_page_that_connects_is_told_where_things_stand_and_of_every_change()
    {
        await using var page = await HubPage.OpenAsync(Server, "page-one");
        (await page.NextAsync("PlaybackChanged"))["serverTime"].ShouldNotBeNull();
        await page.NextAsync("QueueChanged");
        await page.RegisterAsync();

        await PostAsync("play", new { trackIds = new[] { Id("Alpha"), Id("Bravo") } });
        var playing = await page.UntilAsync("PlaybackChanged", playback => playback["track"]?["title"]?.GetValue<string>() == "Alpha" && playback["isPlaying"]!.GetValue<bool>());
        playing["device"]!["id"]!.GetValue<string>().ShouldBe("page-one");

        // The page says that the item ended: what follows is told, once.
        await page.InvokeAsync("Advance", "page-one", playing["itemId"]!.GetValue<string>());
        await page.InvokeAsync("Advance", "page-one", playing["itemId"]!.GetValue<string>());
        await page.UntilAsync("PlaybackChanged", playback => playback["track"]?["title"]?.GetValue<string>() == "Bravo");

        using var response = await Server.Script().PutAsync($"/api/v1/tracks/{Id("Bravo")}/like", null, Cancellation);
        response.EnsureSuccessStatusCode();
        await page.UntilAsync("PlaybackChanged", playback => playback["track"]?["isLiked"]?.GetValue<bool>() == true);
    }

    [Fact]
    public async Task A_device_without_a_name_is_refused()
    {
        await using var page = await HubPage.OpenAsync(Server, "page-two");
        var answer = await page.CallAsync("RegisterDevice", "page-two", " ");
        answer["error"]!.GetValue<string>().ShouldContain("invalid_request");
    }

    [Fact]
    public async Task Nobody_connects_without_signing_in()
    {
        using var socket = new ClientWebSocket();
        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(HubPage.HubOf(Server), Cancellation));
    }

    private async Task PostAsync(string path, object body)
    {
        using var response = await Server.Script().PostAsJsonAsync($"/api/v1/playback/{path}", body, Cancellation);
        response.EnsureSuccessStatusCode();
    }

    private Guid Id(string title) => Fixture.Tracks[title].Id.Value;
}
