using EchoTune.Audio.Primitives;

namespace EchoTune.Catalog.Requests;

/// <summary>A closed or half-open range of numbers.</summary>
/// <param name="Min">Lowest, inclusive.</param>
/// <param name="Max">Highest, inclusive.</param>
public sealed record NumberRange(double? Min = null, double? Max = null);

/// <summary>A closed or half-open range of years.</summary>
/// <param name="From">First year, inclusive.</param>
/// <param name="To">Last year, inclusive.</param>
public sealed record YearRange(int? From = null, int? To = null);

/// <summary>What a request wants to sound like.</summary>
/// <param name="Artist">An artist as said.</param>
/// <param name="Track">A track as said.</param>
/// <param name="Current">What plays now.</param>
public sealed record SimilarTo(string? Artist = null, string? Track = null, bool? Current = null);

/// <summary>Which key music should be in, as it was heard.</summary>
/// <param name="Name">A key by its name or its place on the Camelot wheel: <c>A minor</c>, <c>F#</c>, <c>8A</c>.</param>
/// <param name="Mode"><c>major</c> or <c>minor</c>, whatever the tonic.</param>
/// <param name="Current">The key of what plays now.</param>
/// <param name="Compatible">Also the keys that mix with it: its neighbours on the wheel and its relative.</param>
public sealed record KeyWish(string? Name = null, string? Mode = null, bool? Current = null, bool? Compatible = null)
{
    /// <summary>How a key is written that was said in some way: <c>8A</c> for a place on the wheel, else <c>F# minor</c>; null for what is no key.</summary>
    /// <param name="said">What was said: <c>f#m</c>, <c>8a</c>, <c>Bb major</c>.</param>
    public static string? NameOf(string said) => !MusicalKey.TryParse(said, out var key) ? null : char.IsAsciiDigit(said.TrimStart()[0]) ? key.Camelot : key.ToString();
}

/// <summary>What a request does not want.</summary>
public sealed record Exclusions
{
    /// <summary>Artists as said.</summary>
    public IReadOnlyList<string>? Artists { get; init; }

    /// <summary>Lower-case genres.</summary>
    public IReadOnlyList<string>? Genres { get; init; }

    /// <summary>Tracks as said.</summary>
    public IReadOnlyList<string>? Tracks { get; init; }

    /// <summary>Moods.</summary>
    public IReadOnlyList<string>? Moods { get; init; }
}

/// <summary>
/// What a listener asks for, shared by the tools that choose music. Every field is optional; an empty object means
/// "something for me now". Serialised in camelCase with nulls left out.
/// </summary>
public sealed record Criteria
{
    /// <summary>What remains to be searched for as words.</summary>
    public string? Text { get; init; }

    /// <summary>An artist as said.</summary>
    public string? Artist { get; init; }

    /// <summary>An album as said.</summary>
    public string? Album { get; init; }

    /// <summary>A track as said.</summary>
    public string? Track { get; init; }

    /// <summary>Like this.</summary>
    public SimilarTo? SimilarTo { get; init; }

    /// <summary>Any of the product's mood words (see the mood vocabulary).</summary>
    public IReadOnlyList<string>? Moods { get; init; }

    /// <summary>One of the product's activities (see the activity vocabulary).</summary>
    public string? Activity { get; init; }

    /// <summary>Lower-case genres.</summary>
    public IReadOnlyList<string>? Genres { get; init; }

    /// <summary>Years of release.</summary>
    public YearRange? Era { get; init; }

    /// <summary>Beats per minute.</summary>
    public NumberRange? TempoBpm { get; init; }

    /// <summary>Key or mode.</summary>
    public KeyWish? Key { get; init; }

    /// <summary>0–1.</summary>
    public NumberRange? Energy { get; init; }

    /// <summary>Without singing, or with.</summary>
    public bool? Instrumental { get; init; }

    /// <summary>Acoustic, or not.</summary>
    public bool? Acoustic { get; init; }

    /// <summary>Live recordings, or not.</summary>
    public bool? Live { get; init; }

    /// <summary>Explicit lyrics allowed, or not.</summary>
    public bool? Explicit { get; init; }

    /// <summary>ISO 639-1.</summary>
    public string? Language { get; init; }

    /// <summary>morning, afternoon, evening or night.</summary>
    public string? TimeOfDay { get; init; }

    /// <summary>monday … sunday.</summary>
    public string? DayOfWeek { get; init; }

    /// <summary>familiar, new or forgotten.</summary>
    public string? Familiarity { get; init; }

    /// <summary>What is not wanted.</summary>
    public Exclusions? Exclude { get; init; }

    /// <summary>How many tracks, 1–500.</summary>
    public int? Count { get; init; }

    /// <summary>How long, 1–1,440 minutes.</summary>
    public int? Minutes { get; init; }
}
