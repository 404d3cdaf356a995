using EchoTune.EndToEnd.Tests.Running;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace EchoTune.EndToEnd.Tests.Stories;

/// <summary>Finding one's way in the library, and playlists by hand and by a sentence.</summary>
public sealed class LibraryTests(Browser browser, DemoServer demo)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Searching_as_one_types_finds_a_track_and_its_page_shows_how_it_sounds()
    {
        var server = await demo.GetAsync(Ct);
        var analysed = await server.UntilAsync(
            "/api/v1/tracks?limit=50&sort=added", page => page["items"]!.AsArray().Any(track => track!["features"] is not null), Patience.Long, Ct);
        var track = analysed["items"]!.AsArray().First(item => item!["features"] is not null)!;
        var title = track["title"]!.GetValue<string>();
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server, "/library");

        await page.GetByTestId("library-search").FillAsync(title[..Math.Min(6, title.Length)]);
        var row = page.Locator($"[data-testid=track-row][data-track-id='{track["id"]!.GetValue<string>()}']");
        await row.WaitForAsync();
        await row.GetByRole(AriaRole.Link, new() { Name = title, Exact = true }).ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(title);
        var tempo = Math.Round(track["features"]!["tempoBpm"]!.GetValue<double>());
        await Assertions.Expect(page.GetByTestId("sound-card")).ToContainTextAsync($"{tempo:0}");
        await Assertions.Expect(page.GetByTestId("chord-lane").GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("emotion-lane")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Choosing_a_tempo_leaves_the_tracks_of_that_tempo_and_the_address_keeps_it()
    {
        var server = await demo.GetAsync(Ct);
        await server.UntilAsync("/api/v1/tracks?limit=500&tempoFrom=80&tempoTo=140", page => page["items"]!.AsArray().Count > 0, Patience.Long, Ct);
        var analysed = (await server.GetAsync("/api/v1/tracks?limit=500&tempoFrom=80&tempoTo=140", Ct))["items"]!.AsArray();
        var tempo = analysed[0]!["features"]!["tempoBpm"]!.GetValue<double>();
        var (from, to) = tempo < 100 ? (80, 100) : tempo < 120 ? (100, 120) : (120, 140);
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server, "/library");
        await page.GetByTestId("track-row").First.WaitForAsync();

        await page.GetByLabel("Tempo", new() { Exact = true }).SelectOptionAsync($"{from}-{to}");

        await page.WaitForURLAsync(url => url.Contains($"tempo={from}-{to}", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator($"[data-testid=track-row][data-track-id='{analysed[0]!["id"]!.GetValue<string>()}']")).ToBeVisibleAsync();
        var shown = await server.GetAsync($"/api/v1/tracks?limit=500&tempoFrom={from}&tempoTo={to}", Ct);
        shown["items"]!.AsArray().Select(track => track!["features"]!["tempoBpm"]!.GetValue<double>()).ShouldAllBe(bpm => bpm >= from && bpm < to);
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear filters" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("tempo=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sentence_builds_a_playlist_that_stands_among_the_playlists_and_plays()
    {
        var server = await demo.QuietAsync(Ct);
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server);

        await page.SayAsync("build a chill Friday playlist");
        await page.GetByTestId("chat-playlist").First.WaitForAsync();
        var list = (await server.GetAsync("/api/v1/playlists", Ct))["items"]![0]!;
        list["title"]!.GetValue<string>().ShouldContain("Friday");

        await page.GotoAsync(new Uri(server.Address, $"/playlists/{list["id"]!.GetValue<string>()}").ToString());
        await page.GetByTestId("playlist-entries").WaitForAsync();
        (await page.GetByTestId("playlist-entries").GetByTestId("track-row").CountAsync()).ShouldBeGreaterThan(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true }).First.ClickAsync();
        await page.HearAsync();
        (await server.GetAsync("/api/v1/playback", Ct))["source"]!.GetValue<string>().ShouldStartWith("playlist:");
    }

    [Fact]
    public async Task A_page_that_is_not_there_says_so_and_leads_back()
    {
        var server = await demo.GetAsync(Ct);
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server, "/tracks/01900000-0000-7000-8000-00000000dead");

        await Assertions.Expect(page.Locator("h1")).ToBeVisibleAsync();
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("undefined");
    }
}
