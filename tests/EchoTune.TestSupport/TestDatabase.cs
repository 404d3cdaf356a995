using EchoTune.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.TestSupport;

/// <summary>A database of one test class, with every store on it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private TestDatabase(ServiceProvider services, string connectionString) => (this.services, ConnectionString) = (services, connectionString);

    /// <summary>For programs that are given a connection string. The server behind it is started and stopped by others.</summary>
    public string ConnectionString { get; }

    /// <summary>Every service of the storage.</summary>
    public IServiceProvider Services => services;

    /// <summary>Opens a database of a running server and migrates it.</summary>
    public static async Task<TestDatabase> OpenAsync(string connectionString, Action<IServiceCollection>? configure = null, CancellationToken cancellationToken = default)
    {
        var collection = new ServiceCollection();
        configure?.Invoke(collection);
        collection.AddStorage(new StorageOptions { DataFolder = Path.GetTempPath(), ConnectionString = connectionString });
        var services = collection.BuildServiceProvider();
        await services.GetRequiredService<IStorageHost>().StartAsync(cancellationToken);
        return new TestDatabase(services, connectionString);
    }

    /// <summary>A store or another service.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
