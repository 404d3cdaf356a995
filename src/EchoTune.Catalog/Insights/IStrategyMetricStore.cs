namespace EchoTune.Catalog.Insights;

/// <summary>What a strategy brought on a UTC day: sums over exposures, each counted by the strategy's share in it (whole for <see cref="Hybrid"/>).</summary>
/// <param name="Day">The day of the exposures, UTC.</param>
/// <param name="Strategy">Name of the strategy.</param>
/// <param name="Exposures">Shown.</param>
/// <param name="Plays">Of these, played.</param>
/// <param name="Skips">Of these, skipped, dismissed or disliked.</param>
/// <param name="Likes">Of these, liked.</param>
/// <param name="Fresh">Of these, never heard by the listener before.</param>
/// <param name="Seen">Of these, said by a page to be seen.</param>
/// <param name="Opened">Of these, with the reasons looked at.</param>
public sealed record StrategyDay(DateOnly Day, string Strategy, double Exposures, double Plays, double Skips, double Likes, double Fresh, double Seen, double Opened)
{
    /// <summary>The name under which the whole is counted.</summary>
    public const string Hybrid = "hybrid";
}

/// <summary>How widely a strategy showed the library over some days; an exposure counts for it where it has a tenth of the score or more.</summary>
/// <param name="Strategy">Name of the strategy.</param>
/// <param name="Tracks">Different tracks it showed.</param>
/// <param name="Gini">How unequally it showed the tracks of the library, 0–1, those never shown included.</param>
public sealed record StrategySpread(string Strategy, int Tracks, double Gini);

/// <summary>A metric of a strategy fell below what it was.</summary>
/// <param name="Id">Follows from strategy, metric and day.</param>
/// <param name="Strategy">Name of the strategy.</param>
/// <param name="Metric"><c>playRate</c> or <c>keepRate</c>.</param>
/// <param name="Day">The day at which the fall had summed up to drift.</param>
/// <param name="Usual">What it was.</param>
/// <param name="Value">What it was that day.</param>
/// <param name="NoticedAt">When this was noticed.</param>
public sealed record DriftAlert(Guid Id, string Strategy, string Metric, DateOnly Day, double Usual, double Value, DateTimeOffset NoticedAt);

/// <summary>Metrics of strategies by day, computed from exposures and the log of plays.</summary>
public interface IStrategyMetricStore
{
    /// <summary>Computes the rows of days anew and replaces them. Doing it twice changes nothing.</summary>
    Task RecomputeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>The last day with a row, or else the first with an exposure; null where nothing was ever shown.</summary>
    Task<DateOnly?> LastDayAsync(CancellationToken cancellationToken);

    /// <summary>Rows of days, oldest first.</summary>
    Task<IReadOnlyList<StrategyDay>> DaysAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>How widely strategies showed the library over days, and how many tracks the library has.</summary>
    Task<(IReadOnlyList<StrategySpread> Spreads, int LibraryTracks)> SpreadAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Forgets which tracks were shown before a day; the rows of days stay.</summary>
    Task ForgetAsync(DateOnly before, CancellationToken cancellationToken);

    /// <summary>Keeps alerts; one within <paramref name="apart"/> days of a kept one of the same strategy and metric is the same drift and left out.</summary>
    /// <returns>How many were new.</returns>
    Task<int> AddAlertsAsync(IReadOnlyList<DriftAlert> alerts, int apart, CancellationToken cancellationToken);

    /// <summary>Alerts of days from one on, newest first.</summary>
    Task<IReadOnlyList<DriftAlert>> AlertsAsync(DateOnly since, int limit, CancellationToken cancellationToken);
}
