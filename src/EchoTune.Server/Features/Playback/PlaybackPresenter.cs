using EchoTune.Catalog;
using EchoTune.Catalog.Tracks;
using EchoTune.Playback.Devices;
using EchoTune.Playback.Sessions;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Settings;
using EchoTune.Server.Features.Tracks;

namespace EchoTune.Server.Features.Playback;

/// <summary>Turns playback states into what pages see.</summary>
internal sealed class PlaybackPresenter(PlaybackService playback, TrackPresenter tracks, ListenerSettings settings, TimeProvider time)
{
    /// <summary>How much of a long queue is shown.</summary>
    private const int MaxShown = 200;

    /// <summary>How much of what was played is shown.</summary>
    private const int MaxHistoryShown = 50;

    public async Task<PlaybackDto> PresentAsync(ListenerId listener, CancellationToken cancellationToken) =>
        await PresentAsync(listener, await playback.GetAsync(listener, cancellationToken), cancellationToken);

    public async Task<PlaybackDto> PresentAsync(ListenerId listener, PlaybackState state, CancellationToken cancellationToken)
    {
        var next = state.NextItem;
        var known = await tracks.PresentAsync(listener, Ids(state.Current, next), cancellationToken);
        var devices = await playback.DevicesAsync(listener, cancellationToken);
        var active = devices.FirstOrDefault(device => device.Id == state.ActiveDeviceId);
        var wishes = await settings.GetAsync(listener, cancellationToken);
        var now = time.GetUtcNow();
        var track = state.Current is { } current ? known.GetValueOrDefault(current.TrackId) : null;
        var position = state.PositionNow(now);
        var length = track is null ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(track.DurationMs);
        return new PlaybackDto
        {
            Version = state.Version,
            IsPlaying = state.IsPlaying && track is not null,
            Track = track,
            ItemId = state.Current?.ItemId,
            Reason = state.Current?.Reason,
            Source = state.Current?.Source,
            Wish = state.Current?.Wish,
            PositionMs = (long)(position < length ? position : length).TotalMilliseconds,
            PositionAt = now,
            ServerTime = now,
            VolumePercent = state.VolumePercent,
            IsMuted = state.IsMuted,
            Shuffle = state.Shuffle,
            Repeat = state.Repeat.ToString().ToLowerInvariant(),
            Device = active is null ? null : new DeviceDto(active.Id, active.Name, active.Kind, true),
            SessionId = state.SessionId,
            SleepAt = state.SleepAt,
            SleepAtEndOfTrack = state.SleepAtEndOfTrack,
            CrossfadeSeconds = wishes.CrossfadeSeconds ?? 0,
            NextItem = next is not null && known.TryGetValue(next.TrackId, out var nextTrack) ? Item(next, nextTrack) : null,
        };
    }

    public async Task<QueueDto> PresentQueueAsync(ListenerId listener, PlaybackState state, CancellationToken cancellationToken)
    {
        var coming = state.Queue.Take(MaxShown).ToArray();
        var history = state.History.TakeLast(MaxHistoryShown).ToArray();
        var known = await tracks.PresentAsync(listener, coming.Concat(history).Select(item => item.TrackId), cancellationToken);
        return new QueueDto(state.Version, Items(coming, known), Items(history, known));
    }

    public static IReadOnlyList<DeviceDto> Present(IReadOnlyList<Device> devices, PlaybackState state) =>
        [.. devices.Select(device => new DeviceDto(device.Id, device.Name, device.Kind, device.Id == state.ActiveDeviceId))];

    private static IEnumerable<TrackId> Ids(params QueueItem?[] items) => items.OfType<QueueItem>().Select(item => item.TrackId);

    private static QueueItemDto[] Items(QueueItem[] items, IReadOnlyDictionary<TrackId, TrackDto> known) =>
        [.. items.Where(item => known.ContainsKey(item.TrackId)).Select(item => Item(item, known[item.TrackId]))];

    private static QueueItemDto Item(QueueItem item, TrackDto track) => new()
    {
        ItemId = item.ItemId,
        Id = track.Id,
        Title = track.Title,
        Artist = track.Artist,
        Track = track,
        Layer = item.Layer switch
        {
            QueueLayer.Next => "next",
            QueueLayer.Queued => "queued",
            QueueLayer.Context => "context",
            _ => "upNext",
        },
        Source = item.Source,
        Wish = item.Wish,
        Reason = item.Reason,
    };
}
