using System.Numerics.Tensors;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Sequence;

/// <summary>
/// One pass of some sessions through a <see cref="SequenceNetwork"/>, forwards and backwards. Holds its work space; for one thread at a time.
/// The gradients are derived by hand; the tests hold them against finite differences.
/// </summary>
internal sealed class SequencePass
{
    private readonly SequenceNetwork network;
    private readonly int d;
    private readonly int f;
    private readonly int[] starts;
    private readonly int[] begins;
    private readonly float[] attention;
    private readonly float[] queries;
    private readonly float[] keys;
    private readonly float[] contexts;
    private readonly float[] hidden;
    private readonly float[] norms;
    private readonly float[] gradientA;
    private readonly float[] gradientB;
    private readonly float[] gradientHidden;
    private readonly byte[] kept;
    private int sessions;
    private float inputScale = 1;
    private bool dropped;

    /// <param name="network">The weights; may change between passes.</param>
    /// <param name="capacity">How many places a pass may hold, at least <see cref="SequenceNetwork.Longest"/>.</param>
    public SequencePass(SequenceNetwork network, int capacity)
    {
        this.network = network;
        (d, f) = (network.Dimension, network.Hidden);
        Capacity = capacity;
        Inputs = new int[capacity];
        Targets = new int[capacity];
        starts = new int[capacity + 1];
        begins = new int[capacity];
        attention = new float[capacity * SequenceNetwork.Longest];
        (X, queries, keys, contexts, Z) = (Matrix(d), Matrix(d), Matrix(d), Matrix(d), Matrix(d));
        (gradientA, gradientB, GradientX, GradientZ) = (Matrix(d), Matrix(d), Matrix(d), Matrix(d));
        (hidden, gradientHidden) = (Matrix(f), Matrix(f));
        norms = new float[capacity];
        kept = new byte[capacity * d];
        DenseGradient = new float[network.Dense.Length];

        float[] Matrix(int width) => new float[capacity * width];
    }

    public int Capacity { get; }

    /// <summary>How many places are filled.</summary>
    public int Places { get; private set; }

    /// <summary>The item at each place.</summary>
    public int[] Inputs { get; }

    /// <summary>The item heard after each place.</summary>
    public int[] Targets { get; }

    /// <summary>What stands for each place's session so far: places × dimension, unit length.</summary>
    public float[] Z { get; }

    /// <summary>The gradient by <see cref="Z"/>, to be set before <see cref="Backward"/>; is used up by it.</summary>
    public float[] GradientZ { get; }

    /// <summary>After <see cref="Backward"/>: the gradient by each place's item vector, places × dimension.</summary>
    public float[] GradientX { get; }

    /// <summary>After <see cref="Backward"/>: the gradient by the dense weights.</summary>
    public float[] DenseGradient { get; }

    /// <summary>The gradient by the repeat tables, set by the loss before <see cref="Backward"/>.</summary>
    public float[] RepeatGradient { get; } = new float[2 * SequenceNetwork.Longest];

    /// <summary>Room to read a session's items.</summary>
    public Heard Heard { get; } = new();

    private float[] X { get; }

    /// <summary>The first place of the session that a place belongs to.</summary>
    public int Start(int place) => begins[place];

    /// <summary>Forgets the sessions.</summary>
    public void Clear() => (sessions, Places) = (0, 0);

    /// <summary>Adds what was heard and what came after each; at most <see cref="SequenceNetwork.Longest"/> places.</summary>
    /// <returns>False, and nothing added, when there is no room left.</returns>
    public bool TryAdd(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets)
    {
        if (Places + inputs.Length > Capacity)
        {
            return false;
        }

        inputs.CopyTo(Inputs.AsSpan(Places));
        targets.CopyTo(Targets.AsSpan(Places));
        begins.AsSpan(Places, inputs.Length).Fill(Places);
        Places += inputs.Length;
        starts[++sessions] = Places;
        return true;
    }

    /// <summary>Works out <see cref="Z"/>.</summary>
    /// <param name="dropout">The share of the items' coordinates that is left out, 0 for none.</param>
    /// <param name="seed">Which.</param>
    public void Forward(float dropout, ulong seed)
    {
        var dense = new DenseParts(network.Dense, d, f);
        Gather(dropout, seed);
        Multiply(X, d, dense.Query, d, queries);
        Multiply(X, d, dense.Key, d, keys);
        for (var s = 0; s < sessions; s++)
        {
            Attend(starts[s], starts[s + 1], dense.Distance);
        }

        for (var t = 0; t < Places; t++)
        {
            dense.HiddenBias.CopyTo(Row(hidden, t, f));
        }

        MatrixProduct.Add(MatrixView.Of(X, Places, d), MatrixView.Of(dense.FromItem, d, f), hidden);
        MatrixProduct.Add(MatrixView.Of(contexts, Places, d), MatrixView.Of(dense.FromContext, d, f), hidden);
        TensorPrimitives.Max(hidden.AsSpan(0, Places * f), 0f, hidden.AsSpan(0, Places * f));
        TensorPrimitives.Add<float>(X.AsSpan(0, Places * d), contexts.AsSpan(0, Places * d), Z);
        MatrixProduct.Add(MatrixView.Of(hidden, Places, f), MatrixView.Of(dense.Out, f, d), Z);
        for (var t = 0; t < Places; t++)
        {
            var row = Row(Z, t, d);
            norms[t] = MathF.Max(TensorPrimitives.Norm<float>(row), 1e-6f);
            TensorPrimitives.Divide(row, norms[t], row);
        }
    }

    /// <summary>Works out the gradients from <see cref="GradientZ"/>.</summary>
    public void Backward()
    {
        var dense = new DenseParts(network.Dense, d, f);
        Array.Clear(DenseGradient);
        var gradient = new DenseParts(DenseGradient, d, f);
        RepeatGradient.CopyTo(gradient.Repeat);
        for (var t = 0; t < Places; t++)
        {
            Unnormalise(Row(GradientZ, t, d), Row(Z, t, d), norms[t]);
        }

        var all = Places * d;
        var h = GradientZ.AsSpan(0, all);
        gradientHidden.AsSpan(0, Places * f).Clear();
        MatrixProduct.Add(MatrixView.Of(h, Places, d), MatrixView.Of(dense.Out, f, d).Transposed, gradientHidden);
        MatrixProduct.Add(MatrixView.Of(hidden, Places, f).Transposed, MatrixView.Of(h, Places, d), gradient.Out);
        for (var i = 0; i < Places * f; i++)
        {
            gradientHidden[i] = hidden[i] > 0 ? gradientHidden[i] : 0;
        }

        for (var t = 0; t < Places; t++)
        {
            TensorPrimitives.Add(gradient.HiddenBias, Row(gradientHidden, t, f), gradient.HiddenBias);
        }

        var m = MatrixView.Of(gradientHidden, Places, f);
        MatrixProduct.Add(MatrixView.Of(X, Places, d).Transposed, m, gradient.FromItem);
        MatrixProduct.Add(MatrixView.Of(contexts, Places, d).Transposed, m, gradient.FromContext);

        // The way through x and c: straight and through the hidden layer. GradientZ becomes the gradient by c.
        h.CopyTo(GradientX);
        MatrixProduct.Add(m, MatrixView.Of(dense.FromItem, d, f).Transposed, GradientX);
        MatrixProduct.Add(m, MatrixView.Of(dense.FromContext, d, f).Transposed, GradientZ);
        gradientA.AsSpan(0, all).Clear();
        gradientB.AsSpan(0, all).Clear();
        for (var s = 0; s < sessions; s++)
        {
            AttendBack(starts[s], starts[s + 1], gradient.Distance);
        }

        var x = MatrixView.Of(X, Places, d);
        MatrixProduct.Add(x.Transposed, MatrixView.Of(gradientA, Places, d), gradient.Query);
        MatrixProduct.Add(x.Transposed, MatrixView.Of(gradientB, Places, d), gradient.Key);
        MatrixProduct.Add(MatrixView.Of(gradientA, Places, d), MatrixView.Of(dense.Query, d, d).Transposed, GradientX);
        MatrixProduct.Add(MatrixView.Of(gradientB, Places, d), MatrixView.Of(dense.Key, d, d).Transposed, GradientX);
        Spread();
    }

    private void Multiply(float[] left, int inner, ReadOnlySpan<float> right, int width, float[] product)
    {
        product.AsSpan(0, Places * width).Clear();
        MatrixProduct.Add(MatrixView.Of(left, Places, inner), MatrixView.Of(right, inner, width), product);
    }

    private void Gather(float dropout, ulong seed)
    {
        inputScale = MathF.Sqrt(d) / (1 - dropout);
        var threshold = (byte)Math.Round(dropout * 256);
        var random = new Draws(seed);
        for (var t = 0; t < Places; t++)
        {
            var row = Row(X, t, d);
            TensorPrimitives.Multiply(network.Embeddings.AsSpan(Inputs[t] * d, d), inputScale, row);
            if (threshold == 0)
            {
                continue;
            }

            var bits = 0UL;
            for (var k = 0; k < d; k++)
            {
                bits = (k & 7) == 0 ? random.Next() : bits >> 8;
                var keep = (byte)bits >= threshold;
                kept[(t * d) + k] = keep ? (byte)1 : (byte)0;
                row[k] = keep ? row[k] : 0;
            }
        }

        dropped = threshold > 0;
    }

    private void Spread()
    {
        var all = GradientX.AsSpan(0, Places * d);
        TensorPrimitives.Multiply(all, inputScale, all);
        for (var i = 0; dropped && i < all.Length; i++)
        {
            all[i] = kept[i] == 0 ? 0 : all[i];
        }
    }

    private void Attend(int start, int end, ReadOnlySpan<float> distance)
    {
        var root = 1 / MathF.Sqrt(d);
        for (var t = start; t < end; t++)
        {
            var shares = attention.AsSpan(t * SequenceNetwork.Longest, t - start + 1);
            var query = Row(queries, t, d);
            for (var j = start; j <= t; j++)
            {
                shares[j - start] = (root * TensorPrimitives.Dot<float>(query, Row(keys, j, d))) + distance[t - j];
            }

            TensorPrimitives.SoftMax<float>(shares, shares);
            var context = Row(contexts, t, d);
            context.Clear();
            for (var j = start; j <= t; j++)
            {
                TensorPrimitives.MultiplyAdd(Row(X, j, d), shares[j - start], context, context);
            }
        }
    }

    // GradientZ holds the gradient by c; gradientA and gradientB take those by the queries and the keys.
    private void AttendBack(int start, int end, Span<float> distance)
    {
        var root = 1 / MathF.Sqrt(d);
        Span<float> change = stackalloc float[SequenceNetwork.Longest];
        for (var t = start; t < end; t++)
        {
            var shares = attention.AsSpan(t * SequenceNetwork.Longest, t - start + 1);
            var c = Row(GradientZ, t, d);
            var mean = 0f;
            for (var j = start; j <= t; j++)
            {
                var share = shares[j - start];
                change[j - start] = TensorPrimitives.Dot<float>(c, Row(X, j, d));
                mean += share * change[j - start];
                var x = Row(GradientX, j, d);
                TensorPrimitives.MultiplyAdd(c, share, x, x);
            }

            for (var j = start; j <= t; j++)
            {
                var by = shares[j - start] * (change[j - start] - mean);
                distance[t - j] += by;
                var q = Row(gradientA, t, d);
                TensorPrimitives.MultiplyAdd(Row(keys, j, d), by * root, q, q);
                var k = Row(gradientB, j, d);
                TensorPrimitives.MultiplyAdd(Row(queries, t, d), by * root, k, k);
            }
        }
    }

    /// <summary>From the gradient by v ÷ |v| to that by v.</summary>
    internal static void Unnormalise(Span<float> gradient, ReadOnlySpan<float> unit, float norm)
    {
        TensorPrimitives.MultiplyAdd(unit, -TensorPrimitives.Dot<float>(gradient, unit), gradient, gradient);
        TensorPrimitives.Divide(gradient, norm, gradient);
    }

    private static Span<float> Row(float[] matrix, int row, int width) => matrix.AsSpan(row * width, width);
}
