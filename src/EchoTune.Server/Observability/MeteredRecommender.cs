using EchoTune.Catalog;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using System.Diagnostics;

namespace EchoTune.Server.Observability;

/// <summary>Measures how long recommendations take, whoever asks for them, and traces them.</summary>
internal sealed class MeteredRecommender(IRecommender inner, Lazy<EchoTuneMetrics> metrics) : IRecommender
{
    private static readonly ActivitySource Source = new(Tracing.RecommendationsSource);

    public event Action? ModelChanged
    {
        add => inner.ModelChanged += value;
        remove => inner.ModelChanged -= value;
    }

    public string? ModelVersion => inner.ModelVersion;

    public IReadOnlyList<string> Strategies => inner.Strategies;

    public async ValueTask<RecommendationResult> RecommendAsync(ListenerId listener, RecommendationRequest request, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("recommend");
        activity?.SetTag("echotune.limit", request.Limit);
        var started = Stopwatch.GetTimestamp();
        var result = await inner.RecommendAsync(listener, request, cancellationToken);
        metrics.Value.Recommended(Stopwatch.GetElapsedTime(started));
        activity?.SetTag("echotune.model", result.ModelVersion);
        return result;
    }

    public ValueTask<IReadOnlyList<SimilarTrack>> SimilarAsync(TrackId track, int limit, CancellationToken cancellationToken) =>
        inner.SimilarAsync(track, limit, cancellationToken);

    public ValueTask<Explanation> ExplainAsync(ListenerId listener, TrackId track, CancellationToken cancellationToken) =>
        inner.ExplainAsync(listener, track, cancellationToken);

    public ValueTask ObserveAsync(ListenerId listener, IReadOnlyList<Play> plays, CancellationToken cancellationToken) =>
        inner.ObserveAsync(listener, plays, cancellationToken);

    public void Invalidate(ListenerId listener) => inner.Invalidate(listener);
}
