namespace EchoTune.Recommendation.Online;

/// <summary>
/// Bounds how much of what a listener gets is exploration: credit grows with every item shown and is spent on explored ones, so that over any
/// stretch their share stays at or below the budget, but for the small credit that may be saved.
/// </summary>
/// <param name="share">Share of items that may explore, 0–1.</param>
/// <param name="saved">Credit that may be saved, in items, at least 1.</param>
public sealed class ExplorationBudget(double share, double saved = 2)
{
    private readonly double share = share is >= 0 and <= 1 ? share : throw new ArgumentException("The share must be between 0 and 1.", nameof(share));
    private readonly double saved = saved >= 1 ? saved : throw new ArgumentException("At least one item must be savable.", nameof(saved));

    /// <summary>What may be spent now, in items.</summary>
    public double Credit { get; private set; }

    /// <summary>An item is to be shown.</summary>
    /// <returns>Whether it may be one that explores; the credit is then spent.</returns>
    public bool TryExplore()
    {
        Credit = Math.Min(saved, Credit + share);
        if (Credit < 1)
        {
            return false;
        }

        Credit -= 1;
        return true;
    }
}
