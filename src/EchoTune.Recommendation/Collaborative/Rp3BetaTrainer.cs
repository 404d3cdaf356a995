using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Fits RP3β (Paudel et al. 2017): a walk of three steps from listener to item to listener to item, with popular ends held down.</summary>
public sealed class Rp3BetaTrainer : IModelTrainer
{
    private static readonly Hyperparameter Neighbours = new("neighbours", 300, 20, 1000, IsLogarithmic: true, IsInteger: true);
    private static readonly Hyperparameter Alpha = new("alpha", 0.9, 0.2, 2);
    private static readonly Hyperparameter Beta = new("beta", 0.4, 0, 1.1);

    /// <inheritdoc/>
    public string Name => "rp3beta";

    /// <inheritdoc/>
    public string Description => "Random walk over listeners and items with popular items held down (RP3beta, Paudel et al. 2017).";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space { get; } = [Neighbours, Alpha, Beta, HistoryWeights.Power];

    /// <inheritdoc/>
    public bool Suits(TrainingData data) => data.Interactions.Count > 0;

    /// <inheritdoc/>
    public IScoringModel Fit(TrainingData data, Hyperparameters hyperparameters, FitOptions options)
    {
        var power = hyperparameters[HistoryWeights.Power];
        var input = HistoryWeights.Apply(data.Interactions, power);
        var alpha = hyperparameters[Alpha];
        var steps = Steps(input.Transposed, alpha);
        var beta = hyperparameters[Beta];
        var scales = new float[input.ItemCount];
        for (var item = 0; item < scales.Length; item++)
        {
            scales[item] = (float)Math.Pow(Math.Max(1, input.Transposed.Items(item).Length), -beta);
        }

        var rows = CoOccurrence.Build(steps, Steps(input, alpha), Math.Max(1, (int)hyperparameters[Neighbours]), (_, other, sum) => sum * scales[other], options);
        return new SparseItemModel(Name, rows, new EaseWeighting(power, 0, null));
    }

    // The chance of each step from a row, to the power.
    private static Interactions Steps(Interactions rows, double alpha)
    {
        var weights = new float[rows.Count];
        for (var row = 0; row < rows.ListenerCount; row++)
        {
            var sum = System.Numerics.Tensors.TensorPrimitives.Sum(rows.Weights(row));
            for (var k = rows.Offsets[row]; k < rows.Offsets[row + 1]; k++)
            {
                weights[k] = (float)Math.Max(1e-12, Math.Pow(rows.AllWeights[k] / sum, alpha));
            }
        }

        return rows.WithWeights(weights);
    }
}
