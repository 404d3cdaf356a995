using EchoTune.Audio.Primitives;

namespace EchoTune.Catalog.Tracks;

/// <summary>How a list of tracks is ordered.</summary>
public enum TrackSort
{
    /// <summary>By title.</summary>
    Title,

    /// <summary>By artist, then album, disc and number.</summary>
    Artist,

    /// <summary>By album, then disc and number.</summary>
    Album,

    /// <summary>By year of release.</summary>
    Year,

    /// <summary>By length.</summary>
    Duration,

    /// <summary>By when it entered the library.</summary>
    Added,

    /// <summary>By tempo; tracks not analysed yet come last.</summary>
    Tempo,

    /// <summary>By energy; tracks not analysed yet come last.</summary>
    Energy,

    /// <summary>By key, around the Camelot wheel; tracks not analysed yet or without a key come last.</summary>
    Key,

    /// <summary>By danceability; tracks not analysed yet come last.</summary>
    Danceability,

    /// <summary>By valence, sad first; tracks not analysed yet come last.</summary>
    Valence,

    /// <summary>By how sure the analysis is of <see cref="TrackQuery.HeardGenre"/> and <see cref="TrackQuery.HeardMood"/>, surest first; by title where neither is asked for.</summary>
    Heard,

    /// <summary>By relevance to <see cref="TrackQuery.Text"/>; the default when there is a text.</summary>
    Relevance,

    /// <summary>Disc, then number: the order of an album.</summary>
    Position,
}

/// <summary>Which tracks to list, and how. All conditions hold together. Only available tracks are listed.</summary>
public sealed record TrackQuery
{
    /// <summary>Words in title, artist or album; prefix matches and small misspellings count. Null for all.</summary>
    public string? Text { get; init; }

    /// <summary>By this artist (performing or album artist).</summary>
    public ArtistId? Artist { get; init; }

    /// <summary>On this album.</summary>
    public AlbumId? Album { get; init; }

    /// <summary>Lower-case genre.</summary>
    public string? Genre { get; init; }

    /// <summary>Earliest year, inclusive.</summary>
    public int? YearFrom { get; init; }

    /// <summary>Latest year, inclusive.</summary>
    public int? YearTo { get; init; }

    /// <summary>Slowest tempo, beats per minute, inclusive; like the other conditions on sound it leaves out what is not analysed yet.</summary>
    public double? TempoFrom { get; init; }

    /// <summary>Fastest tempo, beats per minute, exclusive.</summary>
    public double? TempoTo { get; init; }

    /// <summary>In one of these keys; empty for all.</summary>
    public IReadOnlyList<MusicalKey> Keys { get; init; } = [];

    /// <summary>Least energy, 0–1, inclusive.</summary>
    public double? EnergyFrom { get; init; }

    /// <summary>Most energy, 0–1, exclusive but for 1.</summary>
    public double? EnergyTo { get; init; }

    /// <summary>Lower-case name of a genre that was heard in the sound, whatever the tags say.</summary>
    public string? HeardGenre { get; init; }

    /// <summary>Lower-case name of a mood that was heard in the sound.</summary>
    public string? HeardMood { get; init; }

    /// <summary>Only tracks that this listener likes.</summary>
    public ListenerId? LikedBy { get; init; }

    /// <summary>The order; null for relevance with a text and title without.</summary>
    public TrackSort? Sort { get; init; }

    /// <summary>Whether the order is reversed.</summary>
    public bool Descending { get; init; }

    /// <summary>1–500.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>From the page before.</summary>
    public string? Cursor { get; init; }
}
