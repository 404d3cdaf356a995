namespace EchoTune.Catalog.Recommendations;

/// <summary>Limits of recommendations.</summary>
public sealed record RecommendationOptions
{
    /// <summary>Listeners whose memory is held, at least 1; others are read from storage when they come back.</summary>
    public int ListenersInMemory { get; init; } = 20_000;
}
