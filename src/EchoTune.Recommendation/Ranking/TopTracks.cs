namespace EchoTune.Recommendation.Ranking;

/// <summary>The highest scores without sorting all of them.</summary>
public static class TopTracks
{
    /// <summary>Indexes of the highest scores, best first, ties by index.</summary>
    /// <param name="scores">One score a track.</param>
    /// <param name="skip">One flag a track; tracks with a value other than 0 are left out. Empty for none.</param>
    /// <param name="count">How many at most.</param>
    public static int[] Of(ReadOnlySpan<float> scores, ReadOnlySpan<byte> skip, int count)
    {
        var heap = new PriorityQueue<int, (float Score, int Order)>(Math.Min(count, scores.Length) + 1);
        var least = float.MinValue;
        for (var i = 0; i < scores.Length; i++)
        {
            if (!skip.IsEmpty && skip[i] != 0)
            {
                continue;
            }

            if (heap.Count < count)
            {
                heap.Enqueue(i, (scores[i], -i));
            }
            else if (scores[i] > least)
            {
                heap.EnqueueDequeue(i, (scores[i], -i));
            }
            else
            {
                continue;
            }

            least = heap.Count == count && heap.TryPeek(out _, out var lowest) ? lowest.Score : float.MinValue;
        }

        var best = new int[heap.Count];
        for (var k = best.Length - 1; k >= 0; k--)
        {
            best[k] = heap.Dequeue();
        }

        return best;
    }
}
