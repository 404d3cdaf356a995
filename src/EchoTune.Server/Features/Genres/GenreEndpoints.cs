using EchoTune.Catalog.Browse;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Artwork;
using EchoTune.Server.Features.Library;

namespace EchoTune.Server.Features.Genres;

/// <summary>Genres of the library.</summary>
internal static class GenreEndpoints
{
    public static IEndpointRouteBuilder MapGenreEndpoints(this IEndpointRouteBuilder api)
    {
        api.MapGet("/genres", ListAsync).WithTags("genres").WithName("listGenres").RequireAuthorization(Policies.Listener);
        return api;
    }

    public static GenreDto Present(Genre genre) => new(genre.Name, genre.TrackCount, genre.ArtistCount, ArtworkUrls.For(genre.ArtworkKey));

    private static async Task<ItemsDto<GenreDto>> ListAsync(LibraryFacets facets, CancellationToken ct) =>
        new([.. (await facets.GenresAsync(ct)).Select(Present)]);
}
