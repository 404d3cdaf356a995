using System.Text.Json;
using EchoTune.Catalog.Settings;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every store of settings must do.</summary>
public abstract class SettingConformance
{
    protected abstract ISettingStore Settings { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settings_are_written_replaced_and_removed_in_one_step()
    {
        var listener = Given.Listener();
        await Settings.SaveAsync(listener, new Dictionary<string, JsonElement?> { ["theme"] = Json("\"dark\""), ["weights"] = Json("{\"a\":0.5,\"b\":[1,null]}"), ["x"] = Json("1") }, Token);
        await Settings.SaveAsync(listener, new Dictionary<string, JsonElement?> { ["theme"] = Json("\"a\\u0000b\""), ["x"] = null, ["y"] = null }, Token);
        await Settings.SaveAsync(listener, new Dictionary<string, JsonElement?>(), Token);

        var all = await Settings.AllAsync(listener, Token);

        all.Keys.ShouldBe(["theme", "weights"], ignoreOrder: true);
        all["theme"].GetString().ShouldBe("a\0b");
        all["weights"].GetProperty("b").GetArrayLength().ShouldBe(2);
        (await Settings.AllAsync(Given.Listener(), Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Saves_at_the_same_time_all_arrive()
    {
        var listener = Given.Listener();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Settings.SaveAsync(
            listener, Enumerable.Range(0, 10).Select(j => (i + j) % 10).ToDictionary(n => $"s{n}", n => (JsonElement?)Json("1")), Token)));

        (await Settings.AllAsync(listener, Token)).Count.ShouldBe(10);
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
