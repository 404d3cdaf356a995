using EchoTune.Catalog.Experiments;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Insights;

/// <summary>Computes the metrics of strategies from time to time, and judges the experiments after it.</summary>
internal sealed partial class InsightJob(StrategyInsights insights, ExperimentService experiments, InsightOptions options, TimeProvider time, ILogger<InsightJob> logger) : BackgroundService
{
    // The start of a program has other things to do.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await Task.Delay(FirstPause < options.Interval ? FirstPause : options.Interval, time, stoppingToken).ConfigureAwait(false);
            while (true)
            {
                try
                {
                    await insights.ComputeAsync(stoppingToken).ConfigureAwait(false);
                    await experiments.JudgeAsync(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // Everything is computed anew the next time; nothing is lost.
                    Failed(logger, failure);
                }

                await Task.Delay(options.Interval, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The metrics of strategies could not be computed; they are tried again later.")]
    private static partial void Failed(ILogger logger, Exception failure);
}
