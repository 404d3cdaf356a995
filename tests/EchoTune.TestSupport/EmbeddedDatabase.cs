using EchoTune.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EchoTune.TestSupport;

/// <summary>
/// One bundled PostgreSQL server for a test assembly, started when the first test asks for a database, stopped and removed at the end.
/// Put <c>[assembly: AssemblyFixture(typeof(EmbeddedDatabase))]</c> into the test project and take it as a constructor parameter.
/// </summary>
public sealed class EmbeddedDatabase : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly string folder = Path.Combine(
        Environment.GetEnvironmentVariable("ECHOTUNE_TEST_ROOT") ?? Path.GetTempPath(), "echotune-tests-" + Guid.CreateVersion7().ToString("N")[16..]);

    private ServiceProvider? server;

    /// <summary>A fresh database with the schema of this version and services for it.</summary>
    /// <param name="configure">Further services, e.g. a fake <see cref="TimeProvider"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<TestDatabase> CreateAsync(Action<IServiceCollection>? configure = null, CancellationToken cancellationToken = default)
    {
        var connectionString = await CreateEmptyAsync(cancellationToken);
        return await TestDatabase.OpenAsync(connectionString, configure, cancellationToken);
    }

    /// <summary>An empty database: the connection string, for programs that are given one.</summary>
    public async Task<string> CreateEmptyAsync(CancellationToken cancellationToken = default)
    {
        var host = await StartAsync(cancellationToken);
        var name = "test_" + Guid.CreateVersion7().ToString("N");
        await using var connection = new NpgsqlConnection(host.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new NpgsqlConnectionStringBuilder(host.ConnectionString) { Database = name }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        gate.Dispose();
    }

    private async Task<IStorageHost> StartAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (server is null)
            {
                var starting = new ServiceCollection().AddStorage(new StorageOptions { DataFolder = folder }).BuildServiceProvider();
                try
                {
                    await starting.GetRequiredService<IStorageHost>().StartAsync(cancellationToken);
                }
                catch
                {
                    await starting.DisposeAsync();
                    throw;
                }

                server = starting;
            }

            return server.GetRequiredService<IStorageHost>();
        }
        finally
        {
            gate.Release();
        }
    }
}
