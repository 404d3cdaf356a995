using EchoTune.Catalog;
using EchoTune.Catalog.Recommendations;
using System.Diagnostics;

namespace EchoTune.Server.Observability;

/// <summary>Measures how long recommendations take, whoever asks for them, and traces them.</summary>
internal sealed class MeteredRecommender(IRecommender inner, Lazy<EchoTuneMetrics> metrics) : RecommenderDecorator(inner)
{
    private static readonly ActivitySource Source = new(Tracing.RecommendationsSource);

    public override async ValueTask<RecommendationResult> RecommendAsync(ListenerId listener, RecommendationRequest request, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("recommend");
        activity?.SetTag("echotune.limit", request.Limit);
        var started = Stopwatch.GetTimestamp();
        var result = await base.RecommendAsync(listener, request, cancellationToken);
        metrics.Value.Recommended(Stopwatch.GetElapsedTime(started));
        activity?.SetTag("echotune.model", result.ModelVersion);
        return result;
    }
}
