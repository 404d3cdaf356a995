using Deque.AxeCore.Playwright;
using EchoTune.EndToEnd.Tests.Running;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace EchoTune.EndToEnd.Tests.Stories;

/// <summary>No page breaks a rule that axe can check, in either theme, on a phone or a desk.</summary>
public sealed class AccessibilityTests(Browser browser, DemoServer demo)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColorScheme.Dark, 1440)]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 360)]
    [InlineData(ColorScheme.Light, 768)]
    public async Task No_page_has_a_violation(ColorScheme scheme, int width)
    {
        var server = await demo.GetAsync(Ct);
        var track = (await server.GetAsync("/api/v1/tracks?limit=1", Ct))["items"]![0]!;
        var pages = new List<string>
        {
            "/", "/library", "/library/albums", "/library/artists", "/library/genres", "/library/years", "/library/recent", "/liked", "/history", "/playlists", "/queue", "/settings",
            $"/tracks/{track["id"]}", $"/artists/{track["artistId"]}", $"/albums/{track["albumId"]}", "/nowhere",
        };
        await using var context = await browser.NewContextAsync(width, 900, scheme);
        var page = await context.OpenAsync(server);
        await page.SayAsync("play something");
        var found = new List<string>();
        foreach (var path in pages)
        {
            await page.GotoAsync(new Uri(server.Address, path).ToString());
            await page.GetByTestId("now-bar").WaitForAsync();
            await page.Locator("h1").First.WaitForAsync();
            await page.WaitForFunctionAsync("() => !document.querySelector('main [role=status][aria-label]')");
            var result = await page.RunAxe();
            found.AddRange(result.Violations.Select(violation =>
                $"{path} ({scheme}, {width} px): {violation.Id}: {violation.Help} — {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        }

        found.ShouldBeEmpty(string.Join('\n', found));
    }
}
