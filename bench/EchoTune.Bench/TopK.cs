using System.Text.Json.Nodes;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Bench;

/// <summary>
/// <c>top-k [FILE]</c>: the ten best of all items without what was heard, for one listener and for many on two threads, on factors fitted
/// to a file (or to synthetic listening of HetRec's shape) and on factors by chance, the hardest there are.
/// </summary>
internal static class TopK
{
    private const int Wanted = 10;

    public static int Run(string[] args)
    {
        var data = args.Length > 0 ? SyntheticListening.Read(args[0]) : SyntheticListening.Make(1892, 17_632, 74_000, 1);
        var model = (ImplicitAlsModel)new ImplicitAlsTrainer().Fit(new TrainingData(data), Hyperparameters.Defaults.With("factors", 64), new FitOptions { Threads = 2 });
        var random = new Random(1);
        var (items, listeners) = (Chance(random, data.ItemCount), Chance(random, data.ListenerCount));
        return Figures.Print("top-k", new JsonObject
        {
            ["items"] = data.ItemCount, ["listeners"] = data.ListenerCount, ["factors"] = 64,
            ["fitted"] = Measure(model.ItemFactors, model.ListenerFactors, data), ["byChance"] = Measure(items, listeners, data),
        });
    }

    private static JsonObject Measure(FactorMatrix items, FactorMatrix listeners, Interactions heard)
    {
        ExactIndex index = null!;
        var build = Figures.Time(() => index = new ExactIndex(items)).Seconds;
        var hits = new ItemHit[Wanted];
        var single = new double[3][];
        for (var round = 0; round < single.Length; round++)
        {
            single[round] = Figures.Milliseconds(listeners.Rows, Search);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var u = 0; u < 1000; u++)
        {
            Search(u % listeners.Rows);
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000.0;
        var plain = new float[items.Rows];
        var same = 0;
        for (var u = 0; u < listeners.Rows; u++)
        {
            Search(u);
            same += Plain(u).AsSpan().SequenceEqual(hits) ? 1 : 0;
        }

        var all = new ItemHit[listeners.Rows * Wanted];
        var batches = Enumerable.Range(0, 15).Select(_ => Figures.Time(() =>
            BatchSearch.Run(index, listeners, heard, null, Wanted, new ParallelOptions { MaxDegreeOfParallelism = 2 }, all))).ToArray();
        return new JsonObject
        {
            ["buildMs"] = Figures.Rounded(build * 1000), ["p50Ms"] = Figures.Rounded(Figures.Median(single.Select(t => t[t.Length / 2]))),
            ["p95Ms"] = Figures.Rounded(Figures.Median(single.Select(t => t[t.Length * 95 / 100]))), ["allocatedBytes"] = allocated,
            ["sameAsPlain"] = same / (double)listeners.Rows, ["batchPerSecond"] = Math.Round(listeners.Rows / Figures.Median(batches.Select(t => t.Seconds))),
            ["batchPerCpuSecond"] = Math.Round(listeners.Rows * batches.Length / batches.Sum(t => t.CpuSeconds)), ["bestBatchPerSecond"] = Math.Round(listeners.Rows / batches.Min(t => t.Seconds)),
        };

        void Search(int u) => index.Search(new ItemQuery { Vector = listeners.Row(u), Excluded = heard.Items(u) }, hits);

        ItemHit[] Plain(int u)
        {
            FactorKernels.DotAll(items.Padded, listeners.PaddedRow(u), plain);
            foreach (var item in heard.Items(u))
            {
                plain[item] = float.NegativeInfinity;
            }

            // Equal but for the order in which a sum is added, so of what comes near the tenth each is computed alike.
            var tenth = plain.OrderDescending().ElementAt(Wanted - 1);
            return [.. Enumerable.Range(0, items.Rows).Where(i => plain[i] >= tenth - (1e-4f * (1 + Math.Abs(tenth)))).Select(i => new ItemHit(i, FactorKernels.Dot(items.PaddedRow(i), listeners.PaddedRow(u))))
                .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Item).Take(Wanted)];
        }
    }

    private static FactorMatrix Chance(Random random, int rows)
    {
        var matrix = new FactorMatrix(rows, 64);
        for (var row = 0; row < rows; row++)
        {
            foreach (ref var value in matrix.Row(row))
            {
                value = random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f;
            }
        }

        return matrix;
    }
}
