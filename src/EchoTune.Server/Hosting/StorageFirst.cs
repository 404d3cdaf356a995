using EchoTune.Catalog.Errors;
using EchoTune.Server.Features.Health;
using EchoTune.Storage;

namespace EchoTune.Server.Hosting;

/// <summary>
/// Starts the database while HTTP answers already, and after it whatever works in the background on it; stops those first and the
/// database last. An external database that is away is asked again and again; what cannot get better by waiting ends the server.
/// </summary>
internal sealed partial class StorageFirst(
    IStorageHost storage, IServiceProvider services, IReadOnlyList<ServiceDescriptor> waiting, IHostApplicationLifetime lifetime, HostOutcome outcome, TimeProvider time,
    ILogger<StorageFirst> logger) : BackgroundService, IDatabaseProbe
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly List<IHostedService> _started = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _problem = "The database is starting.";

    /// <summary>Completes once the database and everything that works on it are up.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Why the database cannot be used yet; null once it was up and migrated.</summary>
    public string? Problem => _problem;

    public async Task<(string Status, string? Message)> CheckAsync(CancellationToken cancellationToken)
    {
        if (_problem is { } problem)
        {
            return ("down", problem);
        }

        var health = await storage.CheckAsync(cancellationToken);
        return (health.IsHealthy ? "up" : "down", health.Description);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var service in Enumerable.Reverse(_started))
        {
            try
            {
                await service.StopAsync(cancellationToken);
            }
            catch (Exception failure)
            {
                // The others, and the database above all, must be stopped all the same.
                LogStopFailed(service.GetType().Name, failure);
            }
        }

        await storage.StopAsync(CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // HTTP comes first: where its port is taken, no database is started at all.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (lifetime.ApplicationStarted.Register(started.SetResult))
            {
                await started.Task.WaitAsync(stoppingToken);
            }

            await StartStorageAsync(stoppingToken);
            foreach (var descriptor in waiting)
            {
                var service = (IHostedService)(descriptor.ImplementationInstance
                    ?? descriptor.ImplementationFactory?.Invoke(services)
                    ?? ActivatorUtilities.CreateInstance(services, descriptor.ImplementationType!));
                _started.Add(service);
                await service.StartAsync(stoppingToken);
            }

            _ready.SetResult();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops before it was all up.
            _ready.TrySetCanceled(stoppingToken);
        }
        catch (Exception failure)
        {
            LogFailed(failure);
            _ready.TrySetException(failure);
            outcome.Fail(failure is EchoTuneException known ? known.Message : $"EchoTune could not start: {failure.Message}");
            lifetime.StopApplication();
        }
    }

    private async Task StartStorageAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await storage.StartAsync(cancellationToken);
                _problem = null;
                return;
            }
            catch (EchoTuneException failure) when (failure.ErrorCode == ErrorCodes.StorageUnavailable)
            {
                if (_problem != failure.Message)
                {
                    LogWaiting(failure.Message, failure);
                    outcome.Tell(failure.Message);
                }

                _problem = failure.Message;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not start: {Problem}")]
    private partial void LogWaiting(string problem, Exception failure);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The server cannot go on")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Service} did not stop cleanly")]
    private partial void LogStopFailed(string service, Exception failure);
}
