using EchoTune.Recommendation.Collaborative;

namespace EchoTune.Recommendation.Sequence;

/// <summary>Fits a model that expects what the session already holds, then what is popular.</summary>
public sealed class RepeatSessionTrainer : ISessionTrainer
{
    /// <inheritdoc/>
    public string Name => "session-popularity";

    /// <inheritdoc/>
    public string Description => "What this session heard most, then what all sessions heard most (S-POP, Hidasi et al. 2016).";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space => [];

    /// <inheritdoc/>
    public ISessionModel Fit(Sessions sessions, Hyperparameters hyperparameters, FitOptions options) => new PopularSessionModel(Name, PopularSessionTrainer.Counts(sessions), true);
}
