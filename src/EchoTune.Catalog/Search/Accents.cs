using System.Globalization;
using System.Text;

namespace EchoTune.Catalog.Search;

/// <summary>
/// Letters without their accents. Written out for Latin, since where .NET runs without ICU <see cref="string.Normalize()"/> leaves accents as they are, and
/// since some letters (ø, ł, ß) have no decomposition at all.
/// </summary>
public static class Accents
{
    // Each word: the plain letters, then everything that is written for them.
    private const string Latin =
        "a:àáâãäåāăąǎǟǻ c:çćĉċč d:ďđð e:èéêëēĕėęě f:ƒ g:ĝğġģǧ h:ĥħ i:ìíîïĩīĭįıǐ j:ĵ k:ķĸǩ l:ĺļľŀł n:ñńņňŉŋ o:òóôõöøōŏőǒǫǿ r:ŕŗř s:śŝşšșſ t:ţťŧțþ u:ùúûüũūŭůűųǔǖǘǚǜ w:ŵẁẃẅ y:ýÿŷỳ z:źżž ss:ß ae:æǽ oe:œ";

    private static readonly Dictionary<char, string> Plain = Load();

    /// <summary>
    /// The text with Latin letters plain and combining marks gone; case is kept where a letter becomes one letter. Linear; ASCII text is returned as it is.
    /// </summary>
    public static string Remove(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        foreach (var c in Decompose(text))
        {
            if (c < 128)
            {
                plain.Append(c);
            }
            else if (Plain.TryGetValue(c, out var letters))
            {
                plain.Append(letters);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    private static string Decompose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            // A lone surrogate from a broken tag: the text is taken as it is.
            return text;
        }
    }

    private static Dictionary<char, string> Load()
    {
        var plain = new Dictionary<char, string>();
        foreach (var group in Latin.Split(' '))
        {
            var colon = group.IndexOf(':', StringComparison.Ordinal);
            foreach (var c in group[(colon + 1)..])
            {
                plain[c] = group[..colon];
                var upper = char.ToUpperInvariant(c);
                if (upper != c && upper > 127)
                {
                    plain[upper] = group[..colon].ToUpperInvariant();
                }
            }
        }

        return plain;
    }
}
