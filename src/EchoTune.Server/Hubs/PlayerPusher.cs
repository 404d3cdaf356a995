using System.Collections.Concurrent;
using System.Threading.Channels;
using EchoTune.Catalog;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Taste;
using EchoTune.Playback.Sessions;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Library;
using EchoTune.Server.Features.Playback;
using EchoTune.Server.Features.Playlists;
using EchoTune.Server.Features.Recommendations;
using EchoTune.Server.Features.Settings;
using Microsoft.AspNetCore.SignalR;

namespace EchoTune.Server.Hubs;

/// <summary>
/// Tells open pages of every change. Changes of a listener that come while a push is under way are told together, so the queue of work is
/// never longer than the number of listeners.
/// </summary>
internal sealed partial class PlayerPusher(
    IHubContext<PlayerHub, IPlayerClient> hub,
    PlaybackService playback,
    PlaybackPresenter presenter,
    ListeningLog log,
    Ratings ratings,
    ListenerSettings settings,
    AnswerCache answers,
    IRecommender recommender,
    PlaylistEditor playlists,
    ILibrary library,
    TimeProvider time,
    ILogger<PlayerPusher> logger) : BackgroundService
{
    private static readonly TimeSpan LibraryInterval = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<ListenerId, Pending> _pending = new();
    private readonly Channel<ListenerId> _listeners = Channel.CreateUnbounded<ListenerId>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<bool> _libraryChanges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<bool> _modelChanges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<bool> _libraryProgress = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    [Flags]
    private enum Pending
    {
        None = 0,
        Playback = 1,
        Queue = 2,
        Devices = 4,
        Rank = 8,
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        playback.Changed += OnPlaybackChanged;
        log.Recorded += OnRecorded;
        ratings.Changed += OnRated;
        settings.Changed += OnSettingsChanged;
        answers.Forgotten += OnAnswersForgotten;
        recommender.ModelChanged += OnModelChanged;
        playlists.Changed += OnPlaylistsChanged;
        library.ProgressChanged += OnProgress;
        library.TracksChanged += OnTracksChanged;
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        playback.Changed -= OnPlaybackChanged;
        log.Recorded -= OnRecorded;
        ratings.Changed -= OnRated;
        settings.Changed -= OnSettingsChanged;
        answers.Forgotten -= OnAnswersForgotten;
        recommender.ModelChanged -= OnModelChanged;
        playlists.Changed -= OnPlaylistsChanged;
        library.ProgressChanged -= OnProgress;
        library.TracksChanged -= OnTracksChanged;
        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(PushListenersAsync(stoppingToken), PushLibraryAsync(stoppingToken), PushProgressAsync(stoppingToken), PushModelAsync(stoppingToken));

    private void OnPlaybackChanged(PlaybackChange change) =>
        Enqueue(change.Listener, Pending.Playback | (change.QueueChanged ? Pending.Queue : 0) | (change.DevicesChanged ? Pending.Devices : 0));

    private void OnRecorded(ListenerId listener, IReadOnlyList<Play> plays)
    {
        // Moving inside a track or queueing by hand says nothing new of what should come next.
        if (plays.Any(play => play.Kind is not (PlayKind.Seeked or PlayKind.Queued)))
        {
            Enqueue(listener, Pending.Rank);
        }
    }

    private void OnRated(ListenerId listener, RatingState state)
    {
        Enqueue(listener, Pending.Playback | Pending.Queue | Pending.Rank);
        if (state.Target == RatingTarget.Track)
        {
            _ = SendAsync(() => hub.Clients.Group(PlayerHub.GroupOf(listener)).TrackRated(state.TargetId, state.IsLiked, state.IsDisliked, state.IsSaved));
        }
    }

    private void OnSettingsChanged(ListenerId listener, SettingsDto now)
    {
        Enqueue(listener, Pending.Playback | Pending.Rank);
        _ = SendAsync(() => hub.Clients.Group(PlayerHub.GroupOf(listener)).SettingsChanged(now));
    }

    private void OnAnswersForgotten(ListenerId listener, string cause) =>
        _ = SendAsync(() => hub.Clients.Group(PlayerHub.GroupOf(listener)).RecommendationsChanged(new RecommendationsChangedDto(cause, recommender.ModelVersion)));

    private void OnModelChanged() => _modelChanges.Writer.TryWrite(true);

    private void OnPlaylistsChanged(ListenerId listener) =>
        _ = SendAsync(() => hub.Clients.Group(PlayerHub.GroupOf(listener)).PlaylistsChanged());

    private void OnProgress(LibraryProgress progress) => _libraryProgress.Writer.TryWrite(true);

    private void OnTracksChanged(IReadOnlyCollection<TrackId> ids) => _libraryChanges.Writer.TryWrite(true);

    private void Enqueue(ListenerId listener, Pending what)
    {
        var before = Pending.None;
        _pending.AddOrUpdate(
            listener,
            _ =>
            {
                before = Pending.None;
                return what;
            },
            (_, present) =>
            {
                before = present;
                return present | what;
            });
        if (before == Pending.None)
        {
            _listeners.Writer.TryWrite(listener);
        }
    }

    private async Task PushListenersAsync(CancellationToken cancellationToken)
    {
        await foreach (var listener in _listeners.Reader.ReadAllAsync(cancellationToken))
        {
            // Taken out before the work, so that a change during it is told again.
            _pending.TryRemove(listener, out var what);
            await SendAsync(() => PushAsync(listener, what, cancellationToken));
        }
    }

    private async Task PushAsync(ListenerId listener, Pending what, CancellationToken cancellationToken)
    {
        var state = await playback.GetAsync(listener, cancellationToken);
        var pages = hub.Clients.Group(PlayerHub.GroupOf(listener));
        if (what.HasFlag(Pending.Playback))
        {
            await pages.PlaybackChanged(await presenter.PresentAsync(listener, state, cancellationToken));
        }

        if (what.HasFlag(Pending.Devices))
        {
            await pages.DevicesChanged(PlaybackPresenter.Present(await playback.DevicesAsync(listener, cancellationToken), state));
        }

        if (what.HasFlag(Pending.Queue))
        {
            await pages.QueueChanged(await presenter.PresentQueueAsync(listener, state, cancellationToken));
        }

        if (what.HasFlag(Pending.Rank))
        {
            // A changed order announces itself through PlaybackService.Changed.
            await playback.RefreshUpNextAsync(listener, cancellationToken);
        }
    }

    private async Task PushLibraryAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _libraryChanges.Reader.ReadAllAsync(cancellationToken))
        {
            await SendAsync(() => hub.Clients.All.LibraryChanged());

            // A growing library offers more to come next.
            foreach (var listener in playback.Listeners)
            {
                Enqueue(listener, Pending.Rank);
            }

            await Task.Delay(LibraryInterval, time, cancellationToken);
        }
    }

    private async Task PushModelAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _modelChanges.Reader.ReadAllAsync(cancellationToken))
        {
            await SendAsync(() => hub.Clients.All.RecommendationsChanged(new RecommendationsChangedDto("model", recommender.ModelVersion)));
            await Task.Delay(LibraryInterval, time, cancellationToken);
        }
    }

    private async Task PushProgressAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _libraryProgress.Reader.ReadAllAsync(cancellationToken))
        {
            await SendAsync(() => hub.Clients.All.LibraryProgressed(LibraryProgressPresenter.Present(library.Progress)));
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
        }
    }

    private async Task SendAsync(Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
        catch (Exception exception)
        {
            // A page that misses a push asks again when it reconnects.
            LogPushFailed(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A change could not be pushed to the open pages.")]
    private static partial void LogPushFailed(ILogger logger, Exception exception);
}
