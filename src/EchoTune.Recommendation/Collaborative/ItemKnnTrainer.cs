using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Fits item neighbourhoods (Sarwar et al. 2001; Aiolli 2013 for the asymmetric cosine).</summary>
public sealed class ItemKnnTrainer : IModelTrainer
{
    private static readonly Hyperparameter Neighbours = new("neighbours", 300, 20, 1000, IsLogarithmic: true, IsInteger: true);
    private static readonly Hyperparameter Shrinkage = new("shrinkage", 5, 0.1, 300, IsLogarithmic: true);
    private static readonly Hyperparameter Asymmetry = new("asymmetry", 0.5, 0.1, 0.9);
    private static readonly Hyperparameter Sharpness = new("sharpness", 1, 0.5, 2.5);
    private static readonly Hyperparameter Weighting = new("weighting", 0, 0, 2, IsInteger: true);

    /// <inheritdoc/>
    public string Name => "itemknn";

    /// <inheritdoc/>
    public string Description => "Items heard by the same listeners: shrunk asymmetric cosine, weighting 0 plain, 1 TF-IDF, 2 BM25 (Sarwar et al. 2001, Aiolli 2013).";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space { get; } = [Neighbours, Shrinkage, Asymmetry, Sharpness, Weighting, HistoryWeights.Power];

    /// <inheritdoc/>
    public bool Suits(TrainingData data) => data.Interactions.Count > 0;

    /// <inheritdoc/>
    public IScoringModel Fit(TrainingData data, Hyperparameters hyperparameters, FitOptions options)
    {
        var power = hyperparameters[HistoryWeights.Power];
        var input = ListenerWeighting.Apply(HistoryWeights.Apply(data.Interactions, power), (int)hyperparameters[Weighting]);
        var byItem = input.Transposed;
        var alpha = hyperparameters[Asymmetry];
        var (from, to) = (new float[input.ItemCount], new float[input.ItemCount]);
        for (var item = 0; item < from.Length; item++)
        {
            var squares = Math.Max(1e-12, System.Numerics.Tensors.TensorPrimitives.SumOfSquares(byItem.Weights(item)));
            (from[item], to[item]) = ((float)Math.Pow(squares, alpha), (float)Math.Pow(squares, 1 - alpha));
        }

        var (shrinkage, sharpness) = ((float)hyperparameters[Shrinkage], (float)hyperparameters[Sharpness]);
        var rows = CoOccurrence.Build(
            byItem, input, Math.Max(1, (int)hyperparameters[Neighbours]),
            (item, other, sum) => Sharpened(sum / (from[item] * to[other] + shrinkage), sharpness), options);
        return new SparseItemModel(Name, rows, new EaseWeighting(power, 0, null));
    }

    internal static float Sharpened(float value, float sharpness) => sharpness == 1 ? value : MathF.Pow(value, sharpness);
}
