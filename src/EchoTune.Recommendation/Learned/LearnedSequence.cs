using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Recommendation.Learned;

/// <summary>A sequence model that can be stored: a network by its weights, any other by what makes it again.</summary>
public sealed class LearnedSequence : ISessionModel
{
    private readonly ISessionModel inner;

    private LearnedSequence(ISessionModel inner, Hyperparameters hyperparameters, Sessions sessions, ulong seed) =>
        (this.inner, Hyperparameters, Sessions, Seed) = (inner, hyperparameters, sessions, seed);

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public int ItemCount => inner.ItemCount;

    internal Hyperparameters Hyperparameters { get; }

    /// <summary>What it is made from again; none for a network.</summary>
    internal Sessions Sessions { get; }

    internal ulong Seed { get; }

    internal SequenceNetwork? Network => (inner as SequenceModel)?.Network;

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> prefix, Span<float> scores) => inner.Score(prefix, scores);

    /// <inheritdoc/>
    public void ScoreMany(ReadOnlySpan<ReadOnlyMemory<int>> prefixes, Span<float> scores) => inner.ScoreMany(prefixes, scores);

    /// <summary>Fits one.</summary>
    /// <param name="trainer">Rules, neighbours or the network.</param>
    /// <param name="hyperparameters">Its knobs.</param>
    /// <param name="sessions">The sessions.</param>
    /// <param name="options">How to run.</param>
    public static LearnedSequence Fit(ISessionTrainer trainer, Hyperparameters hyperparameters, Sessions sessions, FitOptions options)
    {
        var inner = trainer.Fit(sessions, hyperparameters, options);
        return new LearnedSequence(inner, hyperparameters, inner is SequenceModel ? Sessions.From(sessions.ItemCount, []) : sessions, options.Seed);
    }

    internal static LearnedSequence Of(SequenceNetwork network) =>
        new(new SequenceModel(new SequenceTrainer().Name, network), Hyperparameters.Defaults, Sessions.From(network.Items, []), 0);
}
