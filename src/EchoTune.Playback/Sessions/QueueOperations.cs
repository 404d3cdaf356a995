using EchoTune.Catalog;
using EchoTune.Catalog.Errors;

namespace EchoTune.Playback.Sessions;

/// <summary>Pure operations on the layered queue. Each returns a new state; <see cref="PlaybackState.Version"/> is raised by the caller.</summary>
public static class QueueOperations
{
    /// <summary>How many items a queue holds at most, up-next items aside.</summary>
    public const int MaxItems = 2_000;

    /// <summary>How many played items are remembered.</summary>
    public const int MaxHistory = 200;

    /// <summary>Makes items of a layer from tracks.</summary>
    public static IReadOnlyList<QueueItem> Items(IEnumerable<TrackId> tracks, QueueLayer layer, string source, DateTimeOffset now) =>
        [.. tracks.Select((track, i) => new QueueItem(Guid.CreateVersion7(now), track, layer, source, null, i))];

    /// <summary>Makes sure that items can be added: what does not fit is refused as a whole and never dropped silently.</summary>
    /// <exception cref="EchoTuneException">invalid_request: the queue would hold more than <see cref="MaxItems"/>.</exception>
    public static void RequireRoom(this PlaybackState state, int count)
    {
        if (state.Queue.Count(item => item.Layer != QueueLayer.UpNext) + count > MaxItems)
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, $"The queue holds at most {MaxItems:N0} tracks. Clear it, or add fewer.");
        }
    }

    /// <summary>Puts items of one layer into it: at the front for <see cref="QueueLayer.Next"/> (in the order given), else at its end.</summary>
    public static PlaybackState Add(this PlaybackState state, IReadOnlyList<QueueItem> items)
    {
        if (items.Count == 0)
        {
            return state;
        }

        var layer = items[0].Layer;
        var room = MaxItems - state.Queue.Count(item => item.Layer != QueueLayer.UpNext);
        var added = items.Take(Math.Max(0, room)).ToList();
        var addedTracks = added.Select(item => item.TrackId).ToHashSet();

        // What was put in by hand leaves the recommended continuation, or it would be heard twice.
        var queue = state.Queue.Where(item => item.Layer != QueueLayer.UpNext || !addedTracks.Contains(item.TrackId)).ToList();
        var index = layer == QueueLayer.Next ? 0 : queue.TakeWhile(item => item.Layer <= layer).Count();
        queue.InsertRange(index, added);
        return state with { Queue = queue };
    }

    /// <summary>Takes an item out.</summary>
    public static PlaybackState Remove(this PlaybackState state, Guid itemId) =>
        state with { Queue = [.. state.Queue.Where(item => item.ItemId != itemId)] };

    /// <summary>Takes everything out that the listener or a request put in, and the up-next items too.</summary>
    public static PlaybackState Clear(this PlaybackState state) => state with { Queue = [], Request = null };

    /// <summary>
    /// Moves an item before another, into that one's layer; to the end of the queued layer when <paramref name="beforeItemId"/> is null.
    /// An up-next item that a listener moves becomes theirs: it joins the queued layer and is not re-ranked any more.
    /// </summary>
    public static PlaybackState Move(this PlaybackState state, Guid itemId, Guid? beforeItemId)
    {
        var item = state.Queue.FirstOrDefault(candidate => candidate.ItemId == itemId);
        if (item is null || itemId == beforeItemId)
        {
            return state;
        }

        var rest = state.Queue.Where(candidate => candidate.ItemId != itemId).ToList();
        var index = beforeItemId is { } before ? rest.FindIndex(candidate => candidate.ItemId == before) : -1;
        var layer = QueueLayer.Queued;
        if (index < 0)
        {
            index = rest.TakeWhile(candidate => candidate.Layer <= QueueLayer.Queued).Count();
        }
        else if (rest[index].Layer == QueueLayer.UpNext)
        {
            // Up-next items above the target, and the context before them, become the listener's too, so that the order on the screen is the order heard.
            layer = QueueLayer.Context;
            for (var i = 0; i < index; i++)
            {
                if (rest[i].Layer == QueueLayer.UpNext)
                {
                    rest[i] = rest[i] with { Layer = QueueLayer.Context, Order = int.MaxValue };
                }
            }
        }
        else
        {
            layer = rest[index].Layer;
        }

        rest.Insert(index, item with { Layer = layer });
        return state with { Queue = InLayerOrder(rest) };
    }

    /// <summary>Replaces the recommended continuation, leaving out what the queue holds already.</summary>
    public static PlaybackState ReplaceUpNext(this PlaybackState state, IReadOnlyList<QueueItem> upNext)
    {
        var queue = state.Queue.Where(item => item.Layer != QueueLayer.UpNext).ToList();
        var taken = queue.Select(item => item.TrackId).ToHashSet();
        if (state.Current is { } current)
        {
            taken.Add(current.TrackId);
        }

        // A track that stays keeps its place's id, so that a page can move its row rather than draw it anew.
        var ids = state.Queue.Where(item => item.Layer == QueueLayer.UpNext).DistinctBy(item => item.TrackId)
            .ToDictionary(item => item.TrackId, item => item.ItemId);
        foreach (var item in upNext)
        {
            if (taken.Add(item.TrackId))
            {
                queue.Add(ids.TryGetValue(item.TrackId, out var id) ? item with { ItemId = id } : item);
            }
        }

        return state with { Queue = queue };
    }

    /// <summary>Shuffles the context layer with a seed, or puts it back in its order.</summary>
    public static PlaybackState WithShuffle(this PlaybackState state, bool on, int seed)
    {
        if (state.Shuffle == on)
        {
            return state;
        }

        var context = state.Queue.Where(item => item.Layer == QueueLayer.Context).ToArray();
        if (on)
        {
            new Random(seed).Shuffle(context);
        }
        else
        {
            context = [.. context.OrderBy(item => item.Order)];
        }

        var queue = state.Queue.Where(item => item.Layer != QueueLayer.Context).ToList();
        queue.InsertRange(queue.TakeWhile(item => item.Layer < QueueLayer.Context).Count(), context);
        return state with { Queue = queue, Shuffle = on };
    }

    /// <summary>Makes the first item of the queue the current one, at its start. With nothing left, what plays stays loaded and stops.</summary>
    /// <param name="state">The state.</param>
    /// <param name="now">The present time.</param>
    /// <param name="ended">True when the track ended by itself: then "repeat track" holds.</param>
    public static PlaybackState Next(this PlaybackState state, DateTimeOffset now, bool ended)
    {
        if (ended && state.Repeat == RepeatMode.Track && state.Current is { } again)
        {
            // A new place, so that the page knows a new listening from a seek to the start.
            return state with { Current = again with { ItemId = Guid.CreateVersion7(now) }, Position = TimeSpan.Zero, PositionAt = now };
        }

        var queue = state.Queue.ToList();
        if (state.Repeat == RepeatMode.Queue && state.Current is { } looping)
        {
            // The queue is a ring: what was heard goes to its end, before any recommended continuation.
            var end = queue.TakeWhile(item => item.Layer != QueueLayer.UpNext).Count();
            queue.Insert(end, looping with { ItemId = Guid.CreateVersion7(now), Layer = QueueLayer.Context });
        }

        if (queue.Count == 0)
        {
            return state with { IsPlaying = false, Position = TimeSpan.Zero, PositionAt = now };
        }

        var next = queue[0];
        queue.RemoveAt(0);
        return state with
        {
            Current = next,
            Queue = InLayerOrder(queue),
            History = Remember(state.History, state.Current),
            Position = TimeSpan.Zero,
            PositionAt = now,
        };
    }

    /// <summary>Goes back to what played before; the present item becomes the next one. Without history the track starts over.</summary>
    public static PlaybackState Previous(this PlaybackState state, DateTimeOffset now)
    {
        if (state.History.Count == 0)
        {
            return state with { Position = TimeSpan.Zero, PositionAt = now };
        }

        var queue = state.Queue.ToList();
        if (state.Current is { } current)
        {
            queue.Insert(0, current with { Layer = QueueLayer.Next });
        }

        return state with
        {
            Current = state.History[^1],
            History = [.. state.History.Take(state.History.Count - 1)],
            Queue = queue,
            Position = TimeSpan.Zero,
            PositionAt = now,
        };
    }

    /// <summary>
    /// Plays an item of the queue now, or again one that played before. Of the queue, what stood before it in its own layer is passed over; earlier layers,
    /// put in by hand, stay. What played before stays in the history, and what comes next stays as it is.
    /// </summary>
    public static PlaybackState PlayItem(this PlaybackState state, Guid itemId, DateTimeOffset now)
    {
        if (state.History.LastOrDefault(heard => heard.ItemId == itemId) is { } again)
        {
            return state with
            {
                Current = again with { ItemId = Guid.CreateVersion7(now) },
                History = Remember(state.History, state.Current),
                Position = TimeSpan.Zero,
                PositionAt = now,
            };
        }

        var index = state.Queue.ToList().FindIndex(item => item.ItemId == itemId);
        if (index < 0)
        {
            return state;
        }

        var item = state.Queue[index];
        return state with
        {
            Current = item,
            Queue = [.. state.Queue.Where((other, i) => i > index || (i < index && other.Layer < item.Layer))],
            History = Remember(state.History, state.Current),
            Position = TimeSpan.Zero,
            PositionAt = now,
        };
    }

    /// <summary>Starts a new context: the item at <paramref name="startAt"/> becomes current, the rest the context layer; what was queued by hand stays.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="context"/> is empty.</exception>
    public static PlaybackState Load(this PlaybackState state, IReadOnlyList<QueueItem> context, int startAt, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfZero(context.Count);
        startAt = Math.Clamp(startAt, 0, context.Count - 1);
        var ordered = context.Take(MaxItems).Select((item, i) => item with { Layer = QueueLayer.Context, Order = i }).ToArray();
        startAt = Math.Min(startAt, ordered.Length - 1);
        var rest = ordered[(startAt + 1)..];
        if (state.Shuffle)
        {
            rest = [.. ordered[..startAt], .. rest];
            new Random(HashCode.Combine(state.Version, context.Count)).Shuffle(rest);
        }

        return state with
        {
            Current = ordered[startAt],
            Queue = [.. state.Queue.Where(item => item.Layer is QueueLayer.Next or QueueLayer.Queued), .. rest],
            History = Remember(state.History, state.Current),
            Position = TimeSpan.Zero,
            PositionAt = now,
        };
    }

    private static IReadOnlyList<QueueItem> Remember(IReadOnlyList<QueueItem> history, QueueItem? item) =>
        item is null ? history : [.. history.Skip(Math.Max(0, history.Count + 1 - MaxHistory)), item];

    private static IReadOnlyList<QueueItem> InLayerOrder(List<QueueItem> queue) => [.. queue.OrderBy(item => item.Layer)];
}
