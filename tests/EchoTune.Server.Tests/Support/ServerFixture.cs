using EchoTune.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Server.Tests.Support;

/// <summary>One server, with a database of its own, for the tests of a class. What a test changes in it must be the test's own.</summary>
public class ServerFixture(EmbeddedDatabase database) : IAsyncLifetime
{
    private TestServer? _server;

    internal TestServer Server => _server!;

    protected EmbeddedDatabase Database => database;

    public virtual async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(database, Change, Configure, PrepareMusicAsync);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected virtual ServerOptions Change(ServerOptions options) => options;

    private protected virtual void Configure(IServiceCollection services)
    {
    }

    private protected virtual Task PrepareMusicAsync(IServiceProvider services, string music) => Task.CompletedTask;
}
