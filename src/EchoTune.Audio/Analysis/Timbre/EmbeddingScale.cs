using System.Runtime.InteropServices;
using EchoTune.Audio.Dsp;

namespace EchoTune.Audio.Analysis.Timbre;

/// <summary>
/// Brings the measures of the embedding to one scale. Each is standardised by what practice music has, then all are turned
/// together so that what differs between two halves of one piece counts for little, and what differs between pieces for much
/// (within-class covariance normalisation, Hatch and others 2006).
/// </summary>
internal sealed class EmbeddingScale
{
    // Part of the mean variance within pieces that is added to all directions: what never changed within practice pieces must not
    // count without end, since codecs may change it.
    private const double Ridge = 0.1;

    // Standard deviations from the mean, at most.
    private const double Farthest = 3;

    private const int Size = EmbeddingAnalyser.Dimensions;
    private static readonly Lazy<EmbeddingScale> Carried = new(Load);
    private readonly float[] _mean;
    private readonly float[] _deviation;
    private readonly double[][] _root;

    private EmbeddingScale(float[] mean, float[] deviation, double[][] root) => (_mean, _deviation, _root) = (mean, deviation, root);

    /// <summary>The scale that the program carries.</summary>
    public static EmbeddingScale Shipped => Carried.Value;

    /// <summary>Learns a scale.</summary>
    /// <param name="halves">Measures of the first and the last half of each piece, in the order of <see cref="EmbeddingAnalyser.Raw"/>.</param>
    /// <param name="weights">The weight of each measure.</param>
    public static EmbeddingScale Learn(IReadOnlyList<(double[] First, double[] Last)> halves, double[] weights)
    {
        var (mean, deviation) = (new float[Size], new float[Size]);
        for (var i = 0; i < Size; i++)
        {
            double[] values = [.. halves.SelectMany(h => new[] { h.First[i], h.Last[i] }).Where(double.IsFinite)];
            mean[i] = (float)values.Average();
            deviation[i] = (float)Math.Max(1e-6, Math.Sqrt(values.Average(v => (v - mean[i]) * (v - mean[i]))));
        }

        var scale = new EmbeddingScale(mean, deviation, []);
        var within = Enumerable.Range(0, Size).Select(_ => new double[Size]).ToArray();
        foreach (var (first, last) in halves)
        {
            double[] a = scale.Standardise(first, weights), b = scale.Standardise(last, weights);
            for (var i = 0; i < Size; i++)
            {
                for (var j = 0; j < Size; j++)
                {
                    within[i][j] += 0.5 * (a[i] - b[i]) * (a[j] - b[j]) / halves.Count;
                }
            }
        }

        var ridge = Ridge * Enumerable.Range(0, Size).Average(i => within[i][i]);
        return new EmbeddingScale(mean, deviation, PositiveSystems.Cholesky(within, ridge));
    }

    /// <summary>A scale from its bytes.</summary>
    /// <exception cref="FormatException">They are none.</exception>
    public static EmbeddingScale Read(ReadOnlySpan<byte> bytes)
    {
        var numbers = MemoryMarshal.Cast<byte, float>(bytes);
        if (bytes.Length != sizeof(float) * ((2 * Size) + (Size * (Size + 1) / 2)))
        {
            throw new FormatException("This is no scale of the embedding.");
        }

        var root = new double[Size][];
        var at = 2 * Size;
        for (var i = 0; i < Size; i++)
        {
            root[i] = [.. numbers.Slice(at, i + 1).ToArray().Select(v => (double)v)];
            at += i + 1;
        }

        return new EmbeddingScale(numbers[..Size].ToArray(), numbers[Size..(2 * Size)].ToArray(), root);
    }

    /// <summary>The scale as little-endian floats: means, deviations, the rows of the lower triangle.</summary>
    public byte[] Write() => MemoryMarshal.AsBytes<float>([.. _mean, .. _deviation, .. _root.SelectMany(r => r).Select(v => (float)v)]).ToArray();

    /// <summary>The vector of unit length; the first axis where the measures are all those of the mean.</summary>
    /// <param name="raw">Measures; one that is not finite counts as the mean.</param>
    /// <param name="weights">The weight of each.</param>
    public float[] Apply(double[] raw, double[] weights)
    {
        var turned = Standardise(raw, weights);
        PositiveSystems.SolveLower(_root, turned);
        var length = Math.Sqrt(turned.Sum(v => v * v));
        if (length <= 1e-6)
        {
            Array.Clear(turned);
            (turned[0], length) = (1, 1);
        }

        return Array.ConvertAll(turned, v => (float)(v / length));
    }

    private double[] Standardise(double[] raw, double[] weights)
    {
        var scaled = new double[Size];
        for (var i = 0; i < Size; i++)
        {
            var z = (raw[i] - _mean[i]) / _deviation[i];
            scaled[i] = double.IsFinite(z) ? Math.Clamp(z, -Farthest, Farthest) * weights[i] : 0;
        }

        return scaled;
    }

    private static EmbeddingScale Load()
    {
        using var stream = typeof(EmbeddingScale).Assembly.GetManifestResourceStream("embedding.weights")
            ?? throw new InvalidOperationException("embedding.weights is missing from the program.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }
}
