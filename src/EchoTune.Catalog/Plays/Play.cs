namespace EchoTune.Catalog.Plays;

/// <summary>What happened in a listening event.</summary>
public enum PlayKind
{
    /// <summary>Heard for at least 30 s or half of its length.</summary>
    Played,

    /// <summary>Heard to the end.</summary>
    Completed,

    /// <summary>Left before it counted as played.</summary>
    Skipped,

    /// <summary>Liked.</summary>
    Liked,

    /// <summary>Disliked.</summary>
    Disliked,

    /// <summary>Taken from the list of what comes next, or "not this".</summary>
    Dismissed,

    /// <summary>Put in the queue by hand.</summary>
    Queued,

    /// <summary>Moved inside the track.</summary>
    Seeked,

    /// <summary>A like or dislike was taken back.</summary>
    Unrated,
}

/// <summary>A listening event: append-only, recorded once for each <see cref="EventId"/>.</summary>
public sealed record Play
{
    /// <summary>Made by the client; the same id twice counts once.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The track.</summary>
    public required TrackId TrackId { get; init; }

    /// <summary>What happened.</summary>
    public required PlayKind Kind { get; init; }

    /// <summary>When the listening (or the act) started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it was heard, excluding pauses.</summary>
    public TimeSpan Heard { get; init; }

    /// <summary>Position in the track when it happened.</summary>
    public TimeSpan? Position { get; init; }

    /// <summary>Where the track came from: <c>chat</c>, <c>library</c>, <c>playlist:ID</c>, <c>upNext</c>, <c>radio</c>, <c>import</c>, …</summary>
    public string Source { get; init; } = "library";

    /// <summary>What the listener had asked for when the track came: the words of <see cref="Requests.Wish"/>, e.g. <c>energetic running</c>; null for nothing.</summary>
    public string? Wish { get; init; }

    /// <summary>The stretch of listening it belongs to.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Name of the device.</summary>
    public string? Device { get; init; }
}

/// <summary>A recorded play.</summary>
/// <param name="Sequence">Position in the listener's event log, ascending from 1 without promise of no gaps.</param>
/// <param name="Play">The event.</param>
public sealed record RecordedPlay(long Sequence, Play Play);
