using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Tracks;
using EchoTune.Catalog.Training;
using EchoTune.Recommendation.Ranking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Recommendations;

/// <summary>Keeps the newest snapshot of the library: rebuilt in the background after changes, swapped as a whole.</summary>
internal sealed partial class LibraryModel(
    ITrackStore tracks, IFeatureStore features, IPlayStore plays, IServiceProvider services, TimeProvider time, ILogger<LibraryModel> logger) : BackgroundService
{
    private const int SessionsKept = 50_000;
    private readonly SemaphoreSlim building = new(1, 1);
    private readonly SemaphoreSlim changed = new(0, 1);
    private volatile RankingModel? current;
    private ILearnedModels? learned;

    /// <summary>Raised after the snapshot was swapped.</summary>
    public event Action? Changed;

    /// <summary>The newest snapshot; null before the first one is built.</summary>
    public RankingModel? Newest => current;

    /// <summary>The newest snapshot; builds the first one when there is none.</summary>
    public async ValueTask<RankingModel> CurrentAsync(CancellationToken cancellationToken) => current ?? await RebuildAsync(true, cancellationToken);

    /// <summary>Asks for a rebuild soon.</summary>
    public void Touch()
    {
        try
        {
            changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // One is waiting already.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var library = services.GetRequiredService<ILibrary>();
        void OnChanged(IReadOnlyCollection<TrackId> ids) => Touch();
        library.TracksChanged += OnChanged;
        Touch();
        try
        {
            while (true)
            {
                await changed.WaitAsync(stoppingToken);
                await Task.Delay(TimeSpan.FromMilliseconds(400), time, stoppingToken);
                var start = time.GetTimestamp();
                try
                {
                    await RebuildAsync(false, stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    RebuildFailed(logger, failure);
                    await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken);
                    Touch();
                }

                // A large library that changes all the time must not keep a core busy.
                await Task.Delay(time.GetElapsedTime(start) * 5, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
        finally
        {
            library.TracksChanged -= OnChanged;
        }
    }

    private async Task<RankingModel> RebuildAsync(bool onlyFirst, CancellationToken cancellationToken)
    {
        await building.WaitAsync(cancellationToken);
        try
        {
            if (onlyFirst && current is { } there)
            {
                return there;
            }

            FollowLearned();
            var all = new List<Track>();
            await foreach (var track in tracks.AllAsync(cancellationToken))
            {
                all.Add(track);
            }

            var heard = new Dictionary<TrackId, TrackFeatures>();
            await foreach (var (id, analysis) in features.AllAsync(cancellationToken))
            {
                heard[id] = analysis;
            }

            var library = LibrarySnapshot.Build(all, heard, await SessionsAsync(cancellationToken), time.GetUtcNow(), current?.Library);
            return Swap(library);
        }
        finally
        {
            building.Release();
        }
    }

    // From then on, what was learnt anew is mapped to the library in the background and swapped in.
    private void FollowLearned()
    {
        if (learned is null && services.GetService<ILearnedModels>() is { } models)
        {
            learned = models;
            models.Changed += () => _ = Task.Run(RelearnAsync);
        }
    }

    private async Task RelearnAsync()
    {
        await building.WaitAsync();
        try
        {
            if (current is { } now && learned?.Current?.Version != now.Learned?.Version)
            {
                Swap(now.Library);
            }
        }
        catch (Exception failure)
        {
            RebuildFailed(logger, failure);
        }
        finally
        {
            building.Release();
        }
    }

    private RankingModel Swap(LibrarySnapshot library)
    {
        LearnedView? view = null;
        if (learned?.Current is { } models)
        {
            try
            {
                view = LearnedView.Build(library.Model, models, [.. models.Items.Select(id => library.Index.TryGetValue(new TrackId(id), out var track) ? track : -1)]);
            }
            catch (ArgumentException failure)
            {
                // Models that contradict themselves are left out; the library still answers.
                LearnedUnfit(logger, models.Version, failure);
            }
        }

        var made = current = new RankingModel(library, view);
        Changed?.Invoke();
        return made;
    }

    private async Task<List<TrackId[]>> SessionsAsync(CancellationToken cancellationToken)
    {
        var sessions = new List<TrackId[]>();
        foreach (var listener in await plays.ListenersAsync(cancellationToken))
        {
            var open = new List<TrackId>();
            Play? last = null;
            for (long after = 0; sessions.Count < SessionsKept;)
            {
                var page = await plays.ReadAsync(listener, after, 5000, cancellationToken);
                foreach (var (sequence, play) in page)
                {
                    after = sequence;
                    if (play.Kind is not (PlayKind.Played or PlayKind.Completed))
                    {
                        continue;
                    }

                    if (last is not null && ListeningSession.IsNew(last, play))
                    {
                        sessions.Add([.. open.Distinct()]);
                        open.Clear();
                    }

                    open.Add(play.TrackId);
                    last = play;
                }

                if (page.Count == 0)
                {
                    break;
                }
            }

            if (open.Count > 0)
            {
                sessions.Add([.. open.Distinct()]);
            }
        }

        return sessions;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The recommendation model could not be rebuilt; the one before stays in use.")]
    private static partial void RebuildFailed(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The learnt models {Version} do not go with the library and are left out.")]
    private static partial void LearnedUnfit(ILogger logger, string version, Exception failure);
}

/// <summary>What answers: the library, and what was learnt from listening in its indexes. Swapped as a whole.</summary>
/// <param name="Library">The library.</param>
/// <param name="Learned">What was learnt; null before anything was.</param>
internal sealed record RankingModel(LibrarySnapshot Library, LearnedView? Learned)
{
    /// <summary>Names both.</summary>
    public string Version { get; } = Learned is null ? Library.Model.Version : $"{Library.Model.Version}/{Learned.Version}";
}
