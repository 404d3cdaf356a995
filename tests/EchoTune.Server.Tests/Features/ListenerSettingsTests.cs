using System.Text.Json;
using EchoTune.Catalog;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Settings;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Settings;
using NSubstitute;

namespace EchoTune.Server.Tests.Features;

public sealed class ListenerSettingsTests
{
    private static readonly ListenerId Listener = new(Guid.CreateVersion7());
    private readonly ISettingStore _store = Substitute.For<ISettingStore>();
    private readonly ListenerSettings _settings;

    public ListenerSettingsTests()
    {
        var recommender = Substitute.For<IRecommender>();
        recommender.Strategies.Returns(["content"]);
        var library = Substitute.For<ILibrary>();
        library.Progress.Returns(new LibraryProgress { State = ScanState.Idle, Roots = [] });
        _settings = new ListenerSettings(_store, recommender, library, new ServerOptions { DataFolder = "/data" });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_comes_late_does_not_bring_old_settings_back()
    {
        TaskCompletionSource<IReadOnlyDictionary<string, JsonElement>> before = new(), after = new();
        _store.AllAsync(Listener, Arg.Any<CancellationToken>()).Returns(_ => before.Task, _ => after.Task);

        var reading = _settings.GetAsync(Listener, Cancellation);
        var changing = _settings.ChangeAsync(Listener, new SettingsDto { Theme = "dark" }, Cancellation);
        before.SetResult(Theme("light"));
        await reading;
        after.SetResult(Theme("dark"));
        await changing;

        (await _settings.GetAsync(Listener, Cancellation)).Theme.ShouldBe("dark");
    }

    private static IReadOnlyDictionary<string, JsonElement> Theme(string theme) =>
        new Dictionary<string, JsonElement> { ["theme"] = JsonSerializer.SerializeToElement(theme) };
}
