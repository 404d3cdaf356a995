namespace EchoTune.Conversation.Interpreter.Language;

/// <summary>
/// Corrects misspelt words of the domain: bounded Damerau–Levenshtein distance (optimal string alignment; F. Damerau 1964), neighbours on the
/// keyboard and swapped letters cheaper. Names and ordinary words stay as they are.
/// </summary>
internal sealed class Spelling
{
    private static readonly string[] Rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    private static readonly bool[,] Near = Neighbours();
    private readonly Dictionary<int, List<(string Word, double Weight)>> _byLength = [];
    private readonly HashSet<string> _known;

    /// <summary>Takes the words to correct to, with a bonus for likelier ones, and the words to leave alone.</summary>
    public Spelling(IEnumerable<string> likely, IEnumerable<string> possible, IEnumerable<string> ordinary)
    {
        _known = new HashSet<string>(ordinary, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (words, weight) in new[] { (likely, 0.25), (possible, 0.0) })
        {
            foreach (var word in words)
            {
                if (word.Length >= 4 && char.IsLetter(word[0]) && seen.Add(word))
                {
                    (_byLength.TryGetValue(word.Length, out var list) ? list : _byLength[word.Length] = []).Add((word, weight));
                }

                _known.Add(word);
            }
        }
    }

    /// <summary>Whether a word needs no correction.</summary>
    public bool Knows(string word) => _known.Contains(word);

    /// <summary>Whether a word is a known one with an ending: covers, reminded, dancing, softly.</summary>
    private bool IsInflected(string word)
    {
        return (word.Length > 4 && word[^1] == 's' && Stem(1))
            || (word.Length > 5 && ((word.EndsWith("es", StringComparison.Ordinal) && Stem(2)) || ((word.EndsWith("ed", StringComparison.Ordinal) || word.EndsWith("ly", StringComparison.Ordinal)) && (Stem(2) || Stem(1)))))
            || (word.Length > 6 && word.EndsWith("ing", StringComparison.Ordinal) && (Stem(3) || _known.Contains(word[..^3] + "e")));

        bool Stem(int ending) => _known.Contains(word[..^ending]);
    }

    /// <summary>The word meant; the same word if none is near enough.</summary>
    public string Correct(string word)
    {
        if (word.Length < 3 || word.Length > 20 || !word.All(char.IsAsciiLetter) || _known.Contains(word) || IsInflected(word))
        {
            return word;
        }

        // Short words allow little: only a missing double letter or two letters swapped.
        var limit = word.Length <= 4 ? 0.8 : word.Length <= 7 ? 1.25 : 2.0;
        var best = word;
        var bestCost = double.MaxValue;
        for (var length = word.Length - 2; length <= word.Length + 2; length++)
        {
            if (!_byLength.TryGetValue(length, out var list))
            {
                continue;
            }

            foreach (var (candidate, weight) in list)
            {
                if (candidate[0] != word[0] && !(candidate[0] == word[1] && candidate[1] == word[0]))
                {
                    continue;
                }

                var cost = Distance(word, candidate, limit + 0.3);
                // A core word forgives one neighbouring key even when short: turm.
                if (cost <= (weight > 0 ? Math.Max(limit, 0.9) : limit) && cost - weight < bestCost)
                {
                    (best, bestCost) = (candidate, cost - weight);
                }
            }
        }

        return best;
    }

    /// <summary>Weighted distance of two words: 1 an insertion, deletion or substitution; less for doubled, swapped and neighbouring letters.</summary>
    /// <param name="a">One word.</param>
    /// <param name="b">The other.</param>
    /// <param name="limit">Above this the exact value does not matter.</param>
    public static double Distance(string a, string b, double limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit + 1 || a.Length > 64 || b.Length > 64)
        {
            return double.MaxValue;
        }

        Span<double> before = stackalloc double[b.Length + 1];
        Span<double> last = stackalloc double[b.Length + 1];
        Span<double> row = stackalloc double[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = row[0];
            for (var j = 1; j <= b.Length; j++)
            {
                var delete = last[j] + (i > 1 && a[i - 1] == a[i - 2] ? 0.6 : 1);
                // A vowel left out is the commonest slip of all: skp, trck.
                var insert = row[j - 1] + (j > 1 && b[j - 1] == b[j - 2] ? 0.6 : j > 1 && b[j - 1] is 'a' or 'e' or 'i' or 'o' or 'u' ? 0.75 : 1);
                var replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : AreNear(a[i - 1], b[j - 1]) ? 0.85 : 1);
                var cost = Math.Min(Math.Min(delete, insert), replace);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && a[i - 1] != b[j - 1])
                {
                    cost = Math.Min(cost, before[j - 2] + 0.7);
                }

                row[j] = cost;
                least = Math.Min(least, cost);
            }

            if (least > limit)
            {
                return double.MaxValue;
            }

            var spare = before;
            before = last;
            last = row;
            row = spare;
        }

        return last[b.Length];
    }

    private static bool AreNear(char a, char b) => a is >= 'a' and <= 'z' && b is >= 'a' and <= 'z' && Near[a - 'a', b - 'a'];

    private static bool[,] Neighbours()
    {
        var near = new bool[26, 26];
        for (var r = 0; r < Rows.Length; r++)
        {
            for (var c = 0; c < Rows[r].Length; c++)
            {
                for (var r2 = Math.Max(0, r - 1); r2 <= Math.Min(2, r + 1); r2++)
                {
                    for (var c2 = Math.Max(0, c - 1); c2 <= Math.Min(Rows[r2].Length - 1, c + 1); c2++)
                    {
                        near[Rows[r][c] - 'a', Rows[r2][c2] - 'a'] = true;
                    }
                }
            }
        }

        return near;
    }
}
