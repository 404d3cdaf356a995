namespace EchoTune.Recommendation.Retrieval;

/// <summary>What to search for.</summary>
public readonly ref struct ItemQuery
{
    /// <summary>The factors of a listener; items are ranked by their dot product with it. As long as a row of the index, finite.</summary>
    public required ReadOnlySpan<float> Vector { get; init; }

    /// <summary>Items that are not wanted (heard, disliked), ascending; may be empty.</summary>
    public ReadOnlySpan<int> Excluded { get; init; }

    /// <summary>The items that may be returned; null for all.</summary>
    public ItemMask? Allowed { get; init; }

    /// <summary>Whether the item may be returned.</summary>
    internal bool Takes(int item) => (Allowed is null || Allowed[item]) && (Excluded.IsEmpty || Excluded.BinarySearch(item) < 0);
}

/// <summary>Finds the items with the greatest dot products. Frozen and safe for many threads.</summary>
public interface IItemIndex
{
    /// <summary>How many items it holds.</summary>
    int Count { get; }

    /// <summary>Finds the best items, best first, equal ones by index. Allocates nothing once its thread is warm.</summary>
    /// <param name="query">What for.</param>
    /// <param name="hits">Overwritten from the start; its length is how many are wanted.</param>
    /// <returns>How many were found: fewer than wanted only where fewer may be returned.</returns>
    /// <exception cref="ArgumentException">The query is not of this index's length, or not finite; or its mask is of another number of items.</exception>
    int Search(in ItemQuery query, Span<ItemHit> hits);
}
