namespace EchoTune.Recommendation.Data;

/// <summary>
/// Who heard what, how much and (where known) when: a sparse matrix of listeners × items in compressed rows. Frozen; rows are sorted
/// by item, an item stands once in a row.
/// </summary>
public sealed class Interactions
{
    private readonly int[] offsets;
    private readonly int[] items;
    private readonly float[] weights;
    private readonly long[] times;
    private Interactions? transposed;

    private Interactions(int itemCount, int[] offsets, int[] items, float[] weights, long[] times)
    {
        ItemCount = itemCount;
        this.offsets = offsets;
        this.items = items;
        this.weights = weights;
        this.times = times;
    }

    /// <summary>Number of rows.</summary>
    public int ListenerCount => offsets.Length - 1;

    /// <summary>Number of columns.</summary>
    public int ItemCount { get; }

    /// <summary>Number of cells that hold something.</summary>
    public int Count => items.Length;

    /// <summary>Whether every cell has a time.</summary>
    public bool HasTimes => times.Length > 0 || Count == 0;

    /// <summary>Where each row begins in <see cref="AllItems"/>; length <see cref="ListenerCount"/> + 1.</summary>
    public ReadOnlySpan<int> Offsets => offsets;

    /// <summary>The items of all rows, one row after the other.</summary>
    public ReadOnlySpan<int> AllItems => items;

    /// <summary>The weights of all rows, in the order of <see cref="AllItems"/>.</summary>
    public ReadOnlySpan<float> AllWeights => weights;

    /// <summary>The items of a listener, ascending.</summary>
    public ReadOnlySpan<int> Items(int listener) => items.AsSpan(offsets[listener]..offsets[listener + 1]);

    /// <summary>The weights of a listener's items (plays, for instance), above 0.</summary>
    public ReadOnlySpan<float> Weights(int listener) => weights.AsSpan(offsets[listener]..offsets[listener + 1]);

    /// <summary>The latest time of each of a listener's items, seconds since 1970; empty where times are not known.</summary>
    public ReadOnlySpan<long> Times(int listener) => times.Length == 0 ? [] : times.AsSpan(offsets[listener]..offsets[listener + 1]);

    /// <summary>What a listener has heard.</summary>
    public ListenerHistory History(int listener) => new(listener, Items(listener), Weights(listener), Times(listener));

    /// <summary>The same cells as items × listeners. Made once.</summary>
    public Interactions Transposed
    {
        get
        {
            if (transposed is null)
            {
                var made = Transpose();
                made.transposed = this;
                Interlocked.CompareExchange(ref transposed, made, null);
            }

            return transposed;
        }
    }

    /// <summary>Builds a matrix from rows in any order; the weights of a cell that is given several times are added, the latest time stays.</summary>
    /// <param name="listenerCount">Number of rows, at least 0.</param>
    /// <param name="itemCount">Number of columns, at least 0.</param>
    /// <param name="listeners">The row of each cell.</param>
    /// <param name="items">The column of each cell.</param>
    /// <param name="weights">The weight of each cell, or empty for 1. Cells that are not finite or not above 0 are left out.</param>
    /// <param name="times">The time of each cell in seconds since 1970, or empty.</param>
    /// <exception cref="ArgumentException">Lengths differ, or an index is out of range.</exception>
    public static Interactions FromCells(
        int listenerCount, int itemCount, ReadOnlySpan<int> listeners, ReadOnlySpan<int> items, ReadOnlySpan<float> weights = default, ReadOnlySpan<long> times = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(listenerCount);
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        if (listeners.Length != items.Length || (!weights.IsEmpty && weights.Length != items.Length) || (!times.IsEmpty && times.Length != items.Length))
        {
            throw new ArgumentException("Listeners, items, weights and times must be equally many.");
        }

        // Two stable counting sorts, first by item, then by listener, leave rows sorted by item.
        var byItem = Sorted(items, itemCount, nameof(items));
        var order = new int[byItem.Length];
        var offsets = Starts(listeners, listenerCount, nameof(listeners));
        var next = offsets.AsSpan(0, listenerCount).ToArray();
        foreach (var cell in byItem)
        {
            order[next[listeners[cell]]++] = cell;
        }

        var (columns, values, moments) = (new int[order.Length], new float[order.Length], times.IsEmpty ? [] : new long[order.Length]);
        var starts = new int[listenerCount + 1];
        var count = 0;
        for (var row = 0; row < listenerCount; row++)
        {
            starts[row] = count;
            for (var k = offsets[row]; k < offsets[row + 1]; k++)
            {
                var cell = order[k];
                var weight = weights.IsEmpty ? 1 : weights[cell];
                if (!(weight > 0 && float.IsFinite(weight)))
                {
                    continue;
                }

                if (count > starts[row] && columns[count - 1] == items[cell])
                {
                    values[count - 1] = Math.Min(values[count - 1] + weight, float.MaxValue);
                    if (moments.Length > 0)
                    {
                        moments[count - 1] = Math.Max(moments[count - 1], times[cell]);
                    }

                    continue;
                }

                (columns[count], values[count]) = (items[cell], weight);
                if (moments.Length > 0)
                {
                    moments[count] = times[cell];
                }

                count++;
            }
        }

        starts[listenerCount] = count;
        return new Interactions(itemCount, starts, columns[..count], values[..count], moments.Length == 0 ? [] : moments[..count]);
    }

    /// <summary>The same rows with other weights.</summary>
    /// <param name="newWeights">In the order of <see cref="AllItems"/>; all finite and above 0.</param>
    public Interactions WithWeights(float[] newWeights)
    {
        if (newWeights.Length != items.Length)
        {
            throw new ArgumentException("There must be one weight a cell.", nameof(newWeights));
        }

        return new Interactions(ItemCount, offsets, items, newWeights, times);
    }

    private static int[] Starts(ReadOnlySpan<int> indexes, int count, string name)
    {
        var starts = new int[count + 1];
        foreach (var index in indexes)
        {
            if ((uint)index >= (uint)count)
            {
                throw new ArgumentException($"Index {index} is not below {count}.", name);
            }

            starts[index + 1]++;
        }

        for (var i = 0; i < count; i++)
        {
            starts[i + 1] += starts[i];
        }

        return starts;
    }

    private static int[] Sorted(ReadOnlySpan<int> indexes, int count, string name)
    {
        var next = Starts(indexes, count, name);
        var order = new int[indexes.Length];
        for (var cell = 0; cell < indexes.Length; cell++)
        {
            order[next[indexes[cell]]++] = cell;
        }

        return order;
    }

    private Interactions Transpose()
    {
        var starts = Starts(items, ItemCount, nameof(items));
        var next = starts.AsSpan(0, ItemCount).ToArray();
        var (rows, values, moments) = (new int[items.Length], new float[items.Length], times.Length == 0 ? [] : new long[items.Length]);
        for (var row = 0; row < ListenerCount; row++)
        {
            for (var k = offsets[row]; k < offsets[row + 1]; k++)
            {
                var place = next[items[k]]++;
                (rows[place], values[place]) = (row, weights[k]);
                if (moments.Length > 0)
                {
                    moments[place] = times[k];
                }
            }
        }

        return new Interactions(ListenerCount, starts, rows, values, moments);
    }
}
