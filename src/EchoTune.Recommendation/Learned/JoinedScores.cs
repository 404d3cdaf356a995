using System.Buffers;
using System.Numerics.Tensors;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Learned;

/// <summary>
/// Scores of learnt models joined, for judging them as a whole: each brought to at most 1, in fixed shares. Works on the items of a library
/// whatever items the models know. Safe for many threads.
/// </summary>
internal sealed class JoinedScores
{
    private const float OfFactors = 1;
    private const float OfGraph = 0.5f;
    private const float OfSequence = 0.3f;

    // What a listener valued most tells enough of where the graph leads.
    private const int Roots = 100;

    private readonly LearnedModels models;
    private readonly int[] toModel;
    private readonly int[] toItem;

    /// <param name="models">The models.</param>
    /// <param name="items">The track behind each item of the library.</param>
    public JoinedScores(LearnedModels models, IReadOnlyList<Guid> items)
    {
        this.models = models;
        var known = new Dictionary<Guid, int>(models.Items.Count);
        toItem = new int[models.Items.Count];
        for (var i = 0; i < models.Items.Count; i++)
        {
            (known[models.Items[i]], toItem[i]) = (i, -1);
        }

        toModel = new int[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            toModel[i] = known.GetValueOrDefault(items[i], -1);
            if (toModel[i] >= 0)
            {
                toItem[toModel[i]] = i;
            }
        }
    }

    /// <summary>Scores all items of the library.</summary>
    /// <param name="items">What the listener valued, ascending, in items of the library.</param>
    /// <param name="weights">How much.</param>
    /// <param name="prefix">What they heard last, most recent last.</param>
    /// <param name="scores">Overwritten; one an item of the library.</param>
    public void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, ReadOnlySpan<int> prefix, Span<float> scores)
    {
        scores.Clear();
        var (own, values) = Mapped(items, weights);
        var rented = ArrayPool<float>.Shared.Rent(models.Items.Count);
        var raw = rented.AsSpan(0, models.Items.Count);
        if (models.Collaborative is { } factors && own.Length > 0)
        {
            factors.Score(new ListenerHistory(-1, own, values, []), raw);
            Add(raw, OfFactors, scores);
        }

        if (models.Graph is { } graph && own.Length > 0)
        {
            Walk(graph, own, values, raw);
            Add(raw, OfGraph, scores);
        }

        if (models.Sequence is { } sequence && prefix.Length > 0)
        {
            var heard = new List<int>(prefix.Length);
            foreach (var item in prefix)
            {
                if (toModel[item] >= 0)
                {
                    heard.Add(toModel[item]);
                }
            }

            sequence.Score(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(heard), raw);
            Add(raw, OfSequence, scores);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Where the graph leads from what was valued most.</summary>
    public static void Walk(ItemNeighbours graph, int[] items, float[] weights, Span<float> scores)
    {
        scores.Clear();
        if (items.Length > Roots)
        {
            var (order, keys) = ((int[])items.Clone(), Array.ConvertAll(weights, weight => -weight));
            Array.Sort(keys, order);
            (items, weights) = (order[..Roots], Array.ConvertAll(keys[..Roots], key => -key));
        }

        for (var k = 0; k < items.Length; k++)
        {
            var others = graph.Of(items[k]);
            var shares = graph.Weights(items[k]);
            for (var n = 0; n < others.Length; n++)
            {
                scores[others[n]] += weights[k] * shares[n];
            }
        }
    }

    private (int[] Items, float[] Weights) Mapped(ReadOnlySpan<int> items, ReadOnlySpan<float> weights)
    {
        var (own, values) = (new List<int>(items.Length), new List<float>(items.Length));
        for (var k = 0; k < items.Length; k++)
        {
            if (toModel[items[k]] is >= 0 and var index)
            {
                own.Add(index);
                values.Add(weights[k]);
            }
        }

        var (indexes, amounts) = (own.ToArray(), values.ToArray());
        Array.Sort(indexes, amounts);
        return (indexes, amounts);
    }

    private void Add(ReadOnlySpan<float> raw, float share, Span<float> scores)
    {
        var most = raw.IsEmpty ? 0 : TensorPrimitives.MaxMagnitude(raw);
        most = Math.Abs(most);
        if (!(most > 0) || !float.IsFinite(most))
        {
            return;
        }

        for (var i = 0; i < raw.Length; i++)
        {
            if (toItem[i] >= 0)
            {
                scores[toItem[i]] += share / most * raw[i];
            }
        }
    }
}
