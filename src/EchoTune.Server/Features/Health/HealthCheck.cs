using System.Diagnostics;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Recommendations;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Health;

/// <summary>Asks every part how it is, all at once, each with its own limit of time.</summary>
internal sealed class HealthCheck(
    IDatabaseProbe database, IMediaTools media, ILibrary library, IRecommender recommender, ListenerDirectory listeners, ServerOptions options, TimeProvider time)
{
    private const string Up = "up";
    private const string Degraded = "degraded";
    private const string Down = "down";
    private const long LowDiskBytes = 500L << 20;
    private const long FullDiskBytes = 20L << 20;
    private static readonly TimeSpan PartLimit = TimeSpan.FromSeconds(3);

    public static string Version { get; } = typeof(HealthCheck).Assembly.GetName().Version?.ToString(3) ?? "0";

    public async Task<HealthDto> CheckAsync(CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(
            MeasureAsync("database", database.CheckAsync, cancellationToken),
            MeasureAsync("media tools", MediaAsync, cancellationToken),
            MeasureAsync("library", LibraryAsync, cancellationToken),
            MeasureAsync("recommender", RecommenderAsync, cancellationToken),
            MeasureAsync("disk", DiskAsync, cancellationToken));
        var status = parts.Any(part => part is { Status: Down, Name: "database" or "disk" }) ? Down : parts.All(part => part.Status == Up) ? Up : Degraded;
        return new HealthDto(status, Version, parts);
    }

    private async Task<HealthPartDto> MeasureAsync(string name, Func<CancellationToken, Task<(string Status, string? Message)>> check, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PartLimit);
        var started = Stopwatch.GetTimestamp();
        (string Status, string? Message) outcome;
        try
        {
            // A check that ignores its token must not hold up the answer either.
            outcome = await Task.Run(() => check(limit.Token), limit.Token).WaitAsync(PartLimit, time, cancellationToken);
        }
        catch (Exception failure) when (failure is TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            outcome = (Down, $"No answer within {PartLimit.TotalSeconds:0} s.");
        }
        catch (EchoTuneException failure)
        {
            outcome = (Down, failure.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            outcome = (Down, failure.GetType().Name);
        }

        return new HealthPartDto(name, outcome.Status, Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 2), outcome.Message);
    }

    private Task<(string Status, string? Message)> MediaAsync(CancellationToken cancellationToken)
    {
        var (ffmpeg, ffprobe, problem) = media.Locate();
        return Task.FromResult((ffmpeg is null || ffprobe is null ? Down : problem is null ? Up : Degraded, problem));
    }

    private Task<(string Status, string? Message)> LibraryAsync(CancellationToken cancellationToken)
    {
        var progress = library.Progress;
        return Task.FromResult<(string Status, string? Message)>(progress.State == ScanState.Failed
            ? (Degraded, progress.Message)
            : (Up, $"{progress.State.ToString().ToLowerInvariant()}, {progress.Tracks} tracks, {progress.Analysed} analysed"));
    }

    private async Task<(string Status, string? Message)> RecommenderAsync(CancellationToken cancellationToken)
    {
        var owner = await listeners.OwnerAsync(cancellationToken);
        var result = await recommender.RecommendAsync(owner.Id, new RecommendationRequest { Limit = 1 }, cancellationToken);
        return (Up, $"model {result.ModelVersion}");
    }

    private Task<(string Status, string? Message)> DiskAsync(CancellationToken cancellationToken)
    {
        var free = new DriveInfo(options.DataFolder).AvailableFreeSpace;
        var message = $"{free / (1 << 20)} MiB free";
        return Task.FromResult<(string Status, string? Message)>((free < FullDiskBytes ? Down : free < LowDiskBytes ? Degraded : Up, message));
    }
}
