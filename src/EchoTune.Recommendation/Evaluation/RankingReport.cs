namespace EchoTune.Recommendation.Evaluation;

/// <summary>What an evaluation found.</summary>
/// <param name="Metrics">By name and cut-off, such as <c>ndcg@10</c>; all of them shares from 0 to 1.</param>
/// <param name="Intervals">95 % confidence intervals of those metrics that are means over listeners, by bootstrap.</param>
/// <param name="Listeners">How many listeners were ranked for: those with something held out.</param>
/// <param name="RecommendationsPerSecond">Listeners served a second by all threads together: scoring, hiding what is known, picking the longest cut-off.</param>
public sealed record RankingReport(
    IReadOnlyDictionary<string, double> Metrics, IReadOnlyDictionary<string, (double Low, double High)> Intervals, int Listeners, double RecommendationsPerSecond);
