using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;

namespace EchoTune.Catalog.Insights;

/// <summary>Notes every answer that somebody is shown (whose request names a surface).</summary>
internal sealed class ExposingRecommender(IRecommender inner, ExposureLog log) : IRecommender
{
    public event Action? ModelChanged
    {
        add => inner.ModelChanged += value;
        remove => inner.ModelChanged -= value;
    }

    public string? ModelVersion => inner.ModelVersion;

    public IReadOnlyList<string> Strategies => inner.Strategies;

    public async ValueTask<RecommendationResult> RecommendAsync(ListenerId listener, RecommendationRequest request, CancellationToken cancellationToken)
    {
        var answer = await inner.RecommendAsync(listener, request, cancellationToken).ConfigureAwait(false);
        if (request.Surface is { Length: > 0 } surface)
        {
            // One strategy alone is not weighed: no arm of an experiment has a part in it.
            log.Add(listener, surface, request.Strategy is null or StrategyDay.Hybrid ? answer : answer with { Experiment = null, Arm = null });
        }

        return answer;
    }

    public ValueTask<IReadOnlyList<SimilarTrack>> SimilarAsync(TrackId track, int limit, CancellationToken cancellationToken) =>
        inner.SimilarAsync(track, limit, cancellationToken);

    public ValueTask<Explanation> ExplainAsync(ListenerId listener, TrackId track, CancellationToken cancellationToken) =>
        inner.ExplainAsync(listener, track, cancellationToken);

    public ValueTask ObserveAsync(ListenerId listener, IReadOnlyList<Play> plays, CancellationToken cancellationToken) =>
        inner.ObserveAsync(listener, plays, cancellationToken);

    public void Invalidate(ListenerId listener) => inner.Invalidate(listener);
}
