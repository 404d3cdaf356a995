namespace EchoTune.Recommendation.Evaluation;

/// <summary>Measures of one ranked list against the set of items that were held out. Relevance is yes or no.</summary>
public static class RankingMetrics
{
    /// <summary>Discounted gain of hits, 1 / log2(rank + 1), over the gain of the best possible list of min(k, relevant) hits (Järvelin and Kekäläinen 2002); 0–1.</summary>
    /// <param name="hits">Whether each place of the list, best first, holds a relevant item; a list shorter than <paramref name="k"/> misses the rest.</param>
    /// <param name="k">Places that count, at least 1.</param>
    /// <param name="relevant">How many items were held out, at least 1.</param>
    public static double Ndcg(ReadOnlySpan<bool> hits, int k, int relevant)
    {
        var gain = 0.0;
        for (var rank = 0; rank < Math.Min(k, hits.Length); rank++)
        {
            gain += hits[rank] ? 1 / Math.Log2(rank + 2) : 0;
        }

        var ideal = 0.0;
        for (var rank = 0; rank < Math.Min(k, relevant); rank++)
        {
            ideal += 1 / Math.Log2(rank + 2);
        }

        return gain / ideal;
    }

    /// <summary>Hits in the first <paramref name="k"/> places over all relevant items; 0–1.</summary>
    public static double Recall(ReadOnlySpan<bool> hits, int k, int relevant) => Hits(hits, k) / (double)relevant;

    /// <summary>Hits in the first <paramref name="k"/> places over <paramref name="k"/>; 0–1.</summary>
    public static double Precision(ReadOnlySpan<bool> hits, int k) => Hits(hits, k) / (double)k;

    /// <summary>1 if any of the first <paramref name="k"/> places is a hit, otherwise 0.</summary>
    public static double HitRate(ReadOnlySpan<bool> hits, int k) => Hits(hits, k) > 0 ? 1 : 0;

    /// <summary>Mean of the precision at every hit in the first <paramref name="k"/> places, over min(k, relevant); 0–1.</summary>
    public static double AveragePrecision(ReadOnlySpan<bool> hits, int k, int relevant)
    {
        var (found, sum) = (0, 0.0);
        for (var rank = 0; rank < Math.Min(k, hits.Length); rank++)
        {
            if (hits[rank])
            {
                sum += ++found / (rank + 1.0);
            }
        }

        return sum / Math.Min(k, relevant);
    }

    /// <summary>
    /// How unequally recommendations fall on items: 0 where every item is recommended equally often, towards 1 where one item gets all.
    /// 0 where nothing was recommended.
    /// </summary>
    /// <param name="counts">How often each item was recommended; sorted in place.</param>
    public static double Gini(Span<int> counts)
    {
        counts.Sort();
        var (total, weighted) = (0.0, 0.0);
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            weighted += (2.0 * (i + 1) - counts.Length - 1) * counts[i];
        }

        return total == 0 ? 0 : weighted / (counts.Length * total);
    }

    /// <summary>
    /// Self-information of an item, −log2 of the share of listeners who heard it, over that of an item heard by one listener: 0 for an
    /// item that everyone heard, 1 for one that at most one listener did.
    /// </summary>
    public static double Novelty(int heardBy, int listeners) => listeners < 2 || heardBy < 1 ? 1 : Math.Log2(listeners / (double)heardBy) / Math.Log2(listeners);

    private static int Hits(ReadOnlySpan<bool> hits, int k) => hits[..Math.Min(k, hits.Length)].Count(true);
}
