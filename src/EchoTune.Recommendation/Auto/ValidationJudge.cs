using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Evaluation;

namespace EchoTune.Recommendation.Auto;

/// <summary>Scores models on a sample of validation listeners.</summary>
internal sealed class ValidationJudge
{
    /// <summary>The longest list that counts.</summary>
    public const int Length = 20;

    private readonly Interactions train;
    private readonly Interactions valid;
    private readonly int threads;

    public ValidationJudge(Interactions train, Interactions valid, int most, ulong seed, int threads)
    {
        (this.train, this.valid, this.threads) = (train, valid, threads);
        var listeners = Enumerable.Range(0, valid.ListenerCount).Where(listener => !valid.Items(listener).IsEmpty).ToArray();
        var draws = new Draws(seed);
        for (var i = 0; i < Math.Min(most, listeners.Length); i++)
        {
            var other = i + draws.Below(listeners.Length - i);
            (listeners[i], listeners[other]) = (listeners[other], listeners[i]);
        }

        Listeners = listeners[..Math.Min(most, listeners.Length)];
        Array.Sort(Listeners);
    }

    /// <summary>Who is judged by.</summary>
    public int[] Listeners { get; }

    public int ItemCount => train.ItemCount;

    public ListenerHistory History(int listener) => train.History(listener);

    public ReadOnlySpan<int> Known(int listener) => train.Items(listener);

    public ReadOnlySpan<int> Wanted(int listener) => valid.Items(listener);

    /// <summary>Mean NDCG@10, and its mean with NDCG@20, which is steadier and what is tuned for.</summary>
    public (double Ndcg, double Objective) Judge(IScoringModel model, CancellationToken cancellationToken)
    {
        var results = new (double Ten, double Twenty)[Listeners.Length];
        Each(model, cancellationToken, (index, top) => results[index] = Gains(top, Wanted(Listeners[index])));
        return results.Length == 0 ? (0, 0) : (results.Average(r => r.Ten), results.Average(r => (r.Ten + r.Twenty) / 2));
    }

    public static (double Ten, double Twenty) Gains(ReadOnlySpan<int> top, ReadOnlySpan<int> wanted)
    {
        Span<bool> hits = stackalloc bool[Length];
        for (var rank = 0; rank < Math.Min(Length, top.Length); rank++)
        {
            hits[rank] = wanted.BinarySearch(top[rank]) >= 0;
        }

        return (RankingMetrics.Ndcg(hits, 10, wanted.Length), RankingMetrics.Ndcg(hits, Length, wanted.Length));
    }

    private delegate void Use(int index, ReadOnlySpan<int> top);

    private void Each(IScoringModel model, CancellationToken cancellationToken, Use use)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, Listeners.Length, options, () => (Scores: new float[model.ItemCount], Heap: new float[Length], Top: new int[Length]), (index, _, space) =>
        {
            var known = train.Items(Listeners[index]);
            model.Score(train.History(Listeners[index]), space.Scores);
            foreach (var item in known)
            {
                space.Scores[item] = float.NegativeInfinity;
            }

            var count = TopList.Select(space.Scores, space.Heap, space.Top);
            use(index, space.Top.AsSpan(0, count));
            return space;
        }, _ => { });
    }
}
