using System.Security.Cryptography;
using System.Text;
using EchoTune.Recommendation.Evaluation;

namespace EchoTune.Catalog.Insights;

/// <summary>Looks through the days of strategies for metrics that fell. The same days give the same alerts, with the same ids.</summary>
internal static class DriftWatch
{
    /// <summary>Days that tell what is usual: two whole weeks, since weekends differ.</summary>
    public const int WarmUp = 14;

    private static readonly (string Name, Func<StrategyDay, double> Rate)[] Metrics =
        [("playRate", day => day.Plays / day.Exposures), ("keepRate", day => 1 - (day.Skips / day.Exposures))];

    /// <summary>Alerts, oldest first.</summary>
    /// <param name="days">Rows of closed days, oldest first.</param>
    /// <param name="leastExposures">Days with fewer are passed over: their rates are chance.</param>
    /// <param name="now">When they are noticed.</param>
    public static IReadOnlyList<DriftAlert> Find(IEnumerable<StrategyDay> days, double leastExposures, DateTimeOffset now)
    {
        var alerts = new List<DriftAlert>();
        foreach (var strategy in days.Where(day => day.Exposures > 0 && day.Exposures >= leastExposures).GroupBy(day => day.Strategy))
        {
            foreach (var (name, rate) in Metrics)
            {
                var detector = new DriftDetector(WarmUp);
                var last = DateOnly.MaxValue;
                foreach (var day in strategy)
                {
                    // After a long silence what was usual is learnt anew.
                    detector = day.Day.DayNumber - last.DayNumber > WarmUp ? new DriftDetector(WarmUp) : detector;
                    last = day.Day;
                    var usual = detector.Usual;
                    var value = rate(day);
                    if (detector.Observe(value))
                    {
                        alerts.Add(new DriftAlert(Id(strategy.Key, name, day.Day), strategy.Key, name, day.Day, usual, value, now));
                    }
                }
            }
        }

        return [.. alerts.OrderBy(alert => alert.Day)];
    }

    // UUID v8 (RFC 9562): bits of our own, here of a hash.
    private static Guid Id(string strategy, string metric, DateOnly day)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{strategy}\n{metric}\n{day:O}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
