using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using static EchoTune.Conversation.Interpreter.Rules.ClauseReading;

namespace EchoTune.Conversation.Interpreter.Rules;

/// <summary>
/// Commands by the words they cannot do without, in any order: the net below the phrase rules, for wordings that no phrase foresaw. Asked only where
/// nothing else made sense of a clause, so that it never takes a wish for music away.
/// </summary>
internal static class IntentCues
{
    private static readonly string[] Here = ["this", "it", "that", "song", "track", "tune", "one", "playing", "now", "music"];

    private static readonly Family[] Families =
    [
        new([["timer"], ["cancel", "never", "forget", "no", "off", "stop", "remove", "scrap", "kill", "clear"]], [], _ => Call(ToolNames.SleepTimer, new SleepTimerArguments { Off = true })),
        new([["stop", "pause", "quit", "off", "quiet"], ["finish", "finishes", "finished", "ends", "ended", "end", "over", "done", "runs"], ["song", "track", "tune", "one", "this", "it"]], ["queue", "start"], _ => Call(ToolNames.SleepTimer, new SleepTimerArguments { EndOfTrack = true })),
        new([["volume", "level", "loudness", "sound", "loud", "louder", "quieter", "percent"]], ["what", "crossfade", "why", "explicit"], Volume),
        new([["ahead", "forward", "forwards", "advance", "further"]], ["look", "what"], c => Seek(c, 1)),
        new([["back", "rewind", "backwards", "earlier", "again"]], ["what"], c => Seek(c, -1)),
        new([["shuffle", "shuffled", "shuffling", "random", "randomly"]], ["why", "what"], c => Call(ToolNames.SetShuffle, new SetShuffleArguments { On = !Negated(c) })),
        new([["repeat", "loop", "looping", "repeating", "repeated"]], ["why", "what"], c => Call(ToolNames.SetRepeat, new SetRepeatArguments { Mode = Negated(c) ? "off" : c.Tokens.Any(t => t.Text is "queue" or "all" or "everything" or "list" or "album" or "playlist") ? "queue" : "track" })),
        new([["why", "reason", "how"], ["pick", "picked", "chose", "choose", "chosen", "recommend", "recommended", "suggest", "suggested", "come", "reason", "playing"], Here], ["use", "many", "next", "transition"], _ => Call(ToolNames.Explain, new ExplainArguments())),
        new([["lyrics", "lyric", "words", "verse", "chorus"], ["show", "see", "what", "read", "display", "up", "are", "sing", "know", "give"]], ["skip", "playlist", "songs", "without", "no"], _ => new ToolCall(ToolNames.Lyrics, [])),
        new([["key", "tempo", "bpm", "year", "produced", "wrote", "written", "recorded", "label", "length", "live", "version", "cover", "original", "remix", "remaster", "released", "explicit", "genre", "instrument"], ["this", "it", "that"], ["what", "who", "when", "is", "was", "which", "how", "tell", "give", "where"]], ["play", "most", "setting", "weather"], _ => new ToolCall(ToolNames.TrackDetails, [])),
        new([["who", "whose", "what", "which", "name", "called", "title", "singer"], Here, ["song", "track", "tune", "singing", "sings", "called", "name", "artist", "band", "singer", "playing", "title", "hearing", "by", "voice"]], ["next", "last", "before", "most", "recommend", "should", "play", "queue", "your", "you", "news", "after", "played", "city", "country", "car", "film", "movie", "station"], _ => new ToolCall(ToolNames.NowPlaying, [])),
        new([["devices", "speakers", "outputs", "cast", "airplay", "stream"], ["what", "which", "where", "list", "any", "show", "other", "available", "find", "else"]], ["songs"], _ => new ToolCall(ToolNames.ListDevices, [])),
        new([["queue", "queued", "lineup", "next", "coming", "after"], ["what", "which", "show", "left", "see", "list", "much", "many", "how"], ["queue", "queued", "next", "coming", "left", "up", "play", "playing", "hear", "lineup"]], ["skip", "add", "transition", "week", "weather", "meeting", "train", "bus"], _ => new ToolCall(ToolNames.ShowQueue, [])),
        new([["undo", "revert", "reverse", "mistake"]], ["what"], _ => new ToolCall(ToolNames.Undo, [])),
        new([["before", "previous", "earlier", "prior"], ["back", "return", "replay", "again", "rewind", "play", "hear", "put", "go", "was"], ["song", "track", "one", "tune", "playing", "played", "on", "that"]], ["year", "bed", "work", "dinner", "transition", "you", "listen"], _ => new ToolCall(ToolNames.Previous, [])),
        new([["skip", "next", "another", "different", "else"], ["song", "track", "one", "tune", "this", "skip", "please", "something", "move"]], ["queue", "week", "what", "who", "when", "day", "playlist", "meeting", "somebody", "someone"], _ => new ToolCall(ToolNames.Next, [])),
        new([["unmute", "unmuted"]], [], _ => new ToolCall(ToolNames.Unmute, [])),
        new([["mute", "muted", "silence", "silent"]], [], c => new ToolCall(Negated(c) ? ToolNames.Unmute : ToolNames.Mute, [])),
        new([["stop", "shut", "off", "end", "kill", "cut", "done", "enough"], ["music", "playing", "playback", "song", "songs", "it", "this", "tunes", "sound", "listening", "player"]], ["not", "repeat", "shuffle", "setting", "mode", "lights", "when", "after"], _ => new ToolCall(ToolNames.Stop, [])),
        new([["pause", "hold", "freeze", "paused"]], ["not", "hands"], _ => new ToolCall(ToolNames.Pause, [])),
        new([["continue", "resume", "unpause", "carry"]], [], _ => new ToolCall(ToolNames.Resume, [])),
        new([["love", "adore", "gorgeous", "brilliant", "fantastic", "amazing", "wonderful", "beautiful", "incredible"], ["song", "track", "tune", "this", "one"]], ["not", "what", "songs", "more", "play"], _ => Call(ToolNames.Like, new LikeArguments { Target = "track" })),
        new([["hate", "terrible", "awful", "horrible", "dreadful", "rubbish", "garbage", "worst"], ["song", "track", "tune", "this", "one"]], ["not", "what", "songs", "play", "day"], _ => Call(ToolNames.Dislike, new LikeArguments { Target = "track" })),
        new([["can", "could", "able", "how", "help"], ["do", "use", "say", "ask", "works", "work"], ["you", "i", "this", "app"]], ["find", "listen", "hear", "play", "weather", "cook", "get"], c => c.Tokens[0].Text is "what" or "how" or "help" or "tell" or "show" ? new ToolCall(ToolNames.Help, []) : null),
    ];

    /// <summary>The command that a clause's words add up to; null if none.</summary>
    public static ToolCall? Find(ClauseReading c)
    {
        if (c.Tokens.Count > 12)
        {
            return null;
        }

        var words = c.Tokens.Where(t => !t.Quoted).Select(t => t.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var family in Families)
        {
            if (family.Needs.All(words.Overlaps) && !words.Overlaps(family.Without) && family.Make(c) is { } call)
            {
                return call;
            }
        }

        return null;
    }

    private static bool Negated(ClauseReading c) => c.Tokens.Any(t => t.Text is "no" or "not" or "off" or "stop" or "without" or "quit" or "disable" or "end" or "cancel" or "never" or "less");

    private static ToolCall? Seek(ClauseReading c, int way)
    {
        for (var i = 0; i < c.Tokens.Count; i++)
        {
            if (Numbers.TryDuration(c.Tokens, i, c.Tokens.Count, out var seconds, out _))
            {
                return Call(ToolNames.Seek, new SeekArguments { BySeconds = way * Math.Clamp(seconds, 0, 86400) });
            }
        }

        return null;
    }

    private static ToolCall? Volume(ClauseReading c)
    {
        var t = c.Tokens;
        bool Has(params string[] any) => t.Any(x => any.Contains(x.Text));
        var way = Has("down", "lower", "quieter", "reduce", "decrease", "softer", "drop", "too") && !Has("quiet", "low") ? -1 : Has("up", "louder", "raise", "higher", "increase", "boost", "more") ? 1 : 0;
        for (var i = 0; i < t.Count; i++)
        {
            if (Numbers.TryNumber(t, i, t.Count, out var n, out _) && n is >= 0 and <= 100 && !(t[i].Text == "one"))
            {
                var by = i > 0 && t[i - 1].Text == "by" && way != 0;
                return Call(ToolNames.SetVolume, by ? new SetVolumeArguments { By = way * (int)n } : new SetVolumeArguments { Percent = (int)n });
            }
        }

        return Has("full", "max", "maximum", "highest") ? Call(ToolNames.SetVolume, new SetVolumeArguments { Percent = 100 })
            : Has("zero", "minimum", "nothing") ? Call(ToolNames.SetVolume, new SetVolumeArguments { Percent = 0 })
            : way == 0 ? null
            : Call(ToolNames.SetVolume, new SetVolumeArguments { By = way * (Has("lot", "way", "much", "far", "loads") ? 30 : 10) });
    }

    private sealed record Family(string[][] Needs, string[] Without, Func<ClauseReading, ToolCall?> Make);
}
