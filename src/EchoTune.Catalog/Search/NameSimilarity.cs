namespace EchoTune.Catalog.Search;

/// <summary>How much two folded names resemble each other.</summary>
public static class NameSimilarity
{
    private const int MaxLength = NameFolding.MaxLength;

    /// <summary>
    /// 0–1. The better of: the letters as they stand, and the words in alphabetical order (so that word order is forgiven); and,
    /// when every said word stands in the name, what share of the name was said.
    /// </summary>
    /// <param name="said">What was said, folded.</param>
    /// <param name="name">A name, folded.</param>
    public static double Of(string said, string name)
    {
        if (said.Length == 0 || name.Length == 0)
        {
            return 0;
        }

        if (said == name)
        {
            return 1;
        }

        var best = Letters(said, name);
        var saidWords = said.Split(' ');
        var nameWords = name.Split(' ');
        if (saidWords.Length > 1 || nameWords.Length > 1)
        {
            Array.Sort(saidWords, StringComparer.Ordinal);
            Array.Sort(nameWords, StringComparer.Ordinal);
            best = Math.Max(best, 0.98 * Letters(string.Join(' ', saidWords), string.Join(' ', nameWords)));
            if (saidWords.All(word => Array.BinarySearch(nameWords, word, StringComparer.Ordinal) >= 0))
            {
                // "Stevie" for "Stevie Wonder": plausible, and the more so the more of the name was said.
                best = Math.Max(best, 0.7 + (0.25 * said.Length / name.Length));
            }
        }

        return best;
    }

    /// <summary>1 − optimal string alignment distance over the longer length (Damerau–Levenshtein with adjacent transpositions).</summary>
    private static double Letters(string a, string b)
    {
        a = a.Length > MaxLength ? a[..MaxLength] : a;
        b = b.Length > MaxLength ? b[..MaxLength] : b;
        var longest = Math.Max(a.Length, b.Length);
        Span<int> before = stackalloc int[MaxLength + 1];
        Span<int> last = stackalloc int[MaxLength + 1];
        Span<int> row = stackalloc int[MaxLength + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var distance = Math.Min(Math.Min(row[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distance = Math.Min(distance, before[j - 2] + 1);
                }

                row[j] = distance;
            }

            var spare = before;
            before = last;
            last = row;
            row = spare;
        }

        return 1 - ((double)last[b.Length] / longest);
    }
}
