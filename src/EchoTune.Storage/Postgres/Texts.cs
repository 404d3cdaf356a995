using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace EchoTune.Storage.Postgres;

/// <summary>Brings texts into a form that PostgreSQL holds and searches.</summary>
internal static class Texts
{
    /// <summary>Longest text of a tag, UTF-16 units.</summary>
    public const int TagLength = 500;

    /// <summary>Longest lyrics, UTF-16 units.</summary>
    public const int LyricsLength = 20_000;

    /// <summary>Words of a search that count.</summary>
    public const int MaximalWords = 8;

    /// <summary>The text without NUL and with lone surrogates replaced: PostgreSQL refuses both.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Storable(string? text)
    {
        if (text is null || IsStorable(text))
        {
            return text;
        }

        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value != 0)
            {
                builder.Append(rune.ToString());
            }
        }

        return builder.ToString();
    }

    /// <summary>A storable text, trimmed and cut; null when nothing is left.</summary>
    public static string? Tag(string? text, int length = TagLength)
    {
        if (text is null)
        {
            return null;
        }

        var cut = text.Length > length ? text[..length] : text;
        var clean = Storable(cut).Trim();
        return clean.Length == 0 ? null : clean;
    }

    /// <summary>Words in lower case, single blanks between; letters and digits count, and where there are none, every sign.</summary>
    public static string Words(string? text)
    {
        var source = Tag(text)?.ToLowerInvariant() ?? "";
        var builder = new StringBuilder(source.Length);
        foreach (var rune in source.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                builder.Append(rune.ToString());
            }
            else if (rune.Value is not ('\'' or '’' or '‘' or '`' or '´') && builder.Length > 0 && builder[^1] != ' ')
            {
                builder.Append(' ');
            }
        }

        var words = builder.ToString().TrimEnd();
        return words.Length > 0 ? words : string.Join(' ', source.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The words as patterns that find each at the start of a word.</summary>
    public static string[] Search(string text) =>
        Words(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaximalWords).ToArray();

    /// <summary>Escapes what LIKE would read as a wildcard.</summary>
    public static string LikeLiteral(string word) =>
        word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    private static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == 0)
            {
                return false;
            }

            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return false;
                }

                i++;
            }
        }

        return true;
    }
}
