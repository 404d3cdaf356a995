using System.Text;

namespace EchoTune.Catalog.Search;

/// <summary>Brings names to a form in which the ways people write them agree.</summary>
public static class NameFolding
{
    /// <summary>Longer names are cut: nobody says more.</summary>
    public const int MaxLength = 200;

    /// <summary>
    /// Lower case, without accents, punctuation and a leading "the"; "&amp;" as "and"; words parted by one blank.
    /// <c>"The Beatles!"</c> and <c>"beatles"</c> are the same. Empty when nothing is left.
    /// </summary>
    public static string Fold(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = name.Length > MaxLength ? name[..MaxLength] : name;
        var folded = new StringBuilder(text.Length);
        foreach (var c in Accents.Remove(text))
        {
            if (char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
            else if (c == '&')
            {
                folded.Append(" and ");
            }
            else if (c is not ('\'' or '\u2019' or '.'))
            {
                // "Don't" is one word, "k-pop" is two.
                folded.Append(' ');
            }
        }

        var words = folded.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Length > 1 && words[0] == "the" ? words[1..] : words);
    }
}
