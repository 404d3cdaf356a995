using EchoTune.Catalog.Plays;

namespace EchoTune.Catalog.Recommendations;

/// <summary>Passes everything on to another recommender; those that add something derive from it.</summary>
/// <param name="inner">Who answers.</param>
public abstract class RecommenderDecorator(IRecommender inner) : IRecommender
{
    /// <inheritdoc/>
    public event Action? ModelChanged
    {
        add => inner.ModelChanged += value;
        remove => inner.ModelChanged -= value;
    }

    /// <inheritdoc/>
    public string? ModelVersion => inner.ModelVersion;

    /// <inheritdoc/>
    public IReadOnlyList<string> Strategies => inner.Strategies;

    /// <inheritdoc/>
    public virtual ValueTask<RecommendationResult> RecommendAsync(ListenerId listener, RecommendationRequest request, CancellationToken cancellationToken) =>
        inner.RecommendAsync(listener, request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SimilarTrack>> SimilarAsync(TrackId track, int limit, CancellationToken cancellationToken) =>
        inner.SimilarAsync(track, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Explanation> ExplainAsync(ListenerId listener, TrackId track, CancellationToken cancellationToken) =>
        inner.ExplainAsync(listener, track, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ObserveAsync(ListenerId listener, IReadOnlyList<Play> plays, CancellationToken cancellationToken) =>
        inner.ObserveAsync(listener, plays, cancellationToken);

    /// <inheritdoc/>
    public void Invalidate(ListenerId listener) => inner.Invalidate(listener);
}
