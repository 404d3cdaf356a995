using EchoTune.Catalog;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Server.Tools;

/// <summary>Which of some known tracks are meant by criteria that take things out: names, genres and years, which the tags tell.</summary>
internal static class PlaylistFilter
{
    /// <summary>Ids of the tracks that every given criterion names; none when the criteria name nothing that tags can tell.</summary>
    public static IReadOnlySet<TrackId> Matching(IReadOnlyList<Track> tracks, Criteria criteria, INameResolver names)
    {
        var conditions = new List<Func<Track, bool>>();
        if (criteria.Artist is { Length: > 0 } artist)
        {
            var id = names.Artist(artist)?.Id;
            conditions.Add(track => track.ArtistId.Value == id || Same(track.Artist, artist));
        }

        if (criteria.Track is { Length: > 0 } title)
        {
            // The title is looked for among these tracks first: the library may have another of the same name.
            var id = tracks.FirstOrDefault(track => Same(track.Title, title))?.Id.Value ?? names.Track(title, criteria.Artist)?.Id;
            conditions.Add(track => track.Id.Value == id);
        }

        if (criteria.Album is { Length: > 0 } album)
        {
            var id = names.Album(album, criteria.Artist)?.Id;
            conditions.Add(track => track.AlbumId?.Value == id || Same(track.Album, album));
        }

        if (criteria.Genres is { Count: > 0 } genres)
        {
            conditions.Add(track => track.Genres.Any(genre => genres.Any(wanted => Same(genre, wanted))));
        }

        if (criteria.Era is { } era)
        {
            conditions.Add(track => track.Year is { } year && year >= (era.From ?? int.MinValue) && year <= (era.To ?? int.MaxValue));
        }

        if (criteria.Explicit == true)
        {
            conditions.Add(track => track.IsExplicit);
        }

        if (criteria.Text is { Length: > 0 } text)
        {
            conditions.Add(track => track.Title.Contains(text, StringComparison.OrdinalIgnoreCase));
        }

        return conditions.Count == 0 ? new HashSet<TrackId>() : tracks.Where(track => conditions.All(condition => condition(track))).Select(track => track.Id).ToHashSet();
    }

    private static bool Same(string? name, string said) => string.Equals(name, said, StringComparison.OrdinalIgnoreCase);
}
