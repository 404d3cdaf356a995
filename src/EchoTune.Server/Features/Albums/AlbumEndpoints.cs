using System.Security.Claims;
using EchoTune.Catalog;
using EchoTune.Catalog.Browse;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Taste;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Artwork;
using EchoTune.Server.Features.Tracks;
using EchoTune.Server.OpenApi;

namespace EchoTune.Server.Features.Albums;

/// <summary>Albums of the library.</summary>
internal static class AlbumEndpoints
{
    public static IEndpointRouteBuilder MapAlbumEndpoints(this IEndpointRouteBuilder api)
    {
        var albums = api.MapGroup("/albums").WithTags("albums").RequireAuthorization(Policies.Listener);
        albums.MapGet("/", ListAsync).WithName("listAlbums");
        albums.MapGet("/{id:guid}", GetAsync).WithName("getAlbum").MayMiss();
        albums.MapRatings("Album", RatingTarget.Album);
        return api;
    }

    public static AlbumDto Present(Album album, ListenerMarks marks) => new()
    {
        Id = album.Id.Value,
        Title = album.Title,
        AlbumArtist = album.AlbumArtist,
        ArtistId = album.ArtistId.Value,
        Year = album.Year,
        IsCompilation = album.IsCompilation,
        DiscCount = album.DiscCount,
        TrackCount = album.TrackCount,
        DurationMs = (long)album.Duration.TotalMilliseconds,
        ArtworkUrl = ArtworkUrls.For(album.ArtworkKey),
        Genres = album.Genres,
        AddedAt = album.AddedAt,
        IsLiked = marks.IsLiked(RatingTarget.Album, album.Id.Value),
    };

    private static async Task<PageDto<AlbumDto>> ListAsync(
        string? query, Guid? artistId, string? genre, int? year, bool? compilations, string? sort, bool? descending, int? limit, string? cursor,
        ClaimsPrincipal user, IBrowseStore store, ListenerMarksCache marks, CancellationToken ct)
    {
        var page = await store.AlbumsAsync(
            new AlbumQuery
            {
                Text = Paging.Text(query),
                Artist = artistId is { } artist ? new ArtistId(artist) : null,
                Genre = Paging.Text(genre)?.ToLowerInvariant(),
                Year = year,
                CompilationsOnly = compilations ?? false,
                Sort = Paging.Choice<AlbumSort>("sort", sort) ?? AlbumSort.Title,
                Descending = descending ?? false,
                Limit = Paging.Limit(limit),
                Cursor = cursor,
            },
            ct);
        var mine = await marks.GetAsync(user.ListenerId(), ct);
        return new PageDto<AlbumDto>([.. page.Items.Select(album => Present(album, mine))], page.NextCursor);
    }

    private static async Task<AlbumDto> GetAsync(Guid id, ClaimsPrincipal user, IBrowseStore store, ListenerMarksCache marks, CancellationToken ct) =>
        await store.AlbumAsync(new AlbumId(id), ct) is { } album
            ? Present(album, await marks.GetAsync(user.ListenerId(), ct))
            : throw new EchoTuneException(ErrorCodes.NotFound, "There is no such album in the library.");
}
