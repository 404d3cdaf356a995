using EchoTune.Catalog.Insights;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Insights;

/// <summary>Metrics of strategies as the API shows them.</summary>
internal static class StrategyPresenter
{
    /// <summary>The whole first, then the strategies there are, then those there were.</summary>
    public static StrategiesDto Present(StrategyReport report, IReadOnlyList<string> strategies)
    {
        var rows = report.Days.ToLookup(row => row.Strategy);
        var spreads = report.Spreads.ToDictionary(spread => spread.Strategy);
        var former = rows.Select(group => group.Key).Where(name => name != StrategyDay.Hybrid && !strategies.Contains(name)).Order(StringComparer.Ordinal);
        return new StrategiesDto(
            report.To.DayNumber - report.From.DayNumber + 1,
            [.. new[] { StrategyDay.Hybrid }.Concat(strategies).Concat(former).Select(name => Present(name, report, rows[name], spreads.GetValueOrDefault(name)))],
            [.. report.Alerts.Select(alert => new DriftAlertDto(alert.Id, alert.Strategy, alert.Metric, alert.Day, alert.Usual, alert.Value, alert.NoticedAt))]);
    }

    private static StrategyMetricsDto Present(string name, StrategyReport report, IEnumerable<StrategyDay> rows, StrategySpread? spread)
    {
        var byDay = rows.ToDictionary(row => row.Day);
        var shown = byDay.Values.Sum(row => row.Exposures);
        var days = new List<StrategyDayDto>();
        for (var day = report.From; day <= report.To; day = day.AddDays(1))
        {
            days.Add(byDay.TryGetValue(day, out var row)
                ? new StrategyDayDto(day, row.Exposures, Rate(row.Plays, row.Exposures), Rate(row.Skips, row.Exposures), Rate(row.Likes, row.Exposures))
                : new StrategyDayDto(day, 0, null, null, null));
        }

        return new StrategyMetricsDto(
            name, shown, Sum(row => row.Plays), Sum(row => row.Skips), Sum(row => row.Likes),
            spread is null ? null : Rate(spread.Tracks, report.LibraryTracks), Sum(row => row.Fresh), spread?.Gini, days, Sum(row => row.Seen), Sum(row => row.Opened));

        double? Sum(Func<StrategyDay, double> of) => Rate(byDay.Values.Sum(of), shown);
    }

    // Sums of shares may miss a whole by a hair.
    private static double? Rate(double part, double whole) => whole > 0 ? Math.Clamp(part / whole, 0, 1) : null;
}
