using EchoTune.Audio.Analysis;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Catalog.Tracks;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using EchoTune.Playback.Sessions;
using EchoTune.Server.Features.Playback;

namespace EchoTune.Server.Tools;

/// <summary>Finds music and plays or shows it; changes the last request.</summary>
internal sealed class MusicTools(
    MusicFinder finder, MusicPlayer player, PlaybackService playback, INameResolver names, IFeatureStore features, LastRequest last, UndoLog undo,
    PlaylistBuilder playlistBuilder, ToolAnswers answers) : IToolGroup
{
    private const int PlayCount = PlaybackService.UpNextCount;
    private const int ShowCount = 10;

    public IEnumerable<ITool> Tools =>
    [
        new DelegateTool<Criteria>(ToolNames.PlayMusic, PlayAsync),
        new DelegateTool<Criteria>(ToolNames.Recommend, RecommendAsync),
        new DelegateTool<RefineArguments>(ToolNames.Refine, RefineAsync),
        new DelegateTool<StartRadioArguments>(ToolNames.StartRadio, RadioAsync),
    ];

    private async Task<ToolResult> PlayAsync(ToolContext context, Criteria criteria, CancellationToken ct)
    {
        var found = await finder.FindAsync(context.Listener, criteria, PlayCount, [], ct);
        var before = await playback.GetAsync(context.Listener, ct);
        var state = await player.PlayAnswerAsync(context.Listener, found.Items, Continuation(criteria), found.Source, ct);
        undo.Push(context.Listener, "that choice of music", token => playback.RestoreAsync(context.Listener, before, token));
        var first = found.Items[0];
        var data = await answers.AnswerAsync(context.Listener, found.Items, ToolNames.PlayMusic, criteria, ct);
        var said = state.ActiveDeviceId is null ? "Loaded" : "Playing";
        return ToolResult.Ok(ToolAnswers.Sentences($"{said} {ToolAnswers.Name(first.Track)}.", first.Reason, found.Note, ToolAnswers.WhereToHear(state)), data);
    }

    private async Task<ToolResult> RecommendAsync(ToolContext context, Criteria criteria, CancellationToken ct)
    {
        var found = await finder.FindAsync(context.Listener, criteria, ShowCount, [], ct);
        var data = await answers.AnswerAsync(context.Listener, found.Items, ToolNames.Recommend, criteria, ct);
        var what = CriteriaWords.Describe(criteria);
        return ToolResult.Ok(
            ToolAnswers.Sentences(
                $"{(found.Items.Count == 1 ? "Here is one track" : $"Here are {found.Items.Count} tracks")}{(what.Length == 0 ? " for you" : $" for {what}")}, starting with {ToolAnswers.Name(found.Items[0].Track)}.",
                found.Items[0].Reason,
                found.Note),
            data);
    }

    private async Task<ToolResult> RefineAsync(ToolContext context, RefineArguments change, CancellationToken ct)
    {
        var state = await playback.GetAsync(context.Listener, ct);
        var earlier = await last.FindAsync(context.Listener, context.ConversationId, ct);
        var heard = state.Current is { } current ? await features.GetAsync(current.TrackId, ct) : null;
        var criteria = Refinement.Apply(earlier?.Criteria ?? state.Request ?? new Criteria(), change, heard);
        return earlier?.Tool switch
        {
            ToolNames.Recommend => await RecommendAsync(context, criteria, ct),
            ToolNames.BuildPlaylist => await playlistBuilder.BuildAsync(context, null, criteria, ct),
            _ => await PlayAsync(context, criteria, ct),
        };
    }

    private async Task<ToolResult> RadioAsync(ToolContext context, StartRadioArguments arguments, CancellationToken ct)
    {
        var before = await playback.GetAsync(context.Listener, ct);
        TrackId? track = null;
        ArtistId? artist = null;
        string? genre = null;
        string name;
        var criteria = new Criteria();
        if (arguments.Track is { Length: > 0 } || arguments.Current == true || (arguments.Artist is null && arguments.Genre is null))
        {
            var seed = await finder.TrackAsync(context.Listener, arguments.Track, ct);
            track = seed.Id;
            name = ToolAnswers.Name(seed);
            criteria = criteria with { SimilarTo = new SimilarTo(Track: seed.Title, Artist: seed.Artist) };
        }
        else if (arguments.Artist is { } said)
        {
            var found = names.Artist(said) ?? throw new EchoTuneException(ErrorCodes.NothingFound, $"I could not find {said} in your library.");
            artist = new ArtistId(found.Id);
            name = found.Name;
            criteria = criteria with { SimilarTo = new SimilarTo(Artist: found.Name) };
        }
        else
        {
            genre = names.Genre(arguments.Genre!) ?? arguments.Genre!.ToLowerInvariant();
            name = genre;
            criteria = criteria with { Genres = [genre] };
        }

        var state = await player.PlayRadioAsync(context.Listener, track, artist, genre, ct);
        undo.Push(context.Listener, "the radio", token => playback.RestoreAsync(context.Listener, before, token));
        var data = new System.Text.Json.Nodes.JsonObject { ["request"] = LastRequest.Write(ToolNames.StartRadio, criteria) };
        return ToolResult.Ok(ToolAnswers.Sentences($"Started a radio from {name}.", ToolAnswers.WhereToHear(state)), data);
    }

    /// <summary>What the queue goes on with: the request without what named single things or lengths.</summary>
    private static Criteria Continuation(Criteria criteria) => criteria with { Track = null, Album = null, Count = null, Minutes = null };
}
