using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>
/// Fits EASE^R (Steck 2019): the linear item-to-item model without self-similarity that best reproduces the data, in closed form. Where
/// there are fewer listeners than items the inverse is taken in the space of listeners (the Woodbury identity), which gives the same scores;
/// where both are too many, each item is explained by its strongest co-occurring items alone.
/// </summary>
public sealed class EaseTrainer : IModelTrainer
{
    private static readonly Hyperparameter Regularisation = new("regularisation", 150, 1, 5000, IsLogarithmic: true);
    private static readonly Hyperparameter ListenerPower = new("listenerpower", 0, 0, 0.7);
    private static readonly Hyperparameter ItemPower = new("itempower", 0, 0, 0.7);
    private static readonly Hyperparameter Exact = new("exact", 12_000, 12_000, 12_000, IsInteger: true);
    private static readonly Hyperparameter Neighbours = new("neighbours", 120, 120, 120, IsInteger: true);

    /// <inheritdoc/>
    public string Name => "ease";

    /// <inheritdoc/>
    public string Description => "EASE^R, the closed-form linear item model (Steck 2019); sparse where listeners and items are both too many for the exact one.";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space { get; } = [Regularisation, ListenerPower, ItemPower, HistoryWeights.Power, Exact, Neighbours];

    /// <inheritdoc/>
    public bool Suits(TrainingData data) => data.Interactions.Count > 0;

    /// <inheritdoc/>
    public IScoringModel Fit(TrainingData data, Hyperparameters hyperparameters, FitOptions options)
    {
        var (power, listenerPower, itemPower) = (hyperparameters[HistoryWeights.Power], hyperparameters[ListenerPower], hyperparameters[ItemPower]);
        var input = HistoryWeights.Apply(data.Interactions, power, listenerPower, itemPower);

        // The penalty is told in terms of the unscaled data: scaled entries have smaller squares.
        var squares = 0.0;
        foreach (var weight in input.AllWeights)
        {
            squares += weight * weight;
        }

        var penalty = (float)Math.Max(1e-6, hyperparameters[Regularisation] * squares / Math.Max(1, input.Count));
        var weighting = new EaseWeighting(power, listenerPower, itemPower == 0 ? null : ItemScales(data.Interactions, itemPower));
        if (Math.Min(input.ListenerCount, input.ItemCount) > hyperparameters[Exact])
        {
            return new SparseItemModel(Name, LocalRegression.Fit(input, (int)hyperparameters[Neighbours], penalty, null, options), weighting);
        }

        return input.ListenerCount < input.ItemCount ? EaseDual.Fit(Name, input, penalty, weighting, options) : EasePrimal.Fit(Name, input, penalty, weighting, options);
    }

    private static float[] ItemScales(Interactions interactions, double power)
    {
        var scales = new float[interactions.ItemCount];
        foreach (var item in interactions.AllItems)
        {
            scales[item]++;
        }

        for (var item = 0; item < scales.Length; item++)
        {
            scales[item] = (float)Math.Pow(Math.Max(1, scales[item]), -power);
        }

        return scales;
    }
}
