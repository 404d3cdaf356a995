namespace EchoTune.Server.Tools;

/// <summary>Finds a named thing among a few by what was said, forgiving case, the word "playlist" and small misspellings.</summary>
internal static class SaidName
{
    /// <summary>Said and written may differ in this share of their letters.</summary>
    private const double Tolerance = 0.25;

    /// <summary>The best match; null when none is close.</summary>
    public static T? Best<T>(IReadOnlyList<T> things, Func<T, string> nameOf, string said)
        where T : class
    {
        var wanted = Fold(said);
        if (wanted.Length == 0)
        {
            return null;
        }

        return things.FirstOrDefault(thing => Fold(nameOf(thing)) == wanted)
            ?? things.Where(thing => wanted.Length >= 3 && Fold(nameOf(thing)).Contains(wanted, StringComparison.Ordinal)).MinBy(thing => nameOf(thing).Length)
            ?? things
                .Select(thing => (Thing: thing, Distance: Distance(Fold(nameOf(thing)), wanted), Length: Math.Max(Fold(nameOf(thing)).Length, wanted.Length)))
                .Where(candidate => candidate.Distance <= candidate.Length * Tolerance)
                .OrderBy(candidate => candidate.Distance)
                .FirstOrDefault().Thing;
    }

    private static string Fold(string name)
    {
        var folded = new string([.. name.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c == ' ')]).Trim();
        folded = folded.StartsWith("my ", StringComparison.Ordinal) ? folded["my ".Length..] : folded;
        return folded.EndsWith(" playlist", StringComparison.Ordinal) ? folded[..^" playlist".Length].TrimEnd() : folded;
    }

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 200 || b.Length > 200)
        {
            return int.MaxValue;
        }

        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
