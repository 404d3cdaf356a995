using EchoTune.Catalog;
using EchoTune.Catalog.Requests;

namespace EchoTune.Playback.Sessions;

/// <summary>What repeats.</summary>
public enum RepeatMode
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>The present track.</summary>
    Track,

    /// <summary>The whole queue.</summary>
    Queue,
}

/// <summary>The layer of the queue an item stands in; what comes next is taken in this order.</summary>
public enum QueueLayer
{
    /// <summary>"Play next": before everything else.</summary>
    Next,

    /// <summary>Added by hand to the end of the queue.</summary>
    Queued,

    /// <summary>The rest of what was asked for: album, playlist, answer to a request.</summary>
    Context,

    /// <summary>Recommended continuation, re-ranked as the listener listens.</summary>
    UpNext,
}

/// <summary>One item of the queue.</summary>
/// <param name="ItemId">Stable id of this place in the queue.</param>
/// <param name="TrackId">The track.</param>
/// <param name="Layer">Its layer.</param>
/// <param name="Source">Where it came from: <c>chat</c>, <c>library</c>, <c>playlist:ID</c>, <c>album:ID</c>, <c>radio</c>, <c>upNext</c>.</param>
/// <param name="Reason">Why it is here, in one plain sentence; null for what was added by hand.</param>
/// <param name="Order">Place in the unshuffled context, so that shuffle can be taken back; 0 in other layers.</param>
/// <param name="Wish">The moods and the activity it was asked for with (<see cref="Catalog.Requests.Wish"/>); null for none.</param>
public sealed record QueueItem(Guid ItemId, TrackId TrackId, QueueLayer Layer, string Source, string? Reason = null, int Order = 0, string? Wish = null);

/// <summary>
/// The whole state of a listener's playback: immutable; every command makes a new one with a higher <see cref="Version"/>.
/// The server owns it; pages render it.
/// </summary>
public sealed record PlaybackState
{
    /// <summary>Raised by one with every change.</summary>
    public long Version { get; init; }

    /// <summary>What plays or is loaded.</summary>
    public QueueItem? Current { get; init; }

    /// <summary>Whether sound is meant to come out. Always false without an active device.</summary>
    public bool IsPlaying { get; init; }

    /// <summary>Position at <see cref="PositionAt"/>.</summary>
    public TimeSpan Position { get; init; }

    /// <summary>When <see cref="Position"/> was true; while playing, the present position is later by the time since.</summary>
    public DateTimeOffset PositionAt { get; init; }

    /// <summary>0–100.</summary>
    public int VolumePercent { get; init; } = 80;

    /// <summary>Silent, with the volume kept.</summary>
    public bool IsMuted { get; init; }

    /// <summary>Whether the context layer is shuffled.</summary>
    public bool Shuffle { get; init; }

    /// <summary>What repeats.</summary>
    public RepeatMode Repeat { get; init; }

    /// <summary>What comes next, in order of layers.</summary>
    public IReadOnlyList<QueueItem> Queue { get; init; } = [];

    /// <summary>What the listener asked for last, which the up-next layer goes on with; null when the queue was filled by hand.</summary>
    public Criteria? Request { get; init; }

    /// <summary>What was played in this session, latest last; at most 200.</summary>
    public IReadOnlyList<QueueItem> History { get; init; } = [];

    /// <summary>The device that makes the sound; null without one.</summary>
    public string? ActiveDeviceId { get; init; }

    /// <summary>The stretch of listening.</summary>
    public Guid SessionId { get; init; }

    /// <summary>When playback stops by itself; null without a timer.</summary>
    public DateTimeOffset? SleepAt { get; init; }

    /// <summary>Whether playback stops at the end of the present track.</summary>
    public bool SleepAtEndOfTrack { get; init; }

    /// <summary>Where the sound is at a moment: <see cref="Position"/> plus, while playing, the time since.</summary>
    public TimeSpan PositionNow(DateTimeOffset now) =>
        IsPlaying && now > PositionAt ? Position + (now - PositionAt) : Position;

    /// <summary>The item that follows by itself when the present one ends; null at the end.</summary>
    public QueueItem? NextItem => Repeat == RepeatMode.Track && Current is not null ? Current : Queue.Count > 0 ? Queue[0] : null;
}
