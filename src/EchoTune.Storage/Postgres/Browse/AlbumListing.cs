using EchoTune.Catalog;
using EchoTune.Catalog.Browse;
using Npgsql;

namespace EchoTune.Storage.Postgres.Browse;

/// <summary>Lists albums in an order; with words and the default order, the best match first.</summary>
internal sealed class AlbumListing
{
    public const string Columns = """
        al.album_id, al.title, aa.name, al.artist_id, n.year, al.is_compilation, n.discs, n.tracks, n.duration_ms, n.artwork_key,
        ARRAY(SELECT g FROM tracks gt, unnest(gt.genres) AS g WHERE gt.is_available AND gt.album_id = al.album_id GROUP BY g ORDER BY count(*) DESC, g COLLATE "C"),
        n.added_at
        """;

    /// <summary>Albums with what their available tracks add up to.</summary>
    public const string Tables = """
        (albums al JOIN artists aa ON aa.artist_id = al.artist_id
        CROSS JOIN LATERAL (SELECT min(t.year) AS year, count(DISTINCT coalesce(t.disc_number, 1))::int AS discs, count(*)::int AS tracks,
                sum(t.duration_ms)::bigint AS duration_ms, max(t.added_at) AS added_at,
                (array_agg(t.artwork_key ORDER BY t.sort_position, t.track_id) FILTER (WHERE t.artwork_key IS NOT NULL))[1] AS artwork_key
              FROM tracks t WHERE t.is_available AND t.album_id = al.album_id HAVING count(*) > 0) n)
        """;

    private const int ColumnCount = 12;
    private readonly Database database;
    private readonly AlbumQuery query;
    private readonly string[] words;
    private readonly int limit;

    public AlbumListing(Database database, AlbumQuery query)
    {
        this.database = database;
        this.query = query;
        words = string.IsNullOrWhiteSpace(query.Text) ? [] : Texts.Search(query.Text);
        limit = Math.Clamp(query.Limit, 1, 500);
    }

    private bool ByRelevance => words.Length > 0 && query is { Sort: AlbumSort.Title, Descending: false };

    public static Album Read(NpgsqlDataReader row) => new(
        new AlbumId(row.GetGuid(0)), row.GetString(1), row.GetString(2), new ArtistId(row.GetGuid(3)), row.Int(4), row.GetBoolean(5), row.GetInt32(6), row.GetInt32(7),
        TimeSpan.FromMilliseconds(row.GetInt64(8)), row.Text(9), row.Array<string>(10), row.Moment(11));

    public async Task<Page<Album>> PageAsync(CancellationToken cancellationToken)
    {
        if (words.Length > 0 && Cursor.Kind(query.Cursor) == Kind(SearchMode.Forgiving))
        {
            return await PageAsync(SearchMode.Forgiving, cancellationToken);
        }

        var exact = await PageAsync(SearchMode.Exact, cancellationToken);
        return exact.Items.Count > 0 || words.Length == 0 || !string.IsNullOrEmpty(query.Cursor) ? exact : await PageAsync(SearchMode.Forgiving, cancellationToken);
    }

    private string Kind(SearchMode mode) => $"albums {query.Sort} {query.Descending} {ByRelevance} {mode}";

    private async Task<Page<Album>> PageAsync(SearchMode mode, CancellationToken cancellationToken)
    {
        var keys = SortKeys();
        var place = Cursor.Read(query.Cursor, Kind(mode), keys.Length + 1);
        var rows = await database.ListAsync<(Album Album, object[] Key)>(
            string.Empty,
            command => Build(command, mode, keys, place),
            row => (Read(row), keys.Select((k, i) => k.Read(row, ColumnCount + i)).ToArray()),
            cancellationToken);
        var page = Cursor.Page(rows, limit, last => Cursor.Write(Kind(mode), [.. last.Key, last.Album.Id.Value]));
        return new Page<Album>(page.Items.Select(r => r.Album).ToList(), page.NextCursor);
    }

    private void Build(NpgsqlCommand command, SearchMode mode, SortKey[] keys, Cursor? place)
    {
        var where = new List<string>();
        string Next() => $"${command.Parameters.Count}";
        if (words.Length > 0)
        {
            const string Text = "(aa.search || al.search)";
            SearchTerms.Add(command, where, words, Text, mode);
            command.WithText(string.Join(' ', words));
            var score = SearchTerms.Score(Next(), "al.search", "aa.search", Text);
            keys = [.. keys.Select(k => k.Expression == SortKey.Score ? k with { Expression = score } : k)];
        }

        if (query.Artist is { } artist)
        {
            command.With(artist.Value);
            where.Add($"(al.artist_id = {Next()} OR EXISTS (SELECT 1 FROM tracks t WHERE t.is_available AND t.album_id = al.album_id AND t.artist_id = {Next()}))");
        }

        if (!string.IsNullOrEmpty(query.Genre))
        {
            command.With(new[] { Texts.Storable(query.Genre).ToLowerInvariant() });
            where.Add($"al.album_id = ANY (ARRAY(SELECT t.album_id FROM tracks t WHERE t.is_available AND t.genres @> {Next()}))");
        }

        if (query.Year is { } year)
        {
            command.With(year);
            where.Add($"k.year = {Next()}");
        }

        if (query.CompilationsOnly)
        {
            where.Add("al.is_compilation");
        }

        var expressions = string.Join(", ", keys.Select(k => k.Expression));
        if (place is not null)
        {
            var names = new List<string>();
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i].Bind(command, place, i);
                names.Add(Next());
            }

            command.With(place.Id(keys.Length));
            where.Add($"({expressions}, al.album_id) {(query.Descending ? "<" : ">")} ({string.Join(", ", names)}, {Next()})");
        }

        var direction = query.Descending ? " DESC" : "";
        var aliases = keys.Select((_, i) => $"key{i}").ToArray();

        // First which albums, by what they are sorted by; only those of the page are then added up.
        command.CommandText = $"""
            SELECT {Columns}, {string.Join(", ", aliases)}
            FROM (SELECT al.album_id AS page_id, {string.Join(", ", keys.Select((k, i) => $"{k.Expression} AS {aliases[i]}"))}
                  FROM albums al JOIN artists aa ON aa.artist_id = al.artist_id
                  CROSS JOIN LATERAL (SELECT min(t.year) AS year, max(t.added_at) AS added_at FROM tracks t WHERE t.is_available AND t.album_id = al.album_id HAVING count(*) > 0) k
                  {(where.Count > 0 ? "WHERE " + string.Join(" AND ", where) : "")}
                  ORDER BY {string.Join(", ", keys.Select(k => k.Expression + direction))}, al.album_id{direction} LIMIT {limit + 1}) page
            JOIN {Tables} ON al.album_id = page_id
            ORDER BY {string.Join(", ", aliases.Select(alias => alias + direction))}, al.album_id{direction}
            """;
    }

    private SortKey[] SortKeys() => query.Sort switch
    {
        AlbumSort.Artist => [SortKey.Text("aa.sort_name"), SortKey.Number($"coalesce(k.year, {(query.Descending ? "-1" : "100000")})"), SortKey.Text("al.sort_title")],
        AlbumSort.Year => [SortKey.Number($"coalesce(k.year, {(query.Descending ? "-1" : "100000")})"), SortKey.Text("al.sort_title")],
        AlbumSort.Added => [SortKey.Moment("k.added_at")],
        _ when ByRelevance => [SortKey.Number(SortKey.Score), SortKey.Text("al.sort_title")],
        _ => [SortKey.Text("al.sort_title")],
    };
}
