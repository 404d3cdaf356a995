using EchoTune.Catalog.Browse;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Artwork;
using EchoTune.Server.Features.Library;

namespace EchoTune.Server.Features.Genres;

/// <summary>Genres of the library, from the tags and from the sound.</summary>
internal static class GenreEndpoints
{
    public static IEndpointRouteBuilder MapGenreEndpoints(this IEndpointRouteBuilder api)
    {
        api.MapGet("/genres", ListAsync).WithTags("genres").WithName("listGenres").RequireAuthorization(Policies.Listener);
        api.MapGet("/genres/heard", HeardAsync).WithTags("genres").WithName("listHeard").RequireAuthorization(Policies.Listener);
        return api;
    }

    public static GenreDto Present(Genre genre) => new(genre.Name, genre.TrackCount, genre.ArtistCount, ArtworkUrls.For(genre.ArtworkKey));

    private static async Task<HeardDto> HeardAsync(LibraryFacets facets, CancellationToken ct)
    {
        var heard = await facets.HeardAsync(ct);
        return new HeardDto([.. heard.Genres.Select(Present)], [.. heard.Moods.Select(Present)]);
    }

    private static HeardLabelDto Present(HeardLabel label) => new(label.Name, label.TrackCount);

    private static async Task<ItemsDto<GenreDto>> ListAsync(LibraryFacets facets, CancellationToken ct) =>
        new([.. (await facets.GenresAsync(ct)).Select(Present)]);
}
