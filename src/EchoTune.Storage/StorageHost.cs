using EchoTune.Catalog.Errors;
using EchoTune.Storage.Embedded;
using EchoTune.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EchoTune.Storage;

internal sealed class StorageHost(StorageOptions options, Database database, TimeProvider time, ILogger<StorageHost> logger) : IStorageHost, IAsyncDisposable
{
    private const string DatabaseName = "echotune";
    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(3);
    private readonly SemaphoreSlim gate = new(1, 1);
    private EmbeddedServer? server;
    private bool started;

    public string ConnectionString { get; private set; } = "";

    private bool IsExternal => !string.IsNullOrWhiteSpace(options.ConnectionString);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (started)
            {
                return;
            }

            ConnectionString = IsExternal ? Checked(options.ConnectionString!) : await StartEmbeddedAsync(cancellationToken);
            database.Open(ConnectionString);
            await Migrator.RunAsync(database, cancellationToken);
            started = true;
        }
        catch
        {
            await CloseAsync(CancellationToken.None);
            throw;
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            started = false;
            await CloseAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<StorageHealth> CheckAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var kind = IsExternal ? "external PostgreSQL" : "bundled PostgreSQL";
        try
        {
            using var patience = new CancellationTokenSource(CheckPatience, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await using var connection = await database.Source.OpenConnectionAsync(both.Token);
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync(both.Token);
            return new StorageHealth(true, time.GetElapsedTime(start), $"{kind} {connection.PostgreSqlVersion}");
        }
        catch (Exception exception) when (exception is NpgsqlException or EchoTuneException or TimeoutException or IOException or ObjectDisposedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var message = exception as EchoTuneException ?? PostgresErrors.Translate(exception);
            return new StorageHealth(false, time.GetElapsedTime(start), $"{kind}: {message.Message}");
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private static string Checked(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).ConnectionString;
        }
        catch (ArgumentException exception)
        {
            throw new EchoTuneException(
                ErrorCodes.StorageUnavailable,
                "ConnectionStrings__EchoTune is not a connection string. It looks like: Host=db.example;Username=echotune;Password=…;Database=echotune",
                exception);
        }
    }

    private async Task<string> StartEmbeddedAsync(CancellationToken cancellationToken)
    {
        server = new EmbeddedServer(Path.GetFullPath(options.DataFolder), options.PostgresBinaries, time, logger);
        await server.StartAsync(cancellationToken);
        database.Revive = server.ReviveAsync;
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        var found = await connection.ListAsync("SELECT 1 FROM pg_database WHERE datname = $1", c => c.With(DatabaseName), r => r.GetInt32(0), cancellationToken);
        if (found.Count == 0)
        {
            await connection.ExecuteAsync($"CREATE DATABASE {DatabaseName}", _ => { }, cancellationToken);
        }

        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = DatabaseName }.ConnectionString;
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        await database.DisposeAsync();
        if (server is not null)
        {
            await server.StopAsync(cancellationToken);
            server = null;
        }
    }
}
