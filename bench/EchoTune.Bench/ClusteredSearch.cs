using System.Text.Json.Nodes;
using EchoTune.Recommendation.Numerics;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Bench;

/// <summary><c>clustered-search [ITEMS]</c>: the approximate index on clustered synthetic factors: building, recall of the true 100 best with and without a mask, time of a search.</summary>
internal static class ClusteredSearch
{
    private const int Asked = 200;

    public static int Run(string[] args)
    {
        var count = args.Length > 0 && int.TryParse(args[0], out var n) ? n : 500_000;
        var items = SyntheticListening.Clustered(count, 64, 2000, 1, 7);
        var sample = SyntheticListening.Clustered(128, 64, 2000, 2, 7);
        var queries = SyntheticListening.Clustered(Asked, 64, 2000, 3, 7);
        ClusteredIndex index = null!;
        var build = Figures.Time(() => index = ClusteredIndex.Build(items, sample, new ClusteredIndexOptions { Threads = 2 }));
        var exact = new ExactIndex(items);
        var random = new Random(4);
        var year = Enumerable.Range(0, count).Select(_ => (float)random.Next(1960, 2026)).ToArray();
        var masks = new (string Name, ItemMask? Mask)[]
        {
            ("all", null), ("half", ItemMask.Between(year, 1993, 2100)), ("tenth", ItemMask.Between(year, 2019, 2100)), ("hundredth", ItemMask.Where(count, _ => random.Next(100) == 0)),
        };
        var figures = new JsonObject
        {
            ["items"] = count, ["factors"] = 64, ["buildSeconds"] = Figures.Rounded(build.Seconds), ["buildCpuSeconds"] = Figures.Rounded(build.CpuSeconds),
            ["clusters"] = index.Clusters, ["visits"] = index.Visits, ["indexMiB"] = Figures.Rounded(index.Bytes / 1048576.0),
        };
        foreach (var (name, mask) in masks)
        {
            figures[name] = Measure(index, exact, queries, mask);
        }

        return Figures.Print("clustered-search", figures);
    }

    private static JsonObject Measure(ClusteredIndex index, ExactIndex exact, FactorMatrix queries, ItemMask? mask)
    {
        var (hits, best) = (new ItemHit[100], new ItemHit[100]);
        var (found, wanted) = (0, 0);
        for (var n = 0; n < queries.Rows; n++)
        {
            var query = new ItemQuery { Vector = queries.Row(n), Allowed = mask };
            var some = index.Search(query, hits);
            var all = exact.Search(query, best);
            found += hits[..some].Select(hit => hit.Item).Intersect(best[..all].Select(hit => hit.Item)).Count();
            wanted += all;
        }

        var times = Figures.Milliseconds(1000, n => index.Search(new ItemQuery { Vector = queries.Row(n % queries.Rows), Allowed = mask }, hits));
        var exactTimes = Figures.Milliseconds(200, n => exact.Search(new ItemQuery { Vector = queries.Row(n % queries.Rows), Allowed = mask }, hits));
        return new JsonObject
        {
            ["recall100"] = Figures.Rounded(found / (double)wanted), ["p50Ms"] = Figures.Rounded(times[500]), ["p95Ms"] = Figures.Rounded(times[950]), ["exactP50Ms"] = Figures.Rounded(exactTimes[100]),
        };
    }
}
