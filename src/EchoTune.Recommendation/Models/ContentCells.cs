using EchoTune.Recommendation.Numerics;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Models;

/// <summary>Finds the tracks whose content vectors point most in a direction: all of them in a small library, the nearest clusters in a large one.</summary>
internal sealed class ContentCells
{
    private const int ExactUpTo = 6_000;
    private const int Visits = 5;
    private readonly FactorMatrix content;
    private readonly IItemIndex index;

    private ContentCells(FactorMatrix content, IItemIndex index) => (this.content, this.index) = (content, index);

    /// <summary>Builds the search.</summary>
    public static ContentCells Build(FactorMatrix content) => new(
        content, content.Rows <= ExactUpTo ? new ExactIndex(content) : ClusteredIndex.Build(content, content, new ClusteredIndexOptions { LongestShare = 0 }));

    /// <summary>Whether this is the search of these vectors.</summary>
    public bool IsOf(FactorMatrix vectors) =>
        vectors.Dimension == content.Dimension && vectors.Rows == content.Rows && vectors.Padded.SequenceEqual(content.Padded);

    /// <summary>Finds tracks, best first.</summary>
    /// <param name="direction">As long as a content vector.</param>
    /// <param name="allowed">The tracks that may be found; null for all.</param>
    /// <param name="hits">Overwritten from the start.</param>
    /// <returns>How many were found.</returns>
    public int Search(ReadOnlySpan<float> direction, ItemMask? allowed, Span<ItemHit> hits)
    {
        var query = new ItemQuery { Vector = direction, Allowed = allowed };
        return index is ClusteredIndex clusters && (allowed is null || allowed.Count > 0)
            ? clusters.Search(query, hits, (int)Math.Min(clusters.Clusters, Visits * (long)content.Rows / Math.Max(1, allowed?.Count ?? content.Rows)))
            : index.Search(query, hits);
    }
}
