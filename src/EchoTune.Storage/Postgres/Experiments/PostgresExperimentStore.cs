using EchoTune.Catalog.Experiments;
using Npgsql;

namespace EchoTune.Storage.Postgres.Experiments;

internal sealed class PostgresExperimentStore(Database database) : IExperimentStore
{
    private const double MostFactor = 4;

    public async Task<ExperimentBook> LoadAsync(CancellationToken cancellationToken)
    {
        // One statement sees one moment.
        var rows = await database.ListAsync(
            "SELECT p.version, p.ranking, p.weights, e.revision, e.document FROM ranking_policy p LEFT JOIN experiments e ON true",
            _ => { },
            r => (Version: r.GetInt64(0), Ranking: r.GetInt64(1), Weights: r.GetString(2), Item: r.IsDBNull(3) ? null : Documents.Read<Experiment>(r.GetString(4)) with { Revision = r.GetInt64(3) }),
            cancellationToken);
        return new ExperimentBook(
            [.. rows.Where(row => row.Item is not null).Select(row => row.Item!).OrderByDescending(item => item.CreatedAt).ThenBy(item => item.Key, StringComparer.Ordinal)],
            Documents.Read<Dictionary<string, double>>(rows[0].Weights), rows[0].Version, rows[0].Ranking);
    }

    public Task<long> VersionAsync(CancellationToken cancellationToken) => database.NumberAsync("SELECT version FROM ranking_policy", _ => { }, cancellationToken);

    // Not repeatable: after a lost acknowledgement a repetition would call the caller's own success a conflict.
    public Task<bool> SaveAsync(Experiment experiment, bool ranks, IReadOnlyDictionary<string, double>? factors, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, token) =>
            {
                // The row of the policy is locked first, so that changes pass one at a time.
                var weights = await LockAsync(connection, token);
                var written = await connection.ExecuteAsync(
                    experiment.Revision == 0
                        ? "INSERT INTO experiments (key, revision, document) VALUES ($1, $2 + 1, $3) ON CONFLICT DO NOTHING"
                        : "UPDATE experiments SET revision = $2 + 1, document = $3 WHERE key = $1 AND revision = $2",
                    c => c.WithText(experiment.Key).With(experiment.Revision).WithJson(Documents.Write(experiment)),
                    token);
                if (written == 0)
                {
                    return false;
                }

                foreach (var (strategy, factor) in factors ?? new Dictionary<string, double>())
                {
                    weights[strategy] = Math.Clamp(weights.GetValueOrDefault(strategy, 1) * factor, 0, MostFactor);
                }

                await GrowAsync(connection, ranks, weights, token);
                return true;
            },
            cancellationToken,
            repeatable: false);

    public Task<bool> DeleteAsync(string key, long revision, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, token) =>
            {
                var weights = await LockAsync(connection, token);
                if (await connection.ExecuteAsync("DELETE FROM experiments WHERE key = $1 AND revision = $2", c => c.WithText(key).With(revision), token) == 0)
                {
                    return false;
                }

                await GrowAsync(connection, ranks: false, weights, token);
                return true;
            },
            cancellationToken,
            repeatable: false);

    private static async Task<Dictionary<string, double>> LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.ListAsync("SELECT weights FROM ranking_policy FOR UPDATE", _ => { }, r => Documents.Read<Dictionary<string, double>>(r.GetString(0)), cancellationToken))[0];

    private static Task<int> GrowAsync(NpgsqlConnection connection, bool ranks, Dictionary<string, double> weights, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "UPDATE ranking_policy SET version = version + 1, ranking = ranking + $1, weights = $2", c => c.With(ranks ? 1L : 0).WithJson(Documents.Write(weights)), cancellationToken);
}
