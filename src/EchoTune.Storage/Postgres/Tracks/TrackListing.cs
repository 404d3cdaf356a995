using EchoTune.Audio.Primitives;
using EchoTune.Catalog;
using EchoTune.Catalog.Tracks;
using Npgsql;

namespace EchoTune.Storage.Postgres.Tracks;

/// <summary>Lists tracks in an order, page by page, each page found by the sort key of the one before.</summary>
internal sealed class TrackListing
{
    // Beyond every real value; what has no value comes last in either direction.
    private const string Missing = "1e9";

    // Stands for how sure the analysis is of what was asked for, which is known when the parameters are.
    private const string Sureness = "sureness";
    private readonly Database database;
    private readonly TrackQuery query;
    private readonly TrackSort sort;
    private readonly string[] words;
    private readonly int limit;

    public TrackListing(Database database, TrackQuery query)
    {
        this.database = database;
        this.query = query;
        words = string.IsNullOrWhiteSpace(query.Text) ? [] : Texts.Search(query.Text);
        sort = query.Sort ?? (words.Length > 0 ? TrackSort.Relevance : TrackSort.Title);
        if (sort == TrackSort.Relevance && words.Length == 0)
        {
            sort = TrackSort.Title;
        }

        limit = Math.Clamp(query.Limit, 1, 500);
    }

    public async Task<Page<Track>> PageAsync(CancellationToken cancellationToken)
    {
        if (words.Length == 0)
        {
            return await PageAsync(SearchMode.Exact, cancellationToken);
        }

        // Misspellings are forgiven only where nothing is spelt so: what is there as typed needs no guesses beside it.
        if (string.IsNullOrEmpty(query.Cursor))
        {
            var exact = await PageAsync(SearchMode.Exact, cancellationToken);
            return exact.Items.Count > 0 ? exact : await PageAsync(SearchMode.Forgiving, cancellationToken);
        }

        return await PageAsync(Cursor.Kind(query.Cursor) == Kind(SearchMode.Forgiving) ? SearchMode.Forgiving : SearchMode.Exact, cancellationToken);
    }

    private string Kind(SearchMode mode) => $"tracks {sort} {query.Descending} {mode}";

    private async Task<Page<Track>> PageAsync(SearchMode mode, CancellationToken cancellationToken)
    {
        var keys = SortKeys();
        var cursor = Cursor.Read(query.Cursor, Kind(mode), keys.Length + 1);
        var rows = await database.ListAsync<(Track Track, object[] Key)>(
            string.Empty,
            command => Build(command, mode, keys, cursor),
            row => (TrackRows.Read(row), keys.Select((k, i) => k.Read(row, TrackRows.Count + i)).ToArray()),
            cancellationToken);
        var page = Cursor.Page(rows, limit, last => Cursor.Write(Kind(mode), [.. last.Key, last.Track.Id.Value]));
        return new Page<Track>(page.Items.Select(i => i.Track).ToList(), page.NextCursor);
    }

    private void Build(NpgsqlCommand command, SearchMode mode, SortKey[] keys, Cursor? cursor)
    {
        var where = new List<string> { "t.is_available" };
        string Next() => $"${command.Parameters.Count}";
        if (words.Length > 0)
        {
            SearchTerms.Add(command, where, words, "t.search", mode);
            command.WithText(string.Join(' ', words));
            var score = SearchTerms.Score(Next(), "t.search_title", "a.search", "t.search");
            keys = [.. keys.Select(k => k.Expression == SortKey.Score ? k with { Expression = score } : k)];
        }

        void Add<T>(T? value, string condition)
            where T : struct
        {
            if (value is { } given)
            {
                command.With(given);
                where.Add(string.Format(System.Globalization.CultureInfo.InvariantCulture, condition, Next()));
            }
        }

        Add(query.Artist?.Value, "(t.artist_id = {0} OR t.album_artist_id = {0})");
        Add(query.Album?.Value, "t.album_id = {0}");
        Add(query.YearFrom, "t.year >= {0}");
        Add(query.YearTo, "t.year <= {0}");
        Add(query.LikedBy?.Value, "EXISTS (SELECT 1 FROM ratings r WHERE r.listener_id = {0} AND r.target = 0 AND r.target_id = t.track_id AND r.liked)");
        Add(query.TempoFrom, "f.tempo_bpm >= {0}");
        Add(query.TempoTo, "f.tempo_bpm < {0}");
        Add(query.EnergyFrom, "f.energy >= {0}");
        Add(query.EnergyTo, "(f.energy < {0} OR {0} >= 1)");
        if (query.Keys.Count > 0)
        {
            command.With(query.Keys.Select(KeyNumber).ToArray());
            where.Add($"f.key_tonic + CASE WHEN f.key_minor THEN 12 ELSE 0 END = ANY({Next()})");
        }

        var heard = new List<string>();
        void Heard(string? label, string column)
        {
            if (label is { } name)
            {
                command.With(new[] { Texts.Storable(name).ToLowerInvariant() });
                where.Add($"f.{column}_names @> {Next()}");
                heard.Add($"(f.{column}_confidences)[array_position(f.{column}_names, ({Next()})[1])]");
            }
        }

        Heard(query.HeardGenre, "genre");
        Heard(query.HeardMood, "mood");
        keys = [.. keys.Select(k => k.Expression == Sureness ? k with { Expression = heard.Count == 0 ? "0::double precision" : $"-({string.Join(" + ", heard)})" } : k)];
        if (query.Genre is { } genre)
        {
            command.With(new[] { Texts.Storable(genre).ToLowerInvariant() });
            where.Add($"t.genres @> {Next()}");
        }

        if (cursor is not null)
        {
            var names = new List<string>();
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i].Bind(command, cursor, i);
                names.Add(Next());
            }

            command.With(cursor.Id(keys.Length));
            where.Add($"({Row(keys)}) {(query.Descending ? "<" : ">")} ({string.Join(", ", names)}, {Next()})");
        }

        var direction = query.Descending ? " DESC" : "";
        var features = sort is TrackSort.Tempo or TrackSort.Energy or TrackSort.Key or TrackSort.Danceability or TrackSort.Valence || IsBySound ? " LEFT JOIN track_features f ON f.track_id = t.track_id" : "";
        command.CommandText =
            $"SELECT {TrackRows.ListColumns}, {string.Join(", ", keys.Select(k => k.Expression))} FROM {TrackRows.Tables}{features} WHERE {string.Join(" AND ", where)} ORDER BY {string.Join(", ", keys.Select(k => k.Expression + direction))}, t.track_id{direction} LIMIT {limit + 1}";
    }

    private bool IsBySound => query.TempoFrom is not null || query.TempoTo is not null || query.EnergyFrom is not null || query.EnergyTo is not null || query.Keys.Count > 0
        || query.HeardGenre is not null || query.HeardMood is not null;

    private static int KeyNumber(MusicalKey key) => key.Tonic + (key.Mode == KeyMode.Minor ? 12 : 0);

    // The place of each key on the Camelot wheel: 1A, 1B, 2A, … 12B.
    private static string Wheel(string missing)
    {
        var places = Enumerable.Range(0, 24).Select(number => new MusicalKey(number % 12, number < 12 ? KeyMode.Major : KeyMode.Minor).Camelot)
            .Select(name => (2 * int.Parse(name.AsSpan(0, name.Length - 1), System.Globalization.CultureInfo.InvariantCulture)) + (name[^1] == 'B' ? 1 : 0));
        return $"coalesce((ARRAY[{string.Join(',', places)}])[f.key_tonic + CASE WHEN f.key_minor THEN 13 ELSE 1 END]::double precision, {missing}::double precision)";
    }

    private static string Row(SortKey[] keys) => string.Join(", ", keys.Select(k => k.Expression)) + ", t.track_id";

    private SortKey[] SortKeys()
    {
        var last = query.Descending ? "-" + Missing : Missing;
        var lastYear = query.Descending ? "-1" : "100000";
        return sort switch
        {
            TrackSort.Artist => [SortKey.Text("t.sort_artist"), SortKey.Text("t.sort_album"), SortKey.Number("t.sort_position")],
            TrackSort.Album => [SortKey.Text("t.sort_album"), SortKey.Id("coalesce(t.album_id, t.track_id)"), SortKey.Number("t.sort_position")],
            TrackSort.Year => [SortKey.Number($"coalesce(t.year, {lastYear})"), SortKey.Text("t.sort_title")],
            TrackSort.Duration => [SortKey.Number("t.duration_ms")],
            TrackSort.Added => [SortKey.Moment("t.added_at")],
            TrackSort.Tempo => [SortKey.Real($"coalesce(f.tempo_bpm, {last}::double precision)"), SortKey.Text("t.sort_title")],
            TrackSort.Energy => [SortKey.Real($"coalesce(f.energy, {last}::double precision)"), SortKey.Text("t.sort_title")],
            TrackSort.Key => [SortKey.Real(Wheel(last)), SortKey.Text("t.sort_title")],
            TrackSort.Danceability => [SortKey.Real($"coalesce(f.danceability, {last}::double precision)"), SortKey.Text("t.sort_title")],
            TrackSort.Valence => [SortKey.Real($"coalesce(f.valence, {last}::double precision)"), SortKey.Text("t.sort_title")],
            TrackSort.Heard => [SortKey.Real(Sureness), SortKey.Text("t.sort_title")],
            TrackSort.Relevance => [SortKey.Number(SortKey.Score), SortKey.Text("t.sort_title")],
            TrackSort.Position => [SortKey.Number("t.sort_position")],
            _ => [SortKey.Text("t.sort_title")],
        };
    }
}
