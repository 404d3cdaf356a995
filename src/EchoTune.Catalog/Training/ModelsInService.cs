using EchoTune.Catalog.Errors;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Learned;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Training;

/// <summary>
/// The models in service, kept the same as what the store says is active. A snapshot that cannot be read is marked as damaged, and the newest
/// good one takes its place; what served before serves until then.
/// </summary>
internal sealed partial class ModelsInService(IModelStore store, ILogger<ModelsInService> logger) : ILearnedModels
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile Served? served;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public LearnedModels? Current => served?.Models;

    /// <summary>The latest event that the models in service learnt from; null without models.</summary>
    public DateTimeOffset? KnowsUntil => served?.Manifest.TrainedOn.LastEventAt;

    /// <summary>Serves what the store says is active.</summary>
    public async Task SynchroniseAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var all = await store.ListAsync(cancellationToken);
            var candidates = all.Where(model => model.State == ModelState.Active).Concat(all.Where(model => model.State == ModelState.Kept));
            foreach (var candidate in candidates)
            {
                if (candidate.Manifest.Version == Current?.Version && candidate.State == ModelState.Active)
                {
                    return;
                }

                if (await TryReadAsync(candidate, cancellationToken) is not { } models)
                {
                    continue;
                }

                if (candidate.State != ModelState.Active)
                {
                    await store.ActivateAsync(candidate.Manifest.Version, cancellationToken);
                }

                Serve(candidate.Manifest, models);
                return;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Puts a kept snapshot into service.</summary>
    public async Task ActivateAsync(string version, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var found = (await store.ListAsync(cancellationToken)).FirstOrDefault(model => model.Manifest.Version == version);
            if (found is { State: ModelState.Kept } or { State: ModelState.Active })
            {
                // Read first: what cannot be read must not displace what serves.
                var models = await TryReadAsync(found, cancellationToken)
                    ?? throw new EchoTuneException(ErrorCodes.Conflict, "This model is damaged and cannot be read. Choose another, or train again.");
                await store.ActivateAsync(version, cancellationToken);
                Serve(found.Manifest, models);
                return;
            }

            // The store says why not.
            await store.ActivateAsync(version, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Stores a new snapshot as active and serves it.</summary>
    public async Task StoreAsync(ModelManifest manifest, LearnedModels models, Stream content, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await store.PutAsync(manifest, ModelState.Active, null, content, cancellationToken);
            Serve(manifest, models);
        }
        finally
        {
            gate.Release();
        }
    }

    private void Serve(ModelManifest manifest, LearnedModels models)
    {
        served = new Served(manifest, models);
        LogServing(manifest.Version);
        Changed?.Invoke();
    }

    private async Task<LearnedModels?> TryReadAsync(StoredModel model, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await store.OpenAsync(model.Manifest.Version, cancellationToken);
            if (stream is null)
            {
                return null;
            }

            // Grows with what arrives: the length that is written down is not trusted.
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken);
            content.Position = 0;
            var models = await Task.Run(() => LearnedSnapshot.Read(content, new FitOptions { CancellationToken = cancellationToken }), cancellationToken);
            return models.Version == model.Manifest.Version
                ? models
                : throw new InvalidDataException($"The snapshot is that of {models.Version} and not of {model.Manifest.Version}.");
        }
        catch (InvalidDataException damage)
        {
            LogDamaged(model.Manifest.Version, damage.Message);
            await store.MarkAsync(model.Manifest.Version, ModelState.Damaged, damage.Message, cancellationToken);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The learnt models {Version} are in service")]
    private partial void LogServing(string version);

    [LoggerMessage(Level = LogLevel.Error, Message = "The learnt models {Version} cannot be read and are passed over: {Damage}")]
    private partial void LogDamaged(string version, string damage);

    private sealed record Served(ModelManifest Manifest, LearnedModels Models);
}
