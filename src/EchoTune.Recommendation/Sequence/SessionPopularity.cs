using EchoTune.Recommendation.Collaborative;

namespace EchoTune.Recommendation.Sequence;

/// <summary>Fits a model that scores by how often an item was heard.</summary>
public sealed class PopularSessionTrainer : ISessionTrainer
{
    /// <inheritdoc/>
    public string Name => "popularity";

    /// <inheritdoc/>
    public string Description => "How often an item was heard in all sessions: the floor that every model must beat.";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space => [];

    /// <inheritdoc/>
    public ISessionModel Fit(Sessions sessions, Hyperparameters hyperparameters, FitOptions options) => new PopularSessionModel(Name, Counts(sessions), false);

    internal static float[] Counts(Sessions sessions)
    {
        var counts = new float[sessions.ItemCount];
        foreach (var item in sessions.AllItems)
        {
            counts[item]++;
        }

        return counts;
    }
}

/// <summary>Popularity, with what the session holds on top where wanted.</summary>
internal sealed class PopularSessionModel : ISessionModel
{
    private readonly float[] popularity;
    private readonly bool repeats;

    public PopularSessionModel(string name, float[] counts, bool repeats)
    {
        Name = name;
        this.repeats = repeats;
        var most = counts.Length == 0 ? 1 : Math.Max(counts.Max(), 1);
        popularity = Array.ConvertAll(counts, count => count / (most + 1));
    }

    public string Name { get; }

    public int ItemCount => popularity.Length;

    public void Score(ReadOnlySpan<int> prefix, Span<float> scores)
    {
        popularity.CopyTo(scores);
        if (repeats)
        {
            foreach (var item in prefix)
            {
                if ((uint)item < (uint)scores.Length)
                {
                    scores[item]++;
                }
            }
        }
    }
}
