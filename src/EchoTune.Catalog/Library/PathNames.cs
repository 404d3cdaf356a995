using System.Text.RegularExpressions;

namespace EchoTune.Catalog.Library;

/// <summary>What the path of a file without tags says: <c>Artist/Album/03 - Title.mp3</c>, <c>Artist - Title.mp3</c>.</summary>
/// <param name="Artist">Null where it says nothing.</param>
/// <param name="Album">Null where it says nothing.</param>
/// <param name="Title">Never empty.</param>
internal sealed partial record PathNames(string? Artist, string? Album, string Title)
{
    private const int LongestName = 500;

    /// <summary>Folders that sort, rather than name an artist or album.</summary>
    private static readonly HashSet<string> Sorting = new(StringComparer.OrdinalIgnoreCase)
    {
        "music", "my music", "audio", "sound", "sounds", "songs", "tracks", "albums", "artists", "media", "mp3", "mp3s", "flac", "ogg", "opus", "downloads", "download", "unsorted", "various", "misc", "new", "itunes",
    };

    /// <summary>Reads a path.</summary>
    public static PathNames Read(string relativePath)
    {
        string[] parts = relativePath.Split('/');
        string title = NumberPrefix().Replace(Clean(Path.GetFileNameWithoutExtension(parts[^1])), "");
        int dash = title.IndexOf(" - ", StringComparison.Ordinal);
        (string? artist, title) = dash > 0 && dash + 3 < title.Length ? (title[..dash], title[(dash + 3)..]) : (null, title);
        string[] folders = [.. parts[..^1].Select(Clean).Where(folder => folder.Length > 0 && !Disc().IsMatch(folder))];
        string? album = folders.Length > 0 && !Sorting.Contains(folders[^1]) ? YearPrefix().Replace(folders[^1], "") : null;
        string? above = album is null ? null : folders[..^1].LastOrDefault(folder => !Sorting.Contains(folder));
        return new PathNames(artist ?? above, album, title.Length > 0 ? title : "Untitled");
    }

    private static string Clean(string name)
    {
        string clean = string.Concat(name.Select(c => char.IsControl(c) || c == '_' ? ' ' : c));
        clean = string.Join(' ', clean.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return clean.Length <= LongestName ? clean : clean[..(char.IsHighSurrogate(clean[LongestName - 1]) ? LongestName - 1 : LongestName)];
    }

    [GeneratedRegex(@"^\d{1,3}(?:\s*[-.)]\s*|\s+)(?=\D)", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPrefix();

    [GeneratedRegex(@"^[([]?\d{4}[)\]]?\s*-?\s+(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex YearPrefix();

    [GeneratedRegex(@"^(cd|disc|disk)\s*\d{1,2}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Disc();
}
