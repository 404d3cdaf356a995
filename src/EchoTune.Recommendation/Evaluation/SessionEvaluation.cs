using EchoTune.Recommendation.Sequence;

namespace EchoTune.Recommendation.Evaluation;

/// <summary>Where a model ranks what was heard next.</summary>
public static class SessionEvaluation
{
    // Questions answered together: enough to share a pass over the items, few enough that their scores stay small.
    private const int Batch = 32;

    /// <summary>The rank of every case's target among all items, from 1; 0 where it is not ranked (unknown, or in the prefix and excluded).</summary>
    /// <remarks>Items with the target's score count half above it, so that a model that cannot tell items apart gains nothing from their order.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="cases">The questions.</param>
    /// <param name="excludePrefix">Whether items of the prefix are left out of the ranking.</param>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static int[] Ranks(ISessionModel model, IReadOnlyList<SessionCase> cases, bool excludePrefix, int threads, CancellationToken cancellationToken = default)
    {
        var ranks = new int[cases.Count];
        var batches = (cases.Count + Batch - 1) / Batch;
        Parallel.For(
            0, batches, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            () => (Scores: new float[Batch * model.ItemCount], Prefixes: new ReadOnlyMemory<int>[Batch]),
            (batch, _, space) =>
            {
                var (first, count) = (batch * Batch, Math.Min(Batch, cases.Count - (batch * Batch)));
                for (var i = 0; i < count; i++)
                {
                    space.Prefixes[i] = cases[first + i].Prefix;
                }

                model.ScoreMany(space.Prefixes.AsSpan(0, count), space.Scores.AsSpan(0, count * model.ItemCount));
                for (var i = 0; i < count; i++)
                {
                    ranks[first + i] = Rank(space.Scores.AsSpan(i * model.ItemCount, model.ItemCount), cases[first + i], excludePrefix);
                }

                return space;
            },
            _ => { });
        return ranks;
    }

    /// <summary>Share of ranks within the first <paramref name="k"/>.</summary>
    public static double HitRate(ReadOnlySpan<int> ranks, int k) => Mean(ranks, k, _ => 1);

    /// <summary>Mean of 1 ÷ rank, 0 beyond <paramref name="k"/>.</summary>
    public static double ReciprocalRank(ReadOnlySpan<int> ranks, int k) => Mean(ranks, k, rank => 1.0 / rank);

    /// <summary>Mean of 1 ÷ log2(1 + rank), 0 beyond <paramref name="k"/>: NDCG with one right answer.</summary>
    public static double Ndcg(ReadOnlySpan<int> ranks, int k) => Mean(ranks, k, rank => 1 / Math.Log2(1 + rank));

    private static double Mean(ReadOnlySpan<int> ranks, int k, Func<int, double> gain)
    {
        var sum = 0.0;
        foreach (var rank in ranks)
        {
            sum += rank > 0 && rank <= k ? gain(rank) : 0;
        }

        return ranks.Length == 0 ? 0 : sum / ranks.Length;
    }

    private static int Rank(Span<float> scores, SessionCase asked, bool excludePrefix)
    {
        var prefix = asked.Prefix.Span;
        if (asked.Target < 0 || (excludePrefix && prefix.Contains(asked.Target)))
        {
            return 0;
        }

        if (excludePrefix)
        {
            foreach (var item in prefix)
            {
                scores[item] = float.NegativeInfinity;
            }
        }

        var own = scores[asked.Target];
        var (above, same) = (0, -1);
        foreach (var score in scores)
        {
            above += score > own ? 1 : 0;
            same += score == own ? 1 : 0;
        }

        return 1 + above + ((same + 1) / 2);
    }
}
