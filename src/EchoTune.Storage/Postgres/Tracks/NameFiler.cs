using EchoTune.Catalog;
using Npgsql;

namespace EchoTune.Storage.Postgres.Tracks;

/// <summary>Gives artists and albums their ids. Two names are one artist when they fold to the same text; two titles of one artist one album likewise.</summary>
internal sealed class NameFiler(NpgsqlConnection connection, TimeProvider time)
{
    private readonly Dictionary<string, Guid> artists = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid Artist, string Title), Guid> albums = [];

    /// <summary>Id of a filed artist.</summary>
    public Guid Artist(string name) => artists[name];

    /// <summary>Id of a filed album.</summary>
    public Guid Album(string artist, string title) => albums[(artists[artist], title)];

    public async Task FileArtistsAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var distinct = names.Distinct().ToArray();
        await connection.ExecuteAsync(
            """
            INSERT INTO artists (artist_id, folded, name, sort_name, search)
            SELECT artist_id, echotune_fold(name), name, echotune_sort(name), ' ' || echotune_fold(words) || ' '
            FROM unnest($1, $2, $3) AS s (artist_id, name, words)
            ON CONFLICT (folded) DO NOTHING
            """,
            c => c.With(distinct.Select(_ => ArtistId.New(time).Value).ToArray()).With(distinct).With(distinct.Select(Texts.Words).ToArray()),
            cancellationToken);
        foreach (var (name, id) in await connection.ListAsync(
            "SELECT s.name, a.artist_id FROM unnest($1) AS s (name) JOIN artists a ON a.folded = echotune_fold(s.name)",
            c => c.With(distinct),
            r => (r.GetString(0), r.GetGuid(1)),
            cancellationToken))
        {
            artists[name] = id;
        }
    }

    public async Task FileAlbumsAsync(IReadOnlyList<(string Artist, string Title, bool IsCompilation)> named, CancellationToken cancellationToken)
    {
        var distinct = named.GroupBy(a => (Artist: Artist(a.Artist), a.Title)).Select(g => (g.Key.Artist, g.Key.Title, IsCompilation: g.Any(a => a.IsCompilation))).ToList();
        if (distinct.Count == 0)
        {
            return;
        }

        var owners = distinct.Select(a => a.Artist).ToArray();
        var titles = distinct.Select(a => a.Title).ToArray();
        await connection.ExecuteAsync(
            """
            INSERT INTO albums (album_id, artist_id, folded, title, is_compilation, sort_title, search)
            SELECT DISTINCT ON (artist_id, echotune_fold(title)) album_id, artist_id, echotune_fold(title), title, is_compilation, echotune_sort(title), ' ' || echotune_fold(words) || ' '
            FROM unnest($1, $2, $3, $4, $5) AS s (album_id, artist_id, title, is_compilation, words)
            ORDER BY artist_id, echotune_fold(title)
            ON CONFLICT (artist_id, folded) DO UPDATE SET is_compilation = excluded.is_compilation
            """,
            c => c.With(distinct.Select(_ => AlbumId.New(time).Value).ToArray()).With(owners).With(titles)
                .With(distinct.Select(a => a.IsCompilation).ToArray()).With(titles.Select(t => Texts.Words(t)).ToArray()),
            cancellationToken);
        foreach (var (artist, title, id) in await connection.ListAsync(
            "SELECT s.artist_id, s.title, a.album_id FROM unnest($1, $2) AS s (artist_id, title) JOIN albums a ON a.artist_id = s.artist_id AND a.folded = echotune_fold(s.title)",
            c => c.With(owners).With(titles),
            r => (r.GetGuid(0), r.GetString(1), r.GetGuid(2)),
            cancellationToken))
        {
            albums[(artist, title)] = id;
        }
    }
}
