using Deque.AxeCore.Commons;
using EchoTune.EndToEnd.Tests.Running;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace EchoTune.EndToEnd.Tests.Stories;

/// <summary>No page breaks a rule that axe can check, in either theme, on a phone or a desk.</summary>
public sealed class AccessibilityTests(Browser browser, DemoServer demo)
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_page_has_a_violation()
    {
        var server = await demo.GetAsync(Ct);

        // A desk and a phone side by side: each page is work for one core alone.
        var found = await Task.WhenAll(LookAroundAsync(server, darkWidth: 1440, lightWidth: 1440), LookAroundAsync(server, darkWidth: 360, lightWidth: 768));

        found.SelectMany(each => each).ShouldBeEmpty(string.Join('\n', found.SelectMany(each => each)));
    }

    private async Task<List<string>> LookAroundAsync(RunningServer server, int darkWidth, int lightWidth)
    {
        var track = (await server.GetAsync("/api/v1/tracks?limit=1", Ct))["items"]![0]!;
        var paths = new List<string>
        {
            "/", "/library", "/library/albums", "/library/artists", "/library/genres", "/library/years", "/library/recent", "/liked", "/history", "/playlists", "/queue", "/settings", "/settings/tuning", "/admin", "/admin/strategies", "/admin/experiments",
            $"/tracks/{track["id"]}", $"/artists/{track["artistId"]}", $"/albums/{track["albumId"]}", "/nowhere",
        };
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server);
        await page.SayAsync("play something");
        var found = new List<string>();
        foreach (var path in paths)
        {
            await LookAsync(page, ColorScheme.Dark, darkWidth);
            await page.GotoAsync(new Uri(server.Address, path).ToString());
            await page.GetByTestId("now-bar").WaitForAsync();
            await page.Locator("h1").First.WaitForAsync();
            await page.EvaluateAsync(Axe);
            found.AddRange((await ViolationsAsync(page)).Select(violation => $"{path}, dark, {darkWidth} px: {violation}"));

            // The other look of the same page, as of one who turns on the light and drags the window.
            await LookAsync(page, ColorScheme.Light, lightWidth);
            found.AddRange((await ViolationsAsync(page)).Select(violation => $"{path}, light, {lightWidth} px: {violation}"));
        }

        return found;
    }

    private static async Task LookAsync(IPage page, ColorScheme scheme, int width)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await page.SetViewportSizeAsync(width, 900);
    }

    private static async Task<string[]> ViolationsAsync(IPage page)
    {
        // Loaded, and drawn as it now looks.
        await page.WaitForFunctionAsync("() => !document.querySelector('main [role=status][aria-label]')");
        await page.EvaluateAsync("""
            () => new Promise(done => {
              let rested = 0;
              const look = () => {
                // A colour that is handed down changes one level a frame.
                rested = document.getAnimations().some(one => one instanceof CSSTransition) ? 0 : rested + 1;
                return rested > 3 ? done() : requestAnimationFrame(look);
              };
              look();
            })
            """);
        return await page.EvaluateAsync<string[]>("""
            async () => (await axe.run({ resultTypes: ['violations'] })).violations
              .map(one => `${one.id}: ${one.help} — ${one.nodes.slice(0, 3).map(node => node.html).join('; ')}`)
            """);
    }
}
