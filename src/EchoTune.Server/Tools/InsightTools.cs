using System.Globalization;
using System.Text.Json.Nodes;
using EchoTune.Audio.Analysis;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Search;
using EchoTune.Catalog.Tracks;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using EchoTune.Playback.Sessions;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Tracks;

namespace EchoTune.Server.Tools;

/// <summary>Answers about what plays and was played, and why.</summary>
internal sealed class InsightTools(
    PlaybackService playback, MusicFinder finder, IRecommender recommender, ITrackStore tracks, IFeatureStore features, IPlayStore plays, INameResolver names,
    TrackPresenter presenter, ToolAnswers answers, TimeProvider time) : IToolGroup
{
    private const int HistoryShown = 20;

    public IEnumerable<ITool> Tools =>
    [
        new DelegateTool<NoArguments>(ToolNames.NowPlaying, NowPlayingAsync),
        new DelegateTool<NoArguments>(ToolNames.TrackDetails, DetailsAsync),
        new DelegateTool<ExplainArguments>(ToolNames.Explain, ExplainAsync),
        new DelegateTool<NoArguments>(ToolNames.Lyrics, LyricsAsync),
        new DelegateTool<ListeningHistoryArguments>(ToolNames.ListeningHistory, HistoryAsync),
    ];

    private async Task<ToolResult> NowPlayingAsync(ToolContext context, NoArguments arguments, CancellationToken ct)
    {
        var state = await playback.GetAsync(context.Listener, ct);
        if (state.Current is null)
        {
            return ToolResult.Ok("Nothing is playing. Say what you would like to hear.");
        }

        var track = await finder.TrackAsync(context.Listener, null, ct);
        var where = track.Album is { } album ? $", from “{album}”" : "";
        var year = track.Year is { } released ? $" ({released})" : "";
        return ToolResult.Ok(
            $"{(state.IsPlaying ? "This is" : "Paused:")} {ToolAnswers.Name(track)}{where}{year}.", await answers.TracksAsync(context.Listener, [track], ct));
    }

    private async Task<ToolResult> DetailsAsync(ToolContext context, NoArguments arguments, CancellationToken ct)
    {
        var track = await finder.TrackAsync(context.Listener, null, ct);
        var heard = await features.GetAsync(track.Id, ct);
        var data = await answers.TracksAsync(context.Listener, [track], ct);
        var known = new List<string>();
        if (track.Year is { } year)
        {
            known.Add($"released in {year}");
        }

        if (track.Genres.Count > 0)
        {
            known.Add(string.Join(" and ", track.Genres));
        }

        known.Add($"{track.Duration:m\\:ss} long");
        var tags = $"{ToolAnswers.Name(track)}: {string.Join(", ", known)}.";
        return heard is null
            ? ToolResult.Ok($"{tags} I have not listened to it closely yet, so tempo and key are still to come.", data)
            : ToolResult.Ok(ToolAnswers.Sentences(tags, Sound(heard), SoundWords.Mixing(heard), SoundWords.Labels(heard), SoundWords.Harmony(heard), SoundWords.Form(heard)), data);
    }

    private static string Sound(TrackFeatures heard)
    {
        var tempo = heard.TempoBpm > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{heard.TempoBpm:0} BPM in {heard.TimeSignature} ({SoundWords.Sure(heard.TempoConfidence)})")
            : "no steady beat";
        var key = heard.Key is { } found ? $"in {found} (Camelot {found.Camelot}, {SoundWords.Sure(heard.KeyConfidence)})" : "without a clear key";
        var energy = heard.Energy switch { < 0.3 => "calm", < 0.6 => "moderate", < 0.8 => "lively", _ => "very energetic" };
        return string.Create(CultureInfo.InvariantCulture, $"It has {tempo}, is {key}, and sounds {energy} (energy {heard.Energy * 100:0} %, loudness {heard.LoudnessLufs:0.0} LUFS).");
    }

    private async Task<ToolResult> ExplainAsync(ToolContext context, ExplainArguments arguments, CancellationToken ct)
    {
        var track = await finder.TrackAsync(context.Listener, arguments.Track, ct);
        var state = await playback.GetAsync(context.Listener, ct);
        var explanation = await recommender.ExplainAsync(context.Listener, track.Id, ct);

        // What was said when it was chosen is the true reason; the figures stand beside it.
        var chosen = state.Current?.TrackId == track.Id ? state.Current.Reason : state.Queue.FirstOrDefault(item => item.TrackId == track.Id)?.Reason;
        var because = await presenter.PresentAsync(context.Listener, explanation.BecauseOf, ct);
        var dto = new ExplanationDto(
            await presenter.PresentAsync(context.Listener, track, ct), chosen ?? explanation.Sentence, explanation.Strategies, because, explanation.Facts);
        return ToolResult.Ok(
            ToolAnswers.Sentences($"{ToolAnswers.Name(track)}: {chosen ?? explanation.Sentence}", chosen is null || chosen == explanation.Sentence ? null : explanation.Sentence),
            new JsonObject { ["explanation"] = ToolAnswers.Node(dto) });
    }

    private async Task<ToolResult> LyricsAsync(ToolContext context, NoArguments arguments, CancellationToken ct)
    {
        var track = await finder.TrackAsync(context.Listener, null, ct);
        return track.Lyrics is { Length: > 0 } lyrics
            ? ToolResult.Ok($"The words of {ToolAnswers.Name(track)}:\n\n{lyrics}", new JsonObject { ["lyrics"] = lyrics })
            : ToolResult.Fail(ErrorCodes.NothingFound, $"The file of {ToolAnswers.Name(track)} holds no lyrics.");
    }

    private async Task<ToolResult> HistoryAsync(ToolContext context, ListeningHistoryArguments arguments, CancellationToken ct)
    {
        var since = Period.Since(arguments.Period, time.GetUtcNow());
        var page = await plays.HistoryAsync(context.Listener, [PlayKind.Played, PlayKind.Completed], since, 500, null, ct);
        var heard = await tracks.GetManyAsync([.. page.Items.Select(play => play.TrackId).Distinct()], ct);
        if (arguments.Criteria is { } criteria)
        {
            var matching = PlaylistFilter.Matching(heard, criteria, names);
            heard = [.. heard.Where(track => matching.Contains(track.Id))];
        }

        return heard.Count == 0
            ? ToolResult.Ok("Nothing yet: what you hear for half a minute or more appears here.")
            : ToolResult.Ok(
                $"You last heard {ToolAnswers.Name(heard[0])}{(heard.Count > 1 ? $", and before it {string.Join(", ", heard.Skip(1).Take(3).Select(ToolAnswers.Name))}" : "")}.",
                await answers.TracksAsync(context.Listener, [.. heard.Take(HistoryShown)], ct));
    }
}
