namespace EchoTune.Catalog.Insights;

/// <summary>How long things are kept, and when they are computed.</summary>
public sealed record InsightOptions
{
    /// <summary>How long it is kept what was shown to whom.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(180);

    /// <summary>Time between two computations of the metrics.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Shown tracks that may wait to be written; beyond, the oldest are dropped.</summary>
    public int MostWaiting { get; init; } = 50_000;

    /// <summary>Time in which shown tracks are gathered before they are written together.</summary>
    public TimeSpan Gathering { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Exposures of a day below which its rates say nothing about drift.</summary>
    public double LeastExposures { get; init; } = 20;
}
