using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Makes a model that draws scores by chance.</summary>
public sealed class RandomTrainer : IModelTrainer
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public string Description => "Chance: what any ranking scores without knowing anything.";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space => [];

    /// <inheritdoc/>
    public bool Suits(TrainingData data) => true;

    /// <inheritdoc/>
    public IScoringModel Fit(TrainingData data, Hyperparameters hyperparameters, FitOptions options) => new RandomModel(Name, data.Interactions.ItemCount, options.Seed);
}

/// <summary>Draws that depend on seed, listener and item alone.</summary>
internal sealed class RandomModel(string name, int items, ulong seed) : IScoringModel
{
    public string Name => name;

    public int ItemCount => items;

    public void Score(in ListenerHistory history, Span<float> scores)
    {
        var own = seed + (ulong)(history.Listener + 2) * 0x9E3779B97F4A7C15UL;
        for (var item = 0; item < scores.Length; item++)
        {
            scores[item] = VectorMath.Draw(own, (ulong)item);
        }
    }
}

/// <summary>Fits popularity of late: a listening counts half as much after a while.</summary>
public sealed class RecencyTrainer : IModelTrainer
{
    private static readonly Hyperparameter HalfLife = new("halflife", 0.1, 0.005, 1, IsLogarithmic: true);

    /// <inheritdoc/>
    public string Name => "recency";

    /// <inheritdoc/>
    public string Description => "How many listeners heard an item of late; the half-life is a share of the span of the data.";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space { get; } = [HalfLife];

    /// <inheritdoc/>
    public bool Suits(TrainingData data) => data.Interactions.HasTimes && data.Interactions.Count > 0;

    /// <inheritdoc/>
    public IScoringModel Fit(TrainingData data, Hyperparameters hyperparameters, FitOptions options)
    {
        var interactions = data.Interactions;
        var scores = new double[interactions.ItemCount];
        var (first, last) = (long.MaxValue, long.MinValue);
        for (var listener = 0; listener < interactions.ListenerCount; listener++)
        {
            foreach (var time in interactions.Times(listener))
            {
                (first, last) = (Math.Min(first, time), Math.Max(last, time));
            }
        }

        var halfLife = Math.Max(1, ((double)last - first) * hyperparameters[HalfLife]);
        for (var listener = 0; listener < interactions.ListenerCount; listener++)
        {
            var times = interactions.Times(listener);
            for (var k = 0; k < times.Length; k++)
            {
                scores[interactions.Items(listener)[k]] += Math.Pow(2, ((double)times[k] - last) / halfLife);
            }
        }

        return new PopularityModel(Name, Array.ConvertAll(scores, score => (float)score));
    }
}
