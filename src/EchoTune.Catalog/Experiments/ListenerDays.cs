using EchoTune.Recommendation.Experiments;

namespace EchoTune.Catalog.Experiments;

/// <summary>
/// Turns days of listeners into moments that a sequential test may trust. Days of one listener are alike, so they say less than as many days of different
/// people: the variance of the mean is the one between listeners (the delta method of Deng, Knoblich and Lu 2018, "Applying the Delta Method in Metric Analytics"; the same as
/// clustered standard errors), or that of independent days where it is greater. Few listeners know their own variance badly: it is widened as
/// the variance of Student's distribution is.
/// </summary>
internal static class ListenerDays
{
    /// <summary>Listeners in an arm below which nothing is said.</summary>
    public const int LeastListeners = 5;

    /// <summary>Moments whose variance by count is the variance of the mean.</summary>
    public static Moments Moments(ArmSums sums)
    {
        if (sums.Values == 0)
        {
            return default;
        }

        double n = sums.Values;
        var mean = sums.Sum / n;
        if (sums.Listeners < LeastListeners || sums.Values < 2)
        {
            return new Moments(Math.Min(sums.Values, SequentialTest.LeastCount - 1), mean, 0);
        }

        double listeners = sums.Listeners;
        var between = Math.Max(0, sums.ListenerSquares - (2 * mean * sums.Products) + (mean * mean * sums.ValueSquares)) / (n * n) * (listeners / (listeners - 1));
        var independent = Math.Max(0, sums.Squares - (n * mean * mean)) / (n - 1) / n;
        var variance = Math.Max(between * (listeners - 1) / (listeners - 3), independent);
        return new Moments(sums.Values, mean, variance * n * (n - 1));
    }
}
