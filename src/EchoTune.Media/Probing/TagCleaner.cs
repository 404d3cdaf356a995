using System.Globalization;
using System.Text;

namespace EchoTune.Media.Probing;

/// <summary>Makes tags of unknown origin safe to keep: no control characters, bounded, one name for each thing. Markup stays plain text.</summary>
internal static class TagCleaner
{
    /// <summary>Longest text of a tag, in UTF-16 units.</summary>
    public const int LongestText = 500;

    /// <summary>Longest lyrics.</summary>
    public const int LongestLyrics = 20_000;

    private const int MostTags = 100;

    private static readonly Dictionary<string, string> OneName = new(StringComparer.Ordinal)
    {
        ["albumartist"] = "album_artist",
        ["album artist"] = "album_artist",
        ["ensemble"] = "album_artist",
        ["tracknumber"] = "track",
        ["trck"] = "track",
        ["discnumber"] = "disc",
        ["disk"] = "disc",
        ["tpos"] = "disc",
        ["tcmp"] = "compilation",
        ["itunescompilation"] = "compilation",
        ["tlan"] = "language",
        ["lang"] = "language",
        ["original_date"] = "originaldate",
        ["originalyear"] = "originaldate",
        ["tdor"] = "originaldate",
        ["tory"] = "originaldate",
        ["tdrc"] = "date",
        ["tyer"] = "year",
        ["unsyncedlyrics"] = "lyrics",
        ["unsynced lyrics"] = "lyrics",
        ["uslt"] = "lyrics",
    };

    /// <summary>Cleans tags. The first value of a name wins.</summary>
    public static IReadOnlyDictionary<string, string> Clean(IEnumerable<KeyValuePair<string, string>> tags)
    {
        var clean = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in tags)
        {
            string key = Text(name, 60, keepLines: false).ToLowerInvariant();
            bool isLyrics = key.StartsWith("lyrics", StringComparison.Ordinal) || key.StartsWith("unsyncedlyrics", StringComparison.Ordinal) || key is "uslt" or "unsynced lyrics";
            key = isLyrics ? "lyrics" : OneName.GetValueOrDefault(key, key);
            string text = Text(value, isLyrics ? LongestLyrics : LongestText, isLyrics);
            if (key.Length > 0 && text.Length > 0 && clean.Count < MostTags)
            {
                clean.TryAdd(key, text);
            }
        }

        return clean;
    }

    /// <summary>
    /// Drops control, format and unpaired surrogate characters, joins white space, and cuts at a character's border.
    /// </summary>
    public static string Text(string text, int longest, bool keepLines)
    {
        var clean = new StringBuilder(Math.Min(text.Length, longest));
        bool space = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (keepLines && rune.Value == '\n')
            {
                space = false;
                Append('\n');
                continue;
            }

            if (Rune.IsWhiteSpace(rune) || rune.Value == 0)
            {
                space = clean.Length > 0 && clean[^1] != '\n';
                continue;
            }

            // U+FFFD stands for bytes that were no text. Joiners (U+200C, U+200D) belong to scripts and emoji.
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                || (category == UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D)) || rune.Value == 0xFFFD)
            {
                continue;
            }

            if (clean.Length + rune.Utf16SequenceLength + (space ? 1 : 0) > longest)
            {
                break;
            }

            if (space)
            {
                clean.Append(' ');
                space = false;
            }

            clean.Append(rune.ToString());
        }

        return clean.ToString().TrimEnd('\n', ' ');

        void Append(char c)
        {
            if (clean.Length > 0 && clean.Length < longest)
            {
                clean.Append(c);
            }
        }
    }
}
