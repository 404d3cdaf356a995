using System.Diagnostics;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Evaluation;

/// <summary>
/// Full ranking: every item that the listener is not known to have heard is ranked, and the list is held against what was held out.
/// Listeners without held-out items are left out.
/// </summary>
public static class RankingEvaluator
{
    private const int DiversitySample = 1000;
    private static readonly string[] ListenerMetrics = ["ndcg", "recall", "precision", "hitrate", "map", "serendipity"];

    /// <summary>Evaluates a model.</summary>
    /// <param name="model">What ranks.</param>
    /// <param name="histories">What the model is told of each listener.</param>
    /// <param name="test">What was held out; as many listeners and items as <paramref name="histories"/>.</param>
    /// <param name="hidden">What is hidden from the lists beside the histories, such as a validation set; null for nothing more.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there is nothing to rank.</exception>
    public static RankingReport Evaluate(IScoringModel model, Interactions histories, Interactions test, Interactions? hidden, EvaluationOptions options)
    {
        Check(model, histories, test, hidden, options);
        var listeners = Enumerable.Range(0, test.ListenerCount).Where(listener => !test.Items(listener).IsEmpty).ToArray();
        if (listeners.Length == 0)
        {
            throw new ArgumentException("No listener has a held-out item.", nameof(test));
        }

        var longest = options.CutOffs.Max();
        var lists = new int[listeners.Length * longest];
        var lengths = new int[listeners.Length];
        var firstRanks = new double[listeners.Length];
        var factors = model as IFactorModel;
        var ticks = factors is null ? 0 : FactorLists.Find(factors, histories, hidden, listeners, longest, lists, lengths, Parallelism(options));
        Parallel.For(
            0, Chunks(listeners.Length), Parallelism(options), () => new Workspace(model.ItemCount, longest),
            (chunk, _, space) =>
            {
                var (from, to) = Chunk(chunk, listeners.Length);
                for (var i = from; i < to; i++)
                {
                    var started = Stopwatch.GetTimestamp();
                    model.Score(histories.History(listeners[i]), space.Scores);
                    Hide(space.Scores, histories.Items(listeners[i]));
                    if (hidden is not null)
                    {
                        Hide(space.Scores, hidden.Items(listeners[i]));
                    }

                    if (factors is null)
                    {
                        lengths[i] = TopList.Select(space.Scores, space.Heap, lists.AsSpan(i * longest, longest));
                        space.Ticks += Stopwatch.GetTimestamp() - started;
                    }

                    firstRanks[i] = ReciprocalRank(space.Scores, test.Items(listeners[i]));
                }

                return space;
            },
            space => Interlocked.Add(ref ticks, space.Ticks));

        var ranked = new RankedLists(listeners, lists, lengths, longest);
        var seconds = Math.Max(ticks / (double)Stopwatch.Frequency / options.Threads, 1e-9);
        return Judge(ranked, firstRanks, histories, test, hidden, options) with { RecommendationsPerSecond = listeners.Length / seconds };
    }

    private static void Check(IScoringModel model, Interactions histories, Interactions test, Interactions? hidden, EvaluationOptions options)
    {
        if (test.ListenerCount != histories.ListenerCount || test.ItemCount != histories.ItemCount || model.ItemCount != histories.ItemCount)
        {
            throw new ArgumentException("Model, histories and test must be about the same listeners and items.", nameof(test));
        }

        if (hidden is not null && (hidden.ListenerCount != test.ListenerCount || hidden.ItemCount != test.ItemCount))
        {
            throw new ArgumentException("What is hidden must be about the same listeners and items.", nameof(hidden));
        }

        if (options.CutOffs.Count == 0 || options.CutOffs.Any(k => k < 1))
        {
            throw new ArgumentException("Cut-offs must be at least 1.", nameof(options));
        }
    }

    private static RankingReport Judge(
        RankedLists ranked, double[] firstRanks, Interactions histories, Interactions test, Interactions? hidden, EvaluationOptions options)
    {
        var metrics = new Dictionary<string, double>();
        var intervals = new Dictionary<string, (double Low, double High)>();
        var popularity = histories.Transposed;
        var expected = new PopularLists(popularity, ranked.Longest);
        var known = new HashSet<int>();
        foreach (var k in options.CutOffs)
        {
            var values = new double[ListenerMetrics.Length][];
            for (var m = 0; m < values.Length; m++)
            {
                values[m] = new double[ranked.Listeners.Length];
            }

            var counts = new int[histories.ItemCount];
            var (novelty, places) = (0.0, 0L);
            var hits = new bool[k];
            for (var i = 0; i < ranked.Listeners.Length; i++)
            {
                var listener = ranked.Listeners[i];
                var list = ranked.List(i, k);
                var relevant = test.Items(listener);
                for (var rank = 0; rank < list.Length; rank++)
                {
                    hits[rank] = relevant.BinarySearch(list[rank]) >= 0;
                    counts[list[rank]]++;
                    novelty += RankingMetrics.Novelty(popularity.Items(list[rank]).Length, histories.ListenerCount);
                }

                places += list.Length;
                var judged = hits.AsSpan(0, list.Length);
                (values[0][i], values[1][i]) = (RankingMetrics.Ndcg(judged, k, relevant.Length), RankingMetrics.Recall(judged, k, relevant.Length));
                (values[2][i], values[3][i]) = (RankingMetrics.Precision(judged, k), RankingMetrics.HitRate(judged, k));
                values[4][i] = RankingMetrics.AveragePrecision(judged, k, relevant.Length);
                if (judged.Contains(true))
                {
                    expected.For(histories.Items(listener), hidden is null ? [] : hidden.Items(listener), k, known);
                    for (var rank = 0; rank < list.Length; rank++)
                    {
                        values[5][i] += judged[rank] && !known.Contains(list[rank]) ? 1.0 / k : 0;
                    }
                }
            }

            for (var m = 0; m < values.Length; m++)
            {
                var name = $"{ListenerMetrics[m]}@{k}";
                metrics[name] = values[m].Average();
                AddInterval(intervals, name, values[m], options);
            }

            metrics[$"coverage@{k}"] = counts.Count(count => count > 0) / (double)Math.Max(1, counts.Length);
            metrics[$"novelty@{k}"] = places == 0 ? 0 : novelty / places;
            metrics[$"diversity@{k}"] = Diversity(ranked, k, popularity, options);
            metrics[$"gini@{k}"] = RankingMetrics.Gini(counts);
        }

        metrics["mrr"] = firstRanks.Average();
        AddInterval(intervals, "mrr", firstRanks, options);
        return new RankingReport(metrics, intervals, ranked.Listeners.Length, 0);
    }

    // Listeners are drawn with replacement; the spread of their means is the spread of the figure (Efron 1979).
    private static void AddInterval(Dictionary<string, (double Low, double High)> intervals, string name, double[] values, EvaluationOptions options)
    {
        var times = (int)Math.Min(options.Resamplings, Math.Max(50, 20_000_000L / values.Length));
        if (options.Resamplings == 0)
        {
            return;
        }

        var draws = new Draws(options.Seed);
        var means = new double[times];
        for (var t = 0; t < times; t++)
        {
            var sum = 0.0;
            for (var i = 0; i < values.Length; i++)
            {
                sum += values[draws.Below(values.Length)];
            }

            means[t] = sum / values.Length;
        }

        Array.Sort(means);
        intervals[name] = (means[(int)(0.025 * (times - 1))], means[(int)Math.Ceiling(0.975 * (times - 1))]);
    }

    // One less the mean cosine of the listeners of two items of a list, over all pairs; of a sample where there are many lists.
    private static double Diversity(RankedLists ranked, int k, Interactions listenersOf, EvaluationOptions options)
    {
        var draws = new Draws(options.Seed);
        var count = Math.Min(DiversitySample, ranked.Listeners.Length);
        var (sum, lists) = (0.0, 0);
        for (var n = 0; n < count; n++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            var list = ranked.List(count == ranked.Listeners.Length ? n : draws.Below(ranked.Listeners.Length), Math.Min(k, 20));
            var (similarity, pairs) = (0.0, 0);
            for (var a = 0; a < list.Length; a++)
            {
                for (var b = a + 1; b < list.Length; b++, pairs++)
                {
                    similarity += Cosine(listenersOf.Items(list[a]), listenersOf.Items(list[b]));
                }
            }

            if (pairs > 0)
            {
                sum += 1 - similarity / pairs;
                lists++;
            }
        }

        return lists == 0 ? 0 : sum / lists;
    }

    private static double Cosine(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var (i, j, both) = (0, 0, 0);
        while (i < first.Length && j < second.Length)
        {
            var (a, b) = (first[i], second[j]);
            both += a == b ? 1 : 0;
            i += a <= b ? 1 : 0;
            j += b <= a ? 1 : 0;
        }

        return both == 0 ? 0 : both / Math.Sqrt((double)first.Length * second.Length);
    }

    // The rank of the best held-out item among all that are not hidden.
    private static double ReciprocalRank(ReadOnlySpan<float> scores, ReadOnlySpan<int> relevant)
    {
        var best = -1;
        foreach (var item in relevant)
        {
            best = scores[item] > float.NegativeInfinity && (best < 0 || scores[item] > scores[best]) ? item : best;
        }

        if (best < 0)
        {
            return 0;
        }

        var (score, rank) = (scores[best], 1);
        for (var item = 0; item < scores.Length; item++)
        {
            rank += scores[item] > score || (scores[item] == score && item < best) ? 1 : 0;
        }

        return 1.0 / rank;
    }

    private static void Hide(Span<float> scores, ReadOnlySpan<int> items)
    {
        foreach (var item in items)
        {
            scores[item] = float.NegativeInfinity;
        }
    }

    private const int ChunkLength = 64;

    private static int Chunks(int count) => (count + ChunkLength - 1) / ChunkLength;

    private static (int From, int To) Chunk(int chunk, int count) => (chunk * ChunkLength, Math.Min(count, (chunk + 1) * ChunkLength));

    private static ParallelOptions Parallelism(EvaluationOptions options) =>
        new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = options.CancellationToken };

    private sealed class Workspace(int items, int longest)
    {
        public float[] Scores { get; } = new float[items];

        public float[] Heap { get; } = new float[longest];

        public long Ticks { get; set; }
    }
}
