using System.Security.Claims;
using EchoTune.Catalog.Browse;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Playlists;
using EchoTune.Catalog.Tracks;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Albums;
using EchoTune.Server.Features.Artists;
using EchoTune.Server.Features.Genres;
using EchoTune.Server.Features.Library;
using EchoTune.Server.Features.Playlists;
using EchoTune.Server.Features.Tracks;

namespace EchoTune.Server.Features.Search;

/// <summary>One search over everything.</summary>
internal static class SearchEndpoints
{
    public static IEndpointRouteBuilder MapSearchEndpoints(this IEndpointRouteBuilder api)
    {
        api.MapGet("/search", SearchAsync).WithTags("search").WithName("search").RequireAuthorization(Policies.Listener);
        return api;
    }

    private static async Task<SearchDto> SearchAsync(
        string? query, int? limit, ClaimsPrincipal user, ITrackStore tracks, IBrowseStore browse, LibraryFacets facets, IPlaylistStore playlists,
        TrackPresenter presenter, PlaylistPresenter playlistPresenter, ListenerMarksCache marks, CancellationToken ct)
    {
        var text = Paging.Text(query) ?? throw new EchoTuneException(ErrorCodes.InvalidRequest, "Give a query to search for.");
        var most = Paging.Limit(limit, 8, 50);
        var listener = user.ListenerId();

        var foundTracks = tracks.QueryAsync(new TrackQuery { Text = text, Limit = most }, ct);
        var foundArtists = browse.ArtistsAsync(text, genre: null, most, cursor: null, ct);
        var foundAlbums = browse.AlbumsAsync(new AlbumQuery { Text = text, Limit = most }, ct);
        var genres = facets.GenresAsync(ct);
        var mine = playlists.ListAsync(listener, ct);
        await Task.WhenAll(foundTracks, foundArtists, foundAlbums, genres, mine);

        var mark = await marks.GetAsync(listener, ct);
        return new SearchDto(
            await presenter.PresentAsync(listener, (await foundTracks).Items, ct),
            [.. (await foundArtists).Items.Select(artist => ArtistEndpoints.Present(artist, mark))],
            [.. (await foundAlbums).Items.Select(album => AlbumEndpoints.Present(album, mark))],
            await playlistPresenter.PresentAsync([.. Best(await mine, playlist => playlist.Title, text, most)], ct),
            [.. Best(await genres, genre => genre.Name, text, most).Select(GenreEndpoints.Present)]);
    }

    // Those that contain the text, with those that start with it first.
    private static IEnumerable<T> Best<T>(IEnumerable<T> items, Func<T, string> name, string text, int most) => items
        .Where(item => name(item).Contains(text, StringComparison.CurrentCultureIgnoreCase))
        .OrderBy(item => name(item).StartsWith(text, StringComparison.CurrentCultureIgnoreCase) ? 0 : 1)
        .Take(most);
}
