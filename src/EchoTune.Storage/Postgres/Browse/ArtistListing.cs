using EchoTune.Catalog;
using EchoTune.Catalog.Browse;
using Npgsql;

namespace EchoTune.Storage.Postgres.Browse;

/// <summary>Lists artists by name; with words, the best match first.</summary>
internal sealed class ArtistListing(Database database, string? text, string? genre, int limit, string? cursor)
{
    public const string Columns = "a.artist_id, a.name, n.albums, n.tracks, n.artwork_key, n.genres";

    /// <summary>Counts one artist's albums and tracks; no row for an artist without an available track.</summary>
    public const string Counts = """
        CROSS JOIN LATERAL (
            SELECT count(*)::int AS tracks, (count(DISTINCT t.album_id) FILTER (WHERE t.album_artist_id = a.artist_id))::int AS albums,
                (array_agg(t.artwork_key ORDER BY t.album_artist_id IS DISTINCT FROM a.artist_id, t.year DESC NULLS LAST, t.track_id) FILTER (WHERE t.artwork_key IS NOT NULL))[1] AS artwork_key,
                ARRAY(SELECT g FROM tracks gt, unnest(gt.genres) AS g
                      WHERE gt.is_available AND (gt.artist_id = a.artist_id OR gt.album_artist_id = a.artist_id)
                      GROUP BY g ORDER BY count(*) DESC, g COLLATE "C") AS genres
            FROM tracks t WHERE t.is_available AND (t.artist_id = a.artist_id OR t.album_artist_id = a.artist_id)
            HAVING count(*) > 0) n
        """;

    private readonly string[] words = string.IsNullOrWhiteSpace(text) ? [] : Texts.Search(text);
    private readonly int limit = Math.Clamp(limit, 1, 500);

    public async Task<Page<Artist>> PageAsync(CancellationToken cancellationToken)
    {
        if (words.Length > 0 && Cursor.Kind(cursor) == Kind(SearchMode.Forgiving))
        {
            return await PageAsync(SearchMode.Forgiving, cancellationToken);
        }

        var exact = await PageAsync(SearchMode.Exact, cancellationToken);
        return exact.Items.Count > 0 || words.Length == 0 || !string.IsNullOrEmpty(cursor) ? exact : await PageAsync(SearchMode.Forgiving, cancellationToken);
    }

    public static Artist Read(NpgsqlDataReader row) => new(
        new ArtistId(row.GetGuid(0)), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.Text(4), row.Array<string>(5));

    private string Kind(SearchMode mode) => $"artists {words.Length > 0} {mode}";

    private async Task<Page<Artist>> PageAsync(SearchMode mode, CancellationToken cancellationToken)
    {
        var place = Cursor.Read(cursor, Kind(mode), 3);
        var rows = await database.ListAsync(
            string.Empty,
            command => Build(command, mode, place),
            row => (Artist: Read(row), Score: row.GetInt64(6), Name: row.GetString(7)),
            cancellationToken);
        var page = Cursor.Page(rows, limit, last => Cursor.Write(Kind(mode), last.Score, last.Name, last.Artist.Id.Value));
        return new Page<Artist>(page.Items.Select(r => r.Artist).ToList(), page.NextCursor);
    }

    private void Build(NpgsqlCommand command, SearchMode mode, Cursor? place)
    {
        var where = new List<string>();
        string Next() => $"${command.Parameters.Count}";
        var score = "0::bigint";
        if (words.Length > 0)
        {
            SearchTerms.Add(command, where, words, "a.search", mode);
            command.WithText(string.Join(' ', words));
            score = SearchTerms.Score(Next(), "a.search", "a.search", "a.search");
        }

        var ofGenre = "";
        if (!string.IsNullOrEmpty(genre))
        {
            command.With(new[] { Texts.Storable(genre).ToLowerInvariant() });
            ofGenre = $" AND t.genres @> {Next()}";
        }

        // Two look-ups by index instead of one OR, which would read the whole table for each artist.
        where.Add($"""
            (EXISTS (SELECT 1 FROM tracks t WHERE t.is_available AND t.artist_id = a.artist_id{ofGenre})
             OR EXISTS (SELECT 1 FROM tracks t WHERE t.is_available AND t.album_artist_id = a.artist_id{ofGenre}))
            """);
        if (place is not null)
        {
            command.With(place.Long(0)).WithText(place.Text(1)).With(place.Id(2));
            var last = command.Parameters.Count;

            // Without words every score is equal: the name alone, so that the index finds the place.
            where.Add(words.Length > 0
                ? $"(({score}), a.sort_name, a.artist_id) > (${last - 2}, ${last - 1}, ${last})"
                : $"(a.sort_name, a.artist_id) > (${last - 1}, ${last}) AND ${last - 2} = 0");
        }

        var order = words.Length > 0 ? "score, sort_name, artist_id" : "sort_name, artist_id";
        command.CommandText = $"""
            SELECT {Columns}, a.score, a.sort_name
            FROM (SELECT a.artist_id, a.name, a.sort_name, {score} AS score FROM artists a WHERE {string.Join(" AND ", where)} ORDER BY {order} LIMIT {limit + 1}) a
            {Counts}
            ORDER BY {string.Join(", ", order.Split(", ").Select(o => "a." + o))}
            """;
    }
}
