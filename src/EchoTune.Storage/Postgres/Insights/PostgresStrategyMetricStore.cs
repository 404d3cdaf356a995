using EchoTune.Catalog.Insights;
using Npgsql;

namespace EchoTune.Storage.Postgres.Insights;

internal sealed class PostgresStrategyMetricStore(Database database) : IStrategyMetricStore
{
    // Any constant serves: of several nodes one at a time replaces rows.
    private const long LockKey = 0x5374726174656779;

    // Day by day: no statement grows with the number of days, and what is done is done.
    public async Task RecomputeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var days = await database.ListAsync(
            """
            SELECT d.day FROM (SELECT $1 + n AS day FROM generate_series(0, $2 - $1) AS n) AS d
            WHERE EXISTS (SELECT 1 FROM strategy_days r WHERE r.day = d.day)
                OR EXISTS (SELECT 1 FROM exposures e WHERE e.shown_at >= d.day::timestamp AT TIME ZONE 'UTC' AND e.shown_at < (d.day + 1)::timestamp AT TIME ZONE 'UTC')
            ORDER BY d.day
            """,
            c => c.With(from).With(to),
            r => r.GetFieldValue<DateOnly>(0),
            cancellationToken);
        foreach (var day in days)
        {
            await RecomputeAsync(day, cancellationToken);
        }
    }

    public async Task<DateOnly?> LastDayAsync(CancellationToken cancellationToken) =>
        (await database.ListAsync(
            "SELECT coalesce((SELECT max(day) FROM strategy_days), (SELECT (min(shown_at) AT TIME ZONE 'UTC')::date FROM exposures))",
            _ => { },
            r => r.IsDBNull(0) ? (DateOnly?)null : r.GetFieldValue<DateOnly>(0),
            cancellationToken))[0];

    public async Task<IReadOnlyList<StrategyDay>> DaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        await database.ListAsync(
            "SELECT day, strategy, exposures, plays, skips, likes, fresh, seen, opened FROM strategy_days WHERE day BETWEEN $1 AND $2 ORDER BY day, strategy",
            c => c.With(from).With(to),
            r => new StrategyDay(
                r.GetFieldValue<DateOnly>(0), r.GetString(1), r.GetDouble(2), r.GetDouble(3), r.GetDouble(4), r.GetDouble(5), r.GetDouble(6), r.GetDouble(7), r.GetDouble(8)),
            cancellationToken);

    public Task<(IReadOnlyList<StrategySpread> Spreads, int LibraryTracks)> SpreadAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        database.RunAsync<(IReadOnlyList<StrategySpread>, int)>(
            async (connection, token) =>
            {
                var library = (await connection.ListAsync("SELECT count(*)::int FROM tracks WHERE is_available", _ => { }, r => r.GetInt32(0), token))[0];
                var spreads = await connection.ListAsync(
                    """
                    SELECT strategy, count(*)::int, sum(shown), sum(place * shown)
                    FROM (SELECT strategy, sum(shown) AS shown, row_number() OVER (PARTITION BY strategy ORDER BY sum(shown), track_id) AS place
                          FROM strategy_tracks WHERE day BETWEEN $1 AND $2 GROUP BY strategy, track_id) AS ranked
                    GROUP BY strategy ORDER BY strategy
                    """,
                    c => c.With(from).With(to),
                    r => new StrategySpread(r.GetString(0), r.GetInt32(1), Gini(Math.Max(library, r.GetInt32(1)), r.GetInt32(1), r.GetDouble(2), r.GetDouble(3))),
                    token);
                return (spreads, library);
            },
            cancellationToken);

    public Task ForgetAsync(DateOnly before, CancellationToken cancellationToken) =>
        database.ExecuteAsync("DELETE FROM strategy_tracks WHERE day < $1", c => c.With(before), cancellationToken);

    public Task<int> AddAlertsAsync(IReadOnlyList<DriftAlert> alerts, int apart, CancellationToken cancellationToken) =>
        alerts.Count == 0 ? Task.FromResult(0) : database.TransactAsync(
            async (connection, token) =>
            {
                await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1)", c => c.With(LockKey), token);
                var added = 0;
                foreach (var alert in alerts.OrderBy(a => a.Day))
                {
                    added += await AddAsync(connection, alert, apart, token);
                }

                return added;
            },
            cancellationToken);

    public async Task<IReadOnlyList<DriftAlert>> AlertsAsync(DateOnly since, int limit, CancellationToken cancellationToken) =>
        await database.ListAsync(
            "SELECT alert_id, strategy, metric, day, usual, value, noticed_at FROM drift_alerts WHERE day >= $1 ORDER BY day DESC, strategy, metric LIMIT $2",
            c => c.With(since).With(Math.Max(limit, 0)),
            r => new DriftAlert(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetFieldValue<DateOnly>(3), r.GetDouble(4), r.GetDouble(5), r.Moment(6)),
            cancellationToken);

    private Task<int> RecomputeAsync(DateOnly day, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, token) =>
            {
                await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1)", c => c.With(LockKey), token);
                await connection.ExecuteAsync("DELETE FROM strategy_days WHERE day = $1", c => c.With(day), token);
                await connection.ExecuteAsync("DELETE FROM strategy_tracks WHERE day = $1", c => c.With(day), token);
                return await connection.ExecuteAsync(
                    $"""
                    WITH {Judged.Sql()},
                    parts AS (
                        SELECT j.day, '{StrategyDay.Hybrid}' AS strategy, 1::double precision AS share, j.track_id, j.played, j.skipped, j.liked, j.fresh, j.seen, j.opened
                        FROM judged j
                        UNION ALL
                        SELECT j.day, s.strategy, s.share, j.track_id, j.played, j.skipped, j.liked, j.fresh, j.seen, j.opened
                        FROM judged j CROSS JOIN LATERAL unnest(j.strategies, j.shares) AS s (strategy, share)
                        WHERE s.share > 0 AND s.strategy <> '{StrategyDay.Hybrid}'),
                    tracks_shown AS (
                        INSERT INTO strategy_tracks (day, strategy, track_id, shown)
                        SELECT day, strategy, track_id, sum(share) FROM parts WHERE share >= 0.1 GROUP BY day, strategy, track_id)
                    INSERT INTO strategy_days (day, strategy, exposures, plays, skips, likes, fresh, seen, opened)
                    SELECT day, strategy, sum(share), {Part("played")}, {Part("skipped")}, {Part("liked")}, {Part("fresh")}, {Part("seen")}, {Part("opened")}
                    FROM parts GROUP BY day, strategy
                    """,
                    c => c.With(Start(day)).With(Start(day.AddDays(1))),
                    token);
            },
            cancellationToken);

    private static Task<int> AddAsync(NpgsqlConnection connection, DriftAlert alert, int apart, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            """
            INSERT INTO drift_alerts (strategy, metric, day, alert_id, usual, value, noticed_at)
            SELECT $1, $2, $3, $4, $5, $6, $7
            WHERE NOT EXISTS (SELECT 1 FROM drift_alerts a WHERE a.strategy = $1 AND a.metric = $2 AND a.day > $3 - $8 AND a.day < $3 + $8)
            ON CONFLICT DO NOTHING
            """,
            c => c.WithText(alert.Strategy).WithText(alert.Metric).With(alert.Day).With(alert.Id).With(alert.Usual).With(alert.Value).With(alert.NoticedAt).With(Math.Max(apart, 0)),
            cancellationToken);

    private static string Part(string what) => $"coalesce(sum(share) FILTER (WHERE {what}), 0)";

    private static DateTime Start(DateOnly day) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    // Places among those shown begin after all the tracks that were not.
    private static double Gini(int tracks, int shown, double sum, double placed) =>
        sum <= 0 ? 0 : Math.Clamp((2 * (placed + ((tracks - shown) * sum)) / (tracks * sum)) - ((tracks + 1.0) / tracks), 0, 1);
}
