using System.Numerics.Tensors;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Sequence;

/// <summary>Items drawn by chance that stand for all others in a batch.</summary>
internal sealed class SequenceNegatives
{
    public SequenceNegatives(int count, int dimension)
    {
        Items = new int[count];
        Corrections = new float[count];
        Vectors = new float[count * dimension];
    }

    /// <summary>The items, drawn with replacement.</summary>
    public int[] Items { get; }

    /// <summary>The bias of each less the logarithm of how often it is expected to be drawn (logQ correction).</summary>
    public float[] Corrections { get; }

    /// <summary>Their vectors, row-major.</summary>
    public float[] Vectors { get; }

    /// <summary>Draws anew.</summary>
    /// <param name="network">Gives vectors and biases.</param>
    /// <param name="cumulative">One number an item: the chance of being drawn, summed up to and with it; the last is 1.</param>
    /// <param name="seed">Which draw.</param>
    public void Draw(SequenceNetwork network, double[] cumulative, ulong seed)
    {
        var random = new Draws(seed);
        var d = network.Dimension;
        for (var n = 0; n < Items.Length; n++)
        {
            var at = Array.BinarySearch(cumulative, random.Unit());
            var item = Math.Min(at < 0 ? ~at : at + 1, cumulative.Length - 1);
            var chance = Math.Max(cumulative[item] - (item == 0 ? 0 : cumulative[item - 1]), 1e-12);
            Items[n] = item;
            Corrections[n] = network.Biases[item] - (float)Math.Log(Items.Length * chance);
            network.Embeddings.AsSpan(item * d, d).CopyTo(Vectors.AsSpan(n * d));
        }
    }
}

/// <summary>
/// Sampled softmax cross-entropy of the places of a pass: how surprising the item heard next is among items drawn by chance, each counted
/// for all those it stands for (Bengio &amp; Senécal 2008). For one thread at a time.
/// </summary>
internal sealed class SequenceLoss(SequenceNetwork network, int capacity, int negatives)
{
    // Places at a time, so that their scores stay in the near cache.
    private const int Block = 48;

    private readonly float[] scores = new float[Block * negatives];

    /// <summary>The gradient by the vectors of the negatives, row-major.</summary>
    public float[] NegativeGradient { get; } = new float[negatives * network.Dimension];

    /// <summary>The gradient by the biases of the negatives.</summary>
    public float[] NegativeBiasGradient { get; } = new float[negatives];

    /// <summary>The gradient by the target's bias of each place; times scale and the place's z it is that by the target's vector.</summary>
    public float[] TargetGradient { get; } = new float[capacity];

    /// <summary>Works out the sum of losses, each times <paramref name="weight"/>, and the gradients; that by z goes into the pass.</summary>
    public double Run(SequencePass pass, SequenceNegatives drawn, float weight)
    {
        var d = network.Dimension;
        Array.Clear(NegativeGradient);
        Array.Clear(NegativeBiasGradient);
        var loss = 0.0;
        for (var first = 0; first < pass.Places; first += Block)
        {
            var count = Math.Min(Block, pass.Places - first);
            var z = pass.Z.AsSpan(first * d, count * d);
            var logits = scores.AsSpan(0, count * negatives);
            logits.Clear();
            MatrixProduct.Add(MatrixView.Of(z, count, d), MatrixView.Of(drawn.Vectors, negatives, d).Transposed, logits);
            var byZ = pass.GradientZ.AsSpan(first * d, count * d);
            for (var i = 0; i < count; i++)
            {
                loss += weight * Surprise(pass, drawn, first + i, logits.Slice(i * negatives, negatives), weight);
            }

            byZ.Clear();
            MatrixProduct.Add(MatrixView.Of(logits, count, negatives), MatrixView.Of(drawn.Vectors, negatives, d), byZ);
            MatrixProduct.Add(MatrixView.Of(logits, count, negatives).Transposed, MatrixView.Of(z, count, d), NegativeGradient);
            for (var i = 0; i < count; i++)
            {
                // So far the rows hold scale × chance; the target's own share comes on top.
                var row = byZ.Slice(i * d, d);
                TensorPrimitives.MultiplyAdd(network.Embeddings.AsSpan(pass.Targets[first + i] * d, d), network.Scale * TargetGradient[first + i], row, row);
                TensorPrimitives.MultiplyAdd(logits.Slice(i * negatives, negatives), 1 / network.Scale, NegativeBiasGradient, NegativeBiasGradient);
            }
        }

        return loss;
    }

    // Turns the cosines of a place into the gradient by them.
    private float Surprise(SequencePass pass, SequenceNegatives drawn, int place, Span<float> row, float weight)
    {
        var (d, target) = (network.Dimension, pass.Targets[place]);
        var own = (network.Scale * TensorPrimitives.Dot<float>(pass.Z.AsSpan(place * d, d), network.Embeddings.AsSpan(target * d, d))) + network.Biases[target];
        TensorPrimitives.MultiplyAdd(row, network.Scale, drawn.Corrections, row);
        for (var n = 0; n < row.Length; n++)
        {
            row[n] = drawn.Items[n] == target ? -100 : row[n];
        }

        var most = MathF.Max(own, TensorPrimitives.Max<float>(row));
        TensorPrimitives.Subtract(row, most, row);
        TensorPrimitives.Exp<float>(row, row);
        var mine = MathF.Exp(own - most);
        var sum = mine + TensorPrimitives.Sum<float>(row);
        TargetGradient[place] = weight * ((mine / sum) - 1);
        TensorPrimitives.Multiply(row, network.Scale * weight / sum, row);
        return MathF.Log(sum) - own + most;
    }
}
