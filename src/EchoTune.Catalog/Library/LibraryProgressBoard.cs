using EchoTune.Catalog.Errors;

namespace EchoTune.Catalog.Library;

/// <summary>Holds the present progress and tells of changes at most five times a second; the last change is always told.</summary>
internal sealed class LibraryProgressBoard : IDisposable
{
    private const int MostListed = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();

    // Held while listeners are told, so that nobody hears an older progress after a newer one.
    private readonly Lock telling = new();
    private readonly ITimer timer;
    private LibraryProgress progress = new() { State = ScanState.Idle };
    private IReadOnlyList<ScanFailure> scanFailures = [];
    private IReadOnlyList<ScanFailure> analysisFailures = [];
    private bool composing;
    private bool scanning;
    private bool analysing;
    private bool resting;
    private bool changed;

    public LibraryProgressBoard(TimeProvider time) => timer = time.CreateTimer(_ => Rested(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Raised on change.</summary>
    public event Action<LibraryProgress>? Changed;

    /// <summary>The present progress.</summary>
    public LibraryProgress Now
    {
        get
        {
            lock (gate)
            {
                return progress;
            }
        }
    }

    /// <summary>What goes on; null leaves a part as it is.</summary>
    public void Doing(bool? composing = null, bool? scanning = null, bool? analysing = null) => Update(now =>
    {
        this.composing = composing ?? this.composing;
        this.scanning = scanning ?? this.scanning;
        this.analysing = analysing ?? this.analysing;
        return now;
    });

    /// <summary>The last scan failed as a whole, or (null) did not.</summary>
    public void Failure(string? errorCode, string? message) => Update(now => now with { ErrorCode = errorCode, Message = message });

    /// <summary>The files that scanning skipped.</summary>
    public void ScanFailures(IReadOnlyList<ScanFailure> failures) => Update(now =>
    {
        scanFailures = failures;
        return now;
    });

    /// <summary>The files that analysis skipped.</summary>
    /// <param name="failures">Lists them. Asked while no other change is made, so that of analyses that fail at the same time the last one lists all.</param>
    public void AnalysisFailures(Func<IReadOnlyList<ScanFailure>> failures) => Update(now =>
    {
        analysisFailures = failures();
        return now;
    });

    /// <summary>Any other change.</summary>
    public void Update(Func<LibraryProgress, LibraryProgress> change)
    {
        lock (gate)
        {
            LibraryProgress next = change(progress);
            progress = next with
            {
                State = composing ? ScanState.Composing : scanning ? ScanState.Scanning : next.ErrorCode is not (null or ErrorCodes.NothingFound) ? ScanState.Failed : analysing ? ScanState.Analysing : ScanState.Idle,
                Failed = [.. scanFailures.Concat(analysisFailures).Take(MostListed)],
                FailedCount = scanFailures.Count + analysisFailures.Count,
            };
            if (resting)
            {
                changed = true;
                return;
            }

            resting = true;
            timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }

        Tell();
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Rested()
    {
        lock (gate)
        {
            if (!changed)
            {
                resting = false;
                return;
            }

            changed = false;
            timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }

        Tell();
    }

    private void Tell()
    {
        lock (telling)
        {
            Changed?.Invoke(Now);
        }
    }
}
