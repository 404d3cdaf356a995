using Microsoft.Playwright;
using Shouldly;

namespace EchoTune.EndToEnd.Tests.Running;

/// <summary>What a person does with an open page, and whether sound really comes out.</summary>
internal static class Listening
{
    // Keeps hold of every media element, so that a test can see what truly plays rather than what the page says.
    private const string WatchMedia = """
        window.__media = new Set();
        const play = HTMLMediaElement.prototype.play;
        HTMLMediaElement.prototype.play = function () { window.__media.add(this); return play.call(this); };
        """;

    /// <summary>Opens the application in a new page, and waits until it can sound.</summary>
    public static async Task<IPage> OpenAsync(this IBrowserContext context, RunningServer server, string path = "/")
    {
        var page = await context.NewPageAsync();
        await page.VisitAsync(server, path);
        return page;
    }

    /// <summary>Opens the application in a page that is there, and waits until it can sound.</summary>
    public static async Task VisitAsync(this IPage page, RunningServer server, string path = "/")
    {
        await page.AddInitScriptAsync(WatchMedia);
        await page.GotoAsync(new Uri(server.Address, path).ToString());
        await page.GetByTestId("now-bar").WaitForAsync();

        // Only a page that is known as a device can sound.
        var id = await page.EvaluateAsync<string>("() => sessionStorage.getItem('echotune.device')");
        await server.UntilAsync("/api/v1/devices", devices => devices["items"]!.AsArray().Any(device => device!["id"]!.GetValue<string>() == id), Patience.Short, CancellationToken.None);
    }

    /// <summary>Says a sentence and waits for the answer.</summary>
    public static async Task<string> SayAsync(this IPage page, string sentence)
    {
        var replies = page.GetByTestId("chat-reply");
        var before = await replies.CountAsync();
        await page.GetByTestId("chat-input").FillAsync(sentence);
        await page.GetByTestId("chat-send").ClickAsync();
        var reply = replies.Nth(before);
        await reply.WaitForAsync();
        (await page.GetByTestId("chat-input").InputValueAsync()).ShouldBeEmpty("what was sent does not stay in the composer");
        return await reply.InnerTextAsync();
    }

    /// <summary>Waits until an audio element has really played for a while: not paused, its clock moving.</summary>
    public static Task HearAsync(this IPage page, double seconds = 0.3) =>
        page.WaitForFunctionAsync("min => [...window.__media].some(m => !m.paused && m.currentTime > min)", seconds);

    /// <summary>Waits until nothing sounds.</summary>
    public static Task SilenceAsync(this IPage page) =>
        page.WaitForFunctionAsync("() => [...window.__media].every(m => m.paused)");

    /// <summary>The title in the bar.</summary>
    public static Task<string> NowTitleAsync(this IPage page) => page.GetByTestId("now-title").InnerTextAsync();

    /// <summary>Titles of what comes next, as the queue shows it.</summary>
    public static async Task<IReadOnlyList<string>> ComingAsync(this IPage page) =>
        await page.GetByTestId("queue-item").EvaluateAllAsync<string[]>("rows => rows.map(row => row.innerText.split('\\n')[0])");
}
