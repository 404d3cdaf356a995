namespace EchoTune.Recommendation.Retrieval;

/// <summary>The best hits so far, the worst of them first (a binary heap in memory of the caller). Equal scores go by index.</summary>
internal ref struct HitHeap(Span<ItemHit> hits)
{
    private readonly Span<ItemHit> hits = hits;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>What an item must reach to get in: −∞ until the heap is full.</summary>
    public readonly float Threshold => Count < hits.Length ? float.NegativeInfinity : hits[0].Score;

    /// <summary>Takes an item in if it is good enough.</summary>
    public void Offer(int item, float score)
    {
        var hit = new ItemHit(item, score);
        if (Count < hits.Length)
        {
            var at = Count++;
            while (at > 0 && IsWorse(hit, hits[(at - 1) / 2]))
            {
                hits[at] = hits[(at - 1) / 2];
                at = (at - 1) / 2;
            }

            hits[at] = hit;
        }
        else if (Count > 0 && IsWorse(hits[0], hit))
        {
            Sink(hit, Count);
        }
    }

    /// <summary>Sorts the hits, best first.</summary>
    public readonly void Sort()
    {
        for (var end = Count - 1; end > 0; end--)
        {
            var last = hits[end];
            hits[end] = hits[0];
            Sink(last, end);
        }
    }

    private readonly void Sink(ItemHit hit, int count)
    {
        var at = 0;
        while (true)
        {
            var child = (2 * at) + 1;
            if (child >= count)
            {
                break;
            }

            if (child + 1 < count && IsWorse(hits[child + 1], hits[child]))
            {
                child++;
            }

            if (!IsWorse(hits[child], hit))
            {
                break;
            }

            hits[at] = hits[child];
            at = child;
        }

        hits[at] = hit;
    }

    private static bool IsWorse(ItemHit a, ItemHit b) => a.Score < b.Score || (a.Score == b.Score && a.Item > b.Item);
}
