using EchoTune.Catalog;
using EchoTune.Catalog.Tracks;
using Microsoft.AspNetCore.Mvc;

namespace EchoTune.Server.Features.Tracks;

/// <summary>What <c>GET /tracks</c> is asked with.</summary>
internal readonly record struct TrackListQuery(
    [FromQuery(Name = "query")] string? Query,
    [FromQuery(Name = "artistId")] Guid? ArtistId,
    [FromQuery(Name = "albumId")] Guid? AlbumId,
    [FromQuery(Name = "genre")] string? Genre,
    [FromQuery(Name = "yearFrom")] int? YearFrom,
    [FromQuery(Name = "yearTo")] int? YearTo,
    [FromQuery(Name = "liked")] bool? Liked,
    [FromQuery(Name = "sort")] string? Sort,
    [FromQuery(Name = "descending")] bool? Descending,
    [FromQuery(Name = "limit")] int? Limit,
    [FromQuery(Name = "cursor")] string? Cursor)
{
    public TrackQuery ToTrackQuery(ListenerId listener) => new()
    {
        Text = Paging.Text(Query),
        Artist = ArtistId is { } artist ? new ArtistId(artist) : null,
        Album = AlbumId is { } album ? new AlbumId(album) : null,
        Genre = Paging.Text(Genre)?.ToLowerInvariant(),
        YearFrom = YearFrom,
        YearTo = YearTo,
        LikedBy = Liked == true ? listener : null,
        Sort = Paging.Choice<TrackSort>("sort", Sort),
        Descending = Descending ?? false,
        Limit = Paging.Limit(Limit),
        Cursor = Cursor,
    };
}
