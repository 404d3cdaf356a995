using System.Runtime.CompilerServices;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Tracks;
using EchoTune.Catalog.Training;
using EchoTune.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EchoTune.Catalog.Tests.Training;

/// <summary>One server's training on a database; several may run at once.</summary>
internal sealed class TrainingNode : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private TrainingNode(ServiceProvider services) => this.services = services;

    public ITraining Training => services.GetRequiredService<ITraining>();

    public ILearnedModels Models => services.GetRequiredService<ILearnedModels>();

    /// <summary>Starts one that trains only on demand unless it is told otherwise.</summary>
    public static async Task<TrainingNode> StartAsync(TestDatabase database, Action<TrainingOptions>? change = null, IModelStore? models = null, IPlayStore? plays = null)
    {
        var options = new TrainingOptions { FirstEvents = long.MaxValue, MaximumTrials = 1, BudgetSeconds = 1_000, Poll = TimeSpan.FromHours(1), RetryAfter = TimeSpan.FromHours(1), Niceness = 1 };
        change?.Invoke(options);
        var collection = new ServiceCollection().AddLogging();
        collection.AddSingleton(models ?? database.Get<IModelStore>());
        collection.AddSingleton(plays ?? database.Get<IPlayStore>());
        collection.AddSingleton(database.Get<ILogMeasure>());
        collection.AddSingleton(database.Get<ITrackStore>());
        collection.AddSingleton(database.Get<IFeatureStore>());
        collection.AddTraining(_ => options);
        var node = new TrainingNode(collection.BuildServiceProvider());
        foreach (var hosted in node.services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(TestContext.Current.CancellationToken);
        }

        return node;
    }

    /// <summary>Trains on demand and waits for the end.</summary>
    public async Task<TrainingStatus> TrainAsync()
    {
        Training.Request();
        return await EndAsync();
    }

    public Task<TrainingStatus> EndAsync() => UntilAsync(() => Training.Status is { IsRunning: false, StartedAt: not null } ended ? ended : null);

    /// <summary>Asks until there is an answer.</summary>
    public static async Task<T> UntilAsync<T>(Func<T?> ask, [CallerArgumentExpression(nameof(ask))] string what = "")
        where T : class
    {
        // Only waited out where something is broken; a loaded machine is slow.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        while (true)
        {
            if (ask() is { } answer)
            {
                return answer;
            }

            try
            {
                await Task.Delay(10, patience.Token);
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"{what} was waited for in vain.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await services.DisposeAsync();
    }
}

/// <summary>A store of models where something may happen before a snapshot is stored.</summary>
internal sealed class WatchedModels(IModelStore inner) : IModelStore
{
    public Action? BeforePut { get; set; }

    public Task PutAsync(ModelManifest manifest, ModelState state, string? reason, Stream content, CancellationToken cancellationToken)
    {
        BeforePut?.Invoke();
        return inner.PutAsync(manifest, state, reason, content, cancellationToken);
    }

    public Task<IReadOnlyList<StoredModel>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public Task<Stream?> OpenAsync(string version, CancellationToken cancellationToken) => inner.OpenAsync(version, cancellationToken);

    public Task ActivateAsync(string version, CancellationToken cancellationToken) => inner.ActivateAsync(version, cancellationToken);

    public Task MarkAsync(string version, ModelState state, string? reason, CancellationToken cancellationToken) => inner.MarkAsync(version, state, reason, cancellationToken);

    public Task<int> PruneAsync(int keep, CancellationToken cancellationToken) => inner.PruneAsync(keep, cancellationToken);

    public Task<IAsyncDisposable?> TryLeadAsync(CancellationToken cancellationToken) => inner.TryLeadAsync(cancellationToken);
}

/// <summary>A log where something may happen before a page is read, and which may hold listeners that the database does not.</summary>
internal sealed class WatchedPlays(IPlayStore inner) : IPlayStore
{
    public Func<Task>? BeforeRead { get; set; }

    public IReadOnlyDictionary<ListenerId, IReadOnlyList<Play>> Extra { get; init; } = new Dictionary<ListenerId, IReadOnlyList<Play>>();

    public async Task<IReadOnlyList<RecordedPlay>> ReadAsync(ListenerId listener, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        if (BeforeRead is { } before)
        {
            await before();
        }

        return Extra.TryGetValue(listener, out var plays)
            ? [.. plays.Select((play, i) => new RecordedPlay(i + 1, play)).Where(play => play.Sequence > afterSequence).Take(limit)]
            : await inner.ReadAsync(listener, afterSequence, limit, cancellationToken);
    }

    public Task<IReadOnlyList<Play>> AppendAsync(ListenerId listener, IReadOnlyList<Play> plays, CancellationToken cancellationToken) => inner.AppendAsync(listener, plays, cancellationToken);

    public Task<Page<Play>> HistoryAsync(ListenerId listener, IReadOnlyCollection<PlayKind> kinds, DateTimeOffset? since, int limit, string? cursor, CancellationToken cancellationToken) =>
        inner.HistoryAsync(listener, kinds, since, limit, cursor, cancellationToken);

    public Task<IReadOnlyList<PlayCount>> CountsAsync(ListenerId listener, DateTimeOffset? since, CancellationToken cancellationToken) => inner.CountsAsync(listener, since, cancellationToken);

    public async Task<IReadOnlyList<ListenerId>> ListenersAsync(CancellationToken cancellationToken) => [.. await inner.ListenersAsync(cancellationToken), .. Extra.Keys];
}
