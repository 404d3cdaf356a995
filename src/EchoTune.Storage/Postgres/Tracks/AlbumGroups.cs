using Npgsql;

namespace EchoTune.Storage.Postgres.Tracks;

/// <summary>
/// Decides whom albums are by where no tag says: the tracks of one folder and album title belong together; when they carry
/// several artists (guests after "feat." do not count), the album is a compilation under "Various Artists", else it is the artist's.
/// </summary>
internal sealed class AlbumGroups(NpgsqlConnection connection)
{
    private static readonly string[] GuestMarks = [" feat. ", " feat ", " ft. ", " ft ", " featuring ", " (feat", " (ft", " [feat", " [ft"];

    private readonly List<(Guid Track, string Artist, string Album, bool IsCompilation)> refiled = [];

    /// <summary>Artists that stored tracks are filed under anew.</summary>
    public IEnumerable<string> Artists => refiled.Select(r => r.Artist);

    /// <summary>Albums that stored tracks are filed in anew.</summary>
    public IEnumerable<(string Artist, string Album, bool IsCompilation)> Albums => refiled.Select(r => (r.Artist, r.Album, r.IsCompilation));

    public async Task DecideAsync(List<ScannedRow> rows, CancellationToken cancellationToken)
    {
        var grouped = rows.Where(r => r.NeedsGroup).ToList();
        if (grouped.Count == 0)
        {
            return;
        }

        var titles = await FoldAsync(grouped.Select(r => r.Album!), cancellationToken);
        grouped.ForEach(r => r.JoinGroup(titles[r.Album!]));
        var groups = grouped.GroupBy(r => r.Group!.Value).ToList();

        var stored = (await connection.ListAsync(
            """
            SELECT t.album_group, t.track_id, a.name, al.title, aa.name
            FROM tracks t JOIN artists a ON a.artist_id = t.artist_id JOIN albums al ON al.album_id = t.album_id JOIN artists aa ON aa.artist_id = al.artist_id
            WHERE t.album_group = ANY($1) AND t.track_id <> ALL($2) AND t.is_available
            """,
            c => c.With(groups.Select(g => g.Key).ToArray()).With(rows.Select(r => r.Id).ToArray()),
            r => (Group: r.GetGuid(0), Track: r.GetGuid(1), Artist: r.GetString(2), Album: r.GetString(3), FiledUnder: r.GetString(4)),
            cancellationToken)).ToLookup(r => r.Group);
        var folded = await FoldAsync(grouped.Select(r => r.Artist).Concat(stored.SelectMany(g => g).Select(r => r.Artist)).Select(MainArtist), cancellationToken);
        foreach (var group in groups)
        {
            var artists = group.Select(r => r.Artist).Concat(stored[group.Key].Select(r => r.Artist)).Select(MainArtist);
            var distinct = artists.DistinctBy(a => folded[a]).Take(2).ToList();
            var (albumArtist, isCompilation) = distinct.Count > 1 ? (ScannedRow.VariousArtists, true) : (distinct[0], false);
            foreach (var row in group)
            {
                row.FileUnder(albumArtist, isCompilation);
            }

            refiled.AddRange(stored[group.Key].Where(r => r.FiledUnder != albumArtist).Select(r => (r.Track, albumArtist, r.Album, isCompilation)));
        }
    }

    /// <summary>Moves stored tracks to the album that was decided on.</summary>
    public async Task RefileAsync(NameFiler filer, CancellationToken cancellationToken)
    {
        if (refiled.Count == 0)
        {
            return;
        }

        await connection.ExecuteAsync(
            """
            UPDATE tracks t SET album_id = al.album_id, album_artist_id = al.artist_id, sort_album = al.sort_title,
                search = t.search_title || ar.search || al.search || CASE WHEN aa.artist_id <> ar.artist_id THEN aa.search ELSE '' END
            FROM unnest($1, $2) AS s (track_id, album_id), albums al, artists aa, artists ar
            WHERE t.track_id = s.track_id AND al.album_id = s.album_id AND aa.artist_id = al.artist_id AND ar.artist_id = t.artist_id
            """,
            c => c.With(refiled.Select(r => r.Track).ToArray()).With(refiled.Select(r => filer.Album(r.Artist, r.Album)).ToArray()),
            cancellationToken);
    }

    private async Task<Dictionary<string, string>> FoldAsync(IEnumerable<string> texts, CancellationToken cancellationToken) =>
        (await connection.ListAsync(
            "SELECT s, echotune_fold(s) FROM unnest($1) AS s", c => c.With(texts.Distinct().ToArray()), r => (r.GetString(0), r.GetString(1)), cancellationToken))
        .ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);

    private static string MainArtist(string artist)
    {
        var cut = GuestMarks.Select(m => artist.IndexOf(m, StringComparison.OrdinalIgnoreCase)).Where(i => i > 0).DefaultIfEmpty(artist.Length).Min();
        return artist[..cut].Trim();
    }
}
