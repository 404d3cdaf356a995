using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Playlists;
using EchoTune.Catalog.Requests;
using EchoTune.Conversation.Tools;
using EchoTune.Server.Features.Playlists;

namespace EchoTune.Server.Tools;

/// <summary>Builds a playlist from a sentence: finds the tracks, titles, explains and saves it.</summary>
internal sealed class PlaylistBuilder(MusicFinder finder, PlaylistEditor editor, PlaylistPresenter presenter, IPlaylistStore store, UndoLog undo, ToolAnswers answers)
{
    private const int DefaultCount = 20;
    private const int MaxTitleTries = 50;

    /// <summary>Builds and saves a playlist.</summary>
    /// <param name="context">On whose authority.</param>
    /// <param name="title">As said; null for one made from the criteria.</param>
    /// <param name="criteria">What goes in.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<ToolResult> BuildAsync(ToolContext context, string? title, Criteria criteria, CancellationToken ct)
    {
        var found = await finder.FindAsync(context.Listener, criteria, DefaultCount, [], ct);
        var free = await FreeTitleAsync(context.Listener, string.IsNullOrWhiteSpace(title) ? CriteriaWords.Title(criteria) : title.Trim(), ct);
        var what = CriteriaWords.Describe(criteria);
        var description = ToolAnswers.Sentences(what.Length == 0 ? "Chosen for you." : $"Chosen for: {what}.", found.Note);
        var playlist = await editor.CreateAsync(
            context.Listener, free, description, [.. found.Items.Select(item => (item.Track.Id, (string?)item.Reason))], ct, context.Utterance, criteria);
        undo.Push(context.Listener, $"the playlist “{playlist.Title}”", token => editor.DeleteAsync(context.Listener, playlist.Id, token));
        var data = await answers.AnswerAsync(context.Listener, found.Items, ToolNames.BuildPlaylist, criteria, ct);
        data["playlist"] = ToolAnswers.Node((await presenter.PresentAsync([playlist], ct))[0]);
        var minutes = (int)Math.Round(playlist.Duration.TotalMinutes);
        return ToolResult.Ok(
            ToolAnswers.Sentences(
                $"Built “{playlist.Title}”: {ToolAnswers.Count(playlist.TrackCount, "track")}, {ToolAnswers.Count(minutes, "minute")}.",
                $"It starts with {ToolAnswers.Name(found.Items[0].Track)}.",
                found.Note),
            data);
    }

    /// <summary>The title, with a number behind it when it is taken.</summary>
    private async Task<string> FreeTitleAsync(ListenerId listener, string title, CancellationToken ct)
    {
        var taken = (await store.ListAsync(listener, ct)).Select(playlist => playlist.Title).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!taken.Contains(title))
        {
            return title;
        }

        for (var i = 2; i < MaxTitleTries; i++)
        {
            if (!taken.Contains($"{title} {i}"))
            {
                return $"{title} {i}";
            }
        }

        throw new EchoTuneException(ErrorCodes.Conflict, $"There are many playlists called “{title}” already. Choose another title.");
    }
}
