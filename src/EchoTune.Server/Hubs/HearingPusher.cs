using System.Collections.Concurrent;
using System.Threading.Channels;
using EchoTune.Catalog;
using EchoTune.Catalog.Library;
using EchoTune.Playback.Sessions;
using EchoTune.Server.Features.Tracks;
using Microsoft.AspNetCore.SignalR;

namespace EchoTune.Server.Hubs;

/// <summary>
/// Tells open pages how the analysis of tracks that somebody looks at moves on, a few times a second at most, and has what begins to play
/// analysed before what waits.
/// </summary>
internal sealed partial class HearingPusher(
    HearingBoard board, PlaybackService playback, IHubContext<PlayerHub, IPlayerClient> hub, TimeProvider time, ILogger<HearingPusher> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentDictionary<TrackId, Hearing> _latest = new();
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        board.Changed += OnHearingChanged;
        playback.Changed += OnPlaybackChanged;
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        board.Changed -= OnHearingChanged;
        playback.Changed -= OnPlaybackChanged;
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _changes.Reader.ReadAllAsync(stoppingToken))
        {
            // Of what changed several times, only how it is now is told.
            foreach (var track in _latest.Keys)
            {
                if (_latest.TryRemove(track, out var hearing))
                {
                    await PushAsync(hearing);
                }
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private void OnHearingChanged(Hearing hearing)
    {
        _latest[hearing.Track] = hearing;
        _changes.Writer.TryWrite(true);
    }

    private void OnPlaybackChanged(PlaybackChange change)
    {
        if (change.State.Current is { } current)
        {
            board.Prefer(current.TrackId);
        }
    }

    private async Task PushAsync(Hearing hearing)
    {
        try
        {
            await hub.Clients.All.TrackListened(HearingPresenter.Present(hearing));
        }
        catch (Exception failure)
        {
            // A page that misses a push asks again after a while.
            LogPushFailed(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "How far the analysis of a track is could not be pushed to the open pages.")]
    private partial void LogPushFailed(Exception failure);
}
