using System.Text.Json.Nodes;
using EchoTune.Catalog.Browse;
using EchoTune.Catalog.Playlists;
using EchoTune.Catalog.Search;
using EchoTune.Catalog.Tracks;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using EchoTune.Server.Features.Library;
using EchoTune.Server.Features.Playlists;
using EchoTune.Server.Features.Tracks;

namespace EchoTune.Server.Tools;

/// <summary>Searches the library by words.</summary>
internal sealed class SearchTools(
    ITrackStore tracks, IBrowseStore browse, LibraryFacets facets, IPlaylistStore playlists, INameResolver names, TrackPresenter presenter, PlaylistPresenter playlistPresenter) : IToolGroup
{
    private const int Shown = 10;

    public IEnumerable<ITool> Tools => [new DelegateTool<SearchArguments>(ToolNames.Search, SearchAsync)];

    private async Task<ToolResult> SearchAsync(ToolContext context, SearchArguments arguments, CancellationToken ct)
    {
        var found = new List<string>();
        var data = new JsonObject();
        if (arguments.Kind is null or "artist")
        {
            var artists = (await browse.ArtistsAsync(arguments.Query, null, Shown, null, ct)).Items;
            if (artists.Count == 0 && names.Artist(arguments.Query) is { } close && await browse.ArtistAsync(new(close.Id), ct) is { } meant)
            {
                artists = [meant];
            }

            if (artists.Count > 0)
            {
                found.Add($"{ToolAnswers.Count(artists.Count, "artist")} ({string.Join(", ", artists.Take(3).Select(artist => artist.Name))})");
                data["artists"] = new JsonArray([.. artists.Select(artist => (JsonNode)new JsonObject { ["id"] = artist.Id.Value, ["name"] = artist.Name, ["trackCount"] = artist.TrackCount })]);
            }
        }

        if (arguments.Kind is null or "album")
        {
            var albums = (await browse.AlbumsAsync(new AlbumQuery { Text = arguments.Query, Limit = Shown }, ct)).Items;
            if (albums.Count > 0)
            {
                found.Add($"{ToolAnswers.Count(albums.Count, "album")} ({string.Join(", ", albums.Take(3).Select(album => $"“{album.Title}” by {album.AlbumArtist}"))})");
                data["albums"] = new JsonArray([.. albums.Select(album => (JsonNode)new JsonObject { ["id"] = album.Id.Value, ["title"] = album.Title, ["albumArtist"] = album.AlbumArtist })]);
            }
        }

        if (arguments.Kind is null or "genre")
        {
            var genres = (await facets.GenresAsync(ct)).Where(genre => genre.Name.Contains(arguments.Query, StringComparison.OrdinalIgnoreCase)).Take(Shown).ToArray();
            if (genres.Length > 0)
            {
                found.Add($"{ToolAnswers.Count(genres.Length, "genre")} ({string.Join(", ", genres.Select(genre => genre.Name))})");
            }
        }

        if (arguments.Kind is null or "playlist")
        {
            var mine = (await playlists.ListAsync(context.Listener, ct)).Where(playlist => playlist.Title.Contains(arguments.Query, StringComparison.OrdinalIgnoreCase)).Take(Shown).ToArray();
            if (mine.Length > 0)
            {
                found.Add($"{ToolAnswers.Count(mine.Length, "playlist")} ({string.Join(", ", mine.Take(3).Select(playlist => $"“{playlist.Title}”"))})");
                data["playlists"] = ToolAnswers.Node(await playlistPresenter.PresentAsync(mine, ct));
            }
        }

        if (arguments.Kind is null or "track")
        {
            var hits = (await tracks.QueryAsync(new TrackQuery { Text = arguments.Query, Limit = Shown }, ct)).Items;
            if (hits.Count > 0)
            {
                found.Add($"{ToolAnswers.Count(hits.Count, "track")} ({string.Join(", ", hits.Take(3).Select(ToolAnswers.Name))})");
                data["tracks"] = ToolAnswers.Node(await presenter.PresentAsync(context.Listener, hits, ct));
            }
        }

        return found.Count == 0
            ? ToolResult.Ok($"Your library has nothing that fits “{arguments.Query}”{(arguments.Kind is { } kind ? $" among the {kind}s" : "")}.")
            : ToolResult.Ok($"I found {string.Join("; ", found)}.", data);
    }
}
