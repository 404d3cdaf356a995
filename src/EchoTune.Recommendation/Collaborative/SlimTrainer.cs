using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Fits SLIM (Ning and Karypis 2011): sparse non-negative item weights by elastic net, with the strongest co-occurring items as candidates (fsSLIM).</summary>
public sealed class SlimTrainer : IModelTrainer
{
    private static readonly Hyperparameter Ridge = new("ridge", 20, 0.5, 500, IsLogarithmic: true);
    private static readonly Hyperparameter Lasso = new("lasso", 0.5, 0.02, 10, IsLogarithmic: true);
    private static readonly Hyperparameter Neighbours = new("neighbours", 150, 50, 300, IsLogarithmic: true, IsInteger: true);

    /// <inheritdoc/>
    public string Name => "slim";

    /// <inheritdoc/>
    public string Description => "SLIM, sparse linear item weights by elastic net over the strongest co-occurrences (Ning and Karypis 2011).";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space { get; } = [Ridge, Lasso, Neighbours, HistoryWeights.Power];

    /// <inheritdoc/>
    public bool Suits(TrainingData data) => data.Interactions.Count > 0;

    /// <inheritdoc/>
    public IScoringModel Fit(TrainingData data, Hyperparameters hyperparameters, FitOptions options)
    {
        var power = hyperparameters[HistoryWeights.Power];
        var input = HistoryWeights.Apply(data.Interactions, power);
        var rows = LocalRegression.Fit(input, Math.Max(1, (int)hyperparameters[Neighbours]), (float)hyperparameters[Ridge], (float)hyperparameters[Lasso], options);
        return new SparseItemModel(Name, rows, new EaseWeighting(power, 0, null));
    }
}
