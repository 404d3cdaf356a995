using System.Collections.Concurrent;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Requests;
using EchoTune.Playback.Devices;
using Microsoft.Extensions.Logging;

namespace EchoTune.Playback.Sessions;

/// <summary>
/// Owns what each listener plays. Commands of one listener run one after another; each makes a new immutable state, which is stored
/// and announced. Without a device nothing sounds: commands load the track and fill the queue, and <see cref="PlaybackState.IsPlaying"/> stays false.
/// </summary>
public sealed partial class PlaybackService(
    IPlaybackStateStore store, IUpNextSource upNext, TimeProvider time, ILogger<PlaybackService> logger) : IDisposable
{
    /// <summary>How long a device without connection counts as present: a page reload takes less.</summary>
    public static readonly TimeSpan DeviceGrace = TimeSpan.FromSeconds(5);

    /// <summary>A pause longer than this starts a new session.</summary>
    public static readonly TimeSpan SessionGap = TimeSpan.FromMinutes(30);

    /// <summary>How many recommended items stand ready.</summary>
    public const int UpNextCount = 20;

    private static readonly TimeSpan PositionSaveInterval = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<ListenerId, ListenerSession> _sessions = new();
    private readonly ConcurrentDictionary<string, ListenerId> _connections = new();

    /// <summary>Raised after every change, in the order of the changes of a listener. Handlers must return fast and not call back.</summary>
    public event Action<PlaybackChange>? Changed;

    /// <summary>Listeners whose playback is in memory.</summary>
    public IReadOnlyCollection<ListenerId> Listeners => [.. _sessions.Keys];

    /// <summary>The present state.</summary>
    public async ValueTask<PlaybackState> GetAsync(ListenerId listener, CancellationToken cancellationToken)
    {
        var session = Session(listener);
        if (session.State is { } state)
        {
            return state;
        }

        await session.Gate.WaitAsync(cancellationToken);
        try
        {
            return await LoadAsync(session, cancellationToken);
        }
        finally
        {
            session.Gate.Release();
        }
    }

    /// <summary>The devices of a listener, in the order they came.</summary>
    public async ValueTask<IReadOnlyList<Device>> DevicesAsync(ListenerId listener, CancellationToken cancellationToken)
    {
        var session = Session(listener);
        await session.Gate.WaitAsync(cancellationToken);
        try
        {
            return session.Devices;
        }
        finally
        {
            session.Gate.Release();
        }
    }

    /// <summary>
    /// Applies a command: a pure function from the present state to the next. The state is stored and announced when it changed.
    /// </summary>
    /// <param name="listener">Whose playback.</param>
    /// <param name="command">Given the state and the present time, the next state; the same instance when nothing changes.</param>
    /// <param name="cancellationToken">Stops the wait for the turn; a command that began is finished.</param>
    public Task<PlaybackState> ApplyAsync(ListenerId listener, Func<PlaybackState, DateTimeOffset, PlaybackState> command, CancellationToken cancellationToken) =>
        ApplyAsync(listener, (_, state, now) => (command(state, now), false), cancellationToken);

    /// <summary>Ranks the recommended continuation anew, as after a like, a skip or a new track.</summary>
    public async Task<PlaybackState> RefreshUpNextAsync(ListenerId listener, CancellationToken cancellationToken)
    {
        var state = await GetAsync(listener, cancellationToken);
        if (state.Current is null || state.Repeat == RepeatMode.Queue)
        {
            return state.Queue.Any(item => item.Layer == QueueLayer.UpNext)
                ? await ApplyAsync(listener, (current, _) => current.ReplaceUpNext([]), cancellationToken)
                : state;
        }

        IReadOnlyList<UpNextTrack> tracks;
        try
        {
            List<TrackId> recent = [.. state.History.TakeLast(19).Select(item => item.TrackId), state.Current.TrackId];
            HashSet<TrackId> exclude = [state.Current.TrackId, .. state.Queue.Where(item => item.Layer != QueueLayer.UpNext).Select(item => item.TrackId)];
            tracks = await upNext.ContinueAsync(listener, new UpNextRequest(recent, state.Request, exclude, UpNextCount), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What plays goes on; the list stays as it was.
            LogUpNextFailed(logger, exception);
            return state;
        }

        return await ApplyAsync(
            listener,
            (current, now) =>
            {
                var items = tracks.Select(track => new QueueItem(Guid.CreateVersion7(now), track.TrackId, QueueLayer.UpNext, "upNext", track.Reason, Wish: Wish.Of(current.Request))).ToList();
                var next = current.ReplaceUpNext(items);
                return next.Queue.SequenceEqual(current.Queue) ? current : next;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }

        _sessions.Clear();
    }

    private ListenerSession Session(ListenerId listener) => _sessions.GetOrAdd(listener, id => new ListenerSession(id));

    private async Task<PlaybackState> ApplyAsync(
        ListenerId listener, Func<ListenerSession, PlaybackState, DateTimeOffset, (PlaybackState Next, bool DevicesChanged)> command, CancellationToken cancellationToken)
    {
        var session = Session(listener);
        await session.Gate.WaitAsync(cancellationToken);
        try
        {
            var before = await LoadAsync(session, cancellationToken);
            var now = time.GetUtcNow();
            var (after, devicesChanged) = command(session, before, now);
            devicesChanged |= after.ActiveDeviceId != before.ActiveDeviceId;
            if (ReferenceEquals(after, before) && !devicesChanged)
            {
                return before;
            }

            if (after.IsPlaying && after.ActiveDeviceId is null)
            {
                after = after with { IsPlaying = false };
            }

            after = after with { Version = before.Version + 1 };
            session.State = after;
            SetSleepTimer(session, before, after, now);
            await SaveAsync(session, after, now);
            Changed?.Invoke(new PlaybackChange(listener, after, !ReferenceEquals(before.Queue, after.Queue) || !ReferenceEquals(before.History, after.History), devicesChanged));
            return after;
        }
        finally
        {
            session.Gate.Release();
        }
    }

    private async Task<PlaybackState> LoadAsync(ListenerSession session, CancellationToken cancellationToken)
    {
        if (session.State is { } loaded)
        {
            return loaded;
        }

        var now = time.GetUtcNow();
        var stored = await store.LoadAsync(session.Listener, cancellationToken) ?? new PlaybackState { PositionAt = now, SessionId = Guid.CreateVersion7(now) };

        // Nothing sounds after a restart until a page is there: the position stands where it was last known.
        return session.State = stored with { IsPlaying = false, ActiveDeviceId = null, PositionAt = now, SleepAt = null, SleepAtEndOfTrack = false };
    }

    private async Task SaveAsync(ListenerSession session, PlaybackState state, DateTimeOffset now)
    {
        session.SavedAt = now;
        try
        {
            await store.SaveAsync(session.Listener, state, CancellationToken.None);
        }
        catch (EchoTuneException exception)
        {
            // Music does not stop because the database does; the next change is written with everything in it.
            LogSaveFailed(logger, exception.ErrorCode, exception);
        }
    }

    private void SetSleepTimer(ListenerSession session, PlaybackState before, PlaybackState after, DateTimeOffset now)
    {
        if (before.SleepAt == after.SleepAt)
        {
            return;
        }

        session.SleepTimer?.Dispose();
        session.SleepTimer = after.SleepAt is { } at
            ? time.CreateTimer(_ => Run(() => SleepAsync(session.Listener)), null, at > now ? at - now : TimeSpan.Zero, Timeout.InfiniteTimeSpan)
            : null;
    }

    private Task<PlaybackState> SleepAsync(ListenerId listener) =>
        ApplyAsync(
            listener,
            (state, now) => state.SleepAt is { } at && at <= now
                ? state with { IsPlaying = false, Position = state.PositionNow(now), PositionAt = now, SleepAt = null }
                : state,
            CancellationToken.None);

    /// <summary>Runs work that a timer started; a failure is logged, since nobody awaits it.</summary>
    private async void Run(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ObjectDisposedException)
        {
            // The server is stopping.
        }
        catch (Exception exception)
        {
            LogTimerFailed(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The continuation could not be ranked; the list stays as it was.")]
    private static partial void LogUpNextFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The playback state could not be stored ({ErrorCode}); it is kept in memory and stored with the next change.")]
    private static partial void LogSaveFailed(ILogger logger, string errorCode, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A playback timer failed.")]
    private static partial void LogTimerFailed(ILogger logger, Exception exception);
}
