using System.Threading.Channels;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Tracks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Library;

/// <summary>
/// Keeps the library up to date in the background: scans when asked, when a folder changed and now and then; composes the demo
/// library; analyses new tracks. No failure ends it: it is told in the progress, and what failed is tried again.
/// </summary>
internal sealed partial class LibraryService : BackgroundService, ILibrary, IScanListener
{
    /// <summary>Analysing waits until this many pieces of the demo library can be played: it would only delay them.</summary>
    private const int PlayableFirst = 6;

    private readonly LibraryOptions options;
    private readonly LibraryScanner scanner;
    private readonly AnalysisJob analysis;
    private readonly DemoLibraryJob? demo;
    private readonly LibraryCounts counts;
    private readonly LibraryProgressBoard board;
    private readonly TimeProvider time;
    private readonly ILogger<LibraryService> logger;
    private readonly IReadOnlyList<string> roots;
    private readonly LibraryWatcher watcher;
    private readonly Channel<bool> scanRequests = NewSignal();
    private readonly Channel<bool> analysisRequests = NewSignal();
    private readonly Dictionary<string, int> found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<ScanFailure>> skipped = new(StringComparer.Ordinal);
    private readonly HashSet<string> unwatched = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private bool othersRetired;
    private bool isComposing;

    public LibraryService(
        LibraryOptions options, LibraryScanner scanner, AnalysisJob analysis, LibraryCounts counts, LibraryProgressBoard board, TimeProvider time, ILogger<LibraryService> logger,
        DemoLibraryJob? demo = null)
    {
        (this.options, this.scanner, this.analysis, this.demo) = (options, scanner, analysis, demo);
        (this.counts, this.board, this.time, this.logger) = (counts, board, time, logger);
        roots = options.EffectiveRoots();
        watcher = new LibraryWatcher(time, options.Debounce, RequestScan);
        board.Update(now => now with { Roots = roots });
        board.Changed += TellProgress;
    }

    /// <inheritdoc/>
    public event Action<LibraryProgress>? ProgressChanged;

    /// <inheritdoc/>
    public event Action<IReadOnlyCollection<TrackId>>? TracksChanged;

    /// <inheritdoc/>
    public LibraryProgress Progress => board.Now;

    /// <inheritdoc/>
    public void RequestScan() => scanRequests.Writer.TryWrite(true);

    /// <inheritdoc/>
    void IScanListener.Found(string root, int files)
    {
        found[root] = files;
        int sum = found.Values.Sum();
        board.Update(now => now with { Found = sum });
    }

    /// <inheritdoc/>
    void IScanListener.Skipped(string root, IReadOnlyList<ScanFailure> failures)
    {
        skipped[root] = failures;
        board.ScanFailures([.. skipped.Values.SelectMany(list => list)]);
    }

    /// <inheritdoc/>
    async Task IScanListener.ChangedAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        await counts.CountAsync(cancellationToken);
        TellTracks(ids);
        RequestAnalysis();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        watcher.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ScanLoopAsync(stoppingToken), AnalysisLoopAsync(stoppingToken));

    private static Channel<bool> NewSignal() =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private async Task ScanLoopAsync(CancellationToken stop)
    {
        TimeSpan retry = options.RootCheckInterval;
        while (true)
        {
            bool succeeded = await PassAsync(stop);
            retry = succeeded ? options.RootCheckInterval : TimeSpan.FromTicks(Math.Min(retry.Ticks * 2, options.RescanInterval.Ticks));
            if (!await WaitForReasonAsync(succeeded, retry, stop))
            {
                return;
            }
        }
    }

    /// <summary>Waits until a scan is asked for or due, a folder appeared or vanished, or a failed pass should be tried again.</summary>
    /// <returns>False when the host stops.</returns>
    private async Task<bool> WaitForReasonAsync(bool succeeded, TimeSpan retry, CancellationToken stop)
    {
        DateTimeOffset due = time.GetUtcNow() + (succeeded ? options.RescanInterval : retry);
        Task<bool> asked = scanRequests.Reader.WaitToReadAsync(stop).AsTask();
        try
        {
            while (true)
            {
                Task tick = Task.Delay(options.RootCheckInterval, time, stop);
                if (await Task.WhenAny(asked, tick) == asked)
                {
                    await asked;
                    scanRequests.Reader.TryRead(out _);
                    return true;
                }

                await tick;
                if (time.GetUtcNow() >= due || !roots.Select(Directory.Exists).SequenceEqual(roots.Select(seen.Contains)))
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Brings everything up to date once.</summary>
    /// <returns>Whether nothing failed.</returns>
    private async Task<bool> PassAsync(CancellationToken stop)
    {
        EchoTuneException? failure = null;
        Look(roots);
        try
        {
            board.Doing(scanning: true);
            await counts.CountAsync(stop);
            if (demo is not null)
            {
                await demo.PrepareAsync(stop);
            }

            if (!othersRetired)
            {
                await scanner.RetireOthersAsync(roots, this, stop);
                othersRetired = true;
            }

            foreach (string root in roots)
            {
                Look([root]);
                Watch(root);
                try
                {
                    await scanner.ScanAsync(root, this, stop);
                }
                catch (EchoTuneException missing) when (missing.ErrorCode == ErrorCodes.LibraryRootMissing)
                {
                    // The other folders are read all the same.
                    found[root] = 0;
                    failure ??= missing;
                }
            }

            analysis.ScanPassed();
            isComposing = demo is not null;
            RequestAnalysis();
            if (demo is not null)
            {
                await demo.RunAsync(path => scanner.AddAsync(options.DemoFolder, path, this, stop), stop);
                found[options.DemoFolder] = board.Now.Composed;
                board.Update(now => now with { Found = found.Values.Sum() });
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return true;
        }
        catch (EchoTuneException known)
        {
            failure = known;
        }
        catch (Exception unforeseen)
        {
            LogPassFailed(unforeseen);
            failure = new EchoTuneException(ErrorCodes.Internal, "Reading the library failed unexpectedly and will be tried again; the log has the details.", unforeseen);
        }

        isComposing = false;
        RequestAnalysis();
        if (failure is not null)
        {
            LogPassProblem(failure.ErrorCode, failure.Message);
        }
        else if (roots.Count > 0 && board.Now.Found == 0)
        {
            board.Failure(ErrorCodes.NothingFound, $"No audio files were found in {string.Join(", ", roots.Select(FolderWalk.Shown))}. Copy music there (mp3, flac, ogg, opus, m4a, wav, aiff, …); it is noticed by itself.");
            board.Doing(scanning: false);
            return true;
        }

        board.Failure(failure?.ErrorCode, failure?.Message);
        board.Doing(scanning: false);
        return failure is null;
    }

    private void RequestAnalysis()
    {
        if (!isComposing || board.Now.Tracks >= PlayableFirst)
        {
            analysisRequests.Writer.TryWrite(true);
        }
    }

    private async Task AnalysisLoopAsync(CancellationToken stop)
    {
        try
        {
            while (await analysisRequests.Reader.WaitToReadAsync(stop))
            {
                analysisRequests.Reader.TryRead(out _);
                try
                {
                    await analysis.RunAsync(TellTracks, stop);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // The database or the decoder is away: the tracks stay pending.
                    LogAnalysisFailed(failure);
                    await Task.Delay(options.RootCheckInterval, time, stop);
                    analysisRequests.Writer.TryWrite(true);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Notes which folders are there, before they are read: one that comes or goes meanwhile is a reason for another pass.</summary>
    private void Look(IReadOnlyList<string> some)
    {
        seen.ExceptWith(some);
        seen.UnionWith(some.Where(Directory.Exists));
    }

    private void Watch(string root)
    {
        if (watcher.Watch(root) is { } problem && unwatched.Add(root))
        {
            LogUnwatched(root, problem, options.RescanInterval.TotalMinutes);
        }
    }

    private void TellProgress(LibraryProgress progress) => Tell(ProgressChanged, progress);

    private void TellTracks(IReadOnlyCollection<TrackId> ids) => Tell(TracksChanged, ids);

    private void Tell<T>(Action<T>? listeners, T news)
    {
        foreach (Action<T> listener in Delegate.EnumerateInvocationList(listeners))
        {
            try
            {
                listener(news);
            }
            catch (Exception failure)
            {
                // A listener's fault is not the library's.
                LogListenerFailed(failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The library could not be read as a whole ({ErrorCode}): {Problem}")]
    private partial void LogPassProblem(string errorCode, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading the library failed")]
    private partial void LogPassFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The analysis of tracks was interrupted and will go on")]
    private partial void LogAnalysisFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes in {Root} are not seen at once ({Problem}); it is read every {Minutes} minutes")]
    private partial void LogUnwatched(string root, string problem, double minutes);

    [LoggerMessage(Level = LogLevel.Error, Message = "A listener to the library failed")]
    private partial void LogListenerFailed(Exception failure);
}
