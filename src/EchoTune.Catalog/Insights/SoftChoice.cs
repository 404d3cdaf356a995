namespace EchoTune.Catalog.Insights;

/// <summary>
/// Chances with which a ranking chooses among the tracks of an answer, for estimates of what another ranking would have brought. A ranking that sorts has no
/// chances of its own, so it is read as a soft choice: a softmax over the scores, in standard deviations of the answer since scores are comparable inside it only,
/// with a tenth spread evenly for what explores. Every chance is above 0, which estimates need.
/// </summary>
public static class SoftChoice
{
    /// <summary>Share of choices that are made blindly.</summary>
    public const double Exploration = 0.1;

    /// <summary>Chance of each track; they sum to 1.</summary>
    /// <param name="scores">Scores of the tracks of one answer; what is not finite counts as the least.</param>
    /// <param name="chances">Filled; as long as the scores.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Chances(ReadOnlySpan<double> scores, Span<double> chances)
    {
        if (scores.Length != chances.Length)
        {
            throw new ArgumentException("There must be a chance for each score.", nameof(chances));
        }

        var (count, sum, most, least) = (0, 0.0, double.NegativeInfinity, double.PositiveInfinity);
        foreach (var score in scores)
        {
            if (double.IsFinite(score))
            {
                count++;
                sum += score;
                most = Math.Max(most, score);
                least = Math.Min(least, score);
            }
        }

        var (mean, squares) = (count == 0 ? 0 : sum / count, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            chances[i] = count == 0 ? 0 : double.IsFinite(scores[i]) ? scores[i] : least;
            squares += (chances[i] - mean) * (chances[i] - mean);
        }

        var spread = Math.Sqrt(squares / Math.Max(1, scores.Length));
        var total = 0.0;
        for (var i = 0; i < chances.Length; i++)
        {
            chances[i] = spread > 0 ? Math.Exp((chances[i] - most) / spread) : 1;
            total += chances[i];
        }

        for (var i = 0; i < chances.Length; i++)
        {
            chances[i] = ((1 - Exploration) * chances[i] / total) + (Exploration / chances.Length);
        }
    }
}
