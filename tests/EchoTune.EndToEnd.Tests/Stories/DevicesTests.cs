using EchoTune.EndToEnd.Tests.Running;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace EchoTune.EndToEnd.Tests.Stories;

/// <summary>Several open pages are one player.</summary>
public sealed class DevicesTests(Browser browser, DemoServer demo)
{
    private const int Pushes = 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_plays_reaches_the_other_page_within_half_a_second()
    {
        var server = await demo.GetAsync(Ct);
        await using var context = await browser.NewContextAsync();
        var first = await context.OpenAsync(server);
        var second = await context.OpenAsync(server);
        await first.SayAsync("play something");
        await first.HearAsync();
        await second.GetByTestId("now-title").WaitForAsync();

        // Both pages share the machine's clock: the time from the click in one to the new title in the other.
        await second.EvaluateAsync("""
            () => {
              const title = () => document.querySelector('[data-testid=now-title]')?.innerText;
              let shown = title();
              window.__titles = [];
              new MutationObserver(() => { if (title() !== shown) { shown = title(); window.__titles.push(Date.now()); } })
                .observe(document.querySelector('[data-testid=now-bar]'), { subtree: true, childList: true, characterData: true });
            }
            """);
        var delays = new List<double>();
        for (var i = 0; i < Pushes; i++)
        {
            var clicked = await first.EvaluateAsync<double>("() => { const now = Date.now(); document.querySelector('[data-testid=next]').click(); return now; }");
            var seen = await second.WaitForFunctionAsync("count => window.__titles[count]", i, new() { Timeout = 5_000, PollingInterval = 20 });
            delays.Add(await seen.JsonValueAsync<double>() - clicked);
        }

        delays.Sort();
        var p95 = delays[(int)Math.Ceiling(Pushes * 0.95) - 1];
        TestContext.Current.TestOutputHelper?.WriteLine($"now-playing push: p50 {delays[Pushes / 2]:0} ms, p95 {p95:0} ms over {Pushes}");
        delays[0].ShouldBeGreaterThanOrEqualTo(0, "a title cannot change before the click");
        p95.ShouldBeLessThan(500);
    }

    [Fact]
    public async Task Any_page_controls_the_active_one_and_takes_over_without_a_gap_of_a_second()
    {
        var server = await demo.GetAsync(Ct);
        await using var one = await browser.NewContextAsync();
        await using var two = await browser.NewContextAsync();
        var laptop = await one.OpenAsync(server);
        await laptop.SayAsync("play something");
        await laptop.HearAsync(1);
        var phone = await two.OpenAsync(server);
        await phone.GetByTestId("now-title").WaitForAsync();

        // The remote pauses and resumes what the laptop plays.
        await phone.GetByTestId("play-pause").First.ClickAsync();
        await laptop.SilenceAsync();
        await phone.GetByTestId("play-pause").First.ClickAsync();
        await laptop.HearAsync();
        (await phone.EvaluateAsync<int>("() => window.__media.size")).ShouldBe(0);

        // Handing over: the phone sounds within a second of the laptop's falling silent, at the same place.
        var devices = (await server.GetAsync("/api/v1/devices", Ct))["items"]!.AsArray();
        var target = devices.Single(device => !device!["isActive"]!.GetValue<bool>())!["id"]!.GetValue<string>();
        var silent = laptop.EvaluateAsync<double>(Moment("every(m => m.paused)"));
        var heard = phone.EvaluateAsync<double>(Moment("some(m => !m.paused && m.currentTime > 0)"));
        var place = (await server.GetAsync("/api/v1/playback", Ct))["positionMs"]!.GetValue<long>();
        await server.PostAsync("/api/v1/playback/transfer", new { deviceId = target }, Ct);

        var gap = await heard - await silent;
        TestContext.Current.TestOutputHelper?.WriteLine($"hand-over gap {gap:0} ms");
        gap.ShouldBeLessThan(1_000);
        var now = await phone.EvaluateAsync<double>("() => Math.max(...[...window.__media].filter(m => !m.paused).map(m => m.currentTime))");
        (now * 1000).ShouldBeGreaterThan(place - 1_500);

        static string Moment(string condition) =>
            $"() => new Promise(done => {{ const look = () => [...window.__media].{condition} ? done(Date.now()) : setTimeout(look, 5); look(); }})";
    }

    [Fact]
    public async Task What_was_heard_is_recorded_once_also_when_the_tab_closes()
    {
        await using var server = await RunningServer.StartAsync(await demo.MusicAsync(Ct), Ct);
        await server.UntilAsync("/api/v1/library/scan", scan => scan["tracks"]!.GetValue<int>() >= 3, TimeSpan.FromSeconds(120), Ct);
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server);
        await page.SayAsync("play something");
        await page.HearAsync(2);
        var skipped = (await server.GetAsync("/api/v1/playback", Ct))["track"]!["id"]!.GetValue<string>();
        await page.SayAsync("skip this");
        await page.HearAsync(1);
        var closed = (await server.GetAsync("/api/v1/playback", Ct))["track"]!["id"]!.GetValue<string>();

        await page.CloseAsync(new PageCloseOptions { RunBeforeUnload = true });

        var history = await server.UntilAsync(
            "/api/v1/plays?limit=50", plays => plays["items"]!.AsArray().Count(play => play!["kind"]!.GetValue<string>() == "skipped") >= 2, TimeSpan.FromSeconds(10), Ct);
        var skips = history["items"]!.AsArray().Where(play => play!["kind"]!.GetValue<string>() == "skipped").ToArray();
        skips.Length.ShouldBe(2);
        skips.Select(play => play!["track"]!["id"]!.GetValue<string>()).ShouldBe([closed, skipped], ignoreOrder: true);
        skips.ShouldAllBe(play => play!["msPlayed"]!.GetValue<long>() > 500 && play["msPlayed"]!.GetValue<long>() < 20_000);
    }
}
