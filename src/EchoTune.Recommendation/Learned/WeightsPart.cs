using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Learned;

/// <summary>
/// Weights of strategies by logistic regression: how far the scores of a track that was heard next stand out from those of tracks that were
/// not. Weights are multipliers of mean 1, held to a range, and kept only where they choose better for listeners they were not learnt from.
/// </summary>
internal static class WeightsPart
{
    private const double Low = 0.25;
    private const double High = 4;
    private const int Rounds = 300;
    private const double Rate = 0.5;

    // Pulls all weights towards their mean: a strategy that tells little keeps what it has.
    private const double Pull = 0.02;

    /// <summary>What the ranker gives each strategy to begin with, in the order of the enumeration.</summary>
    internal static readonly float[] Usual = [1f, 0.6f, 0.8f, 0.7f, 0.3f, 0.35f, 1f, 0.6f, 0.4f];

    /// <summary>Learns.</summary>
    /// <param name="choices">Choices laid out.</param>
    /// <param name="options">How many there must be.</param>
    /// <returns>The weights, or null, with how often the right track comes first with them and without, and a note.</returns>
    public static (SortedDictionary<string, double>? Weights, double With, double Without, string Note) Fit(List<StrategyChoice> choices, LearningOptions options)
    {
        var listeners = choices.Select(choice => choice.Listener).Distinct().Count();
        if (choices.Count < options.MinimumChoices || listeners < options.MinimumListeners)
        {
            return (null, 0, 0, $"{choices.Count} of at least {options.MinimumChoices} held-out listens of {options.MinimumListeners} listeners: too few to weigh strategies by.");
        }

        var test = choices.Where(choice => choice.Listener % 5 == 0).ToList();
        var train = choices.Where(choice => choice.Listener % 5 != 0).ToList();
        var plain = StrategyChoices.Strategies.Select(_ => 1.0).ToArray();
        var (with, without) = (Share(test, Multipliers(Regress(train, options), train)), Share(test, plain));
        if (!(with > without))
        {
            return (null, with, without, "Other weights choose no better than those there are.");
        }

        var final = Multipliers(Regress(choices, options), choices);
        var weights = new SortedDictionary<string, double>(StringComparer.Ordinal);
        for (var s = 0; s < final.Length; s++)
        {
            weights[StrategyChoices.Strategies[s].Name()] = Math.Round(final[s], 4);
        }

        return (weights, with, without, FormattableString.Invariant($"logistic regression on {choices.Count} held-out listens; the heard track comes first in {with:P0} of choices of {StrategyChoices.Candidates}, {without:P0} before"));
    }

    /// <summary>How much of the right answers come first, ties shared.</summary>
    internal static double Share(List<StrategyChoice> choices, double[] weights)
    {
        var sum = 0.0;
        foreach (var choice in choices)
        {
            var right = Total(choice, 0, weights);
            var (above, same) = (0, 1);
            for (var c = 1; c < StrategyChoices.Candidates; c++)
            {
                var other = Total(choice, c, weights);
                above += other > right ? 1 : 0;
                same += other == right ? 1 : 0;
            }

            sum += above == 0 ? 1.0 / same : 0;
        }

        return choices.Count == 0 ? 0 : sum / choices.Count;
    }

    private static double Total(StrategyChoice choice, int candidate, double[] weights)
    {
        var sum = 0.0;
        for (var s = 0; s < weights.Length; s++)
        {
            sum += weights[s] * UsualOf(s) * choice.Scores[(candidate * weights.Length) + s];
        }

        return sum;
    }

    private static double UsualOf(int strategy) => Usual[(int)StrategyChoices.Strategies[strategy]];

    // Whole-batch gradient steps with momentum on the log-likelihood of y ~ σ(b + Σ θ·usual·score), θ at least 0.
    private static double[] Regress(List<StrategyChoice> choices, LearningOptions options)
    {
        var count = StrategyChoices.Strategies.Count;
        var (theta, speed, gradient) = (Enumerable.Repeat(1.0, count).ToArray(), new double[count], new double[count]);
        var (bias, biasSpeed) = (-2.0, 0.0);
        var rows = Math.Max(1, choices.Count * StrategyChoices.Candidates);
        for (var round = 0; round < Rounds; round++)
        {
            options.Tell(LearningRun.Weighing, (double)round / Rounds);
            Array.Clear(gradient);
            var byBias = 0.0;
            foreach (var choice in choices)
            {
                for (var c = 0; c < StrategyChoices.Candidates; c++)
                {
                    // The one that was heard counts as much as all others.
                    var error = ((c == 0 ? 1 : 0) - (1 / (1 + Math.Exp(-(bias + Total(choice, c, theta)))))) * (c == 0 ? StrategyChoices.Candidates - 1 : 1);
                    byBias += error;
                    for (var s = 0; s < count; s++)
                    {
                        gradient[s] += error * UsualOf(s) * choice.Scores[(c * count) + s];
                    }
                }
            }

            var mean = theta.Average();
            biasSpeed = (0.9 * biasSpeed) + (Rate * byBias / rows);
            bias += biasSpeed;
            for (var s = 0; s < count; s++)
            {
                speed[s] = (0.9 * speed[s]) + (Rate * ((gradient[s] / rows) - (Pull * (theta[s] - mean))));
                theta[s] = Math.Max(0, theta[s] + speed[s]);
            }
        }

        return theta;
    }

    // Mean 1 within the range; a strategy that is silent in all choices keeps 1.
    private static double[] Multipliers(double[] theta, List<StrategyChoice> choices)
    {
        var count = theta.Length;
        var speaks = Enumerable.Range(0, count).Where(s => choices.Any(choice => Enumerable.Range(0, StrategyChoices.Candidates).Any(c => choice.Scores[(c * count) + s] != 0))).ToArray();
        var weights = Enumerable.Repeat(1.0, count).ToArray();
        if (speaks.Length == 0 || speaks.Sum(s => theta[s]) <= 0)
        {
            return weights;
        }

        foreach (var s in speaks)
        {
            weights[s] = theta[s];
        }

        for (var round = 0; round < 50; round++)
        {
            var mean = speaks.Average(s => weights[s]);
            foreach (var s in speaks)
            {
                weights[s] = Math.Clamp(weights[s] / mean, Low, High);
            }
        }

        return weights;
    }
}
