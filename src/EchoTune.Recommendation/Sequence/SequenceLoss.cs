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
/// for all those it stands for (Bengio &amp; Senécal 2008), and the items of the session so far, each counted once, so that the network
/// learns when something is heard again. For one thread at a time.
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

    /// <summary>The gradient by the vector of each place's own item, for what it was as a possible repeat; places × dimension.</summary>
    public float[] InputGradient { get; } = new float[capacity * network.Dimension];

    /// <summary>The same by the bias of each place's own item.</summary>
    public float[] InputBiasGradient { get; } = new float[capacity];

    /// <summary>Works out the sum of losses, each times <paramref name="weight"/>, and the gradients; that by z goes into the pass.</summary>
    public double Run(SequencePass pass, SequenceNegatives drawn, float weight)
    {
        var d = network.Dimension;
        Array.Clear(NegativeGradient);
        Array.Clear(NegativeBiasGradient);
        Array.Clear(InputGradient);
        Array.Clear(InputBiasGradient);
        Array.Clear(pass.RepeatGradient);
        var loss = 0.0;
        for (var first = 0; first < pass.Places; first += Block)
        {
            var count = Math.Min(Block, pass.Places - first);
            var z = pass.Z.AsSpan(first * d, count * d);
            var logits = scores.AsSpan(0, count * negatives);
            logits.Clear();
            MatrixProduct.Add(MatrixView.Of(z, count, d), MatrixView.Of(drawn.Vectors, negatives, d).Transposed, logits);
            var byZ = pass.GradientZ.AsSpan(first * d, count * d);
            byZ.Clear();
            for (var i = 0; i < count; i++)
            {
                loss += weight * Surprise(pass, drawn, first + i, logits.Slice(i * negatives, negatives), weight);
            }

            MatrixProduct.Add(MatrixView.Of(logits, count, negatives), MatrixView.Of(drawn.Vectors, negatives, d), byZ);
            MatrixProduct.Add(MatrixView.Of(logits, count, negatives).Transposed, MatrixView.Of(z, count, d), NegativeGradient);
            for (var i = 0; i < count; i++)
            {
                // So far the rows of logits hold scale × chance; the target's own share comes on top.
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
        var z = pass.Z.AsSpan(place * d, d);
        var own = (network.Scale * TensorPrimitives.Dot<float>(z, network.Embeddings.AsSpan(target * d, d))) + network.Biases[target];
        TensorPrimitives.MultiplyAdd(row, network.Scale, drawn.Corrections, row);
        for (var n = 0; n < row.Length; n++)
        {
            row[n] = drawn.Items[n] == target ? -100 : row[n];
        }

        // What the session holds: the target among it gets its table's addition, the others are rivals.
        var repeat = new DenseParts(network.Dense, d, network.Hidden).Repeat;
        var heard = pass.Heard;
        heard.Read(pass.Inputs.AsSpan(pass.Start(place)..(place + 1)));
        var (most, mine) = (TensorPrimitives.Max<float>(row), -1);
        for (var i = 0; i < heard.Count; i++)
        {
            var item = pass.Inputs[place - heard.Ago[i]];
            mine = item == target ? i : mine;
            heard.Scores[i] = (network.Scale * TensorPrimitives.Dot<float>(z, network.Embeddings.AsSpan(item * d, d))) + network.Biases[item] + repeat[heard.Table + heard.Ago[i]];
            most = MathF.Max(most, heard.Scores[i]);
        }

        own = mine >= 0 ? heard.Scores[mine] : own;
        most = MathF.Max(own, most);
        TensorPrimitives.Subtract(row, most, row);
        TensorPrimitives.Exp<float>(row, row);
        var sum = MathF.Exp(own - most) + TensorPrimitives.Sum<float>(row);
        for (var i = 0; i < heard.Count; i++)
        {
            sum += i == mine ? 0 : MathF.Exp(heard.Scores[i] - most);
        }

        TargetGradient[place] = weight * ((MathF.Exp(own - most) / sum) - 1);
        TensorPrimitives.Multiply(row, network.Scale * weight / sum, row);
        for (var i = 0; i < heard.Count; i++)
        {
            var by = i == mine ? TargetGradient[place] : weight * MathF.Exp(heard.Scores[i] - most) / sum;
            pass.RepeatGradient[heard.Table + heard.Ago[i]] += by;
            if (i != mine)
            {
                Rival(pass, place, place - heard.Ago[i], by);
            }
        }

        return MathF.Log(sum) - own + most;
    }

    private void Rival(SequencePass pass, int place, int rival, float by)
    {
        var d = network.Dimension;
        InputBiasGradient[rival] += by;
        var byItem = InputGradient.AsSpan(rival * d, d);
        TensorPrimitives.MultiplyAdd(pass.Z.AsSpan(place * d, d), network.Scale * by, byItem, byItem);
        var byZ = pass.GradientZ.AsSpan(place * d, d);
        TensorPrimitives.MultiplyAdd(network.Embeddings.AsSpan(pass.Inputs[rival] * d, d), network.Scale * by, byZ, byZ);
    }
}

/// <summary>What a session has heard, each item once, and where in the repeat tables it stands.</summary>
internal sealed class Heard
{
    /// <summary>How many different items.</summary>
    public int Count { get; private set; }

    /// <summary>How many places before the last each was heard last, from 0.</summary>
    public int[] Ago { get; } = new int[SequenceNetwork.Longest];

    /// <summary>Room for their scores.</summary>
    public float[] Scores { get; } = new float[SequenceNetwork.Longest];

    /// <summary>Where the table begins that counts: the second one once anything was repeated.</summary>
    public int Table { get; private set; }

    /// <summary>Reads a session, most recent last; at most <see cref="SequenceNetwork.Longest"/> items.</summary>
    public void Read(ReadOnlySpan<int> session)
    {
        Count = 0;
        for (var ago = 0; ago < session.Length; ago++)
        {
            if (!session[(session.Length - ago)..].Contains(session[session.Length - 1 - ago]))
            {
                Ago[Count++] = ago;
            }
        }

        Table = Count < session.Length ? SequenceNetwork.Longest : 0;
    }
}
