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

namespace EchoTune.Server.Features.Artists;

/// <summary>Artists of the library.</summary>
internal static class ArtistEndpoints
{
    public static IEndpointRouteBuilder MapArtistEndpoints(this IEndpointRouteBuilder api)
    {
        var artists = api.MapGroup("/artists").WithTags("artists").RequireAuthorization(Policies.Listener);
        artists.MapGet("/", ListAsync).WithName("listArtists");
        artists.MapGet("/{id:guid}", GetAsync).WithName("getArtist").MayMiss();
        artists.MapRatings("Artist", RatingTarget.Artist);
        return api;
    }

    public static ArtistDto Present(Artist artist, ListenerMarks marks) => new(
        artist.Id.Value, artist.Name, artist.AlbumCount, artist.TrackCount, ArtworkUrls.For(artist.ArtworkKey), artist.Genres,
        marks.IsLiked(RatingTarget.Artist, artist.Id.Value), marks.IsDisliked(RatingTarget.Artist, artist.Id.Value));

    private static async Task<PageDto<ArtistDto>> ListAsync(
        string? query, string? genre, int? limit, string? cursor, ClaimsPrincipal user, IBrowseStore store, ListenerMarksCache marks, CancellationToken ct)
    {
        var page = await store.ArtistsAsync(Paging.Text(query), Paging.Text(genre)?.ToLowerInvariant(), Paging.Limit(limit), cursor, ct);
        var mine = await marks.GetAsync(user.ListenerId(), ct);
        return new PageDto<ArtistDto>([.. page.Items.Select(artist => Present(artist, mine))], page.NextCursor);
    }

    private static async Task<ArtistDto> GetAsync(Guid id, ClaimsPrincipal user, IBrowseStore store, ListenerMarksCache marks, CancellationToken ct) =>
        await store.ArtistAsync(new ArtistId(id), ct) is { } artist
            ? Present(artist, await marks.GetAsync(user.ListenerId(), ct))
            : throw new EchoTuneException(ErrorCodes.NotFound, "There is no such artist in the library.");
}
