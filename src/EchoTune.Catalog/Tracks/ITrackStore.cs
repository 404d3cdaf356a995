namespace EchoTune.Catalog.Tracks;

/// <summary>
/// Tracks and the files they lie in. Writing a track also files its artist, album and genres. Only <see cref="GetAsync"/> reads
/// <see cref="Track.Lyrics"/>; lists leave them out.
/// </summary>
public interface ITrackStore
{
    /// <summary>One track, available or not; null if the id is unknown.</summary>
    Task<Track?> GetAsync(TrackId id, CancellationToken cancellationToken);

    /// <summary>Several tracks, in the order asked; unknown ids are left out.</summary>
    Task<IReadOnlyList<Track>> GetManyAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>A page of available tracks.</summary>
    Task<Page<Track>> QueryAsync(TrackQuery query, CancellationToken cancellationToken);

    /// <summary>Every available track, streamed, for building models.</summary>
    IAsyncEnumerable<Track> AllAsync(CancellationToken cancellationToken);

    /// <summary>How many tracks are available.</summary>
    Task<int> CountAsync(CancellationToken cancellationToken);

    /// <summary>What is known of all files below a root (available and missing), for an incremental scan.</summary>
    Task<IReadOnlyList<KnownFile>> KnownFilesAsync(string root, CancellationToken cancellationToken);

    /// <summary>
    /// Writes scanned files in one transaction. A file whose root and path are known updates its track; a file whose content
    /// hash belongs to a track whose file is missing (or is named in <paramref name="files"/> as moved) takes over that track with
    /// its history; any other becomes a new track. A known file whose content is another waits to be
    /// analysed anew, unless its sound is known to be the same.
    /// </summary>
    /// <returns>The track of each file, in order.</returns>
    Task<IReadOnlyList<TrackId>> SaveScannedAsync(IReadOnlyList<ScannedFile> files, CancellationToken cancellationToken);

    /// <summary>Marks tracks as missing or back again.</summary>
    Task SetAvailableAsync(IReadOnlyCollection<TrackId> ids, bool available, CancellationToken cancellationToken);
}

/// <summary>A file that an earlier scan saw.</summary>
/// <param name="TrackId">Its track.</param>
/// <param name="RelativePath">Path below the root.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedAt">Last modification.</param>
/// <param name="ContentHash">Hex SHA-256.</param>
/// <param name="IsAvailable">Whether it was there at the last scan.</param>
public sealed record KnownFile(TrackId TrackId, string RelativePath, long Size, DateTimeOffset ModifiedAt, string ContentHash, bool IsAvailable);

/// <summary>What a scan found in one file: the file and its tags, cleaned.</summary>
public sealed record ScannedFile
{
    /// <summary>The file.</summary>
    public required TrackFile File { get; init; }

    /// <summary>Lower-case hex digest of the sound alone, whatever the tags say; null where it is not known. A file whose tags alone changed keeps its analysis by it.</summary>
    public string? AudioHash { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>Performing artist.</summary>
    public required string Artist { get; init; }

    /// <summary>Album title.</summary>
    public string? Album { get; init; }

    /// <summary>Album artist; null to use <see cref="Artist"/>.</summary>
    public string? AlbumArtist { get; init; }

    /// <summary>Whether the tags call the album a compilation.</summary>
    public bool IsCompilation { get; init; }

    /// <summary>1-based disc.</summary>
    public int? DiscNumber { get; init; }

    /// <summary>1-based position on the disc.</summary>
    public int? TrackNumber { get; init; }

    /// <summary>Year of release, 1000–9999.</summary>
    public int? Year { get; init; }

    /// <summary>Lower-case genres.</summary>
    public IReadOnlyList<string> Genres { get; init; } = [];

    /// <summary>Length.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Key in the artwork store.</summary>
    public string? ArtworkKey { get; init; }

    /// <summary>ISO 639-1.</summary>
    public string? Language { get; init; }

    /// <summary>Explicit lyrics.</summary>
    public bool IsExplicit { get; init; }

    /// <summary>Unsynchronised lyrics.</summary>
    public string? Lyrics { get; init; }
}
