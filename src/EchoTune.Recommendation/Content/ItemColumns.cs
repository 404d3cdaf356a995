using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Content;

/// <summary>What is known of items, made ready: values that items share, words of texts, numbers cut into bins.</summary>
internal sealed class ItemColumns
{
    private const int LongestText = 40;

    private ItemColumns(int itemCount, List<SharedValues> values, List<TextWords> texts, List<BinnedNumbers> numbers) =>
        (ItemCount, Values, Texts, Numbers) = (itemCount, values, texts, numbers);

    public int ItemCount { get; }

    /// <summary>Columns whose values items share (artist, album, genre).</summary>
    public IReadOnlyList<SharedValues> Values { get; }

    /// <summary>Columns of several words.</summary>
    public IReadOnlyList<TextWords> Texts { get; }

    /// <summary>Columns of numbers.</summary>
    public IReadOnlyList<BinnedNumbers> Numbers { get; }

    public bool IsEmpty => Values.Count == 0 && Texts.Count == 0 && Numbers.Count == 0;

    public static ItemColumns Of(ItemTable items)
    {
        var (values, texts, numbers) = (new List<SharedValues>(), new List<TextWords>(), new List<BinnedNumbers>());
        foreach (var (_, words) in items.Words.OrderBy(column => column.Key, StringComparer.Ordinal))
        {
            if (SharedValues.Of(words) is { } shared)
            {
                values.Add(shared);
            }

            if (TextWords.Of(words, LongestText) is { } text)
            {
                texts.Add(text);
            }
        }

        foreach (var (_, column) in items.Numbers.OrderBy(column => column.Key, StringComparer.Ordinal))
        {
            if (BinnedNumbers.Of(column) is { } binned)
            {
                numbers.Add(binned);
            }
        }

        return new ItemColumns(items.Count, values, texts, numbers);
    }
}

/// <summary>A column whose values stand for groups of items.</summary>
/// <param name="OfItem">The group of each item; −1 for none.</param>
/// <param name="Sizes">Items in each group.</param>
internal sealed record SharedValues(int[] OfItem, int[] Sizes)
{
    /// <summary>Null where no two items share a value, or all share one.</summary>
    public static SharedValues? Of(string[] words)
    {
        var ids = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var (groups, sizes) = (new int[words.Length], new List<int>());
        for (var item = 0; item < words.Length; item++)
        {
            groups[item] = -1;
            if (words[item].Length > 0)
            {
                if (!ids.TryGetValue(words[item], out var group))
                {
                    ids.Add(words[item], group = sizes.Count);
                    sizes.Add(0);
                }

                groups[item] = group;
                sizes[group]++;
            }
        }

        return sizes.Count > 1 && sizes.Max() > 1 ? new SharedValues(groups, [.. sizes]) : null;
    }

    /// <summary>Which groups each listener heard, the number of its items as weight.</summary>
    public Interactions Lift(Interactions heard)
    {
        var (listeners, groups) = (new List<int>(heard.Count), new List<int>(heard.Count));
        for (var listener = 0; listener < heard.ListenerCount; listener++)
        {
            foreach (var item in heard.Items(listener))
            {
                if (OfItem[item] >= 0)
                {
                    listeners.Add(listener);
                    groups.Add(OfItem[item]);
                }
            }
        }

        return Interactions.FromCells(heard.ListenerCount, Sizes.Length, [.. listeners], [.. groups]);
    }
}

/// <summary>The words of a column of texts, rare ones counting more.</summary>
/// <param name="Starts">Where the words of each item begin; length items + 1.</param>
/// <param name="Words">Words of all items, one item after the other.</param>
/// <param name="Weights">Inverse document frequency of each word in <paramref name="Words"/> over the length of its item's vector.</param>
/// <param name="WordCount">How many different words there are.</param>
internal sealed record TextWords(int[] Starts, int[] Words, float[] Weights, int WordCount)
{
    /// <summary>Null where texts are of one word, or share none.</summary>
    public static TextWords? Of(string[] texts, int longest)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var counts = new List<int>();
        var lists = new int[texts.Length][];
        var several = 0;
        for (var item = 0; item < texts.Length; item++)
        {
            var words = Split(texts[item]).Distinct().Take(longest).ToArray();
            several += words.Length > 1 ? 1 : 0;
            lists[item] = Array.ConvertAll(words, word =>
            {
                if (!ids.TryGetValue(word, out var id))
                {
                    ids.Add(word, id = counts.Count);
                    counts.Add(0);
                }

                counts[id]++;
                return id;
            });
        }

        if (several * 10 < texts.Length)
        {
            return null;
        }

        var (starts, kept, weights) = (new int[texts.Length + 1], new List<int>(), new List<float>());
        for (var item = 0; item < texts.Length; item++)
        {
            var own = lists[item].Where(word => counts[word] > 1 && counts[word] < 0.3 * texts.Length).ToArray();
            var rarities = own.Select(word => Math.Log(texts.Length / (double)counts[word])).ToArray();
            var length = Math.Sqrt(rarities.Sum(rarity => rarity * rarity));
            kept.AddRange(own);
            weights.AddRange(rarities.Select(rarity => (float)(rarity / length)));
            starts[item + 1] = kept.Count;
        }

        return kept.Count == 0 ? null : new TextWords(starts, [.. kept], [.. weights], counts.Count);
    }

    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var isWord = at < text.Length && char.IsLetterOrDigit(text[at]);
            if (isWord && start < 0)
            {
                start = at;
            }
            else if (!isWord && start >= 0)
            {
                words.Add(text[start..at].ToLowerInvariant());
                start = -1;
            }
        }

        return words;
    }
}

/// <summary>A column of numbers, cut into bins of about equally many items.</summary>
/// <param name="Bins">The bin of each item; the last one where the number is not known.</param>
/// <param name="Shares">Share of items in each bin, above 0.</param>
/// <param name="Values">The numbers; the mean where not known.</param>
internal sealed record BinnedNumbers(byte[] Bins, float[] Shares, float[] Values)
{
    private const int Most = 24;

    /// <summary>Null where all known numbers are equal.</summary>
    public static BinnedNumbers? Of(float[] values)
    {
        var known = Array.FindAll(values, float.IsFinite);
        Array.Sort(known);
        var edges = Enumerable.Range(1, Most - 1).Select(n => known.Length == 0 ? 0 : known[(int)((long)n * known.Length / Most)]).Distinct().Where(edge => known.Length > 0 && edge > known[0]).ToArray();
        if (edges.Length == 0)
        {
            return null;
        }

        var (bins, shares) = (new byte[values.Length], new float[edges.Length + 2]);
        var mean = (float)known.Average(value => (double)value);
        var filled = new float[values.Length];
        for (var item = 0; item < values.Length; item++)
        {
            var at = Array.BinarySearch(edges, values[item]);
            bins[item] = (byte)(!float.IsFinite(values[item]) ? shares.Length - 1 : at < 0 ? ~at : at + 1);
            filled[item] = float.IsFinite(values[item]) ? values[item] : mean;
            shares[bins[item]]++;
        }

        for (var bin = 0; bin < shares.Length; bin++)
        {
            shares[bin] = (shares[bin] + 0.5f) / (values.Length + 0.5f * shares.Length);
        }

        return new BinnedNumbers(bins, shares, filled);
    }
}
