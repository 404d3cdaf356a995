using System.Numerics;

namespace EchoTune.Audio.Fingerprint;

/// <summary>How two fingerprints lie on each other where they agree best.</summary>
/// <param name="Similarity">
/// 0 (no more agreement than chance gives) – 1 (the same words); <see cref="Fingerprints.SameRecording"/> and above is the same recording.
/// </param>
/// <param name="OffsetSeconds">How much later the same sound comes in the first than in the second; negative where earlier.</param>
/// <param name="BitErrorRate">Share of bits that differ where the two overlap, 0–1.</param>
/// <param name="OverlapSeconds">Length of the overlap.</param>
public sealed record FingerprintMatch(double Similarity, double OffsetSeconds, double BitErrorRate, double OverlapSeconds)
{
    /// <summary>The answer for fingerprints too short to compare.</summary>
    public static FingerprintMatch None { get; } = new(0, 0, 1, 0);
}

/// <summary>Compares fingerprints that <see cref="FingerprintBuilder"/> made.</summary>
public static class Fingerprints
{
    /// <summary>From this similarity on two fingerprints are of the same recording.</summary>
    public const double SameRecording = 0.45;

    // Five seconds: less says too little.
    private const int LeastOverlap = 5 * FingerprintBuilder.WordsPerSecond;

    /// <summary>Lays two fingerprints on each other at every offset and takes the best. Half a millisecond for two minutes against two.</summary>
    /// <param name="a">Words.</param>
    /// <param name="b">Words of the other.</param>
    /// <returns>The best match; none where either is shorter than five seconds.</returns>
    public static FingerprintMatch Compare(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        if (a.Length < LeastOverlap || b.Length < LeastOverlap)
        {
            return FingerprintMatch.None;
        }

        // A third of the shorter at least must overlap, or chance finds a few seconds that agree.
        var least = Math.Max(LeastOverlap, Math.Min(a.Length, b.Length) / 3);
        var (best, bestOffset) = (double.NegativeInfinity, 0);
        for (var offset = least - b.Length; offset <= a.Length - least; offset++)
        {
            var (x, y) = Overlap(a, b, offset);
            var score = (0.5 - ((double)Differing(x, y) / (32 * x.Length))) * Math.Sqrt(x.Length);
            if (score > best)
            {
                (best, bestOffset) = (score, offset);
            }
        }

        return At(a, b, bestOffset);
    }

    /// <summary>Compares at one offset, e.g. one that <see cref="FingerprintIndex"/> found, and the places beside it.</summary>
    /// <param name="a">Words.</param>
    /// <param name="b">Words of the other.</param>
    /// <param name="offset">Words by which the same sound comes later in <paramref name="a"/>.</param>
    /// <returns>The better of the matches at and next to the offset; none where fewer than five seconds overlap.</returns>
    public static FingerprintMatch CompareNear(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, int offset)
    {
        var best = FingerprintMatch.None;
        for (var o = offset - 1; o <= offset + 1; o++)
        {
            if (Math.Min(a.Length - Math.Max(0, o), b.Length - Math.Max(0, -o)) >= LeastOverlap && At(a, b, o) is var match && match.Similarity > best.Similarity)
            {
                best = match;
            }
        }

        return best;
    }

    /// <summary>Bits that differ between two stretches of the same length.</summary>
    internal static int Differing(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        var bits = 0;
        for (var i = 0; i < a.Length; i++)
        {
            bits += BitOperations.PopCount(a[i] ^ b[i]);
        }

        return bits;
    }

    private static FingerprintMatch At(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, int offset)
    {
        var (x, y) = Overlap(a, b, offset);
        var errors = (double)Differing(x, y) / (32 * x.Length);

        // Sparse music and rests set the same bits again and again: what two such tracks share by chance is taken off.
        Span<int> inX = stackalloc int[32], inY = stackalloc int[32];
        inX.Clear();
        inY.Clear();
        for (var i = 0; i < x.Length; i++)
        {
            for (var bit = 0; bit < 32; bit++)
            {
                inX[bit] += (int)((x[i] >> bit) & 1);
                inY[bit] += (int)((y[i] >> bit) & 1);
            }
        }

        var chance = 0.0;
        for (var bit = 0; bit < 32; bit++)
        {
            double p = (double)inX[bit] / x.Length, q = (double)inY[bit] / x.Length;
            chance += ((p * (1 - q)) + (q * (1 - p))) / 32;
        }

        var similarity = chance < 0.02 ? 0 : Math.Clamp(1 - (errors / chance), 0, 1);
        return new FingerprintMatch(similarity, (double)offset / FingerprintBuilder.WordsPerSecond, errors, (double)x.Length / FingerprintBuilder.WordsPerSecond);
    }

    private readonly ref struct Pair(ReadOnlySpan<uint> x, ReadOnlySpan<uint> y)
    {
        private readonly ReadOnlySpan<uint> _x = x;
        private readonly ReadOnlySpan<uint> _y = y;

        public void Deconstruct(out ReadOnlySpan<uint> x, out ReadOnlySpan<uint> y)
        {
            x = _x;
            y = _y;
        }
    }

    private static Pair Overlap(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, int offset)
    {
        int inA = Math.Max(0, offset), inB = Math.Max(0, -offset);
        var length = Math.Min(a.Length - inA, b.Length - inB);
        return new Pair(a.Slice(inA, length), b.Slice(inB, length));
    }
}
