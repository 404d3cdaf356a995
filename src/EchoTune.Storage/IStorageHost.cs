namespace EchoTune.Storage;

/// <summary>State of the storage at one moment.</summary>
/// <param name="IsHealthy">Whether the database answered.</param>
/// <param name="Latency">How long the answer took.</param>
/// <param name="Description">Which database, without secrets; after a failure what is wrong.</param>
public sealed record StorageHealth(bool IsHealthy, TimeSpan Latency, string Description);

/// <summary>Starts, checks and stops the storage. Stores may be used after <see cref="StartAsync"/>.</summary>
public interface IStorageHost
{
    /// <summary>Starts the bundled server or reaches the external one, and runs the migrations. Calling it again does nothing.</summary>
    /// <exception cref="Catalog.Errors.EchoTuneException">
    /// storage_unavailable: it does not start or answer; storage_incompatible: the data was written by another version; conflict: another
    /// EchoTune uses the data folder.
    /// </exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Closes all connections and stops the bundled server.</summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Asks the database whether it is there; never throws for a database that is not.</summary>
    Task<StorageHealth> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Npgsql connection string of the running database; for tools of the operator and tests. Holds the password: never log it.</summary>
    string ConnectionString { get; }
}
