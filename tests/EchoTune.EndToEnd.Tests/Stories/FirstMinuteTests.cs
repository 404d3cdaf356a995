using EchoTune.EndToEnd.Tests.Running;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace EchoTune.EndToEnd.Tests.Stories;

/// <summary>The promise of the first minute: someone who has never seen EchoTune types a wish and hears music that answers.</summary>
public sealed class FirstMinuteTests(Browser browser)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wish_is_heard_skipped_made_louder_explained_liked_and_known_after_a_restart()
    {
        await using var server = await RunningServer.StartAsync(null, Ct);
        await server.UntilAsync("/api/v1/library/scan", scan => scan["tracks"]!.GetValue<int>() >= 10, Patience.Long, Ct);
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server);

        // "something energetic for my morning run": a fitting track starts.
        var reply = await page.SayAsync("something energetic for my morning run");
        await page.HearAsync();
        var first = await page.NowTitleAsync();
        reply.ShouldContain(first);
        var playing = await server.GetAsync("/api/v1/playback", Ct);
        playing["isPlaying"]!.GetValue<bool>().ShouldBeTrue();

        // "skip this": another one.
        await page.SayAsync("skip this");
        await page.WaitForFunctionAsync("title => document.querySelector('[data-testid=now-title]').innerText !== title", first);
        await page.HearAsync();

        // "louder".
        var volume = playing["volumePercent"]!.GetValue<int>();
        await page.SayAsync("louder");
        (await server.GetAsync("/api/v1/playback", Ct))["volumePercent"]!.GetValue<int>().ShouldBe(volume + 10);

        // "why this one?": names what plays, with the figures.
        var why = await page.SayAsync("why this one?");
        why.ShouldContain(await page.NowTitleAsync());
        await Assertions.Expect(page.GetByTestId("explanation").Last).ToBeVisibleAsync();

        // However much was said, the place to say more stays at the foot of the page.
        (await page.GetByTestId("chat-input").EvaluateAsync<double>("input => input.getBoundingClientRect().bottom / innerHeight")).ShouldBeGreaterThan(0.7);

        // Liking the third track that comes changes what comes next, before one's eyes.
        await page.GetByTestId("toggle-queue").ClickAsync();
        await page.GetByTestId("queue-item").Nth(2).WaitForAsync();
        var queue = await server.GetAsync("/api/v1/playback/queue", Ct);
        var liked = queue["items"]![2]!["id"]!.GetValue<Guid>();
        var before = UpNext(queue);
        var shown = await page.ComingAsync();
        using (var response = await server.Http.PutAsync($"/api/v1/tracks/{liked}/like", null, Ct))
        {
            response.EnsureSuccessStatusCode();
        }

        await page.WaitForFunctionAsync(
            "known => { const rows = [...document.querySelectorAll('[data-testid=queue-item]')].map(row => row.innerText.split('\\n')[0]); return rows.join('|') !== known; }",
            string.Join('|', shown));
        UpNext(await server.GetAsync("/api/v1/playback/queue", Ct)).ShouldNotBe(before);

        // After a restart the page knows the like, the track, the queue and what was said.
        // Paused, so that no track ends meanwhile; the queue may have grown, since the library still does.
        await server.PostAsync("/api/v1/playback/pause", null, Ct);
        var title = (await server.GetAsync("/api/v1/playback", Ct))["track"]!["title"]!.GetValue<string>();
        var known = UpNext(await server.GetAsync("/api/v1/playback/queue", Ct));
        await server.RestartAsync(Ct);
        await page.ReloadAsync();
        await page.GetByTestId("now-title").WaitForAsync();
        (await page.NowTitleAsync()).ShouldBe(title);
        await page.GetByTestId("chat-turn").Nth(3).WaitForAsync();
        (await server.GetAsync($"/api/v1/tracks/{liked}", Ct))["isLiked"]!.GetValue<bool>().ShouldBeTrue();
        UpNext(await server.GetAsync("/api/v1/playback/queue", Ct)).Count.ShouldBeGreaterThanOrEqualTo(Math.Min(known.Count, 3));
    }

    private static IReadOnlyList<string> UpNext(System.Text.Json.Nodes.JsonNode queue) =>
        [.. queue["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())];
}
