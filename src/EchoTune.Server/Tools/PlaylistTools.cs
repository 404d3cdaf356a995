using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Playlists;
using EchoTune.Catalog.Search;
using EchoTune.Catalog.Taste;
using EchoTune.Catalog.Tracks;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using EchoTune.Playback.Sessions;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Playback;
using EchoTune.Server.Features.Playlists;

namespace EchoTune.Server.Tools;

/// <summary>Builds, edits and plays playlists; saves what plays.</summary>
internal sealed class PlaylistTools(
    PlaylistBuilder builder, PlaylistEditor editor, PlaylistPresenter presenter, IPlaylistStore store, ITrackStore tracks, MusicFinder finder, MusicPlayer player,
    PlaybackService playback, INameResolver names, Ratings ratings, UndoLog undo, ToolAnswers answers) : IToolGroup
{
    private const int AddCount = 5;

    public IEnumerable<ITool> Tools =>
    [
        new DelegateTool<BuildPlaylistArguments>(ToolNames.BuildPlaylist, (context, arguments, ct) => builder.BuildAsync(context, arguments.Title, arguments.Criteria ?? new(), ct)),
        new DelegateTool<EditPlaylistArguments>(ToolNames.EditPlaylist, EditAsync),
        new DelegateTool<PlayPlaylistArguments>(ToolNames.PlayPlaylist, PlayAsync),
        new DelegateTool<SaveTrackArguments>(ToolNames.SaveTrack, SaveAsync),
    ];

    private async Task<ToolResult> PlayAsync(ToolContext context, PlayPlaylistArguments arguments, CancellationToken ct)
    {
        var playlist = await FindAsync(context.Listener, arguments.Playlist, ct);
        var before = await playback.GetAsync(context.Listener, ct);
        var state = await player.PlayPlaylistAsync(context.Listener, playlist.Id, 0, null, ct);
        undo.Push(context.Listener, $"playing “{playlist.Title}”", token => playback.RestoreAsync(context.Listener, before, token));
        var data = new System.Text.Json.Nodes.JsonObject { ["playlist"] = ToolAnswers.Node((await presenter.PresentAsync([playlist], ct))[0]) };
        return ToolResult.Ok(
            ToolAnswers.Sentences($"Playing your playlist “{playlist.Title}”, {ToolAnswers.Count(playlist.TrackCount, "track")}.", ToolAnswers.WhereToHear(state)), data);
    }

    private async Task<ToolResult> SaveAsync(ToolContext context, SaveTrackArguments arguments, CancellationToken ct)
    {
        var track = await finder.TrackAsync(context.Listener, null, ct);
        if (string.IsNullOrWhiteSpace(arguments.Playlist))
        {
            await ratings.SetSavedAsync(context.Listener, track.Id, saved: true, ct);
            undo.Push(context.Listener, $"saving {ToolAnswers.Name(track)}", token => ratings.SetSavedAsync(context.Listener, track.Id, saved: false, token));
            return ToolResult.Ok($"Saved {ToolAnswers.Name(track)}.", await answers.TracksAsync(context.Listener, [track], ct));
        }

        // "Put this on my Road Trip playlist" makes the list when there is none: that is what was wanted.
        var playlist = Match(await store.ListAsync(context.Listener, ct), arguments.Playlist);
        var before = playlist is null ? [] : await store.EntriesAsync(context.Listener, playlist.Id, ct);
        playlist = playlist is null
            ? await editor.CreateAsync(context.Listener, arguments.Playlist, null, [(track.Id, null)], ct)
            : await editor.AddAsync(context.Listener, playlist.Id, [(track.Id, null)], ct);
        var saved = playlist;
        undo.Push(context.Listener, $"saving {ToolAnswers.Name(track)} to “{saved.Title}”", token => RestoreAsync(context.Listener, saved, before, token));
        var data = new System.Text.Json.Nodes.JsonObject { ["playlist"] = ToolAnswers.Node((await presenter.PresentAsync([saved], ct))[0]) };
        return ToolResult.Ok($"Saved {ToolAnswers.Name(track)} to “{saved.Title}”.", data);
    }

    private async Task<ToolResult> EditAsync(ToolContext context, EditPlaylistArguments arguments, CancellationToken ct)
    {
        var playlist = arguments.Playlist is { Length: > 0 } said
            ? await FindAsync(context.Listener, said, ct)
            : (await store.ListAsync(context.Listener, ct)).FirstOrDefault()
                ?? throw new EchoTuneException(ErrorCodes.NothingFound, "You have no playlist yet. Say “build a playlist” and what should be in it.");
        var before = await store.EntriesAsync(context.Listener, playlist.Id, ct);
        if (arguments.Delete == true)
        {
            await editor.DeleteAsync(context.Listener, playlist.Id, ct);
            undo.Push(context.Listener, $"deleting “{playlist.Title}”", token => store.CreateAsync(playlist with { Version = 1 }, before, token));
            return ToolResult.Ok($"Deleted the playlist “{playlist.Title}”. Say “undo” to have it back.");
        }

        var done = new List<string>();
        var changed = playlist;
        if (arguments.Remove is { } remove)
        {
            var ids = before.Select(entry => entry.TrackId).Distinct().ToArray();
            var drop = PlaylistFilter.Matching(await tracks.GetManyAsync(ids, ct), remove, names);
            var rest = before.Where(entry => !drop.Contains(entry.TrackId)).ToArray();
            if (rest.Length == before.Count)
            {
                return ToolResult.Fail(ErrorCodes.NothingFound, $"Nothing in “{playlist.Title}” fits {CriteriaWords.Describe(remove)}; I left it as it is.");
            }

            changed = await editor.ChangeAsync(
                context.Listener, playlist.Id, new UpdatePlaylistRequest(changed.Version, null, null, [.. rest.Select(entry => new PlaylistLine(entry.EntryId, entry.TrackId.Value))]), ct);
            done.Add($"Took {ToolAnswers.Count(before.Count - rest.Length, "track")} out of “{playlist.Title}”.");
        }

        if (arguments.Add is { } add)
        {
            var here = before.Select(entry => entry.TrackId).ToHashSet();
            var found = await finder.FindAsync(context.Listener, add, AddCount, here, ct);
            changed = await editor.AddAsync(context.Listener, playlist.Id, [.. found.Items.Select(item => (item.Track.Id, (string?)item.Reason))], ct);
            done.Add(ToolAnswers.Sentences(
                found.Items.Count == 1 ? $"Added {ToolAnswers.Name(found.Items[0].Track)} to “{playlist.Title}”." : $"Added {found.Items.Count} tracks to “{playlist.Title}”.", found.Note));
        }

        if (arguments.Rename is { Length: > 0 } title)
        {
            changed = await editor.ChangeAsync(context.Listener, playlist.Id, new UpdatePlaylistRequest(changed.Version, title, null, null), ct);
            done.Add($"“{playlist.Title}” is now called “{changed.Title}”.");
        }

        undo.Push(context.Listener, $"the change to “{playlist.Title}”", token => RestoreAsync(context.Listener, playlist, before, token));
        var data = new System.Text.Json.Nodes.JsonObject { ["playlist"] = ToolAnswers.Node((await presenter.PresentAsync([changed], ct))[0]) };
        return ToolResult.Ok(string.Join(' ', done), data);
    }

    /// <summary>Puts title and lines back as they were; a playlist that had no line is taken away again.</summary>
    private async Task RestoreAsync(ListenerId listener, Playlist playlist, IReadOnlyList<PlaylistEntry> before, CancellationToken ct)
    {
        var present = await editor.RequireAsync(listener, playlist.Id, ct);
        if (before.Count == 0)
        {
            await editor.DeleteAsync(listener, playlist.Id, ct);
            return;
        }

        await editor.ChangeAsync(
            listener, playlist.Id, new UpdatePlaylistRequest(present.Version, playlist.Title, null, [.. before.Select(entry => new PlaylistLine(entry.EntryId, entry.TrackId.Value))]), ct);
    }

    private async Task<Playlist> FindAsync(ListenerId listener, string said, CancellationToken ct)
    {
        var all = await store.ListAsync(listener, ct);
        return Match(all, said) ?? throw new EchoTuneException(
            ErrorCodes.NothingFound,
            all.Count == 0 ? "You have no playlist yet. Say “build a playlist” and what should be in it."
                : $"I could not find a playlist called “{said}”. You have: {string.Join(", ", all.Take(5).Select(playlist => $"“{playlist.Title}”"))}.");
    }

    private static Playlist? Match(IReadOnlyList<Playlist> playlists, string said) =>
        SaidName.Best(playlists, playlist => playlist.Title, said);
}
