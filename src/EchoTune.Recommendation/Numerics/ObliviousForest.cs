using System.Numerics;
using System.Runtime.InteropServices;

namespace EchoTune.Recommendation.Numerics;

/// <summary>
/// A sum of trees that ask the same question on every node of a level (oblivious trees, as in CatBoost, Prokhorenkova et al. 2018), so that a tree
/// is a few comparisons and a look into a table, taken for many rows at once.
/// </summary>
public sealed class ObliviousForest
{
    private readonly int depth;
    private readonly int[] features;
    private readonly float[] thresholds;
    private readonly float[] leaves;

    /// <summary>Takes over what was learnt.</summary>
    /// <param name="depth">Levels of each tree, 1–8.</param>
    /// <param name="features">The feature that each level of each tree asks about.</param>
    /// <param name="thresholds">A row goes to the upper half of leaves where its feature is above this.</param>
    /// <param name="leaves">2^depth values a tree; the bit of a level stands at its place.</param>
    internal ObliviousForest(int depth, int[] features, float[] thresholds, float[] leaves) =>
        (this.depth, this.features, this.thresholds, this.leaves) = (depth, features, thresholds, leaves);

    /// <summary>How many trees there are.</summary>
    public int TreeCount => features.Length / depth;

    /// <summary>Adds what the trees say of every row.</summary>
    /// <param name="columns">Feature after feature, each as long as <paramref name="scores"/>; no NaN.</param>
    /// <param name="scores">One a row; added to.</param>
    public void Add(ReadOnlySpan<float> columns, Span<float> scores)
    {
        const int Block = 512;
        Span<int> places = stackalloc int[Block];
        for (var from = 0; from < scores.Length; from += Block)
        {
            var count = Math.Min(Block, scores.Length - from);
            for (var tree = 0; tree < TreeCount; tree++)
            {
                places.Clear();
                for (var level = 0; level < depth; level++)
                {
                    var node = tree * depth + level;
                    Mark(columns.Slice(features[node] * scores.Length + from, count), thresholds[node], 1 << level, places);
                }

                var table = leaves.AsSpan(tree << depth, 1 << depth);
                for (var row = 0; row < count; row++)
                {
                    scores[from + row] += table[places[row]];
                }
            }
        }
    }

    private static void Mark(ReadOnlySpan<float> values, float threshold, int bit, Span<int> places)
    {
        var (limit, bits) = (new Vector<float>(threshold), new Vector<int>(bit));
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var place = ref MemoryMarshal.GetReference(places);
        var row = 0;
        for (; row + Vector<float>.Count <= values.Length; row += Vector<float>.Count)
        {
            var isAbove = Vector.GreaterThan(Vector.LoadUnsafe(ref value, (nuint)row), limit);
            Vector.StoreUnsafe(Vector.LoadUnsafe(ref place, (nuint)row) | (isAbove & bits), ref place, (nuint)row);
        }

        for (; row < values.Length; row++)
        {
            places[row] |= values[row] > threshold ? bit : 0;
        }
    }
}
