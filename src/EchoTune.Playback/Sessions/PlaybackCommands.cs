using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Requests;

namespace EchoTune.Playback.Sessions;

/// <summary>The commands of the player, for pages, tools and timers alike.</summary>
public static class PlaybackCommands
{
    /// <summary>"Previous" restarts a track that is further in than this, as players do.</summary>
    public static readonly TimeSpan RestartThreshold = TimeSpan.FromSeconds(3);

    /// <summary>Plays a list of tracks from one of them on, and ranks what follows.</summary>
    /// <param name="playback">The service.</param>
    /// <param name="listener">Whose playback.</param>
    /// <param name="items">At least one; reasons go with them.</param>
    /// <param name="startAt">Index of the first to play.</param>
    /// <param name="request">What was asked for, for the continuation.</param>
    /// <param name="shuffle">Sets shuffle first; null leaves it.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="EchoTuneException">nothing_found: the list is empty.</exception>
    public static async Task<PlaybackState> PlayAsync(
        this PlaybackService playback, ListenerId listener, IReadOnlyList<QueueItem> items, int startAt, Criteria? request, bool? shuffle, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
        {
            throw new EchoTuneException(ErrorCodes.NothingFound, "There is nothing to play there. Try another search, or add music to the library.");
        }

        await playback.ApplyAsync(
            listener,
            (state, now) =>
            {
                var fresh = Renewed(state, now);
                var shuffled = shuffle is { } on ? fresh.WithShuffle(on, fresh.Version.GetHashCode()) : fresh;
                return shuffled.Load(items, startAt, now) with { IsPlaying = true, Request = request, SleepAtEndOfTrack = false };
            },
            cancellationToken);
        return await playback.RefreshUpNextAsync(listener, cancellationToken);
    }

    /// <summary>Goes on. With nothing loaded this does nothing.</summary>
    public static Task<PlaybackState> ResumeAsync(this PlaybackService playback, ListenerId listener, CancellationToken cancellationToken) =>
        playback.ApplyAsync(
            listener,
            (state, now) => state.IsPlaying || state.Current is null || state.ActiveDeviceId is null ? state : Renewed(state, now) with { IsPlaying = true, PositionAt = now },
            cancellationToken);

    /// <summary>Pauses where it is.</summary>
    public static Task<PlaybackState> PauseAsync(this PlaybackService playback, ListenerId listener, CancellationToken cancellationToken) =>
        playback.ApplyAsync(
            listener,
            (state, now) => state.IsPlaying ? state with { IsPlaying = false, Position = state.PositionNow(now), PositionAt = now } : state,
            cancellationToken);

    /// <summary>Stops: pauses at the start of the track.</summary>
    public static Task<PlaybackState> StopAsync(this PlaybackService playback, ListenerId listener, CancellationToken cancellationToken) =>
        playback.ApplyAsync(
            listener,
            (state, now) => state.Current is null ? state : state with { IsPlaying = false, Position = TimeSpan.Zero, PositionAt = now, SleepAt = null, SleepAtEndOfTrack = false },
            cancellationToken);

    /// <summary>Goes to what comes next; with an empty queue a continuation is found first.</summary>
    public static async Task<PlaybackState> NextAsync(this PlaybackService playback, ListenerId listener, CancellationToken cancellationToken)
    {
        var before = await playback.GetAsync(listener, cancellationToken);
        if (before.Queue.Count == 0)
        {
            await playback.RefreshUpNextAsync(listener, cancellationToken);
        }

        await playback.ApplyAsync(
            listener,
            (state, now) =>
            {
                var next = state.Next(now, ended: false);
                return next.Current == state.Current ? next : next with { IsPlaying = true };
            },
            cancellationToken);
        return await playback.RefreshUpNextAsync(listener, cancellationToken);
    }

    /// <summary>Goes back to what played before.</summary>
    /// <param name="playback">The service.</param>
    /// <param name="listener">Whose playback.</param>
    /// <param name="mayRestart">Whether a track that is more than 3 s in starts over instead, as a button does.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static Task<PlaybackState> PreviousAsync(this PlaybackService playback, ListenerId listener, bool mayRestart, CancellationToken cancellationToken) =>
        playback.ApplyAsync(
            listener,
            (state, now) => state.Current is null && state.History.Count == 0 ? state
                : mayRestart && state.PositionNow(now) > RestartThreshold ? state with { Position = TimeSpan.Zero, PositionAt = now }
                : state.Previous(now) with { IsPlaying = true },
            cancellationToken);

    /// <summary>Moves to a position of the present track.</summary>
    /// <param name="playback">The service.</param>
    /// <param name="listener">Whose playback.</param>
    /// <param name="target">Given the present position, the new one; below zero becomes zero.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static Task<PlaybackState> SeekAsync(this PlaybackService playback, ListenerId listener, Func<TimeSpan, TimeSpan> target, CancellationToken cancellationToken) =>
        playback.ApplyAsync(
            listener,
            (state, now) =>
            {
                if (state.Current is null)
                {
                    return state;
                }

                var position = target(state.PositionNow(now));
                return state with { Position = position < TimeSpan.Zero ? TimeSpan.Zero : position, PositionAt = now };
            },
            cancellationToken);

    /// <summary>Sets volume (0–100, clamped) or mute; raising the volume unmutes.</summary>
    public static Task<PlaybackState> SetVolumeAsync(this PlaybackService playback, ListenerId listener, Func<int, int>? percent, bool? muted, CancellationToken cancellationToken) =>
        playback.ApplyAsync(
            listener,
            (state, _) =>
            {
                var volume = percent is null ? state.VolumePercent : Math.Clamp(percent(state.VolumePercent), 0, 100);
                var isMuted = muted ?? (percent is null || volume == 0 ? state.IsMuted : false);
                return volume == state.VolumePercent && isMuted == state.IsMuted ? state : state with { VolumePercent = volume, IsMuted = isMuted };
            },
            cancellationToken);

    /// <summary>Sets shuffle and repeat; null leaves each.</summary>
    public static async Task<PlaybackState> SetModesAsync(this PlaybackService playback, ListenerId listener, bool? shuffle, RepeatMode? repeat, CancellationToken cancellationToken)
    {
        await playback.ApplyAsync(
            listener,
            (state, _) =>
            {
                var next = shuffle is { } on ? state.WithShuffle(on, state.Version.GetHashCode()) : state;
                return repeat is { } mode && mode != next.Repeat ? next with { Repeat = mode } : next;
            },
            cancellationToken);
        return await playback.RefreshUpNextAsync(listener, cancellationToken);
    }

    /// <summary>Adds items; with nothing loaded the first of them is loaded, so that "play" has something to play.</summary>
    public static async Task<PlaybackState> AddToQueueAsync(this PlaybackService playback, ListenerId listener, IReadOnlyList<QueueItem> items, CancellationToken cancellationToken)
    {
        await playback.ApplyAsync(
            listener,
            (state, now) => state.Current is null ? state.Add(items).Next(now, ended: false) with { Position = TimeSpan.Zero } : state.Add(items),
            cancellationToken);
        return await playback.RefreshUpNextAsync(listener, cancellationToken);
    }

    /// <summary>Takes one item out.</summary>
    /// <exception cref="EchoTuneException">not_found: the item is not in the queue.</exception>
    public static async Task<PlaybackState> RemoveFromQueueAsync(this PlaybackService playback, ListenerId listener, Guid itemId, CancellationToken cancellationToken)
    {
        await playback.ApplyAsync(listener, (state, _) => Known(state, itemId).Remove(itemId), cancellationToken);
        return await playback.RefreshUpNextAsync(listener, cancellationToken);
    }

    /// <summary>Empties the queue; what plays goes on.</summary>
    public static Task<PlaybackState> ClearQueueAsync(this PlaybackService playback, ListenerId listener, CancellationToken cancellationToken) =>
        playback.ApplyAsync(listener, (state, _) => state.Queue.Count == 0 && state.Request is null ? state : state.Clear(), cancellationToken);

    /// <summary>Moves an item before another, or to the end of the queued layer.</summary>
    /// <exception cref="EchoTuneException">not_found: the item is not in the queue.</exception>
    public static Task<PlaybackState> MoveInQueueAsync(this PlaybackService playback, ListenerId listener, Guid itemId, Guid? beforeItemId, CancellationToken cancellationToken) =>
        playback.ApplyAsync(listener, (state, _) => Known(state, itemId).Move(itemId, beforeItemId), cancellationToken);

    /// <summary>Plays an item of the queue now, or again one that played before.</summary>
    /// <exception cref="EchoTuneException">not_found: the item is neither in the queue nor among what played before.</exception>
    public static async Task<PlaybackState> PlayQueueItemAsync(this PlaybackService playback, ListenerId listener, Guid itemId, CancellationToken cancellationToken)
    {
        await playback.ApplyAsync(listener, (state, now) => (state.History.Any(heard => heard.ItemId == itemId) ? state : Known(state, itemId)).PlayItem(itemId, now) with { IsPlaying = true }, cancellationToken);
        return await playback.RefreshUpNextAsync(listener, cancellationToken);
    }

    /// <summary>Stops after a time, after the present track, or (both absent) not any more.</summary>
    public static Task<PlaybackState> SetSleepTimerAsync(this PlaybackService playback, ListenerId listener, TimeSpan? after, bool endOfTrack, CancellationToken cancellationToken) =>
        playback.ApplyAsync(listener, (state, now) => state with { SleepAt = after is { } span ? now + span : null, SleepAtEndOfTrack = endOfTrack }, cancellationToken);

    /// <summary>Puts queue and current track back as they were in an earlier state; volume, modes and device stay.</summary>
    public static Task<PlaybackState> RestoreAsync(this PlaybackService playback, ListenerId listener, PlaybackState earlier, CancellationToken cancellationToken) =>
        playback.ApplyAsync(
            listener,
            (state, now) => state with
            {
                Current = earlier.Current,
                Queue = earlier.Queue,
                History = earlier.History,
                Request = earlier.Request,
                Position = state.Current?.ItemId == earlier.Current?.ItemId ? state.PositionNow(now) : earlier.Position,
                PositionAt = now,
            },
            cancellationToken);

    private static PlaybackState Known(PlaybackState state, Guid itemId) =>
        state.Queue.Any(item => item.ItemId == itemId)
            ? state
            : throw new EchoTuneException(ErrorCodes.NotFound, "That is not in the queue any more.");

    /// <summary>A new session after a long silence.</summary>
    private static PlaybackState Renewed(PlaybackState state, DateTimeOffset now) =>
        !state.IsPlaying && now - state.PositionAt > PlaybackService.SessionGap ? state with { SessionId = Guid.CreateVersion7(now) } : state;
}
