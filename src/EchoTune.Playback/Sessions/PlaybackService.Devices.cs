using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Playback.Devices;

namespace EchoTune.Playback.Sessions;

public sealed partial class PlaybackService
{
    /// <summary>How far a report may differ from the computed position before other pages are told.</summary>
    private static readonly TimeSpan DriftTolerance = TimeSpan.FromSeconds(1);

    /// <summary>A page opened (or came back). The first device becomes the active one. A connection is one device: under a new id it is no longer the old one.</summary>
    public Task<PlaybackState> ConnectAsync(ListenerId listener, string connectionId, Device device, CancellationToken cancellationToken)
    {
        _connections[connectionId] = listener;
        return ApplyAsync(
            listener,
            (session, state, _) =>
            {
                var before = session.Connect(connectionId, device);
                return (state.ActiveDeviceId is null || state.ActiveDeviceId == before ? state with { ActiveDeviceId = device.Id } : state, true);
            },
            cancellationToken);
    }

    /// <summary>A connection closed. Its device leaves after <see cref="DeviceGrace"/> unless it comes back; the active one's leaving pauses.</summary>
    public async Task DisconnectAsync(string connectionId)
    {
        if (!_connections.TryRemove(connectionId, out var listener))
        {
            return;
        }

        var session = Session(listener);
        await session.Gate.WaitAsync();
        try
        {
            if (session.Disconnect(connectionId) is { } deviceId)
            {
                session.Leave(deviceId, time.CreateTimer(_ => Run(() => ExpireAsync(listener, deviceId)), null, DeviceGrace, Timeout.InfiniteTimeSpan));
            }
        }
        finally
        {
            session.Gate.Release();
        }
    }

    /// <summary>Makes another device the one that sounds; it goes on from the present position.</summary>
    /// <exception cref="EchoTuneException">not_found: no such device is open.</exception>
    public Task<PlaybackState> TransferAsync(ListenerId listener, string deviceId, CancellationToken cancellationToken) =>
        ApplyAsync(
            listener,
            (session, state, now) =>
            {
                if (!session.Has(deviceId))
                {
                    throw new EchoTuneException(ErrorCodes.NotFound, "That device is not connected. Open EchoTune on it and try again.");
                }

                return state.ActiveDeviceId == deviceId
                    ? (state, false)
                    : (state with { ActiveDeviceId = deviceId, Position = state.PositionNow(now), PositionAt = now }, true);
            },
            cancellationToken);

    /// <summary>
    /// What the active device tells of its sound. Others and outdated items are ignored. A device whose autoplay is blocked pauses
    /// until somebody resumes there.
    /// </summary>
    public async Task ReportAsync(ListenerId listener, string deviceId, Guid? itemId, TimeSpan position, bool isBlocked, CancellationToken cancellationToken)
    {
        var session = Session(listener);
        await session.Gate.WaitAsync(cancellationToken);
        try
        {
            var state = await LoadAsync(session, cancellationToken);
            var now = time.GetUtcNow();
            if (state.ActiveDeviceId != deviceId || state.Current is null || state.Current.ItemId != itemId || position < TimeSpan.Zero)
            {
                return;
            }

            var drift = (state.PositionNow(now) - position).Duration();
            var stops = isBlocked && state.IsPlaying;
            var next = state with { Position = position, PositionAt = now, IsPlaying = state.IsPlaying && !isBlocked };
            if (stops || drift > DriftTolerance)
            {
                next = next with { Version = state.Version + 1 };
                session.State = next;
                await SaveAsync(session, next, now);
                Changed?.Invoke(new PlaybackChange(listener, next, false, false));
                return;
            }

            // Pages compute the position themselves: a report that agrees is only kept, and stored now and then for a restart.
            session.State = next;
            if (now - session.SavedAt >= PositionSaveInterval)
            {
                await SaveAsync(session, next with { Version = next.Version }, now);
            }
        }
        finally
        {
            session.Gate.Release();
        }
    }

    /// <summary>The present item ended on the active device (or its crossfade began). Counts once: other devices and outdated items are ignored.</summary>
    public async Task<PlaybackState> AdvanceAsync(ListenerId listener, string deviceId, Guid itemId, CancellationToken cancellationToken)
    {
        var state = await ApplyAsync(
            listener,
            (_, current, now) =>
            {
                if (current.ActiveDeviceId != deviceId || current.Current?.ItemId != itemId)
                {
                    return (current, false);
                }

                var next = current.Next(now, ended: true);
                return (current.SleepAtEndOfTrack ? next with { IsPlaying = false, SleepAtEndOfTrack = false } : next, false);
            },
            cancellationToken);
        return state.Current?.ItemId == itemId ? state : await RefreshUpNextAsync(listener, cancellationToken);
    }

    private Task<PlaybackState> ExpireAsync(ListenerId listener, string deviceId) =>
        ApplyAsync(
            listener,
            (session, state, now) =>
            {
                if (!session.Expire(deviceId))
                {
                    return (state, false);
                }

                // Another open page takes over silently: the sound's owner closed it, so nothing should start by itself elsewhere.
                return state.ActiveDeviceId == deviceId
                    ? (state with { ActiveDeviceId = session.Devices.Count > 0 ? session.Devices[0].Id : null, IsPlaying = false, Position = state.PositionNow(now), PositionAt = now }, true)
                    : (state, true);
            },
            CancellationToken.None);
}
