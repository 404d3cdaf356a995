using System.Numerics;

namespace EchoTune.Recommendation.Retrieval;

/// <summary>Which items a search may return: one bit an item. Frozen; masks of parts (a genre, an era, a tempo) are joined by <see cref="And"/> and <see cref="Or"/>.</summary>
public sealed class ItemMask
{
    private readonly ulong[] bits;

    private ItemMask(int length, ulong[] bits)
    {
        (Length, this.bits) = (length, bits);
        foreach (var word in bits)
        {
            Count += BitOperations.PopCount(word);
        }
    }

    /// <summary>How many items there are.</summary>
    public int Length { get; }

    /// <summary>How many of them may be returned.</summary>
    public int Count { get; }

    /// <summary>Whether an item may be returned.</summary>
    public bool this[int item] => (bits[item >> 6] >> item & 1) != 0;

    /// <summary>The bits, item 0 lowest in the first word; bits past <see cref="Length"/> are 0.</summary>
    internal ReadOnlySpan<ulong> Words => bits;

    /// <summary>The items of which a condition holds.</summary>
    public static ItemMask Where(int length, Func<int, bool> holds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var bits = new ulong[(length + 63) / 64];
        for (var item = 0; item < length; item++)
        {
            if (holds(item))
            {
                bits[item >> 6] |= 1UL << item;
            }
        }

        return new ItemMask(length, bits);
    }

    /// <summary>The items whose number (a year, a tempo, an energy) lies within limits; one that is not known (NaN) does not.</summary>
    /// <param name="numbers">One number an item.</param>
    /// <param name="low">The least, itself included.</param>
    /// <param name="high">The most, itself included.</param>
    public static ItemMask Between(float[] numbers, float low, float high) => Where(numbers.Length, item => numbers[item] >= low && numbers[item] <= high);

    /// <summary>The items whose word (a genre, a language) is one of some, without regard to case.</summary>
    /// <param name="words">One word an item.</param>
    /// <param name="wanted">What it may be.</param>
    public static ItemMask OneOf(string[] words, IReadOnlySet<string> wanted)
    {
        var known = new HashSet<string>(wanted, StringComparer.OrdinalIgnoreCase);
        return Where(words.Length, item => known.Contains(words[item]));
    }

    /// <summary>The items of both masks.</summary>
    /// <exception cref="ArgumentException">They are not of the same items.</exception>
    public ItemMask And(ItemMask other) => Join(other, (a, b) => a & b);

    /// <summary>The items of either mask.</summary>
    /// <exception cref="ArgumentException">They are not of the same items.</exception>
    public ItemMask Or(ItemMask other) => Join(other, (a, b) => a | b);

    /// <summary>All other items.</summary>
    public ItemMask Not() => Where(Length, item => !this[item]);

    private ItemMask Join(ItemMask other, Func<ulong, ulong, ulong> join)
    {
        if (other.Length != Length)
        {
            throw new ArgumentException($"A mask of {other.Length} items does not go with one of {Length}.", nameof(other));
        }

        var joined = new ulong[bits.Length];
        for (var word = 0; word < joined.Length; word++)
        {
            joined[word] = join(bits[word], other.bits[word]);
        }

        return new ItemMask(Length, joined);
    }
}
