using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Playback.Devices;
using EchoTune.Playback.Sessions;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Playback;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace EchoTune.Server.Hubs;

/// <summary>The live line to every open page. A page hears of its listener's playback alone.</summary>
[Authorize(Policy = Policies.Listener)]
internal sealed class PlayerHub(PlaybackService playback, PlaybackPresenter presenter) : Hub<IPlayerClient>, IPlayerHub
{
    private const int MaxDeviceId = 64;
    private const int MaxDeviceName = 80;

    /// <summary>The group of a listener's connections.</summary>
    public static string GroupOf(ListenerId listener) => $"listener:{listener}";

    public override async Task OnConnectedAsync()
    {
        var listener = Context.User.ListenerId();
        await Groups.AddToGroupAsync(Context.ConnectionId, GroupOf(listener), Context.ConnectionAborted);

        // A page that reconnects may have missed anything: it is told where things stand.
        var state = await playback.GetAsync(listener, Context.ConnectionAborted);
        await Clients.Caller.PlaybackChanged(await presenter.PresentAsync(listener, state, Context.ConnectionAborted));
        await Clients.Caller.QueueChanged(await presenter.PresentQueueAsync(listener, state, Context.ConnectionAborted));
        await base.OnConnectedAsync();
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        await playback.DisconnectAsync(Context.ConnectionId);
        await base.OnDisconnectedAsync(exception);
    }

    public async Task<IReadOnlyList<DeviceDto>> RegisterDevice(string deviceId, string name)
    {
        if (string.IsNullOrWhiteSpace(deviceId) || deviceId.Length > MaxDeviceId || string.IsNullOrWhiteSpace(name) || name.Length > MaxDeviceName
            || deviceId.Any(char.IsControl) || name.Any(char.IsControl))
        {
            throw new HubException($"{ErrorCodes.InvalidRequest}: a device needs an id of at most {MaxDeviceId} and a name of at most {MaxDeviceName} characters, without control characters.");
        }

        var listener = Context.User.ListenerId();
        var state = await playback.ConnectAsync(listener, Context.ConnectionId, new Device(deviceId, name.Trim(), "browser"), Context.ConnectionAborted);
        return PlaybackPresenter.Present(await playback.DevicesAsync(listener, Context.ConnectionAborted), state);
    }

    public Task Report(DeviceReport report) => report is null
        ? throw new HubException($"{ErrorCodes.InvalidRequest}: a report says where the sound is.")
        : playback.ReportAsync(
            Context.User.ListenerId(), report.DeviceId, report.ItemId, TimeSpan.FromMilliseconds(Math.Clamp(report.PositionMs, -1, 86_400_000)), report.IsBlocked, Context.ConnectionAborted);

    public Task Advance(string deviceId, Guid itemId) =>
        playback.AdvanceAsync(Context.User.ListenerId(), deviceId, itemId, Context.ConnectionAborted);
}
