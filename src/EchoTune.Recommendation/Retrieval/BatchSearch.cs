using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Retrieval;

/// <summary>The best items for many listeners at once.</summary>
public static class BatchSearch
{
    private const int PieceLength = 64;

    /// <summary>Searches for every listener.</summary>
    /// <param name="index">The items.</param>
    /// <param name="listeners">One query a row.</param>
    /// <param name="heard">What each listener does not want, as many rows as <paramref name="listeners"/>; null for nothing.</param>
    /// <param name="allowed">What may be returned; null for all.</param>
    /// <param name="count">How many items for each, at least 1.</param>
    /// <param name="parallelism">How to run; results do not depend on it.</param>
    /// <param name="hits">Overwritten: <paramref name="count"/> places a listener; those that no item fills have item −1.</param>
    /// <exception cref="ArgumentException">Sizes do not go together.</exception>
    public static void Run(IItemIndex index, FactorMatrix listeners, Interactions? heard, ItemMask? allowed, int count, ParallelOptions parallelism, ItemHit[] hits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (hits.Length < (long)count * listeners.Rows || (heard is not null && heard.ListenerCount != listeners.Rows))
        {
            throw new ArgumentException("There must be a row of what was heard and a place for each hit of every listener.");
        }

        Parallel.For(0, (listeners.Rows + PieceLength - 1) / PieceLength, parallelism, piece =>
        {
            for (var listener = piece * PieceLength; listener < Math.Min(listeners.Rows, (piece + 1) * PieceLength); listener++)
            {
                var places = hits.AsSpan(listener * count, count);
                var found = index.Search(
                    new ItemQuery { Vector = listeners.Row(listener), Excluded = heard is null ? [] : heard.Items(listener), Allowed = allowed }, places);
                places[found..].Fill(new ItemHit(-1, 0));
            }
        });
    }
}
