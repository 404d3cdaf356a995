using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Fits listener neighbourhoods (Resnick et al. 1994, in the form for heard-or-not data).</summary>
public sealed class UserKnnTrainer : IModelTrainer
{
    private static readonly Hyperparameter Neighbours = new("neighbours", 150, 20, 800, IsLogarithmic: true, IsInteger: true);
    private static readonly Hyperparameter Shrinkage = new("shrinkage", 5, 0.1, 100, IsLogarithmic: true);
    private static readonly Hyperparameter Sharpness = new("sharpness", 1.5, 0.5, 4);
    private static readonly Hyperparameter Rarity = new("rarity", 0.5, 0, 1.2);
    private static readonly Hyperparameter Asymmetry = new("asymmetry", 0.5, 0.1, 0.9);

    /// <inheritdoc/>
    public string Name => "userknn";

    /// <inheritdoc/>
    public string Description => "What listeners with the same items heard: cosine with rare items counting more, sharpened (Resnick et al. 1994).";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space { get; } = [Neighbours, Shrinkage, Sharpness, Rarity, Asymmetry, HistoryWeights.Power];

    /// <inheritdoc/>
    public bool Suits(TrainingData data) => data.Interactions.Count > 0 && data.Interactions.ListenerCount > 1;

    /// <inheritdoc/>
    public IScoringModel Fit(TrainingData data, Hyperparameters hyperparameters, FitOptions options)
    {
        var input = HistoryWeights.Apply(data.Interactions, hyperparameters[HistoryWeights.Power], 0, hyperparameters[Rarity]);
        var alpha = hyperparameters[Asymmetry];
        var (from, to) = (new float[input.ListenerCount], new float[input.ListenerCount]);
        for (var listener = 0; listener < from.Length; listener++)
        {
            var squares = Math.Max(1e-12, System.Numerics.Tensors.TensorPrimitives.SumOfSquares(input.Weights(listener)));
            (from[listener], to[listener]) = ((float)Math.Pow(squares, alpha), (float)Math.Pow(squares, 1 - alpha));
        }

        // Shrinkage is told in items; entries are smaller than 1 where rarity counts.
        var unit = input.Count == 0 ? 1 : System.Numerics.Tensors.TensorPrimitives.SumOfSquares(input.AllWeights) / input.Count;
        var shrinkage = (float)hyperparameters[Shrinkage] * unit;
        var sharpness = (float)hyperparameters[Sharpness];
        float Likeness(int one, int other, float sum) => ItemKnnTrainer.Sharpened(sum / (from[one] * to[other] + shrinkage), sharpness);
        var keep = Math.Max(1, (int)hyperparameters[Neighbours]);
        var neighbours = CoOccurrence.Build(input, input.Transposed, keep, Likeness, options);
        return new UserKnnModel(Name, data.Interactions, input, neighbours, (from, to, shrinkage, sharpness), keep, hyperparameters[HistoryWeights.Power], hyperparameters[Rarity], alpha);
    }
}
