using EchoTune.Catalog;
using EchoTune.Catalog.Taste;
using EchoTune.Catalog.Tracks;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Artwork;

namespace EchoTune.Server.Features.Tracks;

/// <summary>Turns tracks into what a listener sees of them, a whole list in a few queries.</summary>
internal sealed class TrackPresenter(ITrackStore tracks, FeatureSummaryCache summaries, ListenerMarksCache marks)
{
    /// <summary>Presents tracks, in their order.</summary>
    public async ValueTask<IReadOnlyList<TrackDto>> PresentAsync(ListenerId listener, IReadOnlyList<Track> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
        {
            return [];
        }

        var mine = await marks.GetAsync(listener, cancellationToken);
        var features = await summaries.GetAsync(items.Select(track => track.Id), cancellationToken);
        var presented = new TrackDto[items.Count];
        for (var i = 0; i < presented.Length; i++)
        {
            presented[i] = Present(items[i], mine, features.GetValueOrDefault(items[i].Id));
        }

        return presented;
    }

    /// <summary>Presents one track.</summary>
    public async ValueTask<TrackDto> PresentAsync(ListenerId listener, Track track, CancellationToken cancellationToken) =>
        (await PresentAsync(listener, [track], cancellationToken))[0];

    /// <summary>Reads and presents tracks by id; unknown ids are left out.</summary>
    public async ValueTask<IReadOnlyDictionary<TrackId, TrackDto>> PresentAsync(
        ListenerId listener, IEnumerable<TrackId> ids, CancellationToken cancellationToken)
    {
        var distinct = ids.Distinct().ToArray();
        if (distinct.Length == 0)
        {
            return new Dictionary<TrackId, TrackDto>();
        }

        var items = await tracks.GetManyAsync(distinct, cancellationToken);
        var presented = await PresentAsync(listener, items, cancellationToken);
        return presented.ToDictionary(track => new TrackId(track.Id));
    }

    private static TrackDto Present(Track track, ListenerMarks marks, FeatureSummary? features) => new()
    {
        Id = track.Id.Value,
        Title = track.Title,
        Artist = track.Artist,
        ArtistId = track.ArtistId.Value,
        Album = track.Album,
        AlbumId = track.AlbumId?.Value,
        AlbumArtist = track.AlbumArtist,
        DiscNumber = track.DiscNumber,
        TrackNumber = track.TrackNumber,
        Year = track.Year,
        Genres = track.Genres,
        DurationMs = (long)track.Duration.TotalMilliseconds,
        ArtworkUrl = ArtworkUrls.For(track.ArtworkKey),
        AddedAt = track.AddedAt,
        IsLiked = marks.IsLiked(RatingTarget.Track, track.Id.Value),
        IsDisliked = marks.IsDisliked(RatingTarget.Track, track.Id.Value),
        IsSaved = marks.Saved.Contains(track.Id),
        PlayCount = marks.PlayCounts.GetValueOrDefault(track.Id),
        IsAvailable = track.IsAvailable,
        GainDb = features?.GainDb,
        Features = features?.Dto,
    };
}
