using System.Diagnostics.Metrics;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Training;

namespace EchoTune.Server.Observability;

/// <summary>What EchoTune counts beside what the framework counts already.</summary>
internal sealed class EchoTuneMetrics : IHostedService, IDisposable
{
    public const string MeterName = "EchoTune.Server";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _plays;
    private readonly Histogram<double> _recommendations;

    public EchoTuneMetrics(ListeningLog log, ILibrary library, ExposureLog exposures, ITraining training, ILearnedModels models)
    {
        _plays = _meter.CreateCounter<long>("echotune.plays.recorded", "{event}", "Listening events recorded, by kind");
        _recommendations = _meter.CreateHistogram<double>("echotune.recommendation.duration", "s", "Time to answer with recommendations");
        _meter.CreateObservableGauge("echotune.library.tracks", () => library.Progress.Tracks, "{track}", "Available tracks");
        _meter.CreateObservableGauge("echotune.library.found", () => library.Progress.Found, "{file}", "Audio files found by the present scan");
        _meter.CreateObservableGauge("echotune.library.analysed", () => library.Progress.Analysed, "{track}", "Tracks with a present analysis");
        _meter.CreateObservableGauge("echotune.library.failed", () => library.Progress.FailedCount, "{file}", "Files skipped by the present scan");
        _meter.CreateObservableCounter("echotune.exposures.written", () => exposures.Written, "{exposure}", "Shown tracks that were written down");
        _meter.CreateObservableCounter("echotune.exposures.dropped", () => exposures.Dropped, "{exposure}", "Shown tracks that were dropped because the database was away");
        _meter.CreateObservableGauge("echotune.training.running", () => training.Status.IsRunning ? 1 : 0, description: "1 while models are trained");
        _meter.CreateObservableGauge("echotune.training.failed", () => training.Status.ErrorCode is null ? 0 : 1, description: "1 where the last training failed");
        _meter.CreateObservableGauge("echotune.training.duration", () => Figures(training.Status.LastSeconds), "s", "How long the last training took");
        _meter.CreateObservableGauge(
            "echotune.models.active", () => models.Current is { } current ? [new Measurement<int>(1, new KeyValuePair<string, object?>("version", current.Version))] : Enumerable.Empty<Measurement<int>>(),
            description: "1 for the version of the learnt models in service");
        log.Recorded += (_, plays) =>
        {
            foreach (var play in plays)
            {
                _plays.Add(1, new KeyValuePair<string, object?>("kind", play.Kind.ToString().ToLowerInvariant()));
            }
        };
    }

    public void Recommended(TimeSpan elapsed) => _recommendations.Record(elapsed.TotalSeconds);

    private static IEnumerable<Measurement<double>> Figures(double? value) => value is { } known ? [new Measurement<double>(known)] : [];

    // Started with the others, so that it counts from the beginning and not from the first question.
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
