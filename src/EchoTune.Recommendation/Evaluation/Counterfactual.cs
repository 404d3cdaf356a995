namespace EchoTune.Recommendation.Evaluation;

/// <summary>One item that was shown, with what came of it.</summary>
/// <param name="Reward">What the listener did with it: 1 heard, 0 not, or any finite number.</param>
/// <param name="Propensity">Chance with which the ranking that ran showed it there, above 0 and up to 1.</param>
/// <param name="Candidate">Chance with which the ranking to be judged would show it there, 0–1.</param>
public readonly record struct LoggedExposure(double Reward, double Propensity, double Candidate);

/// <summary>What a ranking that never ran would have brought.</summary>
/// <param name="Ips">Inverse propensity estimate (Horvitz and Thompson 1952), unbiased where nothing was clipped.</param>
/// <param name="Snips">Self-normalised (Swaminathan and Joachims 2015): a little biased, far less noisy.</param>
/// <param name="StandardError">Of <paramref name="Snips"/>, by the delta method.</param>
/// <param name="EffectiveCount">How many unweighted exposures say as much (Kish 1965). Small beside the log: do not trust the estimate.</param>
/// <param name="Clipped">Share of the exposures whose weight was clipped.</param>
public sealed record CounterfactualEstimate(double Ips, double Snips, double StandardError, double EffectiveCount, double Clipped);

/// <summary>Estimates from logged exposure what another ranking would have brought.</summary>
public static class Counterfactual
{
    /// <summary>Estimates the mean reward of the candidate.</summary>
    /// <param name="log">What was shown.</param>
    /// <param name="mostWeight">Weights are clipped to this, above 0: less noise for a bias towards 0 in <see cref="CounterfactualEstimate.Ips"/>.</param>
    /// <exception cref="ArgumentException">A propensity is not above 0 and up to 1, a chance is not between 0 and 1, or a reward is not finite.</exception>
    public static CounterfactualEstimate Estimate(ReadOnlySpan<LoggedExposure> log, double mostWeight = double.PositiveInfinity)
    {
        if (!(mostWeight > 0))
        {
            throw new ArgumentException("The greatest weight must be above 0.", nameof(mostWeight));
        }

        var (weights, squares, rewards, clipped) = (0.0, 0.0, 0.0, 0);
        foreach (var shown in log)
        {
            if (!(shown.Propensity is > 0 and <= 1) || !(shown.Candidate is >= 0 and <= 1) || !double.IsFinite(shown.Reward))
            {
                throw new ArgumentException("An exposure needs a propensity above 0 and up to 1, a chance between 0 and 1 and a finite reward.", nameof(log));
            }

            var weight = Weight(shown, mostWeight);
            clipped += weight < shown.Candidate / shown.Propensity ? 1 : 0;
            weights += weight;
            squares += weight * weight;
            rewards += weight * shown.Reward;
        }

        if (weights <= 0)
        {
            return new CounterfactualEstimate(0, 0, double.PositiveInfinity, 0, 0);
        }

        var snips = rewards / weights;
        var spread = 0.0;
        foreach (var shown in log)
        {
            var difference = Weight(shown, mostWeight) * (shown.Reward - snips);
            spread += difference * difference;
        }

        return new CounterfactualEstimate(rewards / log.Length, snips, Math.Sqrt(spread) / weights, weights * weights / squares, (double)clipped / log.Length);
    }

    private static double Weight(LoggedExposure shown, double most) => Math.Min(most, shown.Candidate / shown.Propensity);
}
