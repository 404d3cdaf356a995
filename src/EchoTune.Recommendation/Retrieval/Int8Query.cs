using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Retrieval;

/// <summary>
/// A query in seven bits a number, with how far it may be from the truth. The working memory of a search: one a thread, used again.
/// </summary>
internal sealed class Int8Query
{
    /// <summary>What is added to every number, so that none is below 0.</summary>
    public const int Offset = 64;

    // More than rounding can do to a dot product of floats, as a share of the product of the lengths.
    private const float Rounding = 2e-5f;
    private const int Largest = 63;

    [ThreadStatic]
    private static Int8Query? mine;

    private byte[] digits = [];
    private float[] padded = [];
    private int length;
    private int dimension;

    /// <summary>What one unit of a digit is worth.</summary>
    public float Scale { get; private set; }

    /// <summary>The length of the query as the digits say it: what the error of a row is multiplied with.</summary>
    public float QuantisedNorm { get; private set; }

    /// <summary>The length of the error of the digits and of rounding: what the length of a row is multiplied with.</summary>
    public float ErrorNorm { get; private set; }

    /// <summary>The length of the query.</summary>
    public float Norm { get; private set; }

    /// <summary>The digits, each 1–127, padded with <see cref="Offset"/> to whole groups of four.</summary>
    public ReadOnlySpan<byte> Digits => digits.AsSpan(0, dimension);

    /// <summary>The query itself, padded like a row of a <see cref="FactorMatrix"/>.</summary>
    public ReadOnlySpan<float> Padded => padded.AsSpan(0, length);

    /// <summary>Takes a query, in the memory of this thread.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public static Int8Query For(ReadOnlySpan<float> query, int stride)
    {
        mine ??= new Int8Query();
        mine.Take(query, stride);
        return mine;
    }

    private void Take(ReadOnlySpan<float> query, int stride)
    {
        if (padded.Length < stride)
        {
            (padded, digits) = (new float[stride], new byte[stride]);
        }

        (length, dimension) = (stride, Int8Blocks.PaddedDimension(query.Length));
        query.CopyTo(padded);
        padded.AsSpan(query.Length, stride - query.Length).Clear();
        var greatest = 0f;
        foreach (var value in query)
        {
            // NaN is carried on by Max.
            greatest = Math.Max(greatest, Math.Abs(value));
        }

        if (!(greatest <= Int8Blocks.Greatest))
        {
            throw new ArgumentException($"A query must be finite, and its numbers not above {Int8Blocks.Greatest}.", nameof(query));
        }

        Scale = greatest / Largest;
        var inverse = greatest > Int8Blocks.Least ? Largest / greatest : 0;
        var (norm, quantised, error) = (0.0, 0.0, 0.0);
        digits.AsSpan(query.Length, dimension - query.Length).Fill(Offset);
        for (var i = 0; i < query.Length; i++)
        {
            var digit = MathF.Round(query[i] * inverse);
            digits[i] = (byte)(int)(digit + Offset);
            var value = (double)digit * Scale;
            norm += (double)query[i] * query[i];
            quantised += value * value;
            error += (query[i] - value) * (query[i] - value);
        }

        Norm = (float)(Math.Sqrt(norm) * (1 + 1e-6));
        QuantisedNorm = (float)(Math.Sqrt(quantised) * (1 + 1e-6));
        ErrorNorm = (float)(Math.Sqrt(error) * (1 + 1e-6)) + (Rounding * Norm);
    }
}
