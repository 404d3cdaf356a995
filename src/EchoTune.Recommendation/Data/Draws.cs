namespace EchoTune.Recommendation.Data;

/// <summary>A repeatable stream of random numbers (SplitMix64; Steele, Lea and Flood 2014). Not for secrets.</summary>
/// <param name="seed">Equal seeds draw equal numbers.</param>
internal sealed class Draws(ulong seed)
{
    private ulong state = seed;

    /// <summary>Any 64 bits.</summary>
    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number from 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>A number from 0 to 1, 1 not included.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));
}
