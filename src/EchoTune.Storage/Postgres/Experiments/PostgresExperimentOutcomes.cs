using EchoTune.Catalog.Experiments;
using EchoTune.Storage.Postgres.Insights;

namespace EchoTune.Storage.Postgres.Experiments;

internal sealed class PostgresExperimentOutcomes(Database database) : IExperimentOutcomes
{
    public async Task<IReadOnlyList<ArmSums>> MeasureAsync(string key, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) =>
        await database.ListAsync(
            $"""
            WITH {Judged.Sql("e.experiment = $3 AND e.arm IS NOT NULL")},
            days AS (
                SELECT arm, listener_id, avg(played::int)::double precision AS played, avg(liked::int)::double precision AS liked, 1 - avg(skipped::int)::double precision AS kept
                FROM judged GROUP BY arm, listener_id, day),
            values_of AS (
                SELECT d.arm, d.listener_id, m.metric, m.value
                FROM days d CROSS JOIN LATERAL (VALUES ($4, d.played), ($5, d.liked), ($6, d.kept)) AS m (metric, value)),
            listeners AS (
                SELECT arm, metric, count(*)::double precision AS n, sum(value) AS s, sum(value * value) AS q FROM values_of GROUP BY arm, metric, listener_id)
            SELECT arm, metric, count(*), sum(n)::bigint, sum(s), sum(q), sum(s * s), sum(s * n), sum(n * n) FROM listeners GROUP BY arm, metric ORDER BY arm, metric
            """,
            c => c.With(since).With(until).WithText(key).With(ExperimentMetrics.PlayRate).With(ExperimentMetrics.LikeRate).With(ExperimentMetrics.KeepRate),
            r => new ArmSums(
                r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetDouble(4), r.GetDouble(5), r.GetDouble(6), r.GetDouble(7), r.GetDouble(8)),
            cancellationToken);
}
