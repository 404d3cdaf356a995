using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EchoTune.EndToEnd.Tests.Running;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace EchoTune.EndToEnd.Tests.Stories;

/// <summary>Recommendations are the listener's to tune and to understand, and the engine behind them the owner's to look after.</summary>
public sealed partial class RecommendationTests(Browser browser, DemoServer demo)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Moving_a_slider_shows_what_it_would_bring_and_saving_brings_it_home()
    {
        var server = await demo.GetAsync(Ct);
        await ListenAsync(server);
        await StartAfreshAsync(server);
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server);
        await page.GetByTestId("recommendation").First.WaitForAsync();
        var before = await CardsAsync(page);
        try
        {
            await page.GetByTestId("tune").ClickAsync();
            await page.GetByTestId("preview-item").First.WaitForAsync();
            await Assertions.Expect(page.GetByTestId("tuning-state")).ToHaveTextAsync("Saved");
            await Assertions.Expect(page.GetByTestId("save-tuning")).ToBeDisabledAsync();

            // By keyboard: only what is new, and nothing because of how it sounds.
            await page.GetByTestId("dial-familiarity").GetByRole(AriaRole.Slider).PressAsync("Home");
            await page.GetByTestId("dial-content").GetByRole(AriaRole.Slider).PressAsync("Home");
            await Assertions.Expect(page.GetByTestId("effect")).ToHaveTextAsync(Changed());
            await page.Locator("[data-testid=preview][aria-busy=false]").WaitForAsync();
            await Assertions.Expect(page.GetByTestId("tuning-state")).ToHaveTextAsync("Not saved yet");

            await page.GetByTestId("save-tuning").ClickAsync();
            await Assertions.Expect(page.GetByTestId("tuning-state")).ToHaveTextAsync("Saved");
            var settings = await server.GetAsync("/api/v1/settings", Ct);
            settings["tuning"]!["familiarity"]!.GetValue<double>().ShouldBe(0);
            settings["strategyWeights"]!["content"]!.GetValue<double>().ShouldBe(0);

            // The list at home is another one, without a reload.
            await page.GetByRole(AriaRole.Link, new() { Name = "Chat" }).First.ClickAsync();
            await UntilOthersAsync(page, before);
        }
        finally
        {
            await PlainAsync(server);
        }
    }

    [Fact]
    public async Task A_like_on_one_page_changes_what_is_for_you_on_another()
    {
        var server = await demo.GetAsync(Ct);
        await ListenAsync(server);
        await StartAfreshAsync(server);
        await using var context = await browser.NewContextAsync();
        var here = await context.OpenAsync(server);
        var there = await context.OpenAsync(server);
        await there.GetByTestId("recommendation").First.WaitForAsync();
        var before = await CardsAsync(there);

        // One that nobody likes yet, whatever other stories have left behind.
        var id = (await here.Locator("[data-testid=recommendation]:not(:has([data-part=like][aria-pressed=true]))").Nth(2).GetAttributeAsync("data-key"))!;
        var like = here.Locator($"[data-testid=recommendation][data-key='{id}']").GetByRole(AriaRole.Button, new() { NameRegex = LikeName() });
        try
        {
            await like.ClickAsync();
            await UntilOthersAsync(there, before);
            (await server.GetAsync($"/api/v1/tracks/{id}", Ct))["isLiked"]!.GetValue<bool>().ShouldBeTrue();

            // Why something is there is shown with its evidence, where it stands.
            await there.GetByTestId("recommendation").First.GetByTestId("reason").ClickAsync();
            var why = there.GetByRole(AriaRole.Dialog);
            await why.GetByTestId("explanation").WaitForAsync();
            (await why.InnerTextAsync()).ShouldContain("What spoke for it");
        }
        finally
        {
            using var response = await server.Http.DeleteAsync($"/api/v1/tracks/{id}/like", Ct);
            response.EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task The_owner_trains_now_and_sees_the_new_model_in_service()
    {
        var server = await demo.GetAsync(Ct);
        await ListenAsync(server);
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server, "/admin");
        await page.GetByTestId("train-now").WaitForAsync();
        var known = (await server.GetAsync("/api/v1/admin/models", Ct))["models"]!.AsArray().Select(model => model!["version"]!.GetValue<string>()).ToHashSet();

        await page.GetByTestId("train-now").ClickAsync();

        // Told by the server, not asked for again and again.
        var models = await server.UntilAsync("/api/v1/admin/models", answer => answer["models"]!.AsArray().Any(model => IsNew(model!) && model!["state"]!.GetValue<string>() == "active"), Patience.Long, Ct);
        var version = models["models"]!.AsArray().First(model => IsNew(model!))!["version"]!.GetValue<string>();
        await Assertions.Expect(page.GetByTestId("active-model")).ToHaveTextAsync(version);
        await Assertions.Expect(page.GetByTestId("train-now")).ToBeEnabledAsync();
        await Assertions.Expect(page.GetByTestId("model").First).ToContainTextAsync("In service");

        bool IsNew(JsonNode model) => !known.Contains(model["version"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_experiment_is_made_started_and_stopped()
    {
        var server = await demo.GetAsync(Ct);
        await using var context = await browser.NewContextAsync();
        var page = await context.OpenAsync(server, "/admin/experiments");
        var key = "louder-novelty-" + Guid.CreateVersion7().ToString("N")[24..];
        await page.GetByTestId("new-experiment").ClickAsync();
        var form = page.GetByTestId("experiment-form");

        // What is wrong is said where it is.
        await form.GetByTestId("create-experiment").ClickAsync();
        await Assertions.Expect(form.Locator("[aria-invalid=true]").First).ToBeFocusedAsync();

        await form.GetByLabel("Key", new() { Exact = true }).FillAsync(key);
        var arm = form.GetByTestId("arm").Nth(1);
        await arm.GetByLabel("Name", new() { Exact = true }).FillAsync("louder");
        await arm.GetByLabel("Add a weight").SelectOptionAsync("novelty");
        await form.GetByTestId("create-experiment").ClickAsync();

        var card = page.Locator($"[data-testid=experiment][data-key={key}]");
        await Assertions.Expect(card.GetByTestId("verdict")).ToContainTextAsync("Not started");
        await card.GetByRole(AriaRole.Button, new() { Name = $"Start {key}" }).ClickAsync();
        await Assertions.Expect(card).ToHaveAttributeAsync("data-state", "running");
        (await StateAsync()).ShouldBe("running");

        await card.GetByRole(AriaRole.Button, new() { Name = $"Stop {key}" }).ClickAsync();
        await page.GetByTestId("confirm").ClickAsync();
        await Assertions.Expect(card.GetByTestId("verdict")).ToContainTextAsync("Stopped by hand");
        (await StateAsync()).ShouldBe("stopped");

        await card.GetByRole(AriaRole.Button, new() { Name = $"Delete {key}" }).ClickAsync();
        await page.GetByTestId("confirm").ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);

        async Task<string> StateAsync() => (await server.GetAsync($"/api/v1/admin/experiments/{key}", Ct))["state"]!.GetValue<string>();
    }

    // With a conversation under way, home shows that.
    private static async Task StartAfreshAsync(RunningServer server)
    {
        using var response = await server.Http.DeleteAsync("/api/v1/chat/conversation", Ct);
        response.EnsureSuccessStatusCode();
    }

    // Weeks of listening, so that there is a taste to tune and something to learn from. The same events again count once.
    private static async Task ListenAsync(RunningServer server)
    {
        const int Sessions = 24;
        const int InSession = 8;
        var tracks = (await server.GetAsync("/api/v1/tracks?limit=100&sort=title", Ct))["items"]!.AsArray();
        var plays = Enumerable.Range(0, Sessions * InSession).Select(i =>
        {
            var (session, at) = (i / InSession, i % InSession);
            var track = tracks[((session * 5) + (at * 7)) % tracks.Count]!;
            return new
            {
                eventId = new Guid(i + 1, 0x7e57, 0x4711, 0x80, 0, 0, 0, 0, 0, 0, 1),
                trackId = track["id"]!.GetValue<string>(),
                kind = "completed",
                startedAt = TimeProvider.System.GetUtcNow().AddDays(session - Sessions - 1).AddMinutes(at * 4),
                msPlayed = track["durationMs"]!.GetValue<long>(),
                source = "library",
                device = "test",
            };
        });
        foreach (var batch in plays.Chunk(100))
        {
            await server.PostAsync("/api/v1/plays", batch, Ct);
        }
    }

    private static async Task PlainAsync(RunningServer server)
    {
        var weights = (await server.GetAsync("/api/v1/settings", Ct))["strategyWeights"]!.AsObject().ToDictionary(weight => weight.Key, _ => 1.0);
        using var body = JsonContent.Create(new { strategyWeights = weights, tuning = new { novelty = 0.5, familiarity = 0.5, variety = 0.5 } });
        using var response = await server.Http.PatchAsync("/api/v1/settings", body, Ct);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<string> CardsAsync(IPage page) =>
        string.Join('|', await page.GetByTestId("recommendation").EvaluateAllAsync<string[]>("cards => cards.map(card => card.dataset.key)"));

    private static Task UntilOthersAsync(IPage page, string known) => page.WaitForFunctionAsync(
        "known => { const cards = [...document.querySelectorAll('[data-testid=recommendation]')].map(card => card.dataset.key).join('|'); return cards && cards !== known; }",
        known);

    [GeneratedRegex(@"\d+ (new|moved|left)")]
    private static partial Regex Changed();

    [GeneratedRegex("^Like ")]
    private static partial Regex LikeName();
}
