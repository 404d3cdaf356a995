namespace EchoTune.Recommendation.Evaluation;

/// <summary>Picks the best of many scores.</summary>
internal static class TopList
{
    /// <summary>The indexes of the highest scores, best first; of equal scores the lower index comes first. Negative infinity is never picked.</summary>
    /// <param name="scores">One score an item.</param>
    /// <param name="heap">Working space of the wanted length.</param>
    /// <param name="top">As long as <paramref name="heap"/>.</param>
    /// <returns>How many there are.</returns>
    public static int Select(ReadOnlySpan<float> scores, Span<float> heap, Span<int> top)
    {
        var count = 0;
        for (var item = 0; item < scores.Length; item++)
        {
            var score = scores[item];
            if (count == top.Length)
            {
                if (count == 0 || !(score > heap[0]))
                {
                    continue;
                }

                SinkRoot(heap, top, count, score, item);
            }
            else if (score > float.NegativeInfinity)
            {
                // Climbs from the end; the worst stands at the root.
                var place = count++;
                while (place > 0)
                {
                    var parent = (place - 1) / 2;
                    if (!IsWorse(score, item, heap[parent], top[parent]))
                    {
                        break;
                    }

                    (heap[place], top[place]) = (heap[parent], top[parent]);
                    place = parent;
                }

                (heap[place], top[place]) = (score, item);
            }
        }

        for (var last = count - 1; last > 0; last--)
        {
            var (score, item) = (heap[last], top[last]);
            (heap[last], top[last]) = (heap[0], top[0]);
            SinkRoot(heap, top, last, score, item);
        }

        return count;
    }

    private static void SinkRoot(Span<float> heap, Span<int> top, int count, float score, int item)
    {
        var place = 0;
        while (true)
        {
            var child = 2 * place + 1;
            if (child >= count)
            {
                break;
            }

            if (child + 1 < count && IsWorse(heap[child + 1], top[child + 1], heap[child], top[child]))
            {
                child++;
            }

            if (!IsWorse(heap[child], top[child], score, item))
            {
                break;
            }

            (heap[place], top[place]) = (heap[child], top[child]);
            place = child;
        }

        (heap[place], top[place]) = (score, item);
    }

    private static bool IsWorse(float score, int item, float otherScore, int otherItem) => score < otherScore || (score == otherScore && item > otherItem);
}
