namespace EchoTune.Catalog.Search;

/// <summary>An immutable index of names: exact by folded form, close by shared trigrams.</summary>
internal sealed class NameTable
{
    private const int MaxCandidates = 400;
    private readonly Entry[] _entries;
    private readonly Dictionary<string, List<int>> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _trigrams = new(StringComparer.Ordinal);

    public NameTable(IEnumerable<(Guid Id, string Name, string? By)> names)
    {
        _entries = [.. names.Select(name => new Entry(name.Id, name.Name, NameFolding.Fold(name.Name), name.By is null ? null : NameFolding.Fold(name.By))).Where(entry => entry.Folded.Length > 0)];
        for (var i = 0; i < _entries.Length; i++)
        {
            Put(_exact, _entries[i].Folded, i);
            foreach (var trigram in Trigrams(_entries[i].Folded))
            {
                Put(_trigrams, trigram, i);
            }
        }

        static void Put(Dictionary<string, List<int>> index, string key, int entry)
        {
            if (!index.TryGetValue(key, out var list))
            {
                index[key] = list = [];
            }

            list.Add(entry);
        }
    }

    public static NameTable Empty { get; } = new([]);

    /// <summary>The name whose folded form is this, preferring one by <paramref name="by"/>.</summary>
    public ResolvedName? Exact(string folded, string? by = null)
    {
        if (!_exact.TryGetValue(folded, out var hits))
        {
            return null;
        }

        var hit = by is null ? hits[0] : hits.OrderByDescending(i => BySimilarity(_entries[i], by)).First();
        return Result(_entries[hit], by);
    }

    /// <summary>The name that resembles most, preferring one by <paramref name="by"/>; null when none reaches the score.</summary>
    public ResolvedName? Closest(string folded, double minScore, string? by = null)
    {
        if (folded.Length == 0)
        {
            return null;
        }

        if (Exact(folded, by) is { } exact && (by is null || exact.Score >= 0.8))
        {
            return exact;
        }

        var shared = new Dictionary<int, int>();
        foreach (var trigram in Trigrams(folded))
        {
            if (_trigrams.TryGetValue(trigram, out var hits))
            {
                foreach (var hit in hits)
                {
                    shared[hit] = shared.GetValueOrDefault(hit) + 1;
                }
            }
        }

        ResolvedName? best = null;
        foreach (var (i, _) in shared.OrderByDescending(pair => pair.Value).Take(MaxCandidates))
        {
            var entry = _entries[i];
            var score = NameSimilarity.Of(folded, entry.Folded) * (by is null ? 1 : 0.6 + (0.4 * BySimilarity(entry, by)));
            if (score >= minScore && score > (best?.Score ?? 0))
            {
                best = new ResolvedName(entry.Id, entry.Name, score);
            }
        }

        return best;
    }

    private static ResolvedName Result(Entry entry, string? by) => new(entry.Id, entry.Name, by is null ? 1 : 0.6 + (0.4 * BySimilarity(entry, by)));

    private static double BySimilarity(Entry entry, string by) => entry.By is null ? 0 : NameSimilarity.Of(by, entry.By);

    private static HashSet<string> Trigrams(string folded)
    {
        var padded = $"  {folded} ";
        var trigrams = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i + 3 <= padded.Length; i++)
        {
            trigrams.Add(padded.Substring(i, 3));
        }

        return trigrams;
    }

    private sealed record Entry(Guid Id, string Name, string Folded, string? By);
}
