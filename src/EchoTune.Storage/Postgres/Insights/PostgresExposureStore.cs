using System.Globalization;
using EchoTune.Catalog;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;

namespace EchoTune.Storage.Postgres.Insights;

internal sealed class PostgresExposureStore(Database database) : IExposureStore, IShownTracks
{
    // Any constant serves: of several writers one at a time looks whether something was shown already.
    private const long LockKey = 0x4578706F73757265;
    private const int ForgottenAtOnce = 50_000;

    public async Task<int> AppendAsync(IReadOnlyList<Exposure> exposures, CancellationToken cancellationToken)
    {
        var counted = Once(exposures);
        return counted.Count == 0 ? 0 : await database.TransactAsync(
            async (connection, token) =>
            {
                await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1)", c => c.With(LockKey), token);
                return await connection.ExecuteAsync(
                    """
                    INSERT INTO exposures (listener_id, track_id, surface, shown_at, answer_id, place, score, propensity, strategies, shares, model, experiment, arm, explores)
                    SELECT p.listener_id, p.track_id, p.surface, p.shown_at, p.answer_id, p.place, p.score, p.propensity,
                        string_to_array(p.strategies, ','), string_to_array(p.shares, ',')::double precision[], p.model, p.experiment, p.arm, p.explores
                    FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $15)
                        AS p (listener_id, track_id, surface, shown_at, answer_id, place, score, propensity, strategies, shares, model, experiment, arm, explores)
                    WHERE NOT EXISTS (
                        SELECT 1 FROM exposures e WHERE e.listener_id = p.listener_id AND e.track_id = p.track_id AND e.surface = p.surface
                            AND e.shown_at > p.shown_at - $14 AND e.shown_at < p.shown_at + $14)
                    ON CONFLICT DO NOTHING
                    """,
                    c => c.With(counted.Select(e => e.Listener.Value).ToArray()).With(counted.Select(e => e.Track.Value).ToArray())
                        .With(counted.Select(e => Texts.Tag(e.Surface) ?? "").ToArray()).With(counted.Select(e => e.At.UtcDateTime).ToArray())
                        .With(counted.Select(e => e.Answer).ToArray()).With(counted.Select(e => e.Place).ToArray())
                        .With(counted.Select(e => e.Score).ToArray()).With(counted.Select(e => e.Propensity).ToArray())
                        .With(counted.Select(e => string.Join(',', e.Strategies.Keys)).ToArray())
                        .With(counted.Select(e => string.Join(',', e.Strategies.Values.Select(share => share.ToString("R", CultureInfo.InvariantCulture)))).ToArray())
                        .With(counted.Select(e => Texts.Tag(e.Model) ?? "").ToArray())
                        .With(counted.Select(e => Texts.Tag(e.Experiment)).ToArray()).With(counted.Select(e => Texts.Tag(e.Arm)).ToArray())
                        .With(IExposureStore.CountsOnce).With(counted.Select(e => Texts.Tag(e.Explores)).ToArray()),
                    token);
            },
            cancellationToken);
    }

    public Task<int> MarkAsync(ListenerId listener, IReadOnlyList<ExposureMark> marks, CancellationToken cancellationToken) =>
        marks.Count == 0 ? Task.FromResult(0) : database.ExecuteAsync(
            """
            INSERT INTO exposure_marks (listener_id, event_id, track_id, kind, marked_at)
            SELECT $1, m.event_id, m.track_id, m.kind, m.marked_at FROM unnest($2, $3, $4, $5) AS m (event_id, track_id, kind, marked_at)
            WHERE EXISTS (SELECT 1 FROM tracks t WHERE t.track_id = m.track_id)
            ON CONFLICT DO NOTHING
            """,
            c => c.With(listener.Value).With(marks.Select(m => m.EventId).ToArray()).With(marks.Select(m => m.Track.Value).ToArray())
                .With(marks.Select(m => (short)m.Kind).ToArray()).With(marks.Select(m => m.At.UtcDateTime).ToArray()),
            cancellationToken);

    public async Task<IReadOnlyList<JudgedExposure>> ReadAsync(DateTimeOffset since, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        await database.ListAsync(
            $"""
            WITH {Judged.Sql("e.shown_at >= coalesce((SELECT shown_at FROM exposures WHERE shown_at >= $1 AND shown_at < $2 ORDER BY shown_at DESC OFFSET $3 LIMIT 1), $1)")}
            SELECT answer_id, score, propensity, strategies, shares, played FROM judged ORDER BY answer_id DESC, place LIMIT $3
            """,
            c => c.With(since).With(until).With(Math.Max(limit, 0)),
            r => new JudgedExposure(
                r.GetGuid(0), r.GetDouble(1), r.GetDouble(2), r.Array<string>(3).Zip(r.Array<double>(4)).ToDictionary(s => s.First, s => s.Second), r.GetBoolean(5)),
            cancellationToken);

    public async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        int deleted;
        do
        {
            // Piece by piece, so that nobody waits for a long transaction.
            deleted = await database.ExecuteAsync(
                "DELETE FROM exposures WHERE ctid IN (SELECT ctid FROM exposures WHERE shown_at < $1 LIMIT $2)", c => c.With(before).With(ForgottenAtOnce), cancellationToken);
            forgotten += deleted;
        }
        while (deleted == ForgottenAtOnce);
        await database.ExecuteAsync("DELETE FROM exposure_marks WHERE marked_at < $1", c => c.With(before), cancellationToken);
        return forgotten;
    }

    public async Task<IReadOnlyList<Exploration>> ExplorationsAsync(ListenerId listener, int limit, CancellationToken cancellationToken) =>
        await database.ListAsync(
            """
            SELECT track_id, explores, shown_at FROM (
                SELECT track_id, explores, shown_at FROM exposures WHERE listener_id = $1 AND explores IS NOT NULL ORDER BY shown_at DESC, track_id DESC LIMIT $2) AS newest
            ORDER BY shown_at, track_id
            """,
            c => c.With(listener.Value).With(Math.Max(limit, 0)),
            r => new Exploration(new TrackId(r.GetGuid(0)), r.GetString(1), r.Moment(2)),
            cancellationToken);

    public async Task<IReadOnlyList<ShownTrack>> SinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        await database.ListAsync(
            """
            WITH shown AS (
                SELECT track_id, date_trunc('hour', first_at) AS hour, count(*)::int AS times
                FROM (SELECT track_id, min(shown_at) AS first_at FROM exposures WHERE shown_at >= $1
                      GROUP BY listener_id, track_id, floor(extract(epoch FROM shown_at - $1) / 86400)) AS once
                GROUP BY 1, 2),
            listened AS (
                SELECT p.track_id, date_trunc('hour', p.started_at) AS hour, count(*)::int AS times
                FROM (SELECT DISTINCT listener_id FROM exposures WHERE shown_at >= $1) AS who JOIN plays p ON p.listener_id = who.listener_id
                WHERE p.started_at >= $1 AND p.kind = ANY($2) GROUP BY 1, 2)
            SELECT track_id, hour, coalesce(shown.times, 0), coalesce(listened.times, 0) FROM shown FULL JOIN listened USING (track_id, hour)
            """,
            c => c.With(since.UtcDateTime).With(new[] { (short)PlayKind.Played, (short)PlayKind.Completed }),
            r => new ShownTrack(new TrackId(r.GetGuid(0)), r.Moment(1), r.GetInt32(2), r.GetInt32(3)),
            cancellationToken);

    // Within one batch the table cannot tell yet.
    private static List<Exposure> Once(IReadOnlyList<Exposure> exposures)
    {
        var last = new Dictionary<(ListenerId, TrackId, string), DateTimeOffset>();
        var counted = new List<Exposure>(exposures.Count);
        foreach (var exposure in exposures.OrderBy(e => e.At))
        {
            var key = (exposure.Listener, exposure.Track, exposure.Surface);
            if (!last.TryGetValue(key, out var before) || exposure.At - before >= IExposureStore.CountsOnce)
            {
                last[key] = exposure.At;
                counted.Add(exposure);
            }
        }

        return counted;
    }
}
