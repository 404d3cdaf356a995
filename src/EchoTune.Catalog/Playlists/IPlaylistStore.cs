using EchoTune.Catalog.Requests;

namespace EchoTune.Catalog.Playlists;

/// <summary>A playlist of a listener.</summary>
public sealed record Playlist
{
    /// <summary>Stable id.</summary>
    public required PlaylistId Id { get; init; }

    /// <summary>Its owner.</summary>
    public required ListenerId Owner { get; init; }

    /// <summary>1–200 characters; unique for its owner without regard to case.</summary>
    public required string Title { get; init; }

    /// <summary>What it is, one or two sentences; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The sentence it was built from; null when made by hand.</summary>
    public string? BuiltFrom { get; init; }

    /// <summary>The criteria it was built from; null when made by hand.</summary>
    public Criteria? Criteria { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Raised by every change; a change names the version it saw.</summary>
    public required int Version { get; init; }

    /// <summary>How many entries.</summary>
    public int TrackCount { get; init; }

    /// <summary>Sum of the entries' lengths.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>One line of a playlist. The same track may stand in it twice.</summary>
/// <param name="EntryId">Stable id of the line.</param>
/// <param name="TrackId">The track.</param>
/// <param name="AddedAt">When it was added.</param>
/// <param name="Reason">Why it is here, when the playlist was built from a sentence.</param>
public sealed record PlaylistEntry(Guid EntryId, TrackId TrackId, DateTimeOffset AddedAt, string? Reason = null);

/// <summary>Playlists, keyed by listener first.</summary>
public interface IPlaylistStore
{
    /// <summary>All playlists of a listener, last changed first.</summary>
    Task<IReadOnlyList<Playlist>> ListAsync(ListenerId owner, CancellationToken cancellationToken);

    /// <summary>One playlist of this listener; null if unknown or another's.</summary>
    Task<Playlist?> GetAsync(ListenerId owner, PlaylistId id, CancellationToken cancellationToken);

    /// <summary>The lines in order.</summary>
    Task<IReadOnlyList<PlaylistEntry>> EntriesAsync(ListenerId owner, PlaylistId id, CancellationToken cancellationToken);

    /// <summary>Makes a playlist with its entries.</summary>
    /// <exception cref="Errors.EchoTuneException">conflict: the title is taken.</exception>
    Task CreateAsync(Playlist playlist, IReadOnlyList<PlaylistEntry> entries, CancellationToken cancellationToken);

    /// <summary>Replaces title, description and entries in one step, if <paramref name="playlist"/>'s version is still the stored one.</summary>
    /// <returns>The playlist with its new version.</returns>
    /// <exception cref="Errors.EchoTuneException">not_found, or conflict: it changed meanwhile or the title is taken.</exception>
    Task<Playlist> ReplaceAsync(Playlist playlist, IReadOnlyList<PlaylistEntry> entries, CancellationToken cancellationToken);

    /// <summary>Deletes a playlist.</summary>
    /// <returns>Whether it existed.</returns>
    Task<bool> DeleteAsync(ListenerId owner, PlaylistId id, CancellationToken cancellationToken);
}
