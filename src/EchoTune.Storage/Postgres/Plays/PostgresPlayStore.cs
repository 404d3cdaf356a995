using EchoTune.Catalog;
using EchoTune.Catalog.Plays;
using Npgsql;

namespace EchoTune.Storage.Postgres.Plays;

internal sealed class PostgresPlayStore(Database database) : IPlayStore
{
    // The log is the truth; a rating is what its newest event says. A rating that came by another way and is newer stays.
    private const string RatingSql = """
        WITH newest AS (
            SELECT DISTINCT ON (track_id) track_id, kind, started_at FROM plays
            WHERE listener_id = $1 AND track_id = ANY($2) AND kind IN (3, 4, 8)
            ORDER BY track_id, started_at DESC, sequence DESC),
        withdrawn AS (
            DELETE FROM ratings r USING newest n
            WHERE r.listener_id = $1 AND r.target = 0 AND r.target_id = n.track_id AND n.kind = 8 AND r.rated_at <= n.started_at)
        INSERT INTO ratings (listener_id, target, target_id, liked, rated_at)
        SELECT $1, 0, track_id, kind = 3, started_at FROM newest WHERE kind <> 8
        ON CONFLICT (listener_id, target, target_id) DO UPDATE SET liked = excluded.liked, rated_at = excluded.rated_at
        WHERE ratings.rated_at <= excluded.rated_at
        """;

    private const string Columns = "sequence, event_id, track_id, kind, started_at, heard_ms, position_ms, source, session_id, device, wish";

    // Kinds that tell of one listening; the others are acts of their own.
    private static readonly short[] Listenings = [(short)PlayKind.Played, (short)PlayKind.Completed, (short)PlayKind.Skipped];

    public async Task<IReadOnlyList<Play>> AppendAsync(ListenerId listener, IReadOnlyList<Play> plays, CancellationToken cancellationToken)
    {
        if (plays.Count == 0)
        {
            return [];
        }

        // The head is written first: its row lock lets one append of a listener pass at a time.
        const string Sql = """
            WITH head AS (
                INSERT INTO play_heads VALUES ($1, $2)
                ON CONFLICT (listener_id) DO UPDATE SET last_sequence = play_heads.last_sequence + $2
                RETURNING last_sequence - $2 AS before)
            INSERT INTO plays (listener_id, sequence, event_id, track_id, kind, started_at, heard_ms, position_ms, source, session_id, device, wish)
            SELECT $1, head.before + p.place, p.event_id, p.track_id, p.kind, p.started_at, p.heard_ms, p.position_ms, p.source, p.session_id, p.device, p.wish
            FROM head, unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12) WITH ORDINALITY
                AS p (event_id, track_id, kind, started_at, heard_ms, position_ms, source, session_id, device, wish, place)
            WHERE EXISTS (SELECT 1 FROM tracks t WHERE t.track_id = p.track_id)
            ORDER BY p.place
            ON CONFLICT (listener_id, event_id) DO NOTHING
            RETURNING event_id
            """;
        var attempts = 0;
        var rated = plays.Where(p => p.Kind is PlayKind.Liked or PlayKind.Disliked or PlayKind.Unrated).Select(p => p.TrackId.Value).Distinct().ToArray();
        var added = await (rated.Length == 0 ? database.RunAsync(AppendAsync, cancellationToken) : database.TransactAsync(AppendAsync, cancellationToken));
        return plays.Where(p => added.Remove(p.EventId)).ToList();

        async Task<HashSet<Guid>> AppendAsync(NpgsqlConnection connection, CancellationToken token)
        {
            var isRepeated = attempts++ > 0;
            var fresh = await connection.ListAsync(
                Sql,
                c => c.With(listener.Value).With((long)plays.Count)
                    .With(plays.Select(p => p.EventId).ToArray()).With(plays.Select(p => p.TrackId.Value).ToArray())
                    .With(plays.Select(p => (short)p.Kind).ToArray()).With(plays.Select(p => p.StartedAt.UtcDateTime).ToArray())
                    .With(plays.Select(p => (long)p.Heard.TotalMilliseconds).ToArray()).With(plays.Select(p => (long?)p.Position?.TotalMilliseconds).ToArray())
                    .With(plays.Select(p => Texts.Tag(p.Source) ?? "").ToArray()).With(plays.Select(p => p.SessionId).ToArray())
                    .With(plays.Select(p => Texts.Tag(p.Device)).ToArray()).With(plays.Select(p => Texts.Tag(p.Wish)).ToArray()),
                r => r.GetGuid(0),
                token);
            if (rated.Length > 0)
            {
                await connection.ExecuteAsync(RatingSql, c => c.With(listener.Value).With(rated), token);
            }

            // An attempt whose acknowledgement was lost may have stored them: then they are new to everyone but the table.
            return (isRepeated
                ? await connection.ListAsync(
                    "SELECT event_id FROM plays WHERE listener_id = $1 AND event_id = ANY($2)", c => c.With(listener.Value).With(plays.Select(p => p.EventId).ToArray()), r => r.GetGuid(0), token)
                : fresh).ToHashSet();
        }
    }

    public async Task<IReadOnlyList<RecordedPlay>> ReadAsync(ListenerId listener, long afterSequence, int limit, CancellationToken cancellationToken) =>
        await database.ListAsync(
            $"SELECT {Columns} FROM plays WHERE listener_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3",
            c => c.With(listener.Value).With(afterSequence).With(Math.Max(limit, 0)),
            Read,
            cancellationToken);

    public async Task<Page<Play>> HistoryAsync(
        ListenerId listener, IReadOnlyCollection<PlayKind> kinds, DateTimeOffset? since, int limit, string? cursor, CancellationToken cancellationToken)
    {
        const string Kind = "plays";
        limit = Math.Clamp(limit, 1, 500);
        var place = Cursor.Read(cursor, Kind, 2);
        var rows = await database.ListAsync(
            $"""
            SELECT {Columns} FROM plays
            WHERE listener_id = $1 AND (cardinality($2) = 0 OR kind = ANY($2)) AND ($3 IS NULL OR started_at >= $3)
                AND NOT (kind = ANY($5) AND EXISTS (
                    SELECT 1 FROM plays later WHERE later.listener_id = $1 AND later.started_at = plays.started_at AND later.sequence > plays.sequence
                        AND later.track_id = plays.track_id AND later.kind = ANY($5)))
                {(place is null ? "" : "AND (started_at, sequence) < ($6, $7)")}
            ORDER BY started_at DESC, sequence DESC LIMIT $4
            """,
            c =>
            {
                c.With(listener.Value).With(kinds.Select(k => (short)k).ToArray()).With(since?.UtcDateTime).With(limit + 1).With(Listenings);
                if (place is not null)
                {
                    c.With(place.Moment(0)).With(place.Long(1));
                }
            },
            Read,
            cancellationToken);
        var page = Cursor.Page(rows, limit, last => Cursor.Write(Kind, last.Play.StartedAt.UtcTicks, last.Sequence));
        return new Page<Play>(page.Items.Select(r => r.Play).ToList(), page.NextCursor);
    }

    public async Task<IReadOnlyList<PlayCount>> CountsAsync(ListenerId listener, DateTimeOffset? since, CancellationToken cancellationToken) =>
        await database.ListAsync(
            """
            SELECT track_id, count(*)::int, max(started_at), sum(heard)::bigint
            FROM (SELECT track_id, started_at, max(heard_ms) AS heard FROM plays
                  WHERE listener_id = $1 AND kind = ANY($2) AND ($3 IS NULL OR started_at >= $3)
                  GROUP BY track_id, started_at) AS listening
            GROUP BY track_id ORDER BY count(*) DESC, track_id
            """,
            c => c.With(listener.Value).With(new[] { (short)PlayKind.Played, (short)PlayKind.Completed }).With(since?.UtcDateTime),
            r => new PlayCount(new TrackId(r.GetGuid(0)), r.GetInt32(1), r.Moment(2), TimeSpan.FromMilliseconds(r.GetInt64(3))),
            cancellationToken);

    public async Task<IReadOnlyList<ListenerId>> ListenersAsync(CancellationToken cancellationToken) =>
        await database.ListAsync(
            "SELECT h.listener_id FROM play_heads h WHERE EXISTS (SELECT 1 FROM plays p WHERE p.listener_id = h.listener_id) ORDER BY h.listener_id",
            _ => { },
            r => new ListenerId(r.GetGuid(0)),
            cancellationToken);

    private static RecordedPlay Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        new Play
        {
            EventId = row.GetGuid(1),
            TrackId = new TrackId(row.GetGuid(2)),
            Kind = (PlayKind)row.GetInt16(3),
            StartedAt = row.Moment(4),
            Heard = TimeSpan.FromMilliseconds(row.GetInt64(5)),
            Position = row.Long(6) is { } position ? TimeSpan.FromMilliseconds(position) : null,
            Source = row.GetString(7),
            SessionId = row.Id(8),
            Device = row.Text(9),
            Wish = row.Text(10),
        });
}
