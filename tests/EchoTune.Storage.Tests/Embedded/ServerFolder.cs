using EchoTune.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Storage.Tests.Embedded;

/// <summary>A data folder of its own, and storages opened on it one after the other.</summary>
internal sealed class ServerFolder : IAsyncDisposable
{
    private readonly List<ServiceProvider> opened = [];

    private readonly string root = System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("ECHOTUNE_TEST_ROOT") ?? System.IO.Path.GetTempPath(), "echotune-tests-" + Guid.CreateVersion7().ToString("N")[16..]);

    public ServerFolder(string name = "") => Path = System.IO.Path.Combine(root, name);

    public string Path { get; }

    public string Data => System.IO.Path.Combine(Path, "postgres", "data");

    public ServiceProvider Open(string? binaries = null)
    {
        var services = new ServiceCollection().AddStorage(new StorageOptions { DataFolder = Path, PostgresBinaries = binaries }).BuildServiceProvider();
        opened.Add(services);
        return services;
    }

    public async Task<ServiceProvider> StartAsync(CancellationToken cancellationToken)
    {
        var services = Open();
        await services.GetRequiredService<IStorageHost>().StartAsync(cancellationToken);
        return services;
    }

    /// <summary>The process of the running server; null when none runs.</summary>
    public int? Postmaster()
    {
        var file = System.IO.Path.Combine(Data, "postmaster.pid");
        return File.Exists(file) ? int.Parse(File.ReadLines(file).First(), System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var services in Enumerable.Reverse(opened))
        {
            await services.DisposeAsync();
        }

        Directory.Delete(root, recursive: true);
    }
}
