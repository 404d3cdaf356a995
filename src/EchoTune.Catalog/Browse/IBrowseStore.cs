using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Browse;

/// <summary>An artist with at least one available track.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Name">Name.</param>
/// <param name="AlbumCount">Albums filed under the artist.</param>
/// <param name="TrackCount">Available tracks.</param>
/// <param name="ArtworkKey">Artwork of one of the albums.</param>
/// <param name="Genres">The artist's genres, most frequent first.</param>
public sealed record Artist(ArtistId Id, string Name, int AlbumCount, int TrackCount, string? ArtworkKey, IReadOnlyList<string> Genres);

/// <summary>An album with at least one available track.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Title">Title.</param>
/// <param name="AlbumArtist">The artist it is filed under; "Various Artists" for compilations.</param>
/// <param name="ArtistId">Id of that artist.</param>
/// <param name="Year">Earliest year among its tracks.</param>
/// <param name="IsCompilation">Tracks by several artists.</param>
/// <param name="DiscCount">At least 1.</param>
/// <param name="TrackCount">Available tracks.</param>
/// <param name="Duration">Sum over the tracks.</param>
/// <param name="ArtworkKey">Artwork.</param>
/// <param name="Genres">Genres, most frequent first.</param>
/// <param name="AddedAt">When its newest track entered the library.</param>
public sealed record Album(
    AlbumId Id, string Title, string AlbumArtist, ArtistId ArtistId, int? Year, bool IsCompilation, int DiscCount, int TrackCount,
    TimeSpan Duration, string? ArtworkKey, IReadOnlyList<string> Genres, DateTimeOffset AddedAt);

/// <summary>A genre of the library.</summary>
/// <param name="Name">Lower case.</param>
/// <param name="TrackCount">Available tracks.</param>
/// <param name="ArtistCount">Artists.</param>
/// <param name="ArtworkKey">Artwork of one of its albums.</param>
public sealed record Genre(string Name, int TrackCount, int ArtistCount, string? ArtworkKey);

/// <summary>A year of release.</summary>
/// <param name="Year">The year.</param>
/// <param name="TrackCount">Available tracks.</param>
/// <param name="AlbumCount">Albums.</param>
public sealed record ReleaseYear(int Year, int TrackCount, int AlbumCount);

/// <summary>A genre or a mood that was heard in the sound of tracks.</summary>
/// <param name="Name">Lower case.</param>
/// <param name="TrackCount">Available tracks that it was heard in.</param>
public sealed record HeardLabel(string Name, int TrackCount);

/// <summary>What was heard in the sound of a library.</summary>
/// <param name="Genres">Genres, most tracks first.</param>
/// <param name="Moods">Moods, most tracks first.</param>
public sealed record HeardLabels(IReadOnlyList<HeardLabel> Genres, IReadOnlyList<HeardLabel> Moods);

/// <summary>How a list of albums is ordered.</summary>
public enum AlbumSort
{
    /// <summary>By title.</summary>
    Title,

    /// <summary>By album artist.</summary>
    Artist,

    /// <summary>By year.</summary>
    Year,

    /// <summary>By when it entered the library.</summary>
    Added,
}

/// <summary>Which albums to list.</summary>
public sealed record AlbumQuery
{
    /// <summary>Words in title or album artist.</summary>
    public string? Text { get; init; }

    /// <summary>Filed under this artist, or with a track by them.</summary>
    public ArtistId? Artist { get; init; }

    /// <summary>Lower-case genre.</summary>
    public string? Genre { get; init; }

    /// <summary>Released in this year.</summary>
    public int? Year { get; init; }

    /// <summary>Only compilations.</summary>
    public bool CompilationsOnly { get; init; }

    /// <summary>The order.</summary>
    public AlbumSort Sort { get; init; } = AlbumSort.Title;

    /// <summary>Reversed.</summary>
    public bool Descending { get; init; }

    /// <summary>1–500.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>From the page before.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Artists, albums, genres and years of the library, as people browse them.</summary>
public interface IBrowseStore
{
    /// <summary>A page of artists by name, optionally with words in the name, or of one genre.</summary>
    Task<Page<Artist>> ArtistsAsync(string? text, string? genre, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>One artist; null if unknown.</summary>
    Task<Artist?> ArtistAsync(ArtistId id, CancellationToken cancellationToken);

    /// <summary>A page of albums.</summary>
    Task<Page<Album>> AlbumsAsync(AlbumQuery query, CancellationToken cancellationToken);

    /// <summary>One album; null if unknown.</summary>
    Task<Album?> AlbumAsync(AlbumId id, CancellationToken cancellationToken);

    /// <summary>All genres, most tracks first.</summary>
    Task<IReadOnlyList<Genre>> GenresAsync(CancellationToken cancellationToken);

    /// <summary>Genres and moods that were heard in the sound of available tracks.</summary>
    Task<HeardLabels> HeardAsync(CancellationToken cancellationToken);

    /// <summary>All years, newest first.</summary>
    Task<IReadOnlyList<ReleaseYear>> YearsAsync(CancellationToken cancellationToken);
}
