namespace EchoTune.Catalog.Tracks;

/// <summary>A track of the library as tags and probing describe it. Texts come from files: never trusted as markup.</summary>
public sealed record Track
{
    /// <summary>Stable id.</summary>
    public required TrackId Id { get; init; }

    /// <summary>Title, from the tag or else the file name.</summary>
    public required string Title { get; init; }

    /// <summary>The performing artist; "Unknown artist" where no tag says.</summary>
    public required string Artist { get; init; }

    /// <summary>Id of <see cref="Artist"/>.</summary>
    public required ArtistId ArtistId { get; init; }

    /// <summary>Album title; null for loose tracks.</summary>
    public string? Album { get; init; }

    /// <summary>Id of <see cref="Album"/>.</summary>
    public AlbumId? AlbumId { get; init; }

    /// <summary>The artist the album is filed under; "Various Artists" for compilations.</summary>
    public string? AlbumArtist { get; init; }

    /// <summary>1-based disc.</summary>
    public int? DiscNumber { get; init; }

    /// <summary>1-based position on the disc.</summary>
    public int? TrackNumber { get; init; }

    /// <summary>Year of release.</summary>
    public int? Year { get; init; }

    /// <summary>Lower-case genres from the tags.</summary>
    public IReadOnlyList<string> Genres { get; init; } = [];

    /// <summary>Length of the audio.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Key of the artwork in the artwork store; null without artwork.</summary>
    public string? ArtworkKey { get; init; }

    /// <summary>When the track entered the library.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Where the audio lies.</summary>
    public required TrackFile File { get; init; }

    /// <summary>False while the file is missing; the track keeps its history and is not recommended or played.</summary>
    public bool IsAvailable { get; init; } = true;

    /// <summary>ISO 639-1 language from the tags.</summary>
    public string? Language { get; init; }

    /// <summary>Whether the tags mark the lyrics as explicit.</summary>
    public bool IsExplicit { get; init; }

    /// <summary>Unsynchronised lyrics from the tags; null where there are none.</summary>
    public string? Lyrics { get; init; }
}

/// <summary>A file on disk that holds a track.</summary>
public sealed record TrackFile
{
    /// <summary>The library folder, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>Path below <see cref="Root"/>, with '/' as separator.</summary>
    public required string RelativePath { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Time of last modification.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Lower-case hex SHA-256 of the file's content; recognises a moved file.</summary>
    public required string ContentHash { get; init; }

    /// <summary>ffprobe's name of the codec: <c>flac</c>, <c>mp3</c>, <c>opus</c>, …</summary>
    public required string Codec { get; init; }

    /// <summary>Hz.</summary>
    public int SampleRate { get; init; }

    /// <summary>Channels.</summary>
    public int Channels { get; init; }

    /// <summary>Bits a second.</summary>
    public int Bitrate { get; init; }
}
