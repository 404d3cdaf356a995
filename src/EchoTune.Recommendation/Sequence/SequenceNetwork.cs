using System.Numerics.Tensors;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Sequence;

/// <summary>
/// The weights of a sequential model: every item a unit vector, a session what one head of causal attention (Kang &amp; McAuley 2018) makes of its items,
/// the next item the one whose vector points most the same way (unit vectors and one scale as in NISER, Gupta et al. 2019).
/// </summary>
/// <remarks>
/// With x the items' vectors times √d: attention of place t on places j ≤ t is softmax(x_t Wq · x_j Wk ÷ √d + r[t − j]), c its mean of x;
/// h = x + c + relu(x Vx + c Vc + b) Wo, z = h ÷ |h|, and the score of item i is scale × z · e_i + bias_i, for an item of the session
/// also + repeat by how long ago it was heard last, from one table while the session has repeated nothing and from another after.
/// </remarks>
internal sealed class SequenceNetwork
{
    /// <summary>Longest stretch of a session that is looked at.</summary>
    public const int Longest = 32;

    private SequenceNetwork(int items, int dimension, int hidden, float scale)
    {
        (Items, Dimension, Hidden, Scale) = (items, dimension, hidden, scale);
        Embeddings = new float[items * dimension];
        Biases = new float[items];
        Dense = new float[DenseLength(dimension, hidden)];
    }

    public int Items { get; }

    public int Dimension { get; }

    public int Hidden { get; }

    /// <summary>What a cosine of 1 adds to a score.</summary>
    public float Scale { get; }

    /// <summary>Items × dimension, rows of unit length.</summary>
    public float[] Embeddings { get; }

    /// <summary>One an item.</summary>
    public float[] Biases { get; }

    /// <summary>All dense weights, one behind the other: Wq, Wk (d × d), Vx, Vc (d × hidden), b (hidden), Wo (hidden × d), r (<see cref="Longest"/>), repeat (2 × <see cref="Longest"/>).</summary>
    public float[] Dense { get; }

    /// <summary>A network whose weights are all 0, to be filled.</summary>
    public static SequenceNetwork Blank(int items, int dimension, int hidden, float scale) => new(items, dimension, hidden, scale);

    /// <summary>A network with weights by chance.</summary>
    public static SequenceNetwork Create(int items, int dimension, int hidden, float scale, ulong seed)
    {
        var network = new SequenceNetwork(items, dimension, hidden, scale);
        var random = new Draws(seed);
        for (var i = 0; i < items; i++)
        {
            var row = network.Embeddings.AsSpan(i * dimension, dimension);
            Fill(row, 1, random);
            TensorPrimitives.Divide(row, MathF.Max(TensorPrimitives.Norm<float>(row), 1e-6f), row);
        }

        var parts = new DenseParts(network.Dense, dimension, hidden);
        Fill(parts.Query, 0.5f / MathF.Sqrt(dimension), random);
        Fill(parts.Key, 0.5f / MathF.Sqrt(dimension), random);
        Fill(parts.FromItem, 1 / MathF.Sqrt(2 * dimension), random);
        Fill(parts.FromContext, 1 / MathF.Sqrt(2 * dimension), random);
        Fill(parts.Out, 0.1f / MathF.Sqrt(hidden), random);
        for (var d = 0; d < Longest; d++)
        {
            // What was heard last counts most before anything is learnt.
            parts.Distance[d] = -0.7f * MathF.Log(1 + d);
        }

        return network;
    }

    public static int DenseLength(int dimension, int hidden) => (2 * dimension * dimension) + (3 * dimension * hidden) + hidden + (3 * Longest);

    private static void Fill(Span<float> target, float deviation, Draws random)
    {
        for (var i = 0; i < target.Length; i++)
        {
            // The sum of four uniform numbers is near enough to a bell curve to begin with.
            target[i] = deviation * 1.7320508f * ((float)random.Unit() + (float)random.Unit() + (float)random.Unit() + (float)random.Unit() - 2);
        }
    }
}

/// <summary>The dense weights (or their gradients) by name.</summary>
internal readonly ref struct DenseParts(Span<float> all, int d, int f)
{
    private readonly Span<float> all = all;

    public Span<float> Query => all[..(d * d)];

    public Span<float> Key => all.Slice(d * d, d * d);

    public Span<float> FromItem => all.Slice(2 * d * d, d * f);

    public Span<float> FromContext => all.Slice((2 * d * d) + (d * f), d * f);

    public Span<float> HiddenBias => all.Slice((2 * d * d) + (2 * d * f), f);

    public Span<float> Out => all.Slice((2 * d * d) + (2 * d * f) + f, f * d);

    public Span<float> Distance => all.Slice((2 * d * d) + (3 * d * f) + f, SequenceNetwork.Longest);

    public Span<float> Repeat => all.Slice((2 * d * d) + (3 * d * f) + f + SequenceNetwork.Longest, 2 * SequenceNetwork.Longest);
}
