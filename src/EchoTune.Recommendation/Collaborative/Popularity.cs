using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Fits <see cref="PopularityModel"/>.</summary>
public sealed class PopularityTrainer : IModelTrainer
{
    /// <inheritdoc/>
    public string Name => "popularity";

    /// <inheritdoc/>
    public string Description => "How many listeners heard an item: the floor that every model must beat.";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space => [];

    /// <inheritdoc/>
    public bool Suits(TrainingData data) => true;

    /// <inheritdoc/>
    public IScoringModel Fit(TrainingData data, Hyperparameters hyperparameters, FitOptions options)
    {
        var counts = new float[data.Interactions.ItemCount];
        foreach (var item in data.Interactions.AllItems)
        {
            counts[item]++;
        }

        return new PopularityModel(Name, counts);
    }
}

/// <summary>The same score for everyone.</summary>
internal sealed class PopularityModel(string name, float[] counts) : IScoringModel
{
    public string Name => name;

    public int ItemCount => counts.Length;

    public void Score(in ListenerHistory history, Span<float> scores) => counts.CopyTo(scores);
}
