namespace EchoTune.Catalog.Search;

/// <summary>A name of the library that a said name stands for.</summary>
/// <param name="Id">Id of the artist, album or track.</param>
/// <param name="Name">The name as the library writes it.</param>
/// <param name="Score">How well it fits what was said, 0–1; 1 for the same words.</param>
public sealed record ResolvedName(Guid Id, string Name, double Score);

/// <summary>Finds what a said name means in the library: misspellings, word order, accents and case are forgiven.</summary>
public interface INameResolver
{
    /// <summary>The artist; null when none fits well enough.</summary>
    ResolvedName? Artist(string said);

    /// <summary>The album, optionally by this artist; null when none fits well enough.</summary>
    ResolvedName? Album(string said, string? artist = null);

    /// <summary>The track, optionally by this artist; null when none fits well enough.</summary>
    ResolvedName? Track(string said, string? artist = null);

    /// <summary>The library's lower-case name of a genre; null when none fits well enough.</summary>
    string? Genre(string said);
}
