using EchoTune.Catalog.Errors;
using EchoTune.Recommendation.Evaluation;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Insights;

/// <summary>Metrics of strategies over some days.</summary>
/// <param name="From">First day, UTC.</param>
/// <param name="To">Last day.</param>
/// <param name="Days">Rows, oldest first.</param>
/// <param name="Spreads">How widely each strategy showed the library.</param>
/// <param name="LibraryTracks">Tracks of the library now.</param>
/// <param name="Alerts">Alerts of these days, newest first.</param>
public sealed record StrategyReport(
    DateOnly From, DateOnly To, IReadOnlyList<StrategyDay> Days, IReadOnlyList<StrategySpread> Spreads, int LibraryTracks, IReadOnlyList<DriftAlert> Alerts);

/// <summary>What a ranking that never ran would have brought.</summary>
/// <param name="Exposures">What the log holds.</param>
/// <param name="Observed">Play rate of the log; null without any exposure.</param>
/// <param name="Estimate">The estimate; null where the log says too little.</param>
/// <param name="EffectiveCount">How many exposures say as much as the log says of the ranking.</param>
/// <param name="Note">Why there is no estimate; null where there is one.</param>
public sealed record CounterfactualReport(long Exposures, double? Observed, CounterfactualEstimate? Estimate, double EffectiveCount, string? Note);

/// <summary>Computes and reads what came of what strategies showed.</summary>
/// <param name="log">Has what is not written down yet.</param>
/// <param name="exposures">What was shown.</param>
/// <param name="metrics">Rows of days.</param>
/// <param name="options">Retention and thresholds.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Told of what fails.</param>
public sealed partial class StrategyInsights(
    ExposureLog log, IExposureStore exposures, IStrategyMetricStore metrics, InsightOptions options, TimeProvider time, ILogger<StrategyInsights> logger)
{
    // An exposure of a day's last minute is decided a day later; until then the day is open.
    private const int OpenDays = 2;
    private const int MostAlerts = 200;
    private const int MostJudged = 200_000;
    private const double MostWeight = 20;
    private const double LeastEffective = 50;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim computing = new(1, 1);
    private DateTimeOffset computedAt = DateTimeOffset.MinValue;
    private DateTimeOffset refreshedAt = DateTimeOffset.MinValue;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Computes the open days anew, and those that were missed; looks for drift; forgets what is too old.</summary>
    public async Task ComputeAsync(CancellationToken cancellationToken)
    {
        await computing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteWaitingAsync(cancellationToken).ConfigureAwait(false);
            var today = Today;
            var kept = time.GetUtcNow() - options.Retention;
            var firstKept = DateOnly.FromDateTime(kept.UtcDateTime).AddDays(1);
            if (await metrics.LastDayAsync(cancellationToken).ConfigureAwait(false) is { } last)
            {
                // Days whose exposures are forgotten in part keep the rows they have.
                var from = (last < today ? last : today).AddDays(-OpenDays);
                await metrics.RecomputeAsync(from > firstKept ? from : firstKept, today, cancellationToken).ConfigureAwait(false);
                var closed = await metrics.DaysAsync(DateOnly.MinValue, today.AddDays(-OpenDays), cancellationToken).ConfigureAwait(false);
                await metrics.AddAlertsAsync(DriftWatch.Find(closed, options.LeastExposures, time.GetUtcNow()), DriftWatch.WarmUp, cancellationToken).ConfigureAwait(false);
            }

            await exposures.ForgetAsync(kept, cancellationToken).ConfigureAwait(false);
            await metrics.ForgetAsync(firstKept, cancellationToken).ConfigureAwait(false);
            computedAt = refreshedAt = time.GetUtcNow();
        }
        finally
        {
            computing.Release();
        }
    }

    /// <summary>Metrics of the last days, today included; computed within the last minute.</summary>
    /// <param name="days">How many, at least 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<StrategyReport> ReportAsync(int days, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken).ConfigureAwait(false);

        var to = Today;
        var from = to.AddDays(1 - days);
        var rows = await metrics.DaysAsync(from, to, cancellationToken).ConfigureAwait(false);
        var (spreads, library) = await metrics.SpreadAsync(from, to, cancellationToken).ConfigureAwait(false);
        return new StrategyReport(from, to, rows, spreads, library, await metrics.AlertsAsync(from, MostAlerts, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// Estimates from what was shown what other weights of strategies would have brought: each track of an answer counts by how much more or less likely those weights had chosen it
    /// of that answer (<see cref="SoftChoice"/>). Tracks that were never shown stay unknown.
    /// </summary>
    /// <param name="weights">Factors by name of strategy; what is missing is 0.</param>
    /// <param name="days">Of how many days the log is read, at least 1; at most the newest 200,000 exposures.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<CounterfactualReport> CounterfactualAsync(IReadOnlyDictionary<string, double> weights, int days, CancellationToken cancellationToken)
    {
        await WriteWaitingAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var shown = await exposures.ReadAsync(now.AddDays(-days), now, MostJudged, cancellationToken).ConfigureAwait(false);
        var logged = Logged(shown, weights);
        if (logged.Length == 0)
        {
            return new CounterfactualReport(0, null, null, 0, "Nothing was shown in this time.");
        }

        var observed = logged.Average(exposure => exposure.Reward);
        var estimate = Counterfactual.Estimate(logged, MostWeight);
        return estimate.EffectiveCount >= LeastEffective && double.IsFinite(estimate.StandardError)
            ? new CounterfactualReport(logged.Length, observed, estimate, estimate.EffectiveCount, null)
            : new CounterfactualReport(
                logged.Length, observed, null, estimate.EffectiveCount,
                $"What was shown says as much about this as {estimate.EffectiveCount:0} exposures; an estimate needs {LeastEffective:0}.");
    }

    // Somebody who looks wants the newest; what is older the job has seen to within its interval.
    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - computedAt > options.Interval)
        {
            await ComputeAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        await computing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (time.GetUtcNow() - refreshedAt > Fresh)
            {
                await WriteWaitingAsync(cancellationToken).ConfigureAwait(false);
                await metrics.RecomputeAsync(Today.AddDays(-1), Today, cancellationToken).ConfigureAwait(false);
                refreshedAt = time.GetUtcNow();
            }
        }
        finally
        {
            computing.Release();
        }
    }

    // Within an answer both rankings choose among the tracks of it that counted as shown.
    private static LoggedExposure[] Logged(IReadOnlyList<JudgedExposure> shown, IReadOnlyDictionary<string, double> weights)
    {
        var logged = new LoggedExposure[shown.Count];
        for (var start = 0; start < shown.Count;)
        {
            var end = start;
            var chosen = 0.0;
            for (; end < shown.Count && shown[end].Answer == shown[start].Answer; end++)
            {
                chosen += shown[end].Propensity;
            }

            var scores = new double[end - start];
            var chances = new double[scores.Length];
            for (var i = 0; i < scores.Length; i++)
            {
                var item = shown[start + i];
                scores[i] = item.Score * item.Strategies.Sum(strategy => strategy.Value * weights.GetValueOrDefault(strategy.Key));
            }

            SoftChoice.Chances(scores, chances);
            for (var i = 0; i < scores.Length; i++)
            {
                logged[start + i] = new LoggedExposure(shown[start + i].IsPlayed ? 1 : 0, Math.Min(1, shown[start + i].Propensity / chosen), Math.Min(1, chances[i]));
            }

            start = end;
        }

        return logged;
    }

    private async Task WriteWaitingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await log.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EchoTuneException failure) when (failure.ErrorCode == ErrorCodes.DiskFull)
        {
            // What is written can be read all the same.
            NotWritten(logger, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was shown last could not be written down before it was computed.")]
    private static partial void NotWritten(ILogger logger, Exception failure);
}
