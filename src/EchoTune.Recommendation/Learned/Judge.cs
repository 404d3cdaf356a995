using EchoTune.Recommendation.Evaluation;

namespace EchoTune.Recommendation.Learned;

/// <summary>How well something ranks what was held out.</summary>
/// <param name="Ndcg">NDCG@10, mean over listeners.</param>
/// <param name="Recall">Recall@20, mean over listeners.</param>
/// <param name="Coverage">Share of all items in anyone's first ten.</param>
/// <param name="Listeners">Who was judged by.</param>
/// <param name="Listens">Listens that were held out of them.</param>
internal readonly record struct Judgement(double Ndcg, double Recall, double Coverage, int Listeners, int Listens);

/// <summary>Judges rankings of what was held out; what a listener knew before is not ranked.</summary>
internal static class Judge
{
    private const int Length = 20;
    private const int MostListeners = 2_000;

    /// <summary>Scores all items for a listener.</summary>
    public delegate void Scorer(int listener, Span<float> scores);

    /// <summary>Judges.</summary>
    public static Judgement Of(HeldOut held, Scorer scorer, LearningOptions options)
    {
        var (known, wanted) = (held.Rest.Interactions, held.Wanted);
        var all = Enumerable.Range(0, wanted.ListenerCount).Where(listener => !wanted.Items(listener).IsEmpty).ToArray();

        // Evenly spread where there are very many.
        var listeners = all.Length <= MostListeners ? all : [.. Enumerable.Range(0, MostListeners).Select(k => all[(int)((long)k * all.Length / MostListeners)])];
        var results = new (double Ndcg, double Recall)[listeners.Length];
        var shown = new int[known.ItemCount];
        Parallel.For(
            0, listeners.Length, options.Fitting.Parallelism, () => (Scores: new float[known.ItemCount], Heap: new float[Length], Top: new int[Length]), (index, _, space) =>
            {
                var listener = listeners[index];
                scorer(listener, space.Scores);
                foreach (var item in known.Items(listener))
                {
                    space.Scores[item] = float.NegativeInfinity;
                }

                var count = TopList.Select(space.Scores, space.Heap, space.Top);
                Span<bool> hits = stackalloc bool[Length];
                hits.Clear();
                for (var place = 0; place < count; place++)
                {
                    hits[place] = wanted.Items(listener).BinarySearch(space.Top[place]) >= 0;
                    if (place < 10)
                    {
                        Volatile.Write(ref shown[space.Top[place]], 1);
                    }
                }

                var relevant = wanted.Items(listener).Length;
                results[index] = (RankingMetrics.Ndcg(hits, 10, relevant), RankingMetrics.Recall(hits, Length, relevant));
                return space;
            },
            _ => { });
        return results.Length == 0
            ? default
            : new Judgement(
                results.Average(r => r.Ndcg), results.Average(r => r.Recall), shown.Sum() / (double)Math.Max(1, shown.Length), listeners.Length, listeners.Sum(l => wanted.Items(l).Length));
    }

    /// <summary>The floor: what most listeners know.</summary>
    public static Judgement OfPopularity(HeldOut held, LearningOptions options)
    {
        var counts = Popularity(held.Rest);
        return Of(held, (_, scores) => counts.CopyTo(scores), options);
    }

    /// <summary>The models together.</summary>
    public static Judgement Of(HeldOut held, LearnedModels models, LearningOptions options)
    {
        var joined = new JoinedScores(models, held.Rest.Items);
        var known = held.Rest.Interactions;
        return Of(held, (listener, scores) => joined.Score(known.Items(listener), known.Weights(listener), held.Prefixes[listener], scores), options);
    }

    /// <summary>How many listeners know each item.</summary>
    public static float[] Popularity(TrainingSet set)
    {
        var counts = new float[set.Interactions.ItemCount];
        foreach (var item in set.Interactions.AllItems)
        {
            counts[item]++;
        }

        return counts;
    }
}
