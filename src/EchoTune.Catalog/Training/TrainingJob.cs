using System.Threading.Channels;
using EchoTune.Catalog.Errors;
using EchoTune.Recommendation.Learned;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Training;

/// <summary>
/// Trains on schedule and on demand, one run at a time here and among all programs on the database. A run that fails, is stopped or is killed
/// leaves what serves and what is stored as it was.
/// </summary>
internal sealed partial class TrainingJob(
    ModelsInService service, IModelStore store, ILogMeasure measure, LogReader reader, LearningThread thread, TrainingOptions options, TimeProvider time,
    ILogger<TrainingJob> logger) : BackgroundService, ITraining
{
    private const string Reading = "reading";
    private const string Storing = "storing";
    private const string Schedule = "schedule";
    private const string OnRequest = "request";
    private static readonly string[] Stages = [Reading, .. LearningRun.Stages, Storing];
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromDays(1);
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    // Whatever is configured, it neither turns without a rest nor sleeps for ever.
    private readonly TimeSpan poll = options.Poll < ShortestPoll ? ShortestPoll : options.Poll > LongestPoll ? LongestPoll : options.Poll;
    private readonly Lock turn = new();
    private TrainingStatus status = TrainingStatus.Idle;
    private CancellationTokenSource? running;
    private bool requested;
    private DateTimeOffset? retryAt;
    private DateTimeOffset? triedAt;
    private LearningData? lastRead;

    /// <inheritdoc/>
    public event Action? StatusChanged;

    /// <inheritdoc/>
    public TrainingStatus Status => Volatile.Read(ref status);

    /// <inheritdoc/>
    public TrainingStatus Request()
    {
        lock (turn)
        {
            if (!Status.IsRunning)
            {
                requested = true;
                Volatile.Write(ref status, Begun(OnRequest));
            }
        }

        wake.Writer.TryWrite(true);
        StatusChanged?.Invoke();
        return Status;
    }

    /// <inheritdoc/>
    public void Cancel()
    {
        lock (turn)
        {
            // What is under way tells of its end itself.
            _ = running?.CancelAsync();
            if (!requested || running is not null)
            {
                return;
            }

            requested = false;
            Volatile.Write(ref status, Status with { IsRunning = false, Stage = null, Progress = 0, Message = Stopped });
        }

        StatusChanged?.Invoke();
    }

    /// <inheritdoc/>
    public Task ActivateAsync(string version, CancellationToken cancellationToken) => service.ActivateAsync(version, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredModel>> ModelsAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<LearningData> DataAsync(CancellationToken cancellationToken)
    {
        var (listeners, events, lastAt) = await measure.MeasureAsync(cancellationToken);
        var read = lastRead ?? (await store.ListAsync(cancellationToken)).FirstOrDefault()?.Manifest.TrainedOn ?? LearningData.Empty;
        return read with { Listeners = listeners, Events = events, LastEventAt = lastAt };
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                if (await TriggerAsync(stoppingToken) is { } trigger)
                {
                    await RunAsync(trigger, stoppingToken);
                }

                using var pause = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(wake.Reader.WaitToReadAsync(pause.Token).AsTask(), Task.Delay(poll, time, pause.Token));
                await pause.CancelAsync();
                wake.Reader.TryRead(out _);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    // Serves what others have put into service, then says whether a run is due.
    private async Task<string?> TriggerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await service.SynchroniseAsync(cancellationToken);
            var isRequested = Volatile.Read(ref requested);
            var next = await NextAsync(cancellationToken);
            Change(now => now.NextAt == next ? now : now with { NextAt = next });
            return isRequested ? OnRequest : next <= time.GetUtcNow() ? Schedule : null;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnreachable(failure.Message);
            return Volatile.Read(ref requested) ? OnRequest : null;
        }
    }

    private async Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken)
    {
        if (retryAt is { } retry)
        {
            return retry;
        }

        var (_, events, _) = await measure.MeasureAsync(cancellationToken);
        var last = (await store.ListAsync(cancellationToken)).FirstOrDefault()?.Manifest;
        var since = last is null ? triedAt : triedAt > last.CreatedAt ? triedAt : last.CreatedAt;
        var known = lastRead?.Events ?? last?.TrainedOn.Events ?? 0;
        return since is null
            ? events >= options.FirstEvents ? time.GetUtcNow() : null
            : events >= known + options.NewEvents ? since + options.Interval : null;
    }

    private async Task RunAsync(string trigger, CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var start = time.GetTimestamp();
        lock (turn)
        {
            if (trigger == OnRequest && !requested)
            {
                return; // Taken back before it began.
            }

            requested = false;
            running = stop;
            Volatile.Write(ref status, Begun(trigger));
        }

        StatusChanged?.Invoke();
        string? message = null, code = null;
        retryAt = null;
        try
        {
            message = await TrainAsync(trigger, start, stop.Token);
            triedAt = time.GetUtcNow();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            stoppingToken.ThrowIfCancellationRequested();
            message = Stopped;
            triedAt = time.GetUtcNow();
        }
        catch (Exception failure)
        {
            LogFailed(failure);
            (code, message) = failure is EchoTuneException known ? (known.ErrorCode, known.Message)
                : failure is OutOfMemoryException ? (ErrorCodes.Internal, "There was not enough memory to train. What was in service stays.")
                : (ErrorCodes.Internal, "Training failed unexpectedly; the log has the details. What was in service stays.");
            retryAt = time.GetUtcNow() + options.RetryAfter;
        }
        finally
        {
            lock (turn)
            {
                running = null;
            }
        }

        Change(now => now with
        {
            IsRunning = false, Stage = null, Progress = 0, ErrorCode = code, Message = message, NextAt = retryAt, LastSeconds = time.GetElapsedTime(start).TotalSeconds,
        });
    }

    private async Task<string> TrainAsync(string trigger, long start, CancellationToken cancellationToken)
    {
        await using var lead = await store.TryLeadAsync(cancellationToken);
        if (lead is null)
        {
            return trigger == OnRequest
                ? throw new EchoTuneException(ErrorCodes.Conflict, "Another server on this database trains at the moment. Its models will serve here too.")
                : "Another server on this database trains at the moment.";
        }

        // Another may have trained since this one last looked.
        await service.SynchroniseAsync(cancellationToken);
        var (set, data) = await reader.ReadAsync(share => Tell(Reading, share, false), cancellationToken);
        lastRead = data;
        Tell(Reading, 1, true);
        var version = $"m1-{time.GetUtcNow():yyyyMMddHHmmssfff}";
        var baseline = service.Current is { } models ? new LearningBaseline(models, service.KnowsUntil?.ToUnixTimeSeconds() ?? 0) : null;
        var learning = new LearningOptions
        {
            Seed = options.Seed, BudgetSeconds = options.BudgetSeconds, MaximumTrials = options.MaximumTrials, Tolerance = options.Tolerance, Clock = time,
            CancellationToken = cancellationToken, Progress = (stage, share) => Tell(stage, share, false),
        };
        var (outcome, content, read) = await WatchAsync(thread.LearnAsync(set, version, baseline, learning), cancellationToken);
        if (outcome.IsEmpty)
        {
            return "There is too little listening to learn from yet. " + string.Join(' ', outcome.Parts.Where(part => part.Name is "sequence" or "collaborative").Select(part => part.Note));
        }

        Tell(Storing, 0, true);
        var manifest = new ModelManifest
        {
            Version = version, CreatedAt = time.GetUtcNow(), FitSeconds = time.GetElapsedTime(start).TotalSeconds, TrainedOn = data, Metrics = outcome.Metrics, Baseline = outcome.Baseline,
            Parts = [.. outcome.Parts.Select(part => new ModelPart(part.Name, part.IsPresent, part.Note, part.Metrics))],
        };
        cancellationToken.ThrowIfCancellationRequested();
        if (outcome.Rejection is { } rejection)
        {
            await store.PutAsync(manifest, ModelState.Rejected, rejection, content, cancellationToken);
        }
        else
        {
            await service.StoreAsync(manifest, read, content, cancellationToken);
        }

        await store.PruneAsync(Math.Max(1, options.Keep), cancellationToken);
        return outcome.Rejection is { } why ? $"The new models were rejected. {why}" : $"The models {version} are in service.";
    }

    // The threads that compute only leave a note of how far they are; this one tells it on. Once they are told to stop, there is nothing more to tell.
    private async Task<T> WatchAsync<T>(Task<T> work, CancellationToken cancellationToken)
    {
        var told = Status;
        while (!work.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            using var tick = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(work, Task.Delay(Tick, time, tick.Token));
            await tick.CancelAsync();
            if (!ReferenceEquals(told, Status))
            {
                told = Status;
                StatusChanged?.Invoke();
            }
        }

        return await work;
    }

    private void Tell(string stage, double share, bool aloud)
    {
        var place = Array.IndexOf(Stages, stage);
        var progress = Math.Clamp((place + Math.Clamp(share, 0, 1)) / Stages.Length, 0, 1);
        Volatile.Write(ref status, Status with { Stage = stage, Progress = Math.Round(progress, 3) });
        if (aloud)
        {
            StatusChanged?.Invoke();
        }
    }

    private void Change(Func<TrainingStatus, TrainingStatus> change)
    {
        var before = Status;
        lock (turn)
        {
            // A run that is asked for meanwhile keeps what it says of itself.
            var next = change(Status);
            Volatile.Write(ref status, requested ? next with { IsRunning = true, Trigger = OnRequest } : next);
        }

        if (!ReferenceEquals(before, Status))
        {
            StatusChanged?.Invoke();
        }
    }

    private TrainingStatus Begun(string trigger) => Status with
    {
        IsRunning = true, Stage = Reading, Progress = 0, Trigger = trigger, StartedAt = time.GetUtcNow(), NextAt = null, ErrorCode = null, Message = null,
    };

    private const string Stopped = "The run was stopped. What was in service stays.";

    [LoggerMessage(Level = LogLevel.Warning, Message = "The stored models could not be looked at: {Problem}")]
    private partial void LogUnreachable(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Training failed; what was in service stays")]
    private partial void LogFailed(Exception failure);
}
