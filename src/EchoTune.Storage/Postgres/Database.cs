using System.Data.Common;
using System.Runtime.CompilerServices;
using EchoTune.Catalog.Errors;
using Npgsql;

namespace EchoTune.Storage.Postgres;

/// <summary>The one way to the database: opens pooled connections, repeats what a short outage broke, translates failures.</summary>
internal sealed class Database(TimeProvider time) : IAsyncDisposable
{
    // Together about three seconds: long enough for a restart of the server, short enough for someone who waits.
    private static readonly TimeSpan[] Delays =
        [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(800), TimeSpan.FromMilliseconds(1600)];

    // What applies unless the connection string says otherwise.
    private static readonly (string Key, string Value)[] Defaults =
    [
        ("Max Auto Prepare", "200"), ("Auto Prepare Min Usages", "3"), ("Maximum Pool Size", "40"), ("Timeout", "5"), ("Command Timeout", "60"),
        ("Application Name", "EchoTune"), ("Options", "-c pg_trgm.strict_word_similarity_threshold=0.4"),
    ];

    private NpgsqlDataSource? source;

    /// <summary>Called before an attempt is repeated after the connection was lost; the bundled server is started again here.</summary>
    public Func<CancellationToken, Task>? Revive { get; set; }

    public TimeProvider Time => time;

    public NpgsqlDataSource Source => source ?? throw new EchoTuneException(
        ErrorCodes.StorageUnavailable, "The database is not started yet. Try again in a moment.");

    public void Open(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>().Select(Plain).ToHashSet();
        foreach (var (key, value) in Defaults.Where(d => !given.Contains(Plain(d.Key))))
        {
            builder[key] = value;
        }

        source = new NpgsqlDataSourceBuilder(builder.ConnectionString).Build();
    }

    /// <summary>Runs work on a connection. The work is repeated after a lost connection, so it must be safe to repeat unless <paramref name="repeatable"/> is false.</summary>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken, bool repeatable = true)
    {
        for (var attempt = 0; ; attempt++)
        {
            var opened = false;
            try
            {
                await using var connection = await Source.OpenConnectionAsync(cancellationToken);
                opened = true;
                return await work(connection, cancellationToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException or IOException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (attempt >= Delays.Length || !PostgresErrors.IsTransient(exception) || (opened && !repeatable))
                {
                    throw PostgresErrors.Translate(exception);
                }

                await ReviveAsync(attempt, cancellationToken);
            }
        }
    }

    /// <summary>Runs work in a transaction.</summary>
    public Task<T> TransactAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken, bool repeatable = true) =>
        RunAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                var result = await work(connection, token);
                await transaction.CommitAsync(token);
                return result;
            },
            cancellationToken,
            repeatable);

    /// <summary>Runs one statement and counts the rows it touched.</summary>
    public Task<int> ExecuteAsync(string sql, Action<NpgsqlCommand> bind, CancellationToken cancellationToken, bool repeatable = true) =>
        RunAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(sql, connection);
                bind(command);
                return await command.ExecuteNonQueryAsync(token);
            },
            cancellationToken,
            repeatable);

    /// <summary>Runs one query and reads all its rows.</summary>
    public Task<List<T>> ListAsync<T>(string sql, Action<NpgsqlCommand> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        RunAsync((connection, token) => connection.ListAsync(sql, bind, read, token), cancellationToken);

    /// <summary>Runs one query and reads its first row; null without a row.</summary>
    public async Task<T?> FirstAsync<T>(string sql, Action<NpgsqlCommand> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        where T : class => (await ListAsync(sql, bind, read, cancellationToken)).FirstOrDefault();

    /// <summary>Runs one query that answers one number.</summary>
    public Task<long> NumberAsync(string sql, Action<NpgsqlCommand> bind, CancellationToken cancellationToken) =>
        RunAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(sql, connection);
                bind(command);
                return Convert.ToInt64(await command.ExecuteScalarAsync(token), System.Globalization.CultureInfo.InvariantCulture);
            },
            cancellationToken);

    /// <summary>Runs one query and hands its rows on as they come; a failure after the first row is not repeated.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        string sql, Action<NpgsqlCommand> bind, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await RunAsync((_, token) => Source.OpenConnectionAsync(token).AsTask(), cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        bind(command);
        await using var reader = await Guard(command.ExecuteReaderAsync(cancellationToken));
        while (await Guard(reader.ReadAsync(cancellationToken)))
        {
            yield return read(reader);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref source, null) is { } open)
        {
            await open.DisposeAsync();
        }
    }

    private static async Task<T> Guard<T>(Task<T> step)
    {
        try
        {
            return await step;
        }
        catch (NpgsqlException exception)
        {
            throw PostgresErrors.Translate(exception);
        }
    }

    private static string Plain(string key) => key.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    private async Task ReviveAsync(int attempt, CancellationToken cancellationToken)
    {
        await Task.Delay(Delays[attempt], time, cancellationToken);
        if (Revive is { } revive)
        {
            await revive(cancellationToken);
        }
    }
}
