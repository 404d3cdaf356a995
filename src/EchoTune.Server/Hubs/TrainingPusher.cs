using System.Threading.Channels;
using EchoTune.Catalog.Training;
using EchoTune.Server.Auth;
using EchoTune.Server.Features.Models;
using Microsoft.AspNetCore.SignalR;

namespace EchoTune.Server.Hubs;

/// <summary>Tells open pages of the owner how training goes, a few times a second at most.</summary>
internal sealed partial class TrainingPusher(
    ITraining training, ListenerDirectory listeners, IHubContext<PlayerHub, IPlayerClient> hub, TimeProvider time, ILogger<TrainingPusher> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        training.StatusChanged += OnChanged;
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        training.StatusChanged -= OnChanged;
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _changes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                var owner = await listeners.OwnerAsync(stoppingToken);
                await hub.Clients.Group(PlayerHub.GroupOf(owner.Id)).TrainingChanged(ModelPresenter.Present(training.Status));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // A page that misses a push asks again when it is opened.
                LogPushFailed(failure);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private void OnChanged() => _changes.Writer.TryWrite(true);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The state of training could not be pushed to the open pages.")]
    private partial void LogPushFailed(Exception failure);
}
