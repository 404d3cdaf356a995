using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Retrieval;

/// <summary>How a <see cref="ClusteredIndex"/> is built.</summary>
public sealed record ClusteredIndexOptions
{
    /// <summary>How many clusters, at least 1; 0 for the square root of the number of items.</summary>
    public int Clusters { get; init; }

    /// <summary>The mean share of the true 100 best items that a search is to find, 0–1; the number of clusters it visits is measured to reach this.</summary>
    public double Recall { get; init; } = 0.99;

    /// <summary>One item in so many, the longest, stands in no cluster and is looked at by every search; 0 for none, where all rows are of one length.</summary>
    public int LongestShare { get; init; } = 24;

    /// <summary>Makes chance repeatable.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads at most.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>
/// Finds nearly all of the best items among very many: an inverted file (Sivic and Zisserman 2003) of clusters by direction, whose rows
/// are judged in eight bits as in <see cref="ExactIndex"/>. How many clusters a search visits is measured when it is built: enough
/// for the wanted recall on queries like those to come, and more where a mask leaves fewer items. Where it visits all, it is exact.
/// </summary>
public sealed class ClusteredIndex : IItemIndex
{
    private const int FewShare = 64;
    private const int MostQueries = 128;

    private static readonly int[] Depths = [100, 400, 1600, 6400];

    [ThreadStatic]
    private static (float[] Scores, int[] Order) buffers;

    private readonly FactorMatrix items;
    private readonly Int8Blocks longest;
    private readonly FactorMatrix centres;
    private readonly Int8Blocks[] clusters;
    private readonly float[] reaches;
    private readonly int[] visits;

    private ClusteredIndex(FactorMatrix items, Int8Blocks longest, FactorMatrix centres, Int8Blocks[] clusters)
    {
        (this.items, this.longest, this.centres, this.clusters) = (items, longest, centres, clusters);
        reaches = new float[clusters.Length];
        for (var cluster = 0; cluster < clusters.Length; cluster++)
        {
            // The longest few may be odd ones out.
            reaches[cluster] = clusters[cluster].Count == 0 ? 0 : clusters[cluster].Norm(clusters[cluster].Count / 10);
        }

        visits = new int[Depths.Length];
        visits.AsSpan().Fill(clusters.Length);
    }

    /// <inheritdoc/>
    public int Count => items.Rows;

    /// <summary>How many clusters there are.</summary>
    public int Clusters => clusters.Length;

    /// <summary>How many of them a search for up to 100 items without a mask visits.</summary>
    public int Visits => visits[0];

    /// <summary>How many bytes the index takes beside the factors.</summary>
    public long Bytes => longest.Bytes + clusters.Sum(cluster => cluster.Bytes) + (centres.Padded.Length * 4L);

    /// <summary>Builds an index.</summary>
    /// <param name="items">One row an item; kept, and not to be changed any more.</param>
    /// <param name="queries">Queries like those to come, such as the factors of some listeners; without rows, items stand for them.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">Rows are not finite, or queries are of another length.</exception>
    public static ClusteredIndex Build(FactorMatrix items, FactorMatrix queries, ClusteredIndexOptions options)
    {
        if (queries.Dimension != items.Dimension)
        {
            throw new ArgumentException($"Queries of {queries.Dimension} numbers do not go with rows of {items.Dimension}.", nameof(queries));
        }

        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Threads) };
        var count = Math.Clamp(options.Clusters > 0 ? options.Clusters : (int)Math.Sqrt(items.Rows), 1, Math.Max(1, items.Rows));
        if (items.Rows == 0)
        {
            return new ClusteredIndex(items, new Int8Blocks(items, []), new FactorMatrix(1, items.Dimension), [new Int8Blocks(items, [])]);
        }

        var (centres, groupOf) = RowClusters.Group(items, count, options.Seed, parallelism);
        var order = ExactIndex.LongestFirst(items);
        var longest = order.AsSpan(0, options.LongestShare > 0 ? items.Rows / options.LongestShare : 0);
        foreach (var item in longest)
        {
            groupOf[item] = -1;
        }

        var index = new ClusteredIndex(items, new Int8Blocks(items, longest), centres, Blocks(items, order, groupOf, count, parallelism));
        index.Measure(queries.Rows > 0 ? queries : items, options, groupOf, parallelism);
        return index;
    }

    /// <inheritdoc/>
    public int Search(in ItemQuery query, Span<ItemHit> hits)
    {
        var share = query.Allowed is { } allowed ? allowed.Count / (double)Math.Max(1, Count) : 1;
        if (query.Allowed is not null && share <= 1.0 / FewShare)
        {
            ExactIndex.Check(query, items);
            var heap = new HitHeap(hits);
            ExactIndex.SearchAllowed(query, Int8Query.For(query.Vector, items.Stride), items, ref heap);
            heap.Sort();
            return heap.Count;
        }

        // The best of those a mask leaves lie this deep among all.
        var depth = hits.Length / share;
        var level = 0;
        while (level < Depths.Length - 1 && Depths[level] < depth)
        {
            level++;
        }

        return Search(query, hits, Depths[level] < depth ? clusters.Length : visits[level]);
    }

    /// <summary><see cref="Search(in ItemQuery, Span{ItemHit})"/> that visits a given number of clusters, and more only while it has found too few.</summary>
    public int Search(in ItemQuery query, Span<ItemHit> hits, int clustersToVisit)
    {
        ExactIndex.Check(query, items);
        var heap = new HitHeap(hits);
        var asked = Int8Query.For(query.Vector, items.Stride);
        if (asked.Norm == 0)
        {
            return ExactIndex.TakeFirst(query, Count, hits);
        }

        var order = Rank(asked);
        ExactIndex.SearchBlocks(query, asked, items, longest, ref heap);
        for (var visit = 0; visit < clusters.Length && (visit < clustersToVisit || heap.Count < hits.Length); visit++)
        {
            ExactIndex.SearchBlocks(query, asked, items, clusters[order[visit]], ref heap);
        }

        heap.Sort();
        return heap.Count;
    }

    // Clusters by what an item in the direction of the centre would score, most promising first.
    private ReadOnlySpan<int> Rank(Int8Query query)
    {
        if (buffers.Scores is null || buffers.Scores.Length < clusters.Length)
        {
            buffers = (new float[clusters.Length], new int[clusters.Length]);
        }

        var scores = buffers.Scores.AsSpan(0, clusters.Length);
        var order = buffers.Order.AsSpan(0, clusters.Length);
        FactorKernels.DotAll(centres.Padded, query.Padded, scores);
        for (var cluster = 0; cluster < scores.Length; cluster++)
        {
            (scores[cluster], order[cluster]) = (-scores[cluster] * reaches[cluster], cluster);
        }

        scores.Sort(order);
        return order;
    }

    private static Int8Blocks[] Blocks(FactorMatrix items, int[] order, int[] groupOf, int count, ParallelOptions parallelism)
    {
        var members = new List<int>[count];
        for (var cluster = 0; cluster < count; cluster++)
        {
            members[cluster] = [];
        }

        foreach (var item in order)
        {
            if (groupOf[item] >= 0)
            {
                members[groupOf[item]].Add(item);
            }
        }

        var clusters = new Int8Blocks[count];
        Parallel.For(0, count, parallelism, cluster => clusters[cluster] = new Int8Blocks(items, members[cluster].ToArray()));
        return clusters;
    }

    // For each depth, how many clusters hold the wanted share of the true best so deep, over some queries.
    private void Measure(FactorMatrix queries, ClusteredIndexOptions options, int[] groupOf, ParallelOptions parallelism)
    {
        var count = Math.Min(MostQueries, queries.Rows);
        var deepest = Math.Min(Depths[^1], Count);
        var asked = 0;
        var found = new int[Depths.Length][];
        for (var level = 0; level < Depths.Length; level++)
        {
            found[level] = new int[clusters.Length];
        }

        Parallel.For(0, count, parallelism, n =>
        {
            var query = new ItemQuery { Vector = queries.Row((int)((long)n * queries.Rows / count)) };
            if (!query.Vector.ContainsAnyExcept(0f))
            {
                return;
            }

            Interlocked.Increment(ref asked);
            var hits = new ItemHit[deepest];
            Search(query, hits, clusters.Length);
            var places = new int[clusters.Length];
            var order = Rank(Int8Query.For(query.Vector, items.Stride));
            for (var visit = 0; visit < order.Length; visit++)
            {
                places[order[visit]] = visit;
            }

            for (var level = 0; level < Depths.Length; level++)
            {
                for (var rank = 0; rank < Math.Min(Depths[level], deepest); rank++)
                {
                    var cluster = groupOf[hits[rank].Item];
                    Interlocked.Increment(ref found[level][cluster < 0 ? 0 : places[cluster]]);
                }
            }
        });

        for (var level = 0; level < Depths.Length; level++)
        {
            var wanted = options.Recall * asked * Math.Min(Depths[level], deepest);
            var sum = 0L;
            visits[level] = 0;
            while (visits[level] < clusters.Length && (sum < wanted || visits[level] == 0))
            {
                sum += found[level][visits[level]++];
            }

            // A deeper search never visits fewer.
            visits[level] = Math.Max(visits[level], level > 0 ? visits[level - 1] : 1);
        }
    }
}
