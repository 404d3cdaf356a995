namespace EchoTune.Catalog.Library;

/// <summary>What the library is doing.</summary>
public enum ScanState
{
    /// <summary>Nothing to do.</summary>
    Idle,

    /// <summary>The demo library is being composed.</summary>
    Composing,

    /// <summary>Folders are being read.</summary>
    Scanning,

    /// <summary>Tracks are being analysed.</summary>
    Analysing,

    /// <summary>The last scan failed as a whole; see the message.</summary>
    Failed,
}

/// <summary>A file that was skipped.</summary>
/// <param name="Path">Path below the root, control characters replaced.</param>
/// <param name="ErrorCode">Stable code.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record ScanFailure(string Path, string ErrorCode, string Message);

/// <summary>Progress of composing, scanning and analysing.</summary>
public sealed record LibraryProgress
{
    /// <summary>What is going on.</summary>
    public required ScanState State { get; init; }

    /// <summary>Pieces of the demo library composed so far.</summary>
    public int Composed { get; init; }

    /// <summary>Pieces of the demo library in all; 0 with a music folder.</summary>
    public int ToCompose { get; init; }

    /// <summary>Audio files found.</summary>
    public int Found { get; init; }

    /// <summary>Tracks with an analysis of the present version.</summary>
    public int Analysed { get; init; }

    /// <summary>Tracks that are available.</summary>
    public int Tracks { get; init; }

    /// <summary>Files skipped; at most the first 1,000 are listed, <see cref="FailedCount"/> counts them all.</summary>
    public IReadOnlyList<ScanFailure> Failed { get; init; } = [];

    /// <summary>How many files were skipped.</summary>
    public int FailedCount { get; init; }

    /// <summary>Why the scan as a whole failed.</summary>
    public string? Message { get; init; }

    /// <summary>Code of that failure.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The folders of the library.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];
}

/// <summary>The library: its folders, its scan and its progress.</summary>
public interface ILibrary
{
    /// <summary>The present progress.</summary>
    LibraryProgress Progress { get; }

    /// <summary>Raised (throttled to at most 5 a second) whenever <see cref="Progress"/> changed. Handlers must return fast.</summary>
    event Action<LibraryProgress> ProgressChanged;

    /// <summary>Raised after tracks appeared, changed or vanished, or were analysed, with their ids. Handlers must return fast.</summary>
    event Action<IReadOnlyCollection<TrackId>> TracksChanged;

    /// <summary>Asks for a scan now; returns at once. A scan that runs goes on, and another follows it.</summary>
    void RequestScan();
}
