namespace EchoTune.Catalog.Search;

/// <summary>What kind of thing a name belongs to.</summary>
public enum NameKind
{
    /// <summary>An artist.</summary>
    Artist,

    /// <summary>An album.</summary>
    Album,

    /// <summary>A track.</summary>
    Track,

    /// <summary>A playlist.</summary>
    Playlist,
}

/// <summary>A name that is known.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="Name">As the library writes it.</param>
/// <param name="Score">How well it fits what was said, 0–1.</param>
public sealed record KnownName(NameKind Kind, string Name, double Score);

/// <summary>The names of a library, to tell an artist from a title in a sentence.</summary>
public interface IMusicLexicon
{
    /// <summary>The name that is exactly this but for case, accents and punctuation; null if there is none. Must answer within microseconds.</summary>
    KnownName? Exact(string said);

    /// <summary>The name that fits best with misspellings forgiven; null if none fits well enough.</summary>
    KnownName? Closest(string said);
}
