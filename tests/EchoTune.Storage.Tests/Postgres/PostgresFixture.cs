using EchoTune.TestSupport;
using Xunit;

[assembly: AssemblyFixture(typeof(EmbeddedDatabase))]

namespace EchoTune.Storage.Tests.Postgres;

/// <summary>A fresh database for a test class.</summary>
public sealed class PostgresFixture(EmbeddedDatabase server) : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await server.CreateAsync();

    public ValueTask DisposeAsync() => Database?.DisposeAsync() ?? ValueTask.CompletedTask;
}
