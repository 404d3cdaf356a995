using System.Globalization;
using EchoTune.Catalog.Errors;
using Npgsql;

namespace EchoTune.Storage.Postgres;

/// <summary>Brings the schema up to date: forward only, one program at a time, all or nothing.</summary>
internal static class Migrator
{
    // Any constant serves; all EchoTune programs take the same lock.
    private const long LockKey = 0x4563686F54756E65;
    private const string Prefix = "migration/";

    /// <summary>Runs the migrations that the database lacks.</summary>
    /// <exception cref="EchoTuneException">storage_incompatible: the database is newer than the program, or not in UTF-8.</exception>
    public static async Task RunAsync(Database database, CancellationToken cancellationToken)
    {
        var known = Known();
        await database.TransactAsync(
            async (connection, token) =>
            {
                await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1)", c => c.With(LockKey), token);
                await CheckEncodingAsync(connection, token);
                await connection.ExecuteAsync(
                    "CREATE TABLE IF NOT EXISTS schema_versions (version int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
                    _ => { },
                    token);
                var applied = await connection.ListAsync("SELECT version FROM schema_versions ORDER BY version", _ => { }, r => r.GetInt32(0), token);
                var newest = known[^1].Version;
                if (applied.Count > 0 && applied[^1] > newest)
                {
                    throw new EchoTuneException(
                        ErrorCodes.StorageIncompatible,
                        $"The database has schema version {applied[^1]}, this EchoTune knows versions up to {newest}. Start the newer EchoTune that wrote it, or restore a backup from before the upgrade.");
                }

                foreach (var (version, name) in known.Where(m => !applied.Contains(m.Version)))
                {
                    await connection.ExecuteAsync(Sql(name), _ => { }, token);
                    await connection.ExecuteAsync("INSERT INTO schema_versions (version, name) VALUES ($1, $2)", c => c.With(version).With(name), token);
                }

                return 0;
            },
            cancellationToken);
    }

    private static async Task CheckEncodingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var encoding = await connection.ListAsync("SHOW server_encoding", _ => { }, r => r.GetString(0), cancellationToken);
        if (encoding[0] != "UTF8")
        {
            throw new EchoTuneException(
                ErrorCodes.StorageIncompatible, $"The database is in {encoding[0]}; EchoTune needs one created with ENCODING 'UTF8'.");
        }
    }

    private static List<(int Version, string Name)> Known() =>
        typeof(Migrator).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..])
            .Order(StringComparer.Ordinal)
            .Select(n => (int.Parse(n.AsSpan(0, 4), CultureInfo.InvariantCulture), n))
            .ToList();

    private static string Sql(string name)
    {
        using var stream = typeof(Migrator).Assembly.GetManifestResourceStream(Prefix + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
