using System.Security.Claims;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Playlists;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Tracks;
using EchoTune.Playback.Sessions;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Playback;

/// <summary>Now playing, its controls, the queue and the devices.</summary>
internal static class PlaybackEndpoints
{
    private const int MaxTracks = 500;

    public static IEndpointRouteBuilder MapPlaybackEndpoints(this IEndpointRouteBuilder api)
    {
        var playback = api.MapGroup("/playback").WithTags("playback").RequireAuthorization(Policies.Listener);
        playback.MapGet("/", (ClaimsPrincipal user, PlaybackPresenter presenter, CancellationToken ct) => presenter.PresentAsync(user.ListenerId(), ct))
            .WithName("getPlayback");
        playback.MapPost("/play", PlayAsync).WithName("playMusic");
        playback.MapPost("/radio", RadioAsync).WithName("startRadio");
        Command(playback, "pause", (service, listener, ct) => service.PauseAsync(listener, ct));
        Command(playback, "resume", ResumeAsync);
        Command(playback, "stop", (service, listener, ct) => service.StopAsync(listener, ct));
        Command(playback, "next", (service, listener, ct) => service.NextAsync(listener, ct));
        Command(playback, "previous", (service, listener, ct) => service.PreviousAsync(listener, mayRestart: true, ct));
        playback.MapPost("/seek", SeekAsync).WithName("seek");
        playback.MapPost("/volume", VolumeAsync).WithName("setVolume");
        playback.MapPost("/modes", ModesAsync).WithName("setModes");
        playback.MapPost("/sleep-timer", SleepTimerAsync).WithName("setSleepTimer");
        playback.MapPost("/transfer", TransferAsync).WithName("transferPlayback");

        var queue = playback.MapGroup("/queue");
        queue.MapGet("/", QueueAsync).WithName("getQueue");
        queue.MapPost("/", AddAsync).WithName("addToQueue");
        queue.MapDelete("/", ClearAsync).WithName("clearQueue");
        queue.MapDelete("/{itemId:guid}", RemoveAsync).WithName("removeFromQueue");
        queue.MapPost("/{itemId:guid}/play", PlayItemAsync).WithName("playQueueItem");
        queue.MapPost("/move", MoveAsync).WithName("moveInQueue");

        api.MapGet("/devices", DevicesAsync).WithTags("devices").WithName("listDevices").RequireAuthorization(Policies.Listener);
        return api;
    }

    private static void Command(RouteGroupBuilder group, string name, Func<PlaybackService, ListenerId, CancellationToken, Task<PlaybackState>> command) =>
        group.MapPost($"/{name}", async (ClaimsPrincipal user, PlaybackService service, PlaybackPresenter presenter, CancellationToken ct) =>
            {
                var listener = user.ListenerId();
                return await presenter.PresentAsync(listener, await command(service, listener, ct), ct);
            })
            .WithName($"{name}Playback");

    /// <summary>Resume with nothing loaded takes the first of the queue.</summary>
    private static async Task<PlaybackState> ResumeAsync(PlaybackService service, ListenerId listener, CancellationToken cancellationToken)
    {
        var state = await service.GetAsync(listener, cancellationToken);
        return state.Current is null && state.Queue.Count > 0 ? await service.NextAsync(listener, cancellationToken) : await service.ResumeAsync(listener, cancellationToken);
    }

    private static async Task<PlaybackDto> PlayAsync(
        PlayMusicRequest request, ClaimsPrincipal user, MusicPlayer player, PlaybackPresenter presenter, ITrackStore tracks, CancellationToken ct)
    {
        var listener = user.ListenerId();
        var given = (request.TrackIds is null ? 0 : 1) + (request.AlbumId is null ? 0 : 1) + (request.ArtistId is null ? 0 : 1)
            + (request.Genre is null ? 0 : 1) + (request.PlaylistId is null ? 0 : 1);
        if (given > 1)
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "Give one of trackIds, albumId, artistId, genre or playlistId.");
        }

        var startAt = request.StartAt ?? 0;
        var state = request switch
        {
            { TrackIds: { } ids } => await player.PlayTracksAsync(listener, await KnownAsync(tracks, ids, ct), "library", startAt, request.Shuffle, ct),
            { AlbumId: { } album } => await player.PlayAlbumAsync(listener, new AlbumId(album), startAt, request.Shuffle, ct),
            { ArtistId: { } artist } => await player.PlayArtistAsync(listener, new ArtistId(artist), startAt, request.Shuffle, ct),
            { Genre: { } genre } => await player.PlayGenreAsync(listener, genre, startAt, request.Shuffle, ct),
            { PlaylistId: { } playlist } => await player.PlayPlaylistAsync(listener, new PlaylistId(playlist), startAt, request.Shuffle, ct),
            _ => await player.PlaySomethingAsync(listener, ct),
        };
        return await presenter.PresentAsync(listener, state, ct);
    }

    private static async Task<PlaybackDto> RadioAsync(
        StartRadioRequest request, ClaimsPrincipal user, MusicPlayer player, PlaybackService playback, PlaybackPresenter presenter, ITrackStore tracks, CancellationToken ct)
    {
        var listener = user.ListenerId();
        TrackId? track = request.TrackId is { } id ? (await KnownAsync(tracks, [id], ct))[0] : null;
        if (request.Current == true)
        {
            track = (await playback.GetAsync(listener, ct)).Current?.TrackId
                ?? throw new EchoTuneException(ErrorCodes.InvalidRequest, "Nothing is playing to start a radio from.");
        }

        if (track is null && request.ArtistId is null && request.Genre is null)
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "Give trackId, artistId, genre or current.");
        }

        var state = await player.PlayRadioAsync(listener, track, request.ArtistId is { } artist ? new ArtistId(artist) : null, request.Genre?.ToLowerInvariant(), ct);
        return await presenter.PresentAsync(listener, state, ct);
    }

    private static async Task<PlaybackDto> SeekAsync(SeekRequest request, ClaimsPrincipal user, PlaybackService playback, PlaybackPresenter presenter, CancellationToken ct)
    {
        if (request.PositionMs is < 0 or > 86_400_000)
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "positionMs must be between 0 and 86,400,000.");
        }

        var listener = user.ListenerId();
        return await presenter.PresentAsync(listener, await playback.SeekAsync(listener, _ => TimeSpan.FromMilliseconds(request.PositionMs), ct), ct);
    }

    private static async Task<PlaybackDto> VolumeAsync(VolumeRequest request, ClaimsPrincipal user, PlaybackService playback, PlaybackPresenter presenter, CancellationToken ct)
    {
        if (request.Percent is < 0 or > 100)
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "percent must be between 0 and 100.");
        }

        var listener = user.ListenerId();
        Func<int, int>? percent = request.Percent is { } value ? _ => value : null;
        return await presenter.PresentAsync(listener, await playback.SetVolumeAsync(listener, percent, request.IsMuted, ct), ct);
    }

    private static async Task<PlaybackDto> ModesAsync(ModesRequest request, ClaimsPrincipal user, PlaybackService playback, PlaybackPresenter presenter, CancellationToken ct)
    {
        RepeatMode? repeat = request.Repeat switch
        {
            null => null,
            "off" => RepeatMode.Off,
            "track" => RepeatMode.Track,
            "queue" => RepeatMode.Queue,
            _ => throw new EchoTuneException(ErrorCodes.InvalidRequest, "repeat must be off, track or queue."),
        };
        var listener = user.ListenerId();
        return await presenter.PresentAsync(listener, await playback.SetModesAsync(listener, request.Shuffle, repeat, ct), ct);
    }

    private static async Task<PlaybackDto> SleepTimerAsync(
        SleepTimerRequest request, ClaimsPrincipal user, PlaybackService playback, PlaybackPresenter presenter, CancellationToken ct)
    {
        var endOfTrack = request.EndOfTrack == true;
        if ((request.Minutes is null ? 0 : 1) + (endOfTrack ? 1 : 0) + (request.Off == true ? 1 : 0) != 1 || request.Minutes is < 1 or > 1440)
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "Give one of minutes (1–1,440), endOfTrack or off.");
        }

        var listener = user.ListenerId();
        TimeSpan? after = request.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
        return await presenter.PresentAsync(listener, await playback.SetSleepTimerAsync(listener, after, endOfTrack, ct), ct);
    }

    private static async Task<PlaybackDto> TransferAsync(
        TransferRequest request, ClaimsPrincipal user, PlaybackService playback, PlaybackPresenter presenter, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(request.DeviceId))
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "Give the deviceId of one of GET /devices.");
        }

        var listener = user.ListenerId();
        return await presenter.PresentAsync(listener, await playback.TransferAsync(listener, request.DeviceId, ct), ct);
    }

    private static async Task<QueueDto> QueueAsync(ClaimsPrincipal user, PlaybackService playback, PlaybackPresenter presenter, CancellationToken ct)
    {
        var listener = user.ListenerId();
        return await presenter.PresentQueueAsync(listener, await playback.GetAsync(listener, ct), ct);
    }

    private static async Task<QueueDto> AddAsync(
        QueueAddRequest request, ClaimsPrincipal user, PlaybackService playback, PlaybackPresenter presenter, ITrackStore tracks, ListeningLog log, TimeProvider time, CancellationToken ct)
    {
        var layer = request.Position switch
        {
            "next" => QueueLayer.Next,
            "last" => QueueLayer.Queued,
            _ => throw new EchoTuneException(ErrorCodes.InvalidRequest, "position must be next or last."),
        };
        var listener = user.ListenerId();
        var ids = await KnownAsync(tracks, request.TrackIds, ct);
        var now = time.GetUtcNow();
        var before = await playback.GetAsync(listener, ct);
        before.RequireRoom(ids.Count);

        // The log first: where it cannot be written the queue stays as it was, and whoever tries again does not add twice.
        await log.RecordAsync(
            listener,
            [.. ids.Select(id => new Play { EventId = Guid.CreateVersion7(now), TrackId = id, Kind = PlayKind.Queued, StartedAt = now, Source = "library", SessionId = before.SessionId })],
            ct);
        var state = await playback.AddToQueueAsync(listener, QueueOperations.Items(ids, layer, "library", now), ct);
        return await presenter.PresentQueueAsync(listener, state, ct);
    }

    private static async Task<QueueDto> ClearAsync(ClaimsPrincipal user, PlaybackService playback, PlaybackPresenter presenter, CancellationToken ct)
    {
        var listener = user.ListenerId();
        return await presenter.PresentQueueAsync(listener, await playback.ClearQueueAsync(listener, ct), ct);
    }

    private static async Task<QueueDto> RemoveAsync(
        Guid itemId, ClaimsPrincipal user, PlaybackService playback, PlaybackPresenter presenter, ListeningLog log, TimeProvider time, CancellationToken ct)
    {
        var listener = user.ListenerId();
        var before = await playback.GetAsync(listener, ct);
        var removed = before.Queue.FirstOrDefault(item => item.ItemId == itemId)
            ?? throw new EchoTuneException(ErrorCodes.NotFound, "That is not in the queue any more.");
        if (removed.Layer == QueueLayer.UpNext)
        {
            // "Not this" about a recommendation is something to learn from; learning re-ranks the list, without this track.
            var now = time.GetUtcNow();
            await log.RecordAsync(
                listener,
                [new Play { EventId = Guid.CreateVersion7(now), TrackId = removed.TrackId, Kind = PlayKind.Dismissed, StartedAt = now, Source = "upNext", Wish = removed.Wish, SessionId = before.SessionId }],
                ct);
        }

        return await presenter.PresentQueueAsync(listener, await playback.RemoveFromQueueAsync(listener, itemId, ct), ct);
    }

    private static async Task<QueueDto> PlayItemAsync(Guid itemId, ClaimsPrincipal user, PlaybackService playback, PlaybackPresenter presenter, CancellationToken ct)
    {
        var listener = user.ListenerId();
        return await presenter.PresentQueueAsync(listener, await playback.PlayQueueItemAsync(listener, itemId, ct), ct);
    }

    private static async Task<QueueDto> MoveAsync(QueueMoveRequest request, ClaimsPrincipal user, PlaybackService playback, PlaybackPresenter presenter, CancellationToken ct)
    {
        var listener = user.ListenerId();
        return await presenter.PresentQueueAsync(listener, await playback.MoveInQueueAsync(listener, request.ItemId, request.BeforeItemId, ct), ct);
    }

    private static async Task<ItemsDto<DeviceDto>> DevicesAsync(ClaimsPrincipal user, PlaybackService playback, CancellationToken ct)
    {
        var listener = user.ListenerId();
        return new(PlaybackPresenter.Present(await playback.DevicesAsync(listener, ct), await playback.GetAsync(listener, ct)));
    }

    /// <summary>Ids of tracks that exist, in their order.</summary>
    private static async Task<IReadOnlyList<TrackId>> KnownAsync(ITrackStore tracks, IReadOnlyList<Guid>? ids, CancellationToken ct)
    {
        // What is missing in a body is null whatever its type says.
        if (ids is not { Count: > 0 and <= MaxTracks })
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, $"Give 1 to {MaxTracks} track ids.");
        }

        var asked = ids.Select(id => new TrackId(id)).ToArray();
        var known = (await tracks.GetManyAsync(asked.Distinct().ToArray(), ct)).Select(track => track.Id).ToHashSet();
        return asked.All(known.Contains) ? asked : throw new EchoTuneException(ErrorCodes.NotFound, "One of these tracks is not in the library.");
    }
}
