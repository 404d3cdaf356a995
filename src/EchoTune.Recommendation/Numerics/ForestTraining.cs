using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Numerics;

/// <summary>
/// Grows an <see cref="ObliviousForest"/> by gradient boosting of the logistic loss over features cut into bins, each tree on a half of the rows
/// drawn by chance (Friedman 2001, 2002).
/// </summary>
public sealed class ForestTraining
{
    private const int Bins = 64;
    private const double LeafPenalty = 2;
    private const int LeastHalved = 2000;
    private const ulong Seed = 17;

    private readonly int rows;
    private readonly byte[][] binned;
    private readonly float[][] edges;

    /// <summary>Cuts the features into bins of equally many rows.</summary>
    /// <param name="columns">One array a feature, one value a row; no NaN.</param>
    public ForestTraining(IReadOnlyList<float[]> columns)
    {
        rows = columns.Count == 0 ? 0 : columns[0].Length;
        binned = new byte[columns.Count][];
        edges = new float[columns.Count][];
        for (var feature = 0; feature < columns.Count; feature++)
        {
            edges[feature] = Edges(columns[feature]);
            var bins = binned[feature] = new byte[rows];
            for (var row = 0; row < rows; row++)
            {
                var at = edges[feature].AsSpan().BinarySearch(columns[feature][row]);

                // A value goes above an edge only if it is greater than it.
                bins[row] = (byte)(at < 0 ? ~at : at);
            }
        }
    }

    /// <summary>Grows.</summary>
    /// <param name="labels">Whether each row is what is looked for.</param>
    /// <param name="weights">How much each row counts, above 0.</param>
    /// <param name="trees">How many trees, at least 1.</param>
    /// <param name="depth">Levels of each, 1–8.</param>
    /// <param name="rate">Share of each tree's answer that is taken, 0–1.</param>
    /// <param name="parallelism">Threads and the token that stops it.</param>
    public ObliviousForest Grow(bool[] labels, float[] weights, int trees, int depth, double rate, ParallelOptions parallelism)
    {
        if (binned.Length == 0 || rows == 0)
        {
            return new ObliviousForest(depth, [], [], []);
        }

        var (features, thresholds, leaves) = (new int[trees * depth], new float[trees * depth], new float[trees << depth]);
        var (margins, gradients, curvatures, nodes) = (new double[rows], new float[rows], new float[rows], new int[rows]);

        // From the share of what is looked for, so that the first trees need not learn it.
        var (found, missed) = (1e-9, 1e-9);
        for (var row = 0; row < rows; row++)
        {
            (found, missed) = labels[row] ? (found + weights[row], missed) : (found, missed + weights[row]);
        }

        Array.Fill(margins, Math.Log(found / missed));
        var draws = new Draws(Seed);
        var sample = new int[rows];
        for (var tree = 0; tree < trees; tree++)
        {
            parallelism.CancellationToken.ThrowIfCancellationRequested();
            var count = 0;
            for (var row = 0; row < rows; row++)
            {
                if (rows < LeastHalved || (draws.Next() & 1) == 0)
                {
                    var chance = 1 / (1 + Math.Exp(-margins[row]));
                    gradients[row] = (float)(weights[row] * ((labels[row] ? 1 : 0) - chance));
                    curvatures[row] = (float)(weights[row] * Math.Max(1e-6, chance * (1 - chance)));
                    sample[count++] = row;
                }

                nodes[row] = 0;
            }

            var drawn = sample.AsMemory(0, count);
            for (var level = 0; level < depth; level++)
            {
                var (feature, bin) = Split(drawn, gradients, curvatures, nodes, 1 << level, parallelism);
                features[tree * depth + level] = feature;
                thresholds[tree * depth + level] = bin < edges[feature].Length ? edges[feature][bin] : float.PositiveInfinity;
                for (var row = 0; row < rows; row++)
                {
                    nodes[row] |= binned[feature][row] > bin ? 1 << level : 0;
                }
            }

            var (sums, sizes) = (new double[1 << depth], new double[1 << depth]);
            foreach (var row in drawn.Span)
            {
                sums[nodes[row]] += gradients[row];
                sizes[nodes[row]] += curvatures[row];
            }

            for (var leaf = 0; leaf < sums.Length; leaf++)
            {
                leaves[(tree << depth) + leaf] = (float)(rate * sums[leaf] / (sizes[leaf] + LeafPenalty));
            }

            for (var row = 0; row < rows; row++)
            {
                margins[row] += leaves[(tree << depth) + nodes[row]];
            }
        }

        return new ObliviousForest(depth, features, thresholds, leaves);
    }

    // The question whose answers, over all nodes of the level together, explain most of the gradient; of equal ones the first.
    private (int Feature, int Bin) Split(ReadOnlyMemory<int> drawn, float[] gradients, float[] curvatures, int[] nodes, int nodeCount, ParallelOptions parallelism)
    {
        var best = new (double Gain, int Bin)[binned.Length];
        Parallel.For(0, binned.Length, parallelism, () => new double[2 * Bins << 8], (feature, _, histogram) =>
        {
            var sums = histogram.AsSpan(0, 2 * Bins * nodeCount);
            sums.Clear();
            var bins = binned[feature];
            foreach (var row in drawn.Span)
            {
                var at = 2 * (nodes[row] * Bins + bins[row]);
                sums[at] += gradients[row];
                sums[at + 1] += curvatures[row];
            }

            best[feature] = (double.NegativeInfinity, 0);
            Span<double> gains = stackalloc double[Bins];
            gains.Clear();
            for (var node = 0; node < nodeCount; node++)
            {
                AddGains(sums.Slice(2 * node * Bins, 2 * Bins), gains);
            }

            for (var bin = 0; bin < Math.Max(1, edges[feature].Length); bin++)
            {
                best[feature] = gains[bin] > best[feature].Gain ? (gains[bin], bin) : best[feature];
            }

            return histogram;
        }, _ => { });
        var chosen = 0;
        for (var feature = 1; feature < best.Length; feature++)
        {
            chosen = best[feature].Gain > best[chosen].Gain ? feature : chosen;
        }

        return (chosen, best[chosen].Bin);
    }

    private static void AddGains(ReadOnlySpan<double> sums, Span<double> gains)
    {
        var (gradient, curvature) = (0.0, 0.0);
        for (var bin = 0; bin < Bins; bin++)
        {
            gradient += sums[2 * bin];
            curvature += sums[2 * bin + 1];
        }

        if (curvature == 0)
        {
            return;
        }

        var (below, size) = (0.0, 0.0);
        for (var bin = 0; bin < Bins; bin++)
        {
            below += sums[2 * bin];
            size += sums[2 * bin + 1];
            gains[bin] += below * below / (size + LeafPenalty) + (gradient - below) * (gradient - below) / (curvature - size + LeafPenalty);
        }
    }

    private static float[] Edges(float[] values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var edges = new List<float>();
        var distinct = 1;
        for (var row = 1; row < sorted.Length; row++)
        {
            distinct += sorted[row] > sorted[row - 1] ? 1 : 0;
        }

        // Few values stand each in a bin of its own; many are cut where equally many rows lie between, the rare high ones more finely.
        if (distinct <= Bins)
        {
            for (var row = 1; row < sorted.Length; row++)
            {
                if (sorted[row] > sorted[row - 1])
                {
                    edges.Add(sorted[row - 1]);
                }
            }

            return [.. edges];
        }

        for (var n = 1; n < Bins; n++)
        {
            var share = n < Bins * 3 / 4 ? n / (Bins * 0.75) * 0.9 : 0.9 + 0.1 * (n - Bins * 0.75) / (Bins * 0.25);
            var edge = sorted[Math.Min(sorted.Length - 2, (int)(share * sorted.Length))];
            if ((edges.Count == 0 || edge > edges[^1]) && edge < sorted[^1])
            {
                edges.Add(edge);
            }
        }

        return [.. edges];
    }
}
