using EchoTune.Catalog;
using EchoTune.Catalog.Browse;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Playlists;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Tracks;
using EchoTune.Playback.Sessions;

namespace EchoTune.Server.Features.Playback;

/// <summary>Plays albums, artists, genres, playlists, radios and answers to requests: finds the tracks and hands them to the player.</summary>
internal sealed class MusicPlayer(
    PlaybackService playback, IRecommender recommender, ITrackStore tracks, IBrowseStore browse, IPlaylistStore playlists, TimeProvider time)
{
    private const int MaxTracks = QueueOperations.MaxItems;

    /// <summary>Plays tracks in the order given.</summary>
    public Task<PlaybackState> PlayTracksAsync(
        ListenerId listener, IEnumerable<TrackId> ids, string source, int startAt, bool? shuffle, CancellationToken cancellationToken) =>
        playback.PlayAsync(listener, Items(ids, source), startAt, request: null, shuffle, cancellationToken);

    /// <summary>Plays an answer of the recommender, each track with its reason; the continuation goes on from the criteria.</summary>
    public Task<PlaybackState> PlayAnswerAsync(
        ListenerId listener, IReadOnlyList<RecommendedTrack> answer, Criteria? request, string source, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var items = answer.Select(item => new QueueItem(Guid.CreateVersion7(now), item.Track.Id, QueueLayer.Context, source, item.Reason, Wish: Wish.Of(request))).ToArray();
        return playback.PlayAsync(listener, items, 0, request, shuffle: false, cancellationToken);
    }

    /// <summary>Plays an album from its first track, or another.</summary>
    public async Task<PlaybackState> PlayAlbumAsync(ListenerId listener, AlbumId album, int startAt, bool? shuffle, CancellationToken cancellationToken)
    {
        _ = await browse.AlbumAsync(album, cancellationToken) ?? throw new EchoTuneException(ErrorCodes.NotFound, "There is no such album in the library.");
        var ids = await AllAsync(new TrackQuery { Album = album, Sort = TrackSort.Position }, cancellationToken);
        return await PlayTracksAsync(listener, ids, $"album:{album}", startAt, shuffle, cancellationToken);
    }

    /// <summary>Plays an artist's tracks.</summary>
    public async Task<PlaybackState> PlayArtistAsync(ListenerId listener, ArtistId artist, int startAt, bool? shuffle, CancellationToken cancellationToken)
    {
        _ = await browse.ArtistAsync(artist, cancellationToken) ?? throw new EchoTuneException(ErrorCodes.NotFound, "There is no such artist in the library.");
        var ids = await AllAsync(new TrackQuery { Artist = artist, Sort = TrackSort.Album }, cancellationToken);
        return await PlayTracksAsync(listener, ids, $"artist:{artist}", startAt, shuffle, cancellationToken);
    }

    /// <summary>Plays a genre.</summary>
    public async Task<PlaybackState> PlayGenreAsync(ListenerId listener, string genre, int startAt, bool? shuffle, CancellationToken cancellationToken)
    {
        var ids = await AllAsync(new TrackQuery { Genre = genre.ToLowerInvariant(), Sort = TrackSort.Artist }, cancellationToken);
        return await PlayTracksAsync(listener, ids, $"genre:{genre}", startAt, shuffle, cancellationToken);
    }

    /// <summary>Plays a playlist of the listener.</summary>
    public async Task<PlaybackState> PlayPlaylistAsync(ListenerId listener, PlaylistId id, int startAt, bool? shuffle, CancellationToken cancellationToken)
    {
        _ = await playlists.GetAsync(listener, id, cancellationToken) ?? throw new EchoTuneException(ErrorCodes.NotFound, "There is no such playlist.");
        var now = time.GetUtcNow();
        var entries = await playlists.EntriesAsync(listener, id, cancellationToken);
        var items = entries.Select(entry => new QueueItem(Guid.CreateVersion7(now), entry.TrackId, QueueLayer.Context, $"playlist:{id}", entry.Reason)).ToArray();
        return items.Length == 0
            ? throw new EchoTuneException(ErrorCodes.NothingFound, "That playlist is empty. Add some tracks to it first.")
            : await playback.PlayAsync(listener, items, startAt, request: null, shuffle, cancellationToken);
    }

    /// <summary>Chooses something for the listener now, and plays it.</summary>
    public async Task<PlaybackState> PlaySomethingAsync(ListenerId listener, CancellationToken cancellationToken)
    {
        var state = await playback.GetAsync(listener, cancellationToken);
        var answer = await recommender.RecommendAsync(
            listener, new RecommendationRequest { Limit = PlaybackService.UpNextCount, Current = state.Current?.TrackId, Surface = "play" }, cancellationToken);
        return await PlayAnswerAsync(listener, answer.Items, new Criteria(), "recommendation", cancellationToken);
    }

    /// <summary>An endless radio from seeds. A track seed is heard first.</summary>
    public async Task<PlaybackState> PlayRadioAsync(
        ListenerId listener, TrackId? track, ArtistId? artist, string? genre, CancellationToken cancellationToken)
    {
        var criteria = genre is null ? null : new Criteria { Genres = [genre] };
        var answer = await recommender.RecommendAsync(
            listener,
            new RecommendationRequest
            {
                Limit = PlaybackService.UpNextCount,
                Seeds = track is { } seed ? [seed] : [],
                SeedArtists = artist is { } by ? [by] : [],
                Criteria = criteria,
                Exclude = track is { } heard ? [heard] : [],
                Surface = "radio",
            },
            cancellationToken);
        var now = time.GetUtcNow();
        var items = answer.Items.Select(item => new QueueItem(Guid.CreateVersion7(now), item.Track.Id, QueueLayer.Context, "radio", item.Reason)).ToList();
        if (track is { } first && await tracks.GetAsync(first, cancellationToken) is { IsAvailable: true })
        {
            items.Insert(0, new QueueItem(Guid.CreateVersion7(now), first, QueueLayer.Context, "radio", "The radio starts from this track."));
        }

        return await playback.PlayAsync(listener, items, 0, criteria ?? new Criteria(), shuffle: false, cancellationToken);
    }

    /// <summary>All tracks of a query, up to what a queue holds.</summary>
    public async Task<IReadOnlyList<TrackId>> AllAsync(TrackQuery query, CancellationToken cancellationToken)
    {
        var ids = new List<TrackId>();
        string? cursor = null;
        do
        {
            var page = await tracks.QueryAsync(query with { Limit = 500, Cursor = cursor }, cancellationToken);
            ids.AddRange(page.Items.Select(track => track.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null && ids.Count < MaxTracks);
        return ids;
    }

    private IReadOnlyList<QueueItem> Items(IEnumerable<TrackId> ids, string source) =>
        QueueOperations.Items(ids, QueueLayer.Context, source, time.GetUtcNow());
}
