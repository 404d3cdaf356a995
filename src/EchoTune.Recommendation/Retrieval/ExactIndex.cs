using System.Numerics;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Retrieval;

/// <summary>
/// Finds exactly the best items. Rows stand longest first, so that a search ends where no row is long enough any more (LEMP, Teflioudi
/// et al. 2015); before that, sixteen rows at a time are judged in eight bits, and only those whose upper bound reaches the worst hit so
/// far are computed in float. For up to some 200,000 items; see <see cref="ClusteredIndex"/> for more.
/// </summary>
public sealed class ExactIndex : IItemIndex
{
    // Where so few items are allowed, it is cheaper to compute each.
    private const int FewShare = 32;

    private readonly FactorMatrix items;
    private readonly Int8Blocks blocks;

    /// <summary>Builds an index.</summary>
    /// <param name="items">One row an item; kept, and not to be changed any more.</param>
    /// <exception cref="ArgumentException">A row is not finite.</exception>
    public ExactIndex(FactorMatrix items)
    {
        this.items = items;
        blocks = new Int8Blocks(items, LongestFirst(items));
    }

    /// <inheritdoc/>
    public int Count => items.Rows;

    /// <summary>How many bytes the index takes beside the factors.</summary>
    public long Bytes => blocks.Bytes;

    /// <inheritdoc/>
    public int Search(in ItemQuery query, Span<ItemHit> hits)
    {
        Check(query, items);
        var asked = Int8Query.For(query.Vector, items.Stride);
        if (asked.Norm == 0)
        {
            return TakeFirst(query, Count, hits);
        }

        var heap = new HitHeap(hits);
        if (query.Allowed is { } allowed && allowed.Count <= Count / FewShare)
        {
            SearchAllowed(query, asked, items, ref heap);
        }
        else if (hits.Length > 0)
        {
            SearchBlocks(query, asked, items, blocks, ref heap);
        }

        heap.Sort();
        return heap.Count;
    }

    internal static void Check(in ItemQuery query, FactorMatrix items)
    {
        if (query.Vector.Length != items.Dimension)
        {
            throw new ArgumentException($"A query of {query.Vector.Length} numbers does not go with rows of {items.Dimension}.", nameof(query));
        }

        if (query.Allowed is { } allowed && allowed.Length != items.Rows)
        {
            throw new ArgumentException($"A mask of {allowed.Length} items does not go with {items.Rows}.", nameof(query));
        }
    }

    /// <summary>To a query of zeros all items are equal: the first are the best.</summary>
    internal static int TakeFirst(in ItemQuery query, int items, Span<ItemHit> hits)
    {
        var found = 0;
        for (var item = 0; item < items && found < hits.Length; item++)
        {
            if (query.Takes(item))
            {
                hits[found++] = new ItemHit(item, 0);
            }
        }

        return found;
    }

    /// <summary>Computes every item that is allowed.</summary>
    internal static void SearchAllowed(in ItemQuery query, Int8Query asked, FactorMatrix items, ref HitHeap heap)
    {
        var words = query.Allowed!.Words;
        for (var word = 0; word < words.Length; word++)
        {
            for (var left = words[word]; left != 0; left &= left - 1)
            {
                var item = (word * 64) + BitOperations.TrailingZeroCount(left);
                if (query.Takes(item))
                {
                    heap.Offer(item, FactorKernels.Dot(items.PaddedRow(item), asked.Padded));
                }
            }
        }
    }

    /// <summary>The items by the length of their rows, the longest first, equal ones by index.</summary>
    internal static int[] LongestFirst(FactorMatrix items)
    {
        var order = new int[items.Rows];
        var lengths = new (float Length, int Item)[items.Rows];
        for (var item = 0; item < order.Length; item++)
        {
            order[item] = item;
            lengths[item] = (-FactorKernels.Dot(items.PaddedRow(item), items.PaddedRow(item)), item);
        }

        Array.Sort(lengths, order);
        return order;
    }

    /// <summary>Searches rows that stand longest first.</summary>
    internal static void SearchBlocks(in ItemQuery query, Int8Query asked, FactorMatrix items, Int8Blocks blocks, ref HitHeap heap)
    {
        for (var block = 0; block < blocks.BlockCount; block++)
        {
            // The first row of a block is its longest.
            var threshold = heap.Threshold;
            if (blocks.Norm(block * Int8Blocks.Width) * asked.Norm < threshold)
            {
                break;
            }

            for (var reached = blocks.MayReach(block, asked, threshold); reached != 0; reached &= reached - 1)
            {
                var item = blocks.Item((block * Int8Blocks.Width) + BitOperations.TrailingZeroCount(reached));
                if (item >= 0 && query.Takes(item))
                {
                    heap.Offer(item, FactorKernels.Dot(items.PaddedRow(item), asked.Padded));
                }
            }
        }
    }
}
