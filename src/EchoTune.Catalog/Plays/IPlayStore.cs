namespace EchoTune.Catalog.Plays;

/// <summary>The append-only log of listening events, keyed by listener first.</summary>
public interface IPlayStore
{
    /// <summary>
    /// Appends events durably (after this returns they survive a crash of server and database). Those that rate a track bring its
    /// rating in line in the same transaction: what the newest such event of the track says holds (by its time, then its place in
    /// the log), unless the rating itself is newer.
    /// </summary>
    /// <returns>
    /// Those that were new, in the order given; events known by id are left out, and so are those of unknown tracks. Where an
    /// acknowledgement of the storage was lost on the way, known events may be among them.
    /// </returns>
    Task<IReadOnlyList<Play>> AppendAsync(ListenerId listener, IReadOnlyList<Play> plays, CancellationToken cancellationToken);

    /// <summary>The log after a position, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<RecordedPlay>> ReadAsync(ListenerId listener, long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Events of these kinds (all when empty), newest first, paged by cursor, from <paramref name="since"/> if given.
    /// A listening that was told more than once (same track, same start) stands there once, as it was told last.
    /// </summary>
    Task<Page<Play>> HistoryAsync(ListenerId listener, IReadOnlyCollection<PlayKind> kinds, DateTimeOffset? since, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>Played and completed listenings of each track by a listener: how many, and when last.</summary>
    Task<IReadOnlyList<PlayCount>> CountsAsync(ListenerId listener, DateTimeOffset? since, CancellationToken cancellationToken);

    /// <summary>All listeners with at least one event.</summary>
    Task<IReadOnlyList<ListenerId>> ListenersAsync(CancellationToken cancellationToken);
}

/// <summary>How often a listener heard a track. One listening counts once, also when it is both played and completed.</summary>
/// <param name="TrackId">The track.</param>
/// <param name="Count">Listenings.</param>
/// <param name="LastPlayedAt">The last one.</param>
/// <param name="Heard">Time heard in all.</param>
public sealed record PlayCount(TrackId TrackId, int Count, DateTimeOffset LastPlayedAt, TimeSpan Heard);
