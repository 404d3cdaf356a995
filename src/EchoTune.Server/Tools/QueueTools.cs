using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Catalog.Tracks;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using EchoTune.Playback.Sessions;

namespace EchoTune.Server.Tools;

/// <summary>The list of what comes next.</summary>
internal sealed class QueueTools(
    PlaybackService playback, MusicFinder finder, ITrackStore tracks, INameResolver names, ListeningLog log, UndoLog undo, ToolAnswers answers, TimeProvider time) : IToolGroup
{
    private const int AddCount = 5;
    private const int Shown = 20;

    public IEnumerable<ITool> Tools =>
    [
        new DelegateTool<QueueAddArguments>(ToolNames.QueueAdd, AddAsync),
        new DelegateTool<NoArguments>(ToolNames.QueueClear, ClearAsync),
        new DelegateTool<NoArguments>(ToolNames.ShowQueue, ShowAsync),
        new DelegateTool<QueueItemArguments>(ToolNames.QueueRemove, RemoveAsync),
        new DelegateTool<QueueMoveArguments>(ToolNames.QueueMove, MoveAsync),
        new DelegateTool<QueueItemArguments>(ToolNames.PlayQueueItem, PlayItemAsync),
    ];

    private async Task<ToolResult> AddAsync(ToolContext context, QueueAddArguments arguments, CancellationToken ct)
    {
        var before = await playback.GetAsync(context.Listener, ct);
        var queued = before.Queue.Where(item => item.Layer != QueueLayer.UpNext).Select(item => item.TrackId).ToHashSet();
        var found = await finder.FindAsync(context.Listener, arguments.Criteria, AddCount, queued, ct);
        var next = arguments.Position == "next";
        var now = time.GetUtcNow();
        var layer = next ? QueueLayer.Next : QueueLayer.Queued;
        var items = found.Items.Select(item => new QueueItem(Guid.CreateVersion7(now), item.Track.Id, layer, "chat", item.Reason, Wish: Wish.Of(arguments.Criteria))).ToArray();
        before.RequireRoom(items.Length);

        // The log first: where it cannot be written the queue stays as it was, and saying it again does not add twice.
        await log.RecordAsync(
            context.Listener,
            [.. items.Select(item => new Play { EventId = Guid.CreateVersion7(now), TrackId = item.TrackId, Kind = PlayKind.Queued, StartedAt = now, Source = "chat", Wish = item.Wish, SessionId = before.SessionId })],
            ct);
        await playback.AddToQueueAsync(context.Listener, items, ct);
        undo.Push(context.Listener, "adding to the queue", token => playback.RestoreAsync(context.Listener, before, token));
        var data = await answers.TracksAsync(context.Listener, [.. found.Items.Select(item => item.Track)], ct);
        var what = found.Items.Count == 1 ? ToolAnswers.Name(found.Items[0].Track) : $"{found.Items.Count} tracks, {ToolAnswers.Name(found.Items[0].Track)} first,";
        return ToolResult.Ok(ToolAnswers.Sentences($"{what} {(next ? (found.Items.Count == 1 ? "plays next" : "play next") : (found.Items.Count == 1 ? "is in the queue" : "are in the queue"))}.", found.Note), data);
    }

    private async Task<ToolResult> ClearAsync(ToolContext context, NoArguments arguments, CancellationToken ct)
    {
        var before = await playback.GetAsync(context.Listener, ct);
        await playback.ClearQueueAsync(context.Listener, ct);
        if (before.Queue.Count == 0)
        {
            return ToolResult.Ok("The queue is empty already.");
        }

        undo.Push(context.Listener, "clearing the queue", token => playback.RestoreAsync(context.Listener, before, token));
        return ToolResult.Ok("The queue is empty. Say “undo” to have it back.");
    }

    private async Task<ToolResult> ShowAsync(ToolContext context, NoArguments arguments, CancellationToken ct)
    {
        var state = await playback.GetAsync(context.Listener, ct);
        var coming = await tracks.GetManyAsync([.. state.Queue.Take(Shown).Select(item => item.TrackId).Distinct()], ct);
        if (coming.Count == 0)
        {
            return ToolResult.Ok("Nothing is queued. Ask for something, or let EchoTune go on by itself.");
        }

        var own = state.Queue.Count(item => item.Layer != QueueLayer.UpNext);
        var first = string.Join(", then ", coming.Take(3).Select(ToolAnswers.Name));
        return ToolResult.Ok(
            own == 0 ? $"Nothing of your own is queued; I would go on with {first}." : $"{ToolAnswers.Count(own, "track")} to come: {first}{(state.Queue.Count > 3 ? ", …" : "")}.",
            await answers.TracksAsync(context.Listener, coming, ct));
    }

    private async Task<ToolResult> RemoveAsync(ToolContext context, QueueItemArguments arguments, CancellationToken ct)
    {
        var before = await playback.GetAsync(context.Listener, ct);
        var items = await PickAsync(before, arguments, ct);
        foreach (var item in items)
        {
            await playback.RemoveFromQueueAsync(context.Listener, item.ItemId, ct);
        }

        undo.Push(context.Listener, "taking that out of the queue", token => playback.RestoreAsync(context.Listener, before, token));
        return ToolResult.Ok(items.Count == 1 ? $"Took {await NameAsync(items[0], ct)} out of the queue." : $"Took {items.Count} tracks out of the queue.");
    }

    private async Task<ToolResult> MoveAsync(ToolContext context, QueueMoveArguments arguments, CancellationToken ct)
    {
        var before = await playback.GetAsync(context.Listener, ct);
        var from = At(before, arguments.From);
        var rest = before.Queue.Where(item => item.ItemId != from.ItemId).ToArray();
        var to = arguments.To < 0 ? rest.Length : Math.Min(arguments.To - 1, rest.Length);
        await playback.MoveInQueueAsync(context.Listener, from.ItemId, to < rest.Length ? rest[to].ItemId : null, ct);
        undo.Push(context.Listener, "moving that in the queue", token => playback.RestoreAsync(context.Listener, before, token));
        return ToolResult.Ok($"Moved {await NameAsync(from, ct)} to place {to + 1}.");
    }

    private async Task<ToolResult> PlayItemAsync(ToolContext context, QueueItemArguments arguments, CancellationToken ct)
    {
        var before = await playback.GetAsync(context.Listener, ct);
        var item = (await PickAsync(before, arguments, ct))[0];
        var state = await playback.PlayQueueItemAsync(context.Listener, item.ItemId, ct);
        undo.Push(context.Listener, "that jump", token => playback.RestoreAsync(context.Listener, before, token));
        return ToolResult.Ok(ToolAnswers.Sentences($"Playing {await NameAsync(item, ct)}.", ToolAnswers.WhereToHear(state)));
    }

    /// <summary>The items that an index (from 1, −1 the last) or criteria name; at least one.</summary>
    private async Task<IReadOnlyList<QueueItem>> PickAsync(PlaybackState state, QueueItemArguments arguments, CancellationToken ct)
    {
        if (arguments.Index is { } index)
        {
            return [At(state, index)];
        }

        var known = await tracks.GetManyAsync([.. state.Queue.Select(item => item.TrackId).Distinct()], ct);
        var matching = PlaylistFilter.Matching(known, arguments.Criteria ?? new Criteria(), names);
        var items = state.Queue.Where(item => matching.Contains(item.TrackId)).ToArray();
        return items.Length > 0
            ? items
            : throw new EchoTuneException(ErrorCodes.NothingFound, $"Nothing in the queue fits {CriteriaWords.Describe(arguments.Criteria ?? new Criteria())}.");
    }

    private static QueueItem At(PlaybackState state, int index)
    {
        var i = index < 0 ? state.Queue.Count + index : index - 1;
        return i >= 0 && i < state.Queue.Count
            ? state.Queue[i]
            : throw new EchoTuneException(ErrorCodes.NothingFound, state.Queue.Count == 0 ? "The queue is empty." : $"The queue has {ToolAnswers.Count(state.Queue.Count, "item")}, so there is no number {index}.");
    }

    private async Task<string> NameAsync(QueueItem item, CancellationToken ct) =>
        await tracks.GetAsync(item.TrackId, ct) is { } track ? ToolAnswers.Name(track) : "that track";
}
