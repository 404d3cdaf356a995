namespace EchoTune.Catalog.Training;

/// <summary>Snapshots of learnt models: whole or not at all, exactly one in service.</summary>
public interface IModelStore
{
    /// <summary>Stores a snapshot in one step; whoever is killed on the way leaves nothing behind. Stored as active, it takes the place of the one before, which is kept.</summary>
    /// <param name="manifest">What it is.</param>
    /// <param name="state">Active, kept or rejected.</param>
    /// <param name="reason">Why it was rejected; else null.</param>
    /// <param name="content">The snapshot, from where it stands to its end; it can seek.</param>
    /// <param name="cancellationToken">Stops before it is stored.</param>
    /// <exception cref="Errors.EchoTuneException">conflict: the version exists.</exception>
    Task PutAsync(ModelManifest manifest, ModelState state, string? reason, Stream content, CancellationToken cancellationToken);

    /// <summary>All snapshots, newest first.</summary>
    Task<IReadOnlyList<StoredModel>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The content of a snapshot, read piece by piece as the stream is; null if there is none. Only asynchronous reading works.</summary>
    Task<Stream?> OpenAsync(string version, CancellationToken cancellationToken);

    /// <summary>Puts a kept snapshot into service in place of the one before, which is kept. Nothing happens to the one in service.</summary>
    /// <exception cref="Errors.EchoTuneException">not_found; conflict: it was rejected or is damaged.</exception>
    Task ActivateAsync(string version, CancellationToken cancellationToken);

    /// <summary>Marks a snapshot as kept, rejected or damaged; one in service is then no longer. An unknown version is passed over.</summary>
    Task MarkAsync(string version, ModelState state, string? reason, CancellationToken cancellationToken);

    /// <summary>Removes all but the newest good snapshots (active or kept), and all but as many of the newest others. The active one always stays.</summary>
    /// <returns>How many were removed.</returns>
    Task<int> PruneAsync(int keep, CancellationToken cancellationToken);

    /// <summary>Takes the right to train, which one program at a time has; null where another has it. Disposing gives it back, and so does a lost connection.</summary>
    Task<IAsyncDisposable?> TryLeadAsync(CancellationToken cancellationToken);
}

/// <summary>How long the logs of listening are, without reading them.</summary>
public interface ILogMeasure
{
    /// <summary>Listeners with events, about how many events there are (never fewer than there are), and when the latest happened.</summary>
    Task<(int Listeners, long Events, DateTimeOffset? LastEventAt)> MeasureAsync(CancellationToken cancellationToken);
}
