using EchoTune.Catalog.Recommendations;

namespace EchoTune.Catalog.Insights;

/// <summary>Notes every answer that somebody is shown (whose request names a surface).</summary>
internal sealed class ExposingRecommender(IRecommender inner, ExposureLog log) : RecommenderDecorator(inner)
{
    public override async ValueTask<RecommendationResult> RecommendAsync(ListenerId listener, RecommendationRequest request, CancellationToken cancellationToken)
    {
        var answer = await base.RecommendAsync(listener, request, cancellationToken).ConfigureAwait(false);
        if (request.Surface is { Length: > 0 } surface)
        {
            // One strategy alone is not weighed: no arm of an experiment has a part in it.
            log.Add(listener, surface, request.Strategy is null or StrategyDay.Hybrid ? answer : answer with { Experiment = null, Arm = null });
        }

        return answer;
    }
}
