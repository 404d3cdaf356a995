using System.Threading.Channels;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Recommendations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Insights;

/// <summary>
/// Writes down what was shown, behind the back of whoever waits for the answer: answers are gathered for a moment and written together, so many at a time. While the
/// database is away or answers storm they wait, and of too many the oldest are dropped and counted. What waits is written when the program stops.
/// </summary>
/// <param name="store">Keeps exposures.</param>
/// <param name="options">How many may wait, and how long they are gathered.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Told of what fails.</param>
public sealed partial class ExposureLog(IExposureStore store, InsightOptions options, TimeProvider time, ILogger<ExposureLog> logger) : BackgroundService
{
    // At the same time the most that is written in a time of gathering: a storm of answers must not become one of writes.
    private const int WrittenAtOnce = 5_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private readonly Queue<Shown> waiting = new();
    private readonly Channel<bool> arrived = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim writing = new(1, 1);
    private int tracksWaiting;
    private long added;
    private long writingUpTo;
    private int droppedWhileWriting;
    private long written;
    private long dropped;

    /// <summary>Exposures that counted since the start.</summary>
    public long Written => Interlocked.Read(ref written);

    /// <summary>Shown tracks that were dropped since the start because the database was away, refused them or could not keep up.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Shown tracks that wait to be written.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return tracksWaiting;
            }
        }
    }

    /// <summary>Notes an answer that is shown. Returns at once.</summary>
    /// <param name="listener">To whom.</param>
    /// <param name="surface">Where.</param>
    /// <param name="answer">What.</param>
    public void Add(ListenerId listener, string surface, RecommendationResult answer)
    {
        if (answer.Items.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            waiting.Enqueue(new Shown(++added, listener, surface, time.GetUtcNow(), answer));
            tracksWaiting += answer.Items.Count;
            while (tracksWaiting > options.MostWaiting && waiting.Count > 1)
            {
                var oldest = waiting.Dequeue();
                tracksWaiting -= oldest.Answer.Items.Count;
                dropped += oldest.Answer.Items.Count;
                droppedWhileWriting += oldest.Number <= writingUpTo ? oldest.Answer.Items.Count : 0;
            }
        }

        arrived.Writer.TryWrite(true);
    }

    /// <summary>Writes what waits now.</summary>
    /// <exception cref="EchoTuneException">storage_unavailable, disk_full: it keeps waiting.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (Peek() is { Count: > 0 } batch)
            {
                await WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            writing.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(LastPatience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await FlushAsync(both.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is EchoTuneException or OperationCanceledException)
        {
            NotWritten(logger, Waiting, failure);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        writing.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                await arrived.Reader.ReadAsync(stoppingToken).ConfigureAwait(false);
                do
                {
                    await Task.Delay(options.Gathering, time, stoppingToken).ConfigureAwait(false);
                    while (!await TryWriteAsync(stoppingToken).ConfigureAwait(false))
                    {
                        await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(false);
                    }
                }
                while (Waiting > 0);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what waits is written there.
        }
    }

    private async Task WriteSomeAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Peek() is { Count: > 0 } batch)
            {
                await WriteAsync(batch, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task<bool> TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteSomeAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (EchoTuneException failure)
        {
            Delayed(logger, Waiting, Dropped, failure);
            return false;
        }
    }

    private List<Shown> Peek()
    {
        var batch = new List<Shown>();
        lock (gate)
        {
            var tracks = 0;
            foreach (var shown in waiting)
            {
                batch.Add(shown);
                tracks += shown.Answer.Items.Count;
                if (tracks >= WrittenAtOnce)
                {
                    break;
                }
            }

            (writingUpTo, droppedWhileWriting) = (batch.Count == 0 ? 0 : batch[^1].Number, 0);
        }

        return batch;
    }

    private async Task WriteAsync(List<Shown> batch, CancellationToken cancellationToken)
    {
        var isWritten = true;
        var counted = 0;
        try
        {
            counted = await store.AppendAsync([.. batch.SelectMany(Exposures)], cancellationToken).ConfigureAwait(false);
        }
        catch (EchoTuneException failure) when (failure.ErrorCode is not (ErrorCodes.StorageUnavailable or ErrorCodes.DiskFull))
        {
            // What the database refuses now it refuses for ever: the others must not wait behind it.
            isWritten = false;
            Refused(logger, failure);
        }

        lock (gate)
        {
            while (waiting.TryPeek(out var first) && first.Number <= batch[^1].Number)
            {
                waiting.Dequeue();
                tracksWaiting -= first.Answer.Items.Count;
                dropped += isWritten ? 0 : first.Answer.Items.Count;
            }

            // Those given up as too old while they were on their way have arrived after all.
            dropped -= isWritten ? droppedWhileWriting : 0;
            written += counted;
            (writingUpTo, droppedWhileWriting) = (0, 0);
        }
    }

    private static IEnumerable<Exposure> Exposures(Shown shown)
    {
        var items = shown.Answer.Items;
        var scores = new double[items.Count];
        var chances = new double[items.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = double.IsFinite(items[i].Score) ? items[i].Score : 0;
        }

        SoftChoice.Chances(scores, chances);
        var id = Guid.CreateVersion7(shown.At);
        return items.Select((item, i) => new Exposure(
            shown.Listener, item.Track.Id, shown.Surface, shown.At, id, i + 1, scores[i], chances[i], item.Strategies, shown.Answer.ModelVersion, shown.Answer.Experiment, shown.Answer.Arm, item.Explores));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was shown cannot be written down yet: {Waiting} tracks wait, {Dropped} were dropped.")]
    private static partial void Delayed(ILogger logger, int waiting, long dropped, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "What was shown could not be written down.")]
    private static partial void Refused(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Waiting} shown tracks were not written down before the end.")]
    private static partial void NotWritten(ILogger logger, int waiting, Exception failure);

    private sealed record Shown(long Number, ListenerId Listener, string Surface, DateTimeOffset At, RecommendationResult Answer);
}
