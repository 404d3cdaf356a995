using System.Collections.Concurrent;
using EchoTune.Catalog;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Playlists;
using EchoTune.Catalog.Tracks;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Artwork;
using EchoTune.Server.Features.Tracks;

namespace EchoTune.Server.Features.Playlists;

/// <summary>Turns playlists into what pages see; the covers of the mosaic are read once for each version.</summary>
internal sealed class PlaylistPresenter
{
    private const int Covers = 4;
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<PlaylistId, (int Version, IReadOnlyList<string> Urls)> _covers = new();
    private readonly IPlaylistStore _store;
    private readonly ITrackStore _tracks;
    private readonly TrackPresenter _presenter;

    public PlaylistPresenter(IPlaylistStore store, ITrackStore tracks, TrackPresenter presenter, ILibrary library)
    {
        _store = store;
        _tracks = tracks;
        _presenter = presenter;
        library.TracksChanged += _ => _covers.Clear();
    }

    public async Task<IReadOnlyList<PlaylistDto>> PresentAsync(IReadOnlyList<Playlist> playlists, CancellationToken cancellationToken)
    {
        var presented = new List<PlaylistDto>(playlists.Count);
        foreach (var playlist in playlists)
        {
            presented.Add(Present(playlist, await CoversAsync(playlist, entries: null, cancellationToken)));
        }

        return presented;
    }

    public async Task<PlaylistDetailsDto> PresentDetailsAsync(Playlist playlist, CancellationToken cancellationToken)
    {
        var entries = await _store.EntriesAsync(playlist.Owner, playlist.Id, cancellationToken);
        var tracks = await _presenter.PresentAsync(playlist.Owner, entries.Select(entry => entry.TrackId), cancellationToken);
        var lines = entries
            .Where(entry => tracks.ContainsKey(entry.TrackId))
            .Select(entry => new PlaylistEntryDto(entry.EntryId, tracks[entry.TrackId], entry.AddedAt, entry.Reason))
            .ToList();
        return new PlaylistDetailsDto(Present(playlist, await CoversAsync(playlist, entries, cancellationToken)), lines);
    }

    private static PlaylistDto Present(Playlist playlist, IReadOnlyList<string> covers) => new()
    {
        Id = playlist.Id.Value,
        Title = playlist.Title,
        Description = playlist.Description,
        BuiltFrom = playlist.BuiltFrom,
        CreatedAt = playlist.CreatedAt,
        ChangedAt = playlist.ChangedAt,
        Version = playlist.Version,
        TrackCount = playlist.TrackCount,
        DurationMs = (long)playlist.Duration.TotalMilliseconds,
        ArtworkUrls = covers,
    };

    private async Task<IReadOnlyList<string>> CoversAsync(Playlist playlist, IReadOnlyList<PlaylistEntry>? entries, CancellationToken cancellationToken)
    {
        if (_covers.TryGetValue(playlist.Id, out var known) && known.Version == playlist.Version)
        {
            return known.Urls;
        }

        entries ??= await _store.EntriesAsync(playlist.Owner, playlist.Id, cancellationToken);
        // Tracks of one album stand together; looking at the first few dozen finds four covers where there are any.
        var tracks = await _tracks.GetManyAsync([.. entries.Select(entry => entry.TrackId).Distinct().Take(50)], cancellationToken);
        var urls = tracks.Select(track => ArtworkUrls.For(track.ArtworkKey)).OfType<string>().Distinct().Take(Covers).ToArray();
        if (_covers.Count > MaxKept)
        {
            _covers.Clear();
        }

        _covers[playlist.Id] = (playlist.Version, urls);
        return urls;
    }
}
