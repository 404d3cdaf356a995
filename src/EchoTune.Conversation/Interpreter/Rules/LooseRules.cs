using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using static EchoTune.Conversation.Interpreter.Rules.ClauseReading;

namespace EchoTune.Conversation.Interpreter.Rules;

/// <summary>
/// Commands by their frame: the words that make the command stand in order, with anything between and behind them. <see cref="Early"/> comes before the
/// phrase rules, for wordings that these would take for something else; <see cref="Late"/> behind them, before a clause is read as a wish for music.
/// </summary>
internal static class LooseRules
{
    /// <summary>Frames that no other reading may take away.</summary>
    public static IReadOnlyList<Rule> Early { get; } =
    [
        new(ToolNames.Mute,
            """
            (shush|hush|zip it|shut up|button it|pipe down) *
            (quiet|silence) (now|please|everyone|for a *|for one *|while *|when *|until *)*
            (cut|kill|lose|drop|silence|disable|turn off|switch off) (all|all the|the)? (sound|audio|noise) (please|for *|while *|until *|a second|a minute|a moment)?
            (turn|switch|put) (the|all|all the)? (sound|audio) off *
            (make|get|keep|have) (it|this|that|everything|the music|the speakers|the room)? (totally|completely|go|all|perfectly)? (silent|mute|muted|noiseless) *
            """),
        new("""
            (even|still|yet) (louder|higher) *
            (louder) (still|yet|again)
            """, (_, _) => [Call(ToolNames.SetVolume, new SetVolumeArguments { By = 10 })]),
        new("""
            (even|still|yet) (quieter|softer|lower) *
            (quieter|softer) (still|yet|again)
            """, (c, _) => [Call(ToolNames.SetVolume, new SetVolumeArguments { By = -10 })]),
        new("""
            (play|put on|give me|i want|i would like|let us have|some) {what} for <dur> (and|and then|then|before) (then)? (you)? (stop|stopping|turn|turning|switch|switching|shut|shutting|quit|go|going|pause|end|off|power|fade) *
            """,
            (c, m) => c.IsThis(m, "what") || c.Read(m, "what").Result is not { HasSubstance: true } r ? null
                : [Call(ToolNames.PlayMusic, r.ToCriteria()), Call(ToolNames.SleepTimer, new SleepTimerArguments { Minutes = (int)Math.Clamp(Math.Ceiling(m.Quantities[^1] / 60), 1, 1440) })]),
        new("""
            (start|play|begin|take|run|put|bring|rewind|go|kick off|let us hear|let me hear|i want|let us start|can we start) (@it|me|us)? (over|again|back|off|all over|all the way)? (over|again|back)? (from|to|at) (the)? (very|absolute)? (beginning|start|top|first second|first note|intro|opening|zero) *
            (start|begin) (@it) (over|again|afresh|anew|all over|from scratch) *
            (i|we) (missed|was not listening to|did not catch|did not hear|talked over|want to hear) (the|its) (intro|beginning|start|first part|first bit|opening|first minute|first half) (again)? *
            """, (_, _) => [Call(ToolNames.Seek, new SeekArguments { ToSeconds = 0 })]),
        new("""
            (keep|keep on|go on) (repeating|looping|replaying) (@it)? *
            (repeat|loop|replay) (@it) (forever|endlessly|nonstop|non stop|indefinitely|until *|for the rest of *|again and again|over and over) *
            (play|keep playing|go on playing|i want|i could listen to|let) (@it) (forever|endlessly|non stop|nonstop|indefinitely|over and over|again and again|in a loop|on a loop|on loop|on repeat|until i (say|tell|stop)) *
            """, (_, _) => [Call(ToolNames.SetRepeat, new SetRepeatArguments { Mode = "track" })]),
        new("""
            (stop|turn|switch|shut|pause|power|quit|end|kill|go quiet|go off|go to sleep|finish|fade out|cut) (it|yourself|this|the music|the player|playback|everything|music|playing|all|that|things)? (off|down|out|playing)? (when|once|after|as soon as|at the end of|following|the moment) (this|the|that|it|current)* (song|track|tune|one|piece|number)? (is|has|gets|comes|runs|plays)? (over|done|finished|ends|finishes|stops|ended|complete|to an end|out|through|up|plays out|is over)? (please|and not *|okay)?
            (make|let) (this|it|that) (one|song|track|tune)? (be)? (the|my|our)? (last|final) (one|song|track|tune)? *
            (this|that) (is|will be|should be|can be) (the|my|our) (last|final) (one|song|track|tune) *
            (one more|just this|only this|last one|just one more|after this) (song|track|tune|one)? (and|then|and then|before) (i am|we are|it is|off|i|bed|stop|turn|switch|silence|sleep|lights|quiet|you|pause|to) *
            """, (c, m) => c.Tokens.Any(t => t.Text is "one" or "song" or "track" or "this" or "it" or "tune" or "that" or "piece" or "number") && !c.Tokens.Any(t => t.Text is "minutes" or "hour" or "minute" or "hours" or "queue" or "playlist" or "album" or "play")
                ? [Call(ToolNames.SleepTimer, new SleepTimerArguments { EndOfTrack = true })] : null),
        new("(i)? (do not|no longer) (really|actually)? (need|want|like) (the|a|my|that|any)? (sleep|bedtime|off)? timer *", (_, _) => [Call(ToolNames.SleepTimer, new SleepTimerArguments { Off = true })]),
        new("(volume|sound|volume at|volume to|set the volume to|turn it to|make it|put it on|put it at) <num> (out of|of) <num>", (_, m) => m.Quantities[^1] > 0 && m.Quantities[0] <= m.Quantities[^1]
            ? [Call(ToolNames.SetVolume, new SetVolumeArguments { Percent = (int)(100 * m.Quantities[0] / m.Quantities[^1]) })] : null),
        new("(dim|darken|blacken) (the|my|this)? (screen|app|page|display|interface|ui|theme) *", (c, _) => [Call(ToolNames.SetSetting, new SetSettingArguments { Name = "theme", Value = System.Text.Json.JsonSerializer.SerializeToElement("dark", ToolJson.Options) })]),
        new("(go|be|fall|get|turn|shut|switch|power|close|pause|stop|end) (it|this|the music|everything|yourself)? (silent|quiet|dark|off|down|mute|playing) (in|after|within) (about|another)? <dur> *", (_, m) => [Call(ToolNames.SleepTimer, new SleepTimerArguments { Minutes = (int)Math.Clamp(Math.Ceiling(m.Quantities[^1] / 60), 1, 1440) })]),
        new("""
            * (list|queue|playlist|album|lot|whole thing) * (start|begin|play|go|come) (over|again|round|around|all over|from the (start|beginning|top)) *
            (when|once|after) (it|this|everything|the list|the queue|the album|the playlist) * (start|begin|play|go) (the|it)? (list|queue|whole thing|album|playlist|lot)? (all)? (over|again|from the (start|beginning|top)) *
            """, (c, _) => c.Tokens.Any(t => t.Text is "when" or "once" or "after" or "end" or "ends" or "finishes" or "automatically") && !c.Tokens.Any(t => t.Text is "clear" or "empty" or "add") ? [Call(ToolNames.SetRepeat, new SetRepeatArguments { Mode = "queue" })] : null),
        new("(play|hear) (@it) (just|only|no more than)? (once|one time) *", (_, _) => [Call(ToolNames.SetRepeat, new SetRepeatArguments { Mode = "off" })]),
        new("(do not|never|stop) (play|playing|keep|leave|have) (@it) in (the same|the right|the original|album|any|strict)? (order|sequence) *", (_, _) => [Call(ToolNames.SetShuffle, new SetShuffleArguments { On = true })]),
        new(ToolNames.PreviewTransition, "(let me|let us|can i|can we|could i|i want to|i would like to|play me|may i|give me|show me) * (hear|listen|preview|taste|sample|try) * (transition|crossfade|crossover|segue|handover|changeover) * (before|first|beforehand|in advance|please|to the next *|into the next *)*"),
        new(ToolNames.Previous,
            """
            (what) (was|were) (on|that|playing|it|we|i|you) (on|playing|hearing|listening to)? (just|right)? (before|earlier|a moment ago|just now) * (back|again|return|replay) *
            (put|bring|play|get|give|take) (back)? (me|us)? (back)? (to)? (what|whatever|the thing|the one|that one) (was|that was|we had|i had|came) (on|playing|there)? (just|right)? (before|earlier) *
            (go|jump|skip|hop|step) (back) (a|one|1|by one) (song|track|tune|step)? *
            """),
        new("""
            (what) (a|an) (really|truly|bloody|absolutely)? (horrible|awful|terrible|dreadful|rubbish|crap|bad|annoying|ghastly|boring|stupid|ugly|lousy|poor|nasty|shit) (song|track|tune|one|choice|pick|piece|racket|noise) *
            """, (_, _) => [Call(ToolNames.Dislike, new LikeArguments { Target = "track" })]),
        new("""
            (add|give|put|leave|drop|stick|slap|send) (a|one|my|some|the)? (heart|like|thumbs up|star|love|big heart|upvote) (to|on|for|at|next to|beside|here)? {what}
            """, (c, m) => c.IsThis(m, "what") ? [Call(ToolNames.Like, new LikeArguments { Target = c.Target(m.Spans["what"].Start, m.Spans["what"].End) })] : null),
        new("""
            (this|it|that|this one|this song|this track|that one) (really|definitely|totally|clearly)? (belongs|goes|should go|fits|would fit|needs to go|needs to be|has to go|ought to go|should be|must go|can go|could go|is perfect|is one|is made|would be perfect|would be good|would be great) (right|straight|well|nicely)? (in|on|into|onto|for|to) (my|the|our)? {name}
            """, (c, m) => c.Tokens[m.Spans["name"].Start] is { Capital: true } or { Quoted: true } || c.Tokens.Any(t => t.Text == "playlist") ? [Call(ToolNames.SaveTrack, new SaveTrackArguments { Playlist = c.Name(m, "name") })] : null),
        new("""
            (stash|tuck|squirrel|log|collect|slot|sling|whack|shove|shelve|drag|slide|copy|note) (away)? (this|it|that|this one|this song|this track|this tune|the current song|that one) (away)? (in|into|on|onto|to|under|for) (my|the|our)? {name}
            """, (c, m) => c.Tokens.Any(t => t.Text is "queue" or "speaker" or "phone" or "tv") ? null : [Call(ToolNames.SaveTrack, new SaveTrackArguments { Playlist = c.Tokens[m.Spans["name"].End - 1].Text is "library" or "collection" or "later" ? null : c.Name(m, "name") })]),
        new("""
            (radio|station|channel) (with|from|around|off|of|based on|seeded by|seeded with|using|out of|built on|starting from|starting with) (this|it|that|the current|what is playing) *
            (use|take|make|have) (this|it|that|the current song|this song|this track|this one) (as|for|into|be) (the|a|my)? (seed|basis|base|start|starting point|beginning|source|seed song) (for|of)? (a|the|my)? (radio|station|channel)? *
            """, (_, _) => [Call(ToolNames.StartRadio, new StartRadioArguments { Current = true })]),
        new(ToolNames.Lyrics,
            """
            (show|pull|bring|get|give|put|see|read|display|open|find|let|can|i want|i need) * (text|verses|chorus|verse) (of|to|for|from) (this|the|it|that) *
            """),
        new(ToolNames.Help,
            """
            (give|lend|gimme) (me|us) (a|some) (hand|help|pointers|pointer|hint|hints|guidance|tips) * 
            * (everything|what|things|all|anything) (that)? you (are able to|are capable of|can|could|know how to|are good at|understand|offer|support) (do|doing|help|handle|help with|understand|offer|do for me|here|for me)? (please)?
            what (do|can|should|could|must) i (say|ask|type|tell|do|write) (you|to you|here|now)?
            """),
        new(ToolNames.ListDevices,
            """
            (where|on what|on which|what) (else|all|other|devices|speakers|device)? (can|could|may|might) (this|it|the music|music|that|my music|sound|you) (be)? (played|play|sent|heard|streamed|cast|go|come out|sound|moved) (on|to|from|at|through)? *
            """),
    ];

    /// <summary>Frames that are looked for when the phrase rules found nothing.</summary>
    public static IReadOnlyList<Rule> Late { get; } =
    [
        new("""
            (i)? (am|am really|am so|really|so|am totally|am very much|totally|absolutely|do|quite|just)* (into|digging|loving|enjoying|feeling|vibing to|vibing with|obsessed with|hooked on|a fan of|crazy about|mad about|fond of) {what} *
            (this|that|it|this one|this song|this track|this tune|that one) (is|was|sounds|really|just|has|makes|gets|got|hits|gives|does|always|absolutely|definitely|actually|never)* (so|such|really|a|an|the|my|one|of|absolutely|totally|truly|pretty|very|proper|just|pure)* (good|great|amazing|awesome|brilliant|lovely|beautiful|gorgeous|fantastic|incredible|wonderful|perfect|superb|excellent|fire|stunning|banger|tune|jam|masterpiece|classic|goosebumps|chills|keeper|hit|gold|joy|delight|favourite|favourites|magic|genius|divine|bliss|sublime|catchy|happy place|gem|beauty|anthem) *
            """, (c, m) => m.Spans.ContainsKey("what") ? c.IsThis(m, "what") && c.Tokens.Any(t => t.Text is "this" or "it" or "that" or "these") ? [Call(ToolNames.Like, new LikeArguments { Target = c.Target(m.Spans["what"].Start, m.Spans["what"].End) })] : null : [Call(ToolNames.Like, new LikeArguments { Target = "track" })]),
        new("""
            (this|that|it|this one|this song|this track|this tune|that one) (is|was|sounds|really|just|makes|gets|hurts|grates)* (so|such|really|a|an|the|absolutely|totally|truly|pretty|very|quite|just|pure|on)* (awful|terrible|horrible|dreadful|rubbish|crap|annoying|bad|garbage|trash|boring|ghastly|unbearable|irritating|mess|nonsense|drivel|nerves|worst|dull|dire|appalling|hideous) *
            """, (_, _) => [Call(ToolNames.Dislike, new LikeArguments { Target = "track" })]),
        new("""
            * (take|undo|remove|revoke|retract|withdraw|cancel|delete|rescind|lose|clear|drop|reverse|pull|get rid of) * (like|likes|heart|thumbs up|thumb|favourite|favourites|love|star|liking|hearts|upvote) *
            * (no longer|not) (like|love|enjoy|one of my favourites|a favourite) * (unlike|remove|take|undo) *
            """, (c, m) => c.Tokens.Any(t => t.Text is "play" or "playlist" or "songs" or "queue") ? null : [Call(ToolNames.Unlike, new LikeArguments { Target = c.Target(0, c.Tokens.Count) })]),
        new("""
            (play|give|put on|get|find|i want|let us hear|let me hear|hear|got|have you got|is there|do you have|can i hear|can we hear|show|more|some|any|anything|something|another|other|all|what|keep)* (me|us|on|some|to)* (more|else|another|other|anything|something|everything|all|songs|tracks|stuff|music|tune|tunes|song|track|one|album|albums|things|hits|what|have|got|the|of|is|there|works|work)* (by|from|of|has|have|did|does|do|are) (this|that|the|these|those|same|exact)* (band|artist|singer|group|guy|guys|woman|lady|man|rapper|musician|composer|duo|people|lot|them|him|her|producer|performer|dj|they|he|she) (please|made|make|done|got|have|released|too|then|now|next)* 
            """, (c, m) => c.Tokens.Any(t => t.Text is "who" or "recommend" or "played" or "year" or "name" or "called" or "old") ? null : Artist(c) is { } artist ? [Call(ToolNames.PlayMusic, new Catalog.Requests.Criteria { Artist = artist })] : null),
        new("""
            * (wrap up|wrap|sum up|review|recap|look back|look back at|look back on|summary|story|report|roundup|round up|rundown|run down) * (my|the|this|last|of) * (year|month|week|listening|quarter|season) *
            * (my|the|this|last) (year|month|week|quarter) (in|of)? (music|songs|review|sound|sounds|numbers|listening|tracks|wrapped|summed up) *
            """, (c, m) => [Call(ToolNames.Statistics, new StatisticsArguments { What = "recap", Period = Period(c) })]),
        new("""
            (my|the|what|which|who|whose|show|list|tell|give|see) * (favourite|favourites|top|best|most played|biggest|number one|most listened|go to) {kind} (of|in|from|over|this|last|for|during|lately|these|right|ever|so|are|were|recently|the|past|to date|all|according|overall)* *
            """, (c, m) => Top(c, m)),
        new("(what|which) (songs|music|albums|tracks|hits|tunes)* (came|come|were|was|got) (out|released|made|recorded|popular|big)* (in|from|during|around|after|before|since|between) *",
            (c, _) => c.Read(0, c.Tokens.Count, NameMode.Statement).Result is { Era: not null } r ? [Call(ToolNames.PlayMusic, r.ToCriteria())] : null),
        new("""
            (let|have|make|pass|get|i|we|would like|would|want|can|could|please|it|this|that|the|music|sound|song|play|playing|come|out|continue|listen|hear|over|send|going|go|keep|rather|prefer|on|to|hand|shift|blast|need|be|like)* (on|from|through|to|via|onto|in|over) (the|my|our) {device}
            """, (c, m) => ControlRules.Device(c, m) is { } device && m.Spans["device"].End - m.Spans["device"].Start <= 4 ? [Call(ToolNames.TransferPlayback, new TransferPlaybackArguments { Device = device })] : null),
        new(ToolNames.Resume,
            """
            (start|bring|get|put|turn|switch|kick|pick) (it|this|that|things|the music|the sound|the song|the tunes|playback|everything|the show)? (up|back|going|rolling|moving)? (back)? (again|up again|on again|going again|back on|back up|where *|rolling again|from where *) *
            """),
        new(ToolNames.QueueClear,
            """
            (bin|clear|empty|wipe|scrap|remove|delete|dump|ditch|drop|cancel|erase|trash|forget|chuck|throw|purge|flush|reset|get rid of) * (queue|line up|lineup|lined up|up next|queued|queued up) *
            """),
    ];

    private static string? Artist(ClauseReading c) => CriteriaBuilder.Limit(c.Context.PlayingArtist ?? c.LastCriteria()?.Artist);

    private static string? Period(ClauseReading c)
    {
        bool Has(string word) => c.Tokens.Any(t => t.Text == word);
        return Has("quarter") || Has("season") ? "90d" : Has("month") ? "30d" : Has("week") ? "7d" : Has("year") ? "year" : null;
    }

    private static IEnumerable<ToolCall>? Top(ClauseReading c, Pattern.Match m)
    {
        var (start, end) = m.Spans["kind"];
        if (c.Tokens.Any(t => t.Text is "add" or "remove" or "save" or "playlist" or "queue" or "recommend" or "songs" && c.Tokens[0].Text is "give" or "should"))
        {
            return null;
        }

        var what = c.Tokens.Skip(start).Take(end - start).Select(t => t.Text).Select(w => w switch
        {
            "genre" or "genres" or "style" or "styles" => "top_genres",
            "song" or "songs" or "track" or "tracks" or "tune" or "tunes" => "top_tracks",
            "artist" or "artists" or "band" or "bands" or "singer" or "singers" or "musicians" => "top_artists",
            _ => null,
        }).FirstOrDefault(w => w is not null);
        return what is null || end - start > 1 ? null : [Call(ToolNames.Statistics, new StatisticsArguments { What = what, Period = Period(c) })];
    }
}
