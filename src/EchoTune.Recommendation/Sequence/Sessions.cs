namespace EchoTune.Recommendation.Sequence;

/// <summary>Sessions of listening: each a row of item indexes in the order heard, repeats kept. Frozen.</summary>
public sealed class Sessions
{
    private readonly int[] offsets;
    private readonly int[] items;

    private Sessions(int itemCount, int[] offsets, int[] items)
    {
        ItemCount = itemCount;
        this.offsets = offsets;
        this.items = items;
    }

    /// <summary>No sessions and no items.</summary>
    public static Sessions Empty { get; } = new(0, [0], []);

    /// <summary>How many items there are; indexes are below it.</summary>
    public int ItemCount { get; }

    /// <summary>How many sessions there are.</summary>
    public int Count => offsets.Length - 1;

    /// <summary>How many listenings all sessions hold together.</summary>
    public int EventCount => items.Length;

    /// <summary>The listenings of all sessions, one session after the other.</summary>
    public ReadOnlySpan<int> AllItems => items;

    /// <summary>Where each session begins in <see cref="AllItems"/>; length <see cref="Count"/> + 1.</summary>
    public ReadOnlySpan<int> Offsets => offsets;

    /// <summary>What was heard in a session, oldest first.</summary>
    public ReadOnlySpan<int> this[int session] => items.AsSpan(offsets[session]..offsets[session + 1]);

    /// <summary>What was heard in a session, oldest first, as memory.</summary>
    public ReadOnlyMemory<int> Memory(int session) => items.AsMemory(offsets[session]..offsets[session + 1]);

    /// <summary>A run of the sessions with the same items.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie within the sessions.</exception>
    public Sessions Slice(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - first);
        var start = offsets[first];
        var starts = new int[count + 1];
        for (var i = 0; i <= count; i++)
        {
            starts[i] = offsets[first + i] - start;
        }

        return new Sessions(ItemCount, starts, items[start..(start + starts[count])]);
    }

    /// <summary>Collects sessions.</summary>
    /// <param name="itemCount">How many items there are.</param>
    /// <param name="sessions">The items of each session, oldest first.</param>
    /// <exception cref="ArgumentException">An index is out of range.</exception>
    public static Sessions From(int itemCount, IEnumerable<IReadOnlyList<int>> sessions)
    {
        List<int> starts = [0], all = [];
        foreach (var session in sessions)
        {
            all.AddRange(session);
            starts.Add(all.Count);
        }

        return Adopt(itemCount, [.. starts], [.. all]);
    }

    /// <summary>Takes arrays over as they are.</summary>
    internal static Sessions Adopt(int itemCount, int[] offsets, int[] items)
    {
        foreach (var item in items)
        {
            if ((uint)item >= (uint)itemCount)
            {
                throw new ArgumentException($"Item {item} is not below {itemCount}.", nameof(items));
            }
        }

        return new Sessions(itemCount, offsets, items);
    }
}
