namespace EchoTune.Audio.Synthesis;

/// <summary>A small generator (SplitMix64) whose sequence is the same on every platform and runtime version.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Mixes numbers into one seed.</summary>
    public static ulong Combine(ulong a, ulong b) => Mix(a ^ (Mix(b) + 0x9E3779B97F4A7C15UL + (a << 6) + (a >> 2)));

    /// <summary>A stable hash of a text (FNV-1a), unlike <see cref="string.GetHashCode()"/>.</summary>
    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextULong() => Mix(_state += 0x9E3779B97F4A7C15UL);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextULong() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [−1, 1).</summary>
    public float NextNoise() => ((int)(NextULong() >> 32)) * (1f / 2147483648f);

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Uniform integer in [0, count).</summary>
    public int Next(int count) => (int)(NextDouble() * count);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Roughly normal, mean 0, deviation 1, bounded by ±3.</summary>
    public double NextBell() => (NextDouble() + NextDouble() + NextDouble() + NextDouble() - 2) * 1.7320508;

    /// <summary>One of the items.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
