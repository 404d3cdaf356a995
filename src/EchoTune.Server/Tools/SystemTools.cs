using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EchoTune.Catalog.Errors;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using EchoTune.Playback.Sessions;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Playback;
using EchoTune.Server.Features.Settings;

namespace EchoTune.Server.Tools;

/// <summary>Devices, settings, undo and help; and the tools that are still to come, which say so.</summary>
internal sealed class SystemTools(PlaybackService playback, ListenerSettings settings, UndoLog undo) : IToolGroup
{
    public IEnumerable<ITool> Tools =>
    [
        new DelegateTool<NoArguments>(ToolNames.ListDevices, DevicesAsync),
        new DelegateTool<TransferPlaybackArguments>(ToolNames.TransferPlayback, TransferAsync),
        new DelegateTool<SetSettingArguments>(ToolNames.SetSetting, SetAsync),
        new DelegateTool<NoArguments>(ToolNames.Undo, UndoAsync),
        new DelegateTool<NoArguments>(ToolNames.Help, (_, _, _) => Task.FromResult(ToolResult.Ok(HelpText))),
        new DelegateTool<ClarifyArguments>(ToolNames.Clarify, (_, arguments, _) => Task.FromResult(ToolResult.Ok(arguments.Question))),
        Later<SchedulePlaylistArguments>(ToolNames.SchedulePlaylist, "Playlists that refresh themselves come in a later version. I can build the playlist now: say “build a playlist …”."),
        Later<MixSetArguments>(ToolNames.MixSet, "Mixing tracks into one set comes in a later version. Crossfade works today: say “crossfade 6 seconds”."),
        Later<PreviewTransitionArguments>(ToolNames.PreviewTransition, "Hearing a transition beforehand comes with mixing, in a later version."),
    ];

    private const string HelpText =
        "Say what you would like to hear: “something energetic for my morning run”, “90s rock”, “like this but calmer”. "
        + "Control the player: “skip this”, “louder”, “go back a minute”, “shuffle”, “stop in half an hour”. "
        + "Build playlists: “a two hour dinner playlist with no vocals”. Tell me your taste: “I love this”, “never play this again”. "
        + "And ask: “what is this?”, “why this one?”, “what key is this in?”, “what have I listened to most this month?”. “Undo” takes the last change back.";

    private static DelegateTool<T> Later<T>(string name, string sentence)
        where T : class => new(name, (_, _, _) => Task.FromResult(ToolResult.Fail(ErrorCodes.NotAvailableYet, sentence)));

    private async Task<ToolResult> DevicesAsync(ToolContext context, NoArguments arguments, CancellationToken ct)
    {
        var state = await playback.GetAsync(context.Listener, ct);
        var devices = PlaybackPresenter.Present(await playback.DevicesAsync(context.Listener, ct), state);
        var data = new JsonObject { ["devices"] = ToolAnswers.Node(devices) };
        return ToolResult.Ok(
            devices.Count == 0
                ? "No device is connected. Open the EchoTune page on the device that should play."
                : $"{ToolAnswers.Count(devices.Count, "device")}: {string.Join(", ", devices.Select(device => device.IsActive ? $"{device.Name} (playing here)" : device.Name))}.",
            data);
    }

    private async Task<ToolResult> TransferAsync(ToolContext context, TransferPlaybackArguments arguments, CancellationToken ct)
    {
        var devices = await playback.DevicesAsync(context.Listener, ct);
        var said = arguments.Device;
        var here = said.Contains("here", StringComparison.OrdinalIgnoreCase) || said.Contains("this device", StringComparison.OrdinalIgnoreCase);
        var device = (here ? devices.FirstOrDefault(candidate => candidate.Id == context.DeviceId) : null) ?? SaidName.Best(devices, candidate => candidate.Name, said);
        if (device is null)
        {
            return ToolResult.Fail(
                ErrorCodes.NothingFound,
                devices.Count == 0
                    ? "No device is connected. Open the EchoTune page on the device that should play."
                    : $"I know no device called “{said}”. Connected: {string.Join(", ", devices.Select(candidate => candidate.Name))}.");
        }

        await playback.TransferAsync(context.Listener, device.Id, ct);
        return ToolResult.Ok($"Now playing on {device.Name}.");
    }

    private async Task<ToolResult> SetAsync(ToolContext context, SetSettingArguments arguments, CancellationToken ct)
    {
        var text = arguments.Value.ValueKind == JsonValueKind.String ? arguments.Value.GetString()! : arguments.Value.GetRawText();
        var change = arguments.Name switch
        {
            "theme" => new SettingsDto { Theme = text.ToLowerInvariant() },
            "language" => new SettingsDto { Language = text },
            "explicit" => new SettingsDto { Explicit = Flag(text) },
            "crossfade_seconds" => new SettingsDto { CrossfadeSeconds = Number(text) },
            "recommendation_strategy" => new SettingsDto { RecommendationStrategy = text.ToLowerInvariant() },
            _ => new SettingsDto { Provider = text.ToLowerInvariant() },
        };
        if (change.Provider is { } provider && provider != "builtin")
        {
            return ToolResult.Fail(ErrorCodes.NotAvailableYet, $"Language models such as {text} come in a later version; the built-in interpreter needs none.");
        }

        var before = await settings.GetAsync(context.Listener, ct);
        var now = await settings.ChangeAsync(context.Listener, change, ct);
        undo.Push(context.Listener, "that setting", token => settings.ChangeAsync(context.Listener, Only(before, arguments.Name), token));
        return ToolResult.Ok($"Set {arguments.Name.Replace('_', ' ')} to {text}.", new JsonObject { ["settings"] = ToolAnswers.Node(now) });
    }

    private static SettingsDto Only(SettingsDto all, string name) => name switch
    {
        "theme" => new SettingsDto { Theme = all.Theme },
        "language" => new SettingsDto { Language = all.Language },
        "explicit" => new SettingsDto { Explicit = all.Explicit },
        "crossfade_seconds" => new SettingsDto { CrossfadeSeconds = all.CrossfadeSeconds },
        "recommendation_strategy" => new SettingsDto { RecommendationStrategy = all.RecommendationStrategy },
        _ => new SettingsDto { Provider = all.Provider },
    };

    private static bool Flag(string text) => text.ToLowerInvariant() switch
    {
        "true" or "on" or "yes" => true,
        "false" or "off" or "no" => false,
        _ => throw new EchoTuneException(ErrorCodes.InvalidRequest, "Say on or off."),
    };

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new EchoTuneException(ErrorCodes.InvalidRequest, $"“{text}” is not a number of seconds.");

    private async Task<ToolResult> UndoAsync(ToolContext context, NoArguments arguments, CancellationToken ct)
    {
        if (undo.Pop(context.Listener) is not { } step)
        {
            return ToolResult.Ok("There is nothing to take back.");
        }

        await step.UndoAsync(ct);
        return ToolResult.Ok($"I took back {step.What}.");
    }
}
