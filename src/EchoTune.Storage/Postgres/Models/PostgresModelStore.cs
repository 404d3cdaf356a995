using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Training;
using Npgsql;

namespace EchoTune.Storage.Postgres.Models;

internal sealed class PostgresModelStore(Database database) : IModelStore, ILogMeasure
{
    private const int PieceBytes = 1024 * 1024;

    // Any constants serve: the first for whoever changes which model is in service, the second for whoever trains.
    private const long ChangeKey = 0x4563686F4D6F6431;
    private const long LeadKey = 0x4563686F4D6F6432;

    public async Task PutAsync(ModelManifest manifest, ModelState state, string? reason, Stream content, CancellationToken cancellationToken)
    {
        var (start, attempts) = (content.Position, 0);
        await database.TransactAsync(
            async (connection, token) =>
            {
                content.Position = start;
                var size = content.Length - start;
                await LockAsync(connection, token);
                if (state == ModelState.Active)
                {
                    await connection.ExecuteAsync("UPDATE models SET state = 1 WHERE state = 0 AND version <> $1", c => c.With(manifest.Version), token);
                }

                var added = await connection.ExecuteAsync(
                    "INSERT INTO models (version, created_at, state, reason, size_bytes, manifest) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                    c => c.With(manifest.Version).With(manifest.CreatedAt).With((short)state).WithText(reason).With(size).WithJson(Documents.Write(manifest)),
                    token);
                if (added == 0)
                {
                    // An attempt whose acknowledgement was lost has stored it.
                    return attempts > 0 ? 0 : throw new EchoTuneException(ErrorCodes.Conflict, $"There is a model {manifest.Version} already.");
                }

                attempts++;
                await WriteAsync(connection, manifest.Version, content, token);
                return 0;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<StoredModel>> ListAsync(CancellationToken cancellationToken) =>
        await database.ListAsync(
            "SELECT manifest, state, reason, size_bytes FROM models ORDER BY created_at DESC, version DESC",
            _ => { },
            row => new StoredModel(Documents.Read<ModelManifest>(row.GetString(0)), (ModelState)row.GetInt16(1), row.Text(2), row.GetInt64(3)),
            cancellationToken);

    public async Task<Stream?> OpenAsync(string version, CancellationToken cancellationToken)
    {
        var found = await database.ListAsync("SELECT size_bytes FROM models WHERE version = $1", c => c.WithText(version), r => r.GetInt64(0), cancellationToken);
        return found.Count == 0 ? null : new PieceStream(place => ReadAsync(version, place), found[0]);

        Func<CancellationToken, Task<byte[]?>> ReadAsync(string of, int place) => token =>
            database.FirstAsync("SELECT content FROM model_pieces WHERE version = $1 AND place = $2", c => c.With(of).With(place), r => r.GetFieldValue<byte[]>(0), token);
    }

    public Task ActivateAsync(string version, CancellationToken cancellationToken) => database.TransactAsync(
        async (connection, token) =>
        {
            await LockAsync(connection, token);
            var states = await connection.ListAsync("SELECT state FROM models WHERE version = $1", c => c.WithText(version), r => (ModelState)r.GetInt16(0), token);
            switch (states)
            {
                case []:
                    throw new EchoTuneException(ErrorCodes.NotFound, "There is no such model.");
                case [ModelState.Active]:
                    return 0;
                case [ModelState.Rejected]:
                    throw new EchoTuneException(ErrorCodes.Conflict, "This model was rejected because its metrics fell. Choose one that was kept.");
                case [ModelState.Damaged]:
                    throw new EchoTuneException(ErrorCodes.Conflict, "This model is damaged and cannot be read. Choose another, or train again.");
            }

            await connection.ExecuteAsync("UPDATE models SET state = 1 WHERE state = 0", _ => { }, token);
            return await connection.ExecuteAsync("UPDATE models SET state = 0, reason = NULL WHERE version = $1", c => c.WithText(version), token);
        },
        cancellationToken);

    public Task MarkAsync(string version, ModelState state, string? reason, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)state, (int)ModelState.Active, nameof(state));
        return database.ExecuteAsync(
            "UPDATE models SET state = $2, reason = $3 WHERE version = $1", c => c.WithText(version).With((short)state).WithText(reason), cancellationToken);
    }

    public Task<int> PruneAsync(int keep, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        DELETE FROM models WHERE state <> 0 AND version IN (
            SELECT version FROM (
                SELECT version, row_number() OVER (PARTITION BY state > 1 ORDER BY created_at DESC, version DESC) AS place FROM models) AS placed
            WHERE place > $1)
        """,
        c => c.With((long)keep),
        cancellationToken);

    public Task<IAsyncDisposable?> TryLeadAsync(CancellationToken cancellationToken) => database.RunAsync<IAsyncDisposable?>(
        async (_, token) =>
        {
            // The lock lives as long as its connection, so it has one of its own.
            var connection = await database.Source.OpenConnectionAsync(token);
            var taken = false;
            try
            {
                taken = (await connection.ListAsync("SELECT pg_try_advisory_lock($1)", c => c.With(LeadKey), r => r.GetBoolean(0), token))[0];
                return taken ? new Lead(connection) : null;
            }
            finally
            {
                if (!taken)
                {
                    await connection.DisposeAsync();
                }
            }
        },
        cancellationToken);

    public async Task<(int Listeners, long Events, DateTimeOffset? LastEventAt)> MeasureAsync(CancellationToken cancellationToken)
    {
        // Sequences have gaps where an event was known already; the index by time gives the last one of each listener at once.
        var rows = await database.ListAsync(
            """
            SELECT count(l.at)::int, coalesce(sum(h.last_sequence) FILTER (WHERE l.at IS NOT NULL), 0)::bigint, max(l.at)
            FROM play_heads h LEFT JOIN LATERAL (SELECT max(p.started_at) AS at FROM plays p WHERE p.listener_id = h.listener_id) l ON true
            """,
            _ => { },
            r => (r.GetInt32(0), r.GetInt64(1), r.IsDBNull(2) ? (DateTimeOffset?)null : r.Moment(2)),
            cancellationToken);
        return rows[0];
    }

    private static Task<int> LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1)", c => c.With(ChangeKey), cancellationToken);

    private static async Task WriteAsync(NpgsqlConnection connection, string version, Stream content, CancellationToken cancellationToken)
    {
        var piece = new byte[PieceBytes];
        for (var place = 0; await content.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken) is > 0 and var length; place++)
        {
            var (at, bytes) = (place, length == piece.Length ? piece : piece[..length]);
            await connection.ExecuteAsync(
                "INSERT INTO model_pieces (version, place, content) VALUES ($1, $2, $3)", c => c.With(version).With(at).With(bytes), cancellationToken);
        }
    }

    private sealed class Lead(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await connection.ExecuteAsync("SELECT pg_advisory_unlock($1)", c => c.With(LeadKey), CancellationToken.None);
            }
            catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or IOException)
            {
                // The connection is gone, and the lock with it.
            }

            await connection.DisposeAsync();
        }
    }
}
