using EchoTune.EndToEnd.Tests.Running;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace EchoTune.EndToEnd.Tests.Stories;

/// <summary>The player as ears and fingers know it.</summary>
public sealed class PlayerTests(Browser browser, DemoServer demo)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_track_follows_another_without_a_gap()
    {
        var server = await demo.QuietAsync(Ct);
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server);
        var tracks = (await server.GetAsync("/api/v1/tracks?limit=3&sort=added", Ct))["items"]!.AsArray();
        var length = tracks[0]!["durationMs"]!.GetValue<long>();

        await Measuring.BelowAsync("gap between tracks", 250, async _ =>
        {
            await server.PostAsync("/api/v1/playback/play", new { trackIds = tracks.Select(track => track!["id"]!.GetValue<string>()).ToArray() }, Ct);
            await page.HearAsync();
            await server.PostAsync("/api/v1/playback/seek", new { positionMs = length - 4_000 }, Ct);
            await page.WaitForFunctionAsync("at => [...window.__media].some(m => !m.paused && m.currentTime > at)", (length / 1000.0) - 4.5);

            // From the last moment that the first sounds to the first that the second does.
            var gap = await page.EvaluateAsync<double>("""
                () => new Promise((done, fail) => {
                  const first = [...window.__media].find(m => !m.paused);
                  let last = performance.now(), was = first.currentTime;
                  const limit = last + 60000;
                  const look = () => {
                    const now = performance.now();
                    if (!first.paused && !first.ended && first.currentTime !== was) { was = first.currentTime; last = now; }
                    const next = [...window.__media].find(m => m !== first && !m.paused && m.currentTime > 0);
                    if (next) return done(now - last - next.currentTime * 1000);
                    if (now > limit) return fail(new Error('the next track did not start'));
                    setTimeout(look, 4);
                  };
                  look();
                })
                """);
            await server.UntilAsync("/api/v1/playback", playback => playback["track"]!["id"]!.GetValue<string>() == tracks[1]!["id"]!.GetValue<string>(), Patience.Short, Ct);
            return gap;
        });
    }

    [Fact]
    public async Task A_browser_that_blocks_sound_shows_resume_and_plays_after_a_click()
    {
        var server = await demo.QuietAsync(Ct);
        await using var context = await browser.NewContextAsync();

        // To Chromium whatever automation does is a gesture, so its refusal is imitated: no element plays before somebody clicks.
        await context.AddInitScriptAsync("""
            let touched = false;
            addEventListener('pointerdown', () => { touched = true; }, true);
            const really = HTMLMediaElement.prototype.play;
            HTMLMediaElement.prototype.play = function () {
              return touched ? really.call(this) : Promise.reject(new DOMException('play() needs a gesture', 'NotAllowedError'));
            };
            """);
        var page = await context.OpenAsync(server);
        await server.PostAsync("/api/v1/playback/play", new { }, Ct);

        await page.GetByTestId("resume").WaitForAsync();
        (await server.GetAsync("/api/v1/playback", Ct))["isPlaying"]!.GetValue<bool>().ShouldBeFalse();
        await page.GetByTestId("resume").ClickAsync();

        await page.HearAsync();
        await Assertions.Expect(page.GetByTestId("resume")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Everything_can_be_done_from_the_keyboard()
    {
        var server = await demo.QuietAsync(Ct);
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server, "/library");
        await server.PostAsync("/api/v1/playback/play", new { }, Ct);
        await page.HearAsync();

        // Space pauses and plays; in a field it types.
        await page.Locator("h1").First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.SilenceAsync();
        await page.Keyboard.PressAsync("Space");
        await page.HearAsync();

        // The palette finds a track; Ctrl+Enter plays it, and space in it types a space.
        var wanted = (await server.GetAsync("/api/v1/tracks?limit=5&sort=title", Ct))["items"]![3]!;
        var title = wanted["title"]!.GetValue<string>();
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByTestId("palette-input").FillAsync(title);
        // The chosen one, and the track itself: the offer to ask for the words is there before anything is found.
        await Assertions.Expect(page.Locator("[role=option][aria-selected=true] > span.ellipsis")).ToHaveTextAsync(title);
        await page.Keyboard.PressAsync("Control+Enter");
        await server.UntilAsync("/api/v1/playback", playback => playback["track"]!["title"]!.GetValue<string>() == title, Patience.Short, Ct);

        // A slash goes to the chat from anywhere.
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.GetByTestId("chat-input").First).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_page_that_loses_the_server_says_so_and_comes_back()
    {
        await using var server = await RunningServer.StartAsync(await demo.MusicAsync(Ct), Ct);
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server);

        await server.RestartAsync(Ct);

        // Whatever it showed meanwhile: a command works again, and the page follows.
        await server.UntilAsync("/api/v1/devices", devices => devices["items"]!.AsArray().Count == 1, Patience.Short, Ct);
        await server.UntilAsync("/api/v1/recommendations?limit=1", answer => answer["items"]!.AsArray().Count == 1, Patience.Long, Ct);
        await server.PostAsync("/api/v1/playback/play", new { }, Ct);
        await page.HearAsync();
    }
}
