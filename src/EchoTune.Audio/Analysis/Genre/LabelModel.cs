using System.Numerics.Tensors;
using System.Text;

namespace EchoTune.Audio.Analysis.Genre;

/// <summary>
/// A classifier: says of a row of numbers how likely each label is. A sum of Gaussian bells about rows it was trained on,
/// one weight a label each (kernel ridge regression), made into probabilities by a softmax whose sharpness was fitted to
/// rows left out. Far from all it has seen every bell is 0, and the labels are as likely as they were in training.
/// </summary>
public sealed class LabelModel
{
    private static readonly byte[] Magic = "ETLM"u8.ToArray();
    private readonly QuantileScale _scale;
    private readonly float[][] _landmarks;
    private readonly float[][] _weights;
    private readonly double[] _prior;

    internal LabelModel(
        IReadOnlyList<string> labels, IReadOnlyList<string> columns, QuantileScale scale, float[][] landmarks, float[][] weights, double[] prior, double gamma, double sharpness)
    {
        (Labels, Columns, _scale, _landmarks, _weights, _prior, Gamma, Sharpness) = (labels, columns, scale, landmarks, weights, prior, gamma, sharpness);
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>What the numbers of a row are called, in their order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Width of the bells: exp(−gamma × squared distance).</summary>
    public double Gamma { get; }

    /// <summary>Factor of the scores before the softmax.</summary>
    public double Sharpness { get; }

    /// <summary>Columns that change between rows of training; the others are not looked at.</summary>
    public int UsedColumns => _scale.Columns.Length;

    /// <summary>How likely each label is.</summary>
    /// <param name="raw">A row as in training; NaN stands for a missing value.</param>
    /// <param name="familiarity">How close the row is to the nearest row of training: 1 on it, 0 far from all.</param>
    /// <returns>One probability a label; they sum to 1.</returns>
    /// <exception cref="ArgumentException">The row has another length than those of training.</exception>
    public double[] Probabilities(ReadOnlySpan<double> raw, out double familiarity)
    {
        if (raw.Length != Columns.Count)
        {
            throw new ArgumentException($"The row has {raw.Length} numbers, the model takes {Columns.Count}.", nameof(raw));
        }

        var x = _scale.Apply(raw);
        var scores = (double[])_prior.Clone();
        familiarity = 0;
        for (var m = 0; m < _landmarks.Length; m++)
        {
            double distance = TensorPrimitives.Distance<float>(x, _landmarks[m]), bell = Math.Exp(-Gamma * distance * distance);
            familiarity = Math.Max(familiarity, bell);
            for (var c = 0; c < scores.Length; c++)
            {
                scores[c] += bell * _weights[m][c];
            }
        }

        Softmax(scores, Sharpness);
        return scores;
    }

    /// <summary>How likely each label is.</summary>
    /// <param name="raw">A row as in training; NaN stands for a missing value.</param>
    public double[] Probabilities(ReadOnlySpan<double> raw) => Probabilities(raw, out _);

    /// <summary>
    /// The model as bytes, little-endian: <c>ETLM</c>, format, labels, names of columns, the quantiles of those in use, the rows that
    /// carry bells and their weights in half precision, the shares of the labels, width and sharpness.
    /// </summary>
    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(1);
        WriteNames(writer, Labels);
        WriteNames(writer, Columns);
        writer.Write(_scale.Columns.Length);
        for (var c = 0; c < _scale.Columns.Length; c++)
        {
            writer.Write(_scale.Columns[c]);
            Array.ForEach(_scale.Quantiles[c], writer.Write);
        }

        writer.Write(_landmarks.Length);
        for (var m = 0; m < _landmarks.Length; m++)
        {
            Array.ForEach(_landmarks[m], v => writer.Write((Half)v));
            Array.ForEach(_weights[m], v => writer.Write((Half)v));
        }

        Array.ForEach(_prior, writer.Write);
        writer.Write(Gamma);
        writer.Write(Sharpness);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="file">The bytes.</param>
    /// <exception cref="FormatException">They are not a model, or not whole.</exception>
    public static LabelModel Read(ReadOnlySpan<byte> file)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(file.ToArray()), Encoding.UTF8);
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic) || reader.ReadInt32() != 1)
            {
                throw new FormatException("This is no model of labels.");
            }

            string[] labels = ReadNames(reader), columns = ReadNames(reader);
            var used = new int[Bounded(reader.ReadInt32())];
            var quantiles = new float[used.Length][];
            for (var c = 0; c < used.Length; c++)
            {
                used[c] = reader.ReadInt32();
                quantiles[c] = [.. Enumerable.Range(0, QuantileScale.Knots).Select(_ => reader.ReadSingle())];
            }

            var landmarks = new float[Bounded(reader.ReadInt32())][];
            var weights = new float[landmarks.Length][];
            for (var m = 0; m < landmarks.Length; m++)
            {
                landmarks[m] = [.. used.Select(_ => (float)reader.ReadHalf())];
                weights[m] = [.. labels.Select(_ => (float)reader.ReadHalf())];
            }

            double[] prior = [.. labels.Select(_ => reader.ReadDouble())];
            return new LabelModel(labels, columns, new QuantileScale(used, quantiles), landmarks, weights, prior, reader.ReadDouble(), reader.ReadDouble());
        }
        catch (EndOfStreamException e)
        {
            throw new FormatException("The model is cut off.", e);
        }
    }

    internal static void Softmax(Span<double> scores, double sharpness)
    {
        double highest = TensorPrimitives.Max<double>(scores), sum = 0;
        foreach (ref var s in scores)
        {
            s = Math.Exp(sharpness * (s - highest));
            sum += s;
        }

        TensorPrimitives.Divide<double>(scores, sum, scores);
    }

    private static void WriteNames(BinaryWriter writer, IReadOnlyList<string> names)
    {
        writer.Write(names.Count);
        foreach (var name in names)
        {
            writer.Write(name);
        }
    }

    private static string[] ReadNames(BinaryReader reader) => [.. Enumerable.Range(0, Bounded(reader.ReadInt32())).Select(_ => reader.ReadString())];

    private static int Bounded(int count) => count is >= 0 and <= 1_000_000 ? count : throw new FormatException("The model is damaged.");
}
