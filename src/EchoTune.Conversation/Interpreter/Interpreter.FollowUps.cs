using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Lexicon;
using EchoTune.Conversation.Interpreter.Rules;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;

namespace EchoTune.Conversation.Interpreter;

/// <content>What only means something after what was said before, and the listener's playlists by their bare titles.</content>
public sealed partial class Interpreter
{
    private static List<ToolCall>? FollowUp(ClauseReading c)
    {
        var said = string.Join(' ', c.Tokens.Select(t => t.Quoted ? "\u0001" : t.Text));
        var last = c.Context.Last;
        if (said is "more by them" or "more by him" or "more by her" or "more by this artist" or "more from them" or "more from this artist" or "more from her" or "more from him" or "more by this band" or "more from this band" or "more of them" or "more of her" or "more of him" or "more songs by them" or "more songs by this artist" or "play more by them" or "play more by this artist" or "play more from them" or "more of this artist" or "play more songs by this artist" or "more songs by this band" or "play more of them" or "more of their stuff" or "more of their songs" or "play more of their songs" or "play more of their stuff" or "more from the same artist" or "more by the same artist" or "more by the same band" or "play more from this artist" or "play something else by them" or "something else by them" or "another one by them" or "another by them" or "another song by them" or "another one from them" or "play another one by them" or "play another song by them" or "more of this band" or "play more by this band" or "what else have they got" or "what else do they have" or "what else did they make" or "play something else by this artist" or "something else by this artist" or "something else by him" or "something else by her" or "more songs by her" or "more songs by him" or "play more by her" or "play more by him" or "play more from her" or "play more from him" or "only this artist" or "just this artist" or "anything else by them" or "anything else by this artist" or "keep playing this artist" or "play this artist" or "play all their songs")
        {
            return c.Context.PlayingArtist is { } artist ? [ToolJson.Call(ToolNames.PlayMusic, new Criteria { Artist = CriteriaBuilder.Limit(artist) })]
                : c.LastCriteria()?.Artist is { } lastArtist ? [ToolJson.Call(ToolNames.PlayMusic, new Criteria { Artist = lastArtist })]
                : null;
        }

        if (said is "what sounds like this" or "what sounds similar" or "what sounds like this one" or "what else sounds like this" or "anything like this" or "anything similar" or "got anything like this" or "got more like this" or "stuff like this" or "songs like this" or "music like this" or "find me more like this" or "give me more like this" or "i want more like this" or "more songs like this one" or "more tracks like this" or "more music like this" or "more like this song" or "more in this vein" or "more of the same" or "more like this" or "more like that" or "more like this one" or "more like this please" or "play more like this" or "play more like it" or "more like it" or "play more like that" or "something like this" or "something similar" or "play something similar" or "similar songs" or "similar" or "play similar songs" or "more of this" or "more of this please" or "more of that" or "play more of this" or "another one like this" or "another like this" or "another song like this" or "another one like that" or "more songs like this" or "play something like this" or "play songs like this" or "songs like this" or "stuff like this" or "music like this" or "more in this vein" or "more of this kind" or "more of the same" or "give me more like this" or "more in this style" or "similar stuff" or "play similar music" or "similar music" or "more stuff like this" or "more music like this" or "give me more of this" or "something along these lines" or "more along these lines" or "more this vibe" or "more with this vibe" or "same vibe" or "same kind of thing" or "more of this kind of thing" or "play similar stuff" or "give me something similar" or "other songs like this")
        {
            return [ToolJson.Call(ToolNames.PlayMusic, new Criteria { SimilarTo = new SimilarTo(Current: true) })];
        }

        if (last?.Tool is ToolNames.Pause or ToolNames.Stop or ToolNames.Mute && said is "again" or "start again" or "go" or "back on" or "on again" or "undo" or "start it again" or "start" or "turn it back on" or "ok" or "back" or "i am back")
        {
            return [new ToolCall(last.Tool == ToolNames.Mute ? ToolNames.Unmute : ToolNames.Resume, [])];
        }

        if (said is "your choice" or "dealer 's choice" or "you choose" or "you pick" or "you decide" or "your call" or "your pick" or "up to you" or "it is up to you" or "i trust you" or "anything goes" or "i do not mind" or "i do not care" or "lucky dip" or "go wild" or "you are the dj" or "be my dj" or "hit me" or "whatever you like" or "whatever you want" or "whatever you think" or "play your favourite" or "i am easy" or "do your thing" or "your turn")
        {
            return [ToolJson.Call(ToolNames.PlayMusic, new Criteria())];
        }

        if (last is not null && said is "play those" or "play them" or "play that" or "play it" or "play these" or "play all of those" or "play all of them" or "play the lot" or "play them all" or "play those songs" or "play these songs" or "sounds good play them" or "sounds good play it" or "play the list" or "go with those" or "play those tracks" or "put those on" or "put them on" or "put that on" or "let us hear them" or "let us hear those" or "start those" or "start them" or "yes play them" or "yes play those" or "play the recommendations" or "i will take those" or "start playing those" or "start playing them" or "play all those" or "play the first one" or "hit play on those" or "let us have those" or "yes to all of those" or "great play them" && last.Tool is ToolNames.Recommend or ToolNames.BuildPlaylist or ToolNames.Search && c.LastCriteria() is { } criteria)
        {
            return [ToolJson.Call(ToolNames.PlayMusic, criteria)];
        }

        var words = c.Tokens.Where(t => !t.Quoted).Select(t => t.Text).ToHashSet(StringComparer.Ordinal);
        if (last?.Tool == ToolNames.Mute && c.Tokens.Count <= 10 && words.Overlaps(["sound", "hear", "audio", "back", "volume"]) && words.Overlaps(["back", "again", "on", "return", "now"]) && !words.Overlaps(["song", "track", "go", "play"]))
        {
            return [new ToolCall(ToolNames.Unmute, [])];
        }

        // "and some gospel after that": the queue goes on.
        if (last?.Tool == ToolNames.QueueAdd && !words.Overlaps(["play", "playlist", "queue", "next", "what", "who", "radio"]) && words.Overlaps(["after", "too", "also", "well", "more"]))
        {
            var end = c.Tokens.Count;
            while (end > 0 && c.Tokens[end - 1].Text is "after" or "that" or "too" or "also" or "as" or "well" or "please" or "them" or "those" or "it")
            {
                end--;
            }

            if (end > 0 && c.Read(0, end, NameMode.Request).Result is { HasSubstance: true } added)
            {
                return [ToolJson.Call(ToolNames.QueueAdd, new QueueAddArguments { Criteria = added.ToCriteria(), Position = "last" })];
            }
        }

        var more = said is "a bit more" or "more" or "a little more" or "again" or "even more" or "once more" or "some more" or "more please" or "further" or "bit more" or "a touch more" or "keep going" or "do it again" or "do that again" or "and again" or "still more" or "a tad more" or "same again" or "one more time" or "slightly more" or "not enough" or "little more" or "a bit further" or "more than that" or "more still";
        var lot = said is "a lot more" or "much more" or "way more" or "lots more";
        var less = said is "a bit less" or "less" or "a little less" or "too much" or "not that much" or "that is too much" or "not so much" or "a touch less" or "slightly less" or "bit less" or "back a bit" or "less than that" or "not quite so much" or "back a little" or "a tad less";
        if (last is not null && (more || less || lot))
        {
            switch (last.Tool)
            {
                case ToolNames.SetVolume:
                    var up = Number(last, "by") is not { } by ? Number(last, "percent") >= 50 : by > 0;
                    return [ToolJson.Call(ToolNames.SetVolume, new SetVolumeArguments { By = (lot ? 30 : 10) * (up ^ less ? 1 : -1) })];
                case ToolNames.Seek or ToolNames.Refine or ToolNames.Next or ToolNames.Previous when more && !(last.Tool == ToolNames.Seek && last.Arguments.ContainsKey("toSeconds")):
                    return [new ToolCall(last.Tool, (System.Text.Json.Nodes.JsonObject)last.Arguments.DeepClone())];
                default:
                    break;
            }
        }

        return null;
    }

    private static double? Number(ToolCall call, string name) =>
        double.TryParse(call.Arguments[name]?.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>"play Sunday Morning", where a playlist is called so and no artist, album or track is.</summary>
    private static List<ToolCall>? NamedPlaylist(ClauseReading c)
    {
        if (c.Context.Playlists.Count == 0 || c.Tokens[0].Text is not ("play" or "start" or "put" or "load" or "open" or "shuffle" or "listen" or "hear" or "throw" or "stick" or "resume"))
        {
            return null;
        }

        var t = c.Tokens;
        var (start, end) = (1, t.Count);
        while (start < end - 1 && !t[start].Quoted && t[start].Text is "on" or "up" or "to" or "me" or "my" or "the" or "our")
        {
            start++;
        }

        while (end - 1 > start && !t[end - 1].Quoted && t[end - 1].Text is "please" or "again" or "now" or "on")
        {
            end--;
        }

        if (start >= end)
        {
            return null;
        }

        // The words as they stand, and without the article that was passed over.
        var said = NameFolding.Fold(c.Utterance.Surface(start, end));
        var title = said.Length == 0 ? null : c.Context.Playlists.FirstOrDefault(p => NameFolding.Fold(p) == said);
        var mine = t.Take(start).Any(x => x.Text is "my" or "our");
        if (title is null || (!mine && (c.Utterance.Lexicon?.Exact(c.Utterance.Surface(start, end)) is not null || (end - start == 1 && !t[start].Capital && PhraseTable.Default.Find(t, start, end) is not null))))
        {
            return null;
        }

        List<ToolCall> calls = [ToolJson.Call(ToolNames.PlayPlaylist, new PlayPlaylistArguments { Playlist = title })];
        if (t[0].Text == "shuffle")
        {
            calls.Add(ToolJson.Call(ToolNames.SetShuffle, new SetShuffleArguments { On = true }));
        }

        return calls;
    }
}
