using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using static EchoTune.Conversation.Interpreter.Rules.ClauseReading;

namespace EchoTune.Conversation.Interpreter.Rules;

/// <summary>Transport: sleep timer, seek, shuffle, repeat, mute, pause, resume, next, previous, stop.</summary>
internal static class PlaybackRules
{
    private static ToolCall Timer(double seconds) =>
        Call(ToolNames.SleepTimer, new SleepTimerArguments { Minutes = (int)Math.Clamp(Math.Ceiling(seconds / 60), 1, 1440) });

    private static ToolCall To(double seconds) => Call(ToolNames.Seek, new SeekArguments { ToSeconds = Math.Clamp(seconds, 0, 86400) });

    private static ToolCall By(double seconds) => Call(ToolNames.Seek, new SeekArguments { BySeconds = Math.Clamp(seconds, -86400, 86400) });

    private static ToolCall Repeat(string mode) => Call(ToolNames.SetRepeat, new SetRepeatArguments { Mode = mode });

    private static ToolCall Shuffle(bool on) => Call(ToolNames.SetShuffle, new SetShuffleArguments { On = on });

    public static IReadOnlyList<Rule> All { get; } =
    [
        // Sleep timer before stop and pause: a time makes the difference.
        new("""
            (cancel|disable|remove|delete|clear|kill|drop|forget|scrap|stop|end|deactivate) (the|my|that)? (sleep|bedtime|off)? timer *
            (turn|switch) off (the|my|that)? (sleep|bedtime)? timer
            (turn|switch) (the|my|that)? (sleep|bedtime)? timer off
            no (more)? (sleep)? timer (anymore)?
            (sleep)? timer off
            do not (stop|turn off|switch off|shut off|go to sleep|sleep) (after|in|at|when) *
            do not (turn|switch) (it|the music) off (after|in|at) *
            """, (_, _) => [Call(ToolNames.SleepTimer, new SleepTimerArguments { Off = true })]),
        new("""
            (stop|pause|end|quit|finish|turn off|switch off|shut off|shut down|sleep|turn it off|switch it off|shut it off|go off|cut out|off|kill it|kill the music|stop (playing|the music|playback|it)|(turn|switch|shut) (the)? (music|sound|player|playback|everything|it) off|(turn|switch|shut) off (the|all|all the)? (music|sound|player|playback|everything|it)) (playing|it|the music|playback|music|everything)? (after|at the end of|when|once|as soon as|following) (this|the|it|that) (current|last)? (song|track|tune|one|ends|is over|finishes|is finished|is done|piece|number|end)? (ends|is over|finishes|is finished|is done|stops|playing|completes|has finished|has ended|runs out|of this song|of the song|of this track|of the track|of this one|of this)?
            (let|play) (this|it|the|that) (song|one|track|tune)? (finish|end|play out|play|to the end)? (and)? (then)? (stop|pause|turn off|switch off|shut off|quit|go quiet) *
            (finish|play) (this|the|it) (current)? (song|one|track|tune)? (and|out and|then|and then) (then)? (stop|pause|turn off|switch off|quit|turn it off) *
            (sleep timer|set (a|the)? sleep timer|sleep|timer|set (a|the)? timer) (for|to|until|at|after)? (the)? (end|this|current|after) (of)? (this|the|current)? (song|track|tune|one)
            (this is the|one) (last|more) (song|one|track) (and|then|before) *(stop|bed|off|sleep)
            (this|one more|one) (song|track|tune|one) (then|and then|and) (stop|turn off|switch off|bed|off|pause) *
            (last (song|one)|just this (song|one)|only this (song|one)) (then|and) (stop|turn off|switch off|bed|off) *
            stop (when|once|after) (it|this) (is)? (ends|over|done|finished|finishes)
            """, (_, _) => [Call(ToolNames.SleepTimer, new SleepTimerArguments { EndOfTrack = true })]),
        new("""
            (set|start|put|make|use|add|change|give|turn|i need|i want)? (on)? (me)? (the|a|my|an)? (sleep|bedtime|off)? timer (on|of|for|to|at|as|in|is)? (set)? (for|to)? <dur> (please|timer)?
            * <dur> (sleep|bedtime)? timer *
            (set|start|put|give) (a|the|my|me a|me)? <dur> (sleep|bedtime)? timer *
            (stop|pause|end|quit|finish|turn|switch|shut|cut|kill|fade|shut down|power|go|sleep|close) (off|down|out)? (playing|it|the music|playback|music|everything|the sound|this|yourself|all|things)? (off|down|out|playing)? (in|after|within) (about|around|roughly|another|like|exactly)? <dur> *
            (i will|we will|i am|i should|we are|i would) (be)? (asleep|sleeping|in bed|gone|leaving|off|going to (bed|sleep)|fall asleep|be off) (in|after|within) (about|around)? <dur> * (stop|off|turn|switch|timer) *
            (keep|let|play|carry|run|go) (on|it|this|the music|music|playing|going|the)? (playing|run|running|going|play|keep)? (on)? (for|another)? (about|around|just|only|another)? <dur> (more|longer)? (and|then|before) (then|and)? (stop|stopping|turn|switch|shut|quit|pause|go|you stop|off|end) *
            (keep|let) (it|this|the music|music|playing)? (playing|run|running|going|play|keep)? (for) (about|around|just|only|another)? <dur> (more|longer)?
            (stop|off|quiet|silence|lights out|music off|sound off) (in|after) (about|around)? <dur> *
            (only)? (play|i want) * (for|until) <dur> (and|then|before) (then)? (stop|turn off|switch off|quit|shut off|turn it off) *
            (sleep|snooze) (in|after|for) <dur>
            give (me|it) (another)? <dur> (and|then|before) (then)? (stop|turn|switch|shut|you stop) *
            <dur> (and|then) (then)? (stop|turn off|switch off|off|turn it off|lights out|i am out) *
            """, (c, m) => m.Quantities.Count == 0 ? null : [Timer(m.Quantities[^1])]),

        // Seek.
        new("(skip|miss|jump past|skip past|skip over|leave out|cut) (the)? (first|next|opening) minute (of this|of it|please)?", (_, _) => [By(60)]),
        new("""
            (rewind|back up|go back|skip back|jump back|scrub back|scroll back|move back|step back|back|wind back|rewind by|take it back|take me back|wind it back|backwards|backward|go backwards|skip backwards|jump backwards|nudge back|run it back|run back|rewind (it|this|the song|the track)) (by|for|about|like|around|just|it)? (the last)? <dur> *
            (go|skip|jump|take (it|me|us)|move|scrub|seek|wind|wind it) <dur> (back|backward|backwards|earlier)
            <dur> (back|backward|backwards|earlier) *
            """, (_, m) => [By(-m.Quantities[^1])]),
        new("""
            (rewind|back up|go back|skip back|jump back|scrub back|wind back|go backwards|rewind (it|this)) (a|just a)? (little|bit|touch|tad|little bit|few seconds|couple of seconds|second)
            """, (_, _) => [By(-10)]),
        new("""
            (fast forward|forward|go forward|skip forward|jump forward|skip ahead|jump ahead|move forward|move ahead|go ahead|ff|skip|scrub forward|scrub ahead|fast forwards|forwards|advance|skip over|jump|fast forward (it|this|the song|through)|ffwd|nudge forward|skip past|miss|wind forward|wind on|push forward|go on) (by|for|about|like|around|just|it|the first|the next|another)? <dur> (ahead|forward|forwards|further|on|in this song|of this)?
            (go|skip|jump|take (it|me|us)|move|scrub|seek|wind|wind it) <dur> (ahead|forward|forwards|further|on|later)
            <dur> (ahead|forward|forwards|further|on|later)
            """, (_, m) => [By(m.Quantities[^1])]),
        new("""
            (fast forward|forward|skip forward|jump forward|skip ahead|jump ahead|move ahead) (a|just a)? (little|bit|touch|tad|little bit|few seconds)
            """, (_, _) => [By(10)]),
        new("""
            (jump|go|skip|seek|move|take (me|it|us)|start|play|scrub|fast forward|rewind|begin|forward|continue|cut|head|get|bring (me|it)|put (me|it)|set) (it|this|the song|this song|the track|playing|playback|back|on|forward|ahead|straight|right)? (to|at|from|till) (the|minute|position|about|around|exactly)? <time> (mark|minute mark|in|into *|point|spot|please|in the song|in this song|in the track)?
            (the)? <time> mark
            <time> (in|into) (the|this)? (song|track)?
            (seek|jump|go to|skip to) <time>
            (jump|go|skip|seek|move) to second <num>
            """, (_, m) => [To(m.Quantities[^1])]),
        new("""
            (jump|go|skip|seek|move|start|play) (to|at|from) (the)? (minute|minutes) <num>
            """, (_, m) => [To(60 * m.Quantities[^1])]),
        new("""
            (start|begin|restart|play|take|run|rewind|go|bring|put|replay|kick) (it|this|that|the song|the track|this song|this track|this one|the tune|this tune|back|me|us|the music|again|the whole song|the whole thing)? (back|again|all|right|all the way|playing)? (over|over again|from the (start|beginning|top|very beginning|very start|first note)|back to the (start|beginning|top)|to the (start|beginning|top|very beginning)|from (scratch|zero)|from the off|at the beginning) (again|please|of this|of the song|of this song|of the track)?
            (restart|replay) (it|this|that|the song|the track|this song|this track|song|track|this one|the current song|the current track|current song|current track|the tune)?
            (back)? (from|to) the (top|start|beginning|very beginning) (again|please|of the song|of this song|of this|of the track)?
            (run|play|spin|bring|take) (that|it|this|this one|this song|that song|this track|that track|the song|the same song|this tune|the track) (back|again|once more|one more time|a second time|over|another time|once again|back again|from the start)
            (play|hear|listen to|let me hear|i want to hear|i would like to hear|i need to hear|let us hear) (that|it|this|this one|this song|that song|that one|the song) (again|once more|one more time|over again|once again|from the start|from the beginning)
            (again|once more|one more time|encore|once again|replay|restart|start over|start again from the beginning|run it back|same song again|the same song again|one more time please|repeat that please|rewind that)
            (begin|start) again
            rewind (it|this|the song)? (all the way)?
            """, (_, _) => [To(0)]),

        // Shuffle.
        new("""
            (no|without|stop|quit|end|cancel|disable|kill|remove) (the|any|more|all)? (shuffle|shuffling|random|shuffled|randomness|random order|shuffle mode|shuffle play) *
            (turn|switch|put|set|toggle|take) (the)? (shuffle|shuffling|random|shuffle mode|random mode|random play|shuffle play) off
            (turn|switch|toggle) off (the)? (shuffle|shuffling|random|shuffle mode|random mode|random play|shuffle play)
            (shuffle|shuffling|shuffle mode|random|random mode) (off|to off|mode off)
            do not (shuffle|randomise|randomize|mix up|jumble) *
            (unshuffle|deshuffle|un shuffle) *
            (play|keep|put|leave|have) (it|this|these|them|those|the songs|the tracks|everything|my queue|the queue|the album|this album|the playlist|this playlist|songs|tracks|things)? (back)? (in|to) (the)? (right|original|normal|proper|correct|album|track|given|usual|exact|listed|regular|straight|running)? (order|sequence) *
            (in)? (the)? (original|normal|proper|right|correct) order
            (in order|in sequence|sequentially|straight through|play straight through)
            (play|keep) (it|this|these|them|everything|the album) (sequentially|one after another|as listed|straight through|in sequence|unshuffled)
            (i)? (do not|stop|not) (want|like)? (it|things|this|them|the songs)? (shuffled|shuffling|random|in random order)
            (i)? (would)? (prefer|want|like) (the|things|it)? (songs|tracks)? in order
            """, (_, _) => [Shuffle(false)]),
        new("""
            (turn|switch|put|set|toggle) (the)? (shuffle|shuffling|random|shuffle mode|random mode|random play|shuffle play) (on|to on|back on)
            (turn|switch|toggle|put) (on|back on) (the)? (shuffle|shuffling|random|shuffle mode|random mode|random play|shuffle play)
            (put|set|play|turn) (it|this|these|them|everything|the queue|my queue|the music|my music|the songs|the list|this playlist|the playlist|my songs|that) (on|to|in|into) (shuffle|random|shuffle mode|random mode|random order|a random order)
            (shuffle|shuffling|shuffle mode|random mode) (on|to on|mode|mode on|please)?
            (enable|activate|use|start|engage|i want) (the)? (shuffle|shuffling|random|shuffle mode|random mode|random play)
            (shuffle|randomise|randomize|scramble|jumble|mix up|jumble up|reshuffle|re shuffle|shake up|shuffle up) (the|my|these|this|those|all|all of|up|it|them|everything|all the|all of the|all of my|up the|up these|up this|the whole)? (it|them|everything|queue|songs|tracks|playlist|order|list|music|tunes|album|lot|these|those|order of these|order of the songs|order of the queue|order of this|order of my queue|order of the tracks|running order|play order|line up|lineup|my songs|my queue|the order|the queue|this|up next|upcoming songs|my library|library|my music)? (a bit|up|please|around|a little|for me|order)?
            (play|in|put|have) (it|this|these|them|those|the songs|my songs|the tracks|everything|the queue|my queue|all|songs|tracks|music|things|my music)? (in|at|into)? (a)? (random|shuffled|any|mixed up) (order)? *
            (play|put) (it|this|these|them|everything|the queue) (at random|randomly|shuffled|in any order|in random order)
            (random order|random|randomly|any order|in any order|in random order|at random|mix it up randomly|surprise order)
            (mix|jumble|shake|switch) (up)? (the|this|these|my|it|them) (order|running order|queue|sequence|songs|tracks)? (up)?
            (mix|jumble|shake|switch) (up) (the|this|these|my|it|them) (order|running order|queue|sequence|songs|tracks)? (of these|of them|of the songs|of the queue|a bit|of this|of my queue)?
            """, (_, _) => [Shuffle(true)]),

        // Repeat.
        new("""
            (stop|no|quit|end|cancel|disable|without|kill|remove) (the|more|any)? (repeat|repeating|loop|looping|repeats|loops|repeat mode) *
            (turn|switch|put|set|toggle|take) (the)? (repeat|looping|loop|repeating|repeat mode|loop mode) (off|to off)
            (turn|switch|toggle) off (the)? (repeat|looping|loop|repeating|repeat mode|loop mode)
            (repeat|loop|looping|repeat mode|repeating) off
            (do not|never) (repeat|loop|play it on repeat|keep repeating|keep looping|put it on repeat) *
            (take|get) (it|this|that|the song|this song|this track|the queue) off (of)? (repeat|loop|the loop)
            (unloop|unrepeat|un loop) *
            (stop|quit) (playing)? (it|this|the same song|the same thing|this song|the song|that|the same track) (on (repeat|loop)|over and over|again and again|from repeating|from looping) *
            (just)? play (it|this|everything|each song) (only)? once
            (i)? (do not|no longer) want (it|this|the song)? (on|to)? (repeat|loop|repeated|looped) *
            """, (_, _) => [Repeat("off")]),
        new("""
            (repeat|loop) (all|everything|all (of)? (them|it|these|songs|the songs|tracks|the tracks)|(of)? (the|my|this|that|all|these|those) (whole|entire|full|complete)? (queue|album|playlist|list|lot|songs|tracks|set|lineup|line up|mix|lists|up next)|queue|these|those|them|all mode|the lot) *
            (put|set|play|keep|have|leave) (all|everything|them|these|those|(the|my|this|that) (whole|entire|full|complete)? (queue|album|playlist|list|lot|lineup|line up|mix)|queue) (going)? (on|in|to|into) (a)? (repeat|loop|loops|repeat mode|loop mode)
            (set|turn|put|switch) (the)? (repeat|loop|repeat mode|looping) (mode)? (to|on|on for|for)? (all|queue|the queue|everything|playlist|the playlist|the whole queue|album|the album|the whole album|the whole playlist)
            (turn|switch|put) on (repeat|loop|looping) (mode)? (for|of|on) (all|queue|the queue|everything|playlist|the playlist|the whole queue|album|the album|the whole album|the whole playlist|this playlist|this album)
            (when|once|after) (the|my|this) (queue|playlist|list|album) (ends|is over|finishes|is done|runs out) (start|play|go|begin) *
            (start|play) (the|my|this) (queue|playlist|list|album) (again|over) (when|once|after) *
            (keep) (playing|looping|repeating|cycling|cycling through|going through) (the|my|this|these) (whole|entire)? (queue|playlist|list|album|songs) (over and over|on repeat|forever|again and again|in a loop|on a loop|on loop)?
            (keep|play) (going around|going round|cycling|cycling through|looping|repeating|through) (the|my|these)? (whole|entire)? (queue|playlist|list|album|songs) *
            """, (_, _) => [Repeat("queue")]),
        new("""
            (repeat|loop) (it|this|that|(this|that|the|current) (current|same|present|exact)? (song|track|tune|one|piece|record|banger)|one|song|track|single|on|mode|current song|current track|just this (song|one|track)?|one song|one track|this one song|this song only|only this song) *
            (repeat|loop) (please|mode on)?
            (put|play|set|keep|have|leave|stick|turn|get|throw|i want) (it|this|that|(this|that|the) (current|same)? (song|track|tune|one|piece)|song) (playing|going|stuck)? (on|in|to|into) (a|an|infinite|endless|constant)? (repeat|loop|infinite loop|endless loop|repeat mode|endless repeat|infinite repeat)
            (turn|switch|put|set|toggle) (on)? (the)? (repeat|looping|loop|repeat mode|loop mode) (on|to on|to one|to this song|to track|one|to song|to the song|to single|for this song|for this track|for this|on this song|on this|to this|on for this song|on for this track)?
            (keep) (repeating|looping|replaying) (it|this|that|this song|this track|this one|the song|that song|the track)?
            (keep) (playing) (it|this|that|this song|this track|this one|the same song|that song) (over and over|on repeat|forever|again and again|nonstop|non stop|all day|on loop|in a loop|on a loop|over and over again|all night)
            (play|put on|let me hear|i want to hear) (it|this|that|this song|this track|this one|the song) (over and over|over and over again|again and again|on and on|forever|endlessly|on a loop|nonstop|ten times in a row|all day long|all night long)
            (enable|activate|use|start|engage) (the)? (repeat|loop|looping|repeat mode|repeat one)
            (i could|i can) (hear|listen to) this (all day|all night|forever|on repeat)
            (over and over|on repeat|on loop|on a loop)
            """, (_, _) => [Repeat("track")]),

        // Mute and unmute before pause, stop and resume.
        new(ToolNames.Unmute,
            """
            (unmute|un mute|demute|unsilence) *
            (turn|switch|bring|put|give|get|let me have|i want|i need) (me)? (the|my)? (sound|audio|volume) (back|on) (on|again|back|please)*
            (turn|switch|put|bring) (on|back) (the|my)? (sound|audio|volume) *
            (sound|audio|volume) (back|on) *
            (stop|quit|end) (being)? (mute|muted|muting|silent|the mute|silence) *
            (turn|switch|take|put|bring) (off)? (the|it|this|that|music|the music)? (mute|muting) off
            (turn|switch) off (the)? (mute|muting)
            (take|bring) (it|this|the music|the sound|us|that) (off|out of|back from) (of)? (mute|silence|silent)
            (mute off|no more mute|not muted|not mute|undo the mute|undo mute|remove mute|remove the mute|cancel mute|cancel the mute|disable mute|lift the mute)
            (you can)? (make|making) (noise|sound|some noise) (again)? *
            (i)? (want|need|would like) (to hear)? (the)? (sound|audio) (again|back) *
            (let me|let us|i want to|i can|can i) (hear) (it|the music|you|things|sound|the sound|something) again (now)?
            (i)? (can talk|off the phone|done with (my|the) call|finished (my|the) call|my call is (over|done|finished)|the call is (over|done|finished)|call is (over|done|finished)|call ended|the baby is awake|meeting is over|my meeting is over|the meeting is over) *
            """),
        new(ToolNames.Mute,
            """
            (mute|mute mode|mute on|on mute) *
            (no|without) (more)? (sound|audio|noise) *
            (sh|shh|shhh|shhhh|ssh|sssh|shush|hush|be quiet|shut up|zip it|shush now|hush now|quiet please|pipe down|go quiet|keep quiet|not a sound|make it silent|go silent|silent mode|be silent|stay silent|keep it quiet) *
            (sound|audio|volume) (off|to off|to mute)
            (i)? (need|want|would like|could use) (some|a bit of|a moment of|total|complete|absolute)? (silence|quiet|hush|peace and quiet) (please|now|here|for a *|while *)?
            (quiet|silence|silent|total silence|complete silence) (please|now|for a *|for now)?
            (turn|switch|cut|kill|shut|put|take|drop|lose) (the|my)? (sound|audio|volume) (off|out|away|completely off|right off)
            (turn|switch|cut|kill|shut) (off)? (the|my)? (sound|audio|volume) *
            (silence|hush|shush|quieten) (the|this|that|it|everything|things|my)? (music|sound|song|speakers|player|audio|it|down|track)? *
            (put|set|keep|have|leave) (it|this|that|the music|everything|the sound|the player|things) (on|to|at) (mute|silent|zero|silence) *
            (turn|switch) on (the)? (mute|silent mode) *
            (turn|switch) (the)? mute on
            (i)? (need|want) (some|a moment of|a minute of|complete|total)? silence *
            (drop|lower|bring|take) (the)? (sound|volume|audio) out *
            """),

        // Resume.
        new(ToolNames.Resume,
            """
            (resume|unpause|un pause|unfreeze|depause) *
            (continue|carry on|keep going|go on|keep it going|keep playing|go ahead|proceed|keep on|carry on playing|continue playing|keep it rolling|roll on|as you were|on you go|keep on playing|go again|let it roll|let it play|let it run|let us continue|let us go on|let us carry on|off we go|keep the music going|keep it coming) (please|now|then|again|with (the|it|this)? (music|song|track|it|this|playback|tunes)?|the (music|song|track|playback|tunes|show)|playing|it|this|where (we|i|you|it) (left off|stopped|were)|music|from where (we|i|you|it) (left off|stopped|paused|were)|playback|this song|the party|from there|from here)?
            (play|start|go|unpause it|begin|hit it|hit play|press play|push play|start playing|play on|play please|play now|tap play)
            (press|hit|push|tap) play (again|now)?
            (play|start|begin|turn|switch|put|bring|get|kick|fire|let me have|give me|i want) (it|the music|the song|music|the track|playback|playing|the tunes|the player|my music|my song|my tunes|things|the sound|that) (back|again|up|on|going) (on|again|up|please|going|playing|where (we|i|you|it) (left off|stopped))?
            (turn|switch|bring|start|put) (back)? (on|back|up) (the)? (music|song|playback|tunes) *
            (start|play|go|begin) again
            (back) (to) (the|my|our)? (music|song|tunes|playlist|track|track|it|listening|the tunes) *
            (get|take|bring) (me|us) back to (the|my)? (music|song|tunes|it) (please|now|again)?
            (pick|start|play|continue|go|carry|keep|resume) (it|this|the song|the music|back|things|on|going|playing)? (up|again|back|on)? (from)? where (we|i|you|it|the music|the song) (left|stopped|were|paused|was|had) *
            (i am|we are|i m) back (now|again)? *
            (ok)? (i am|we are)? (ready|ready again|ready to go|good to go|done now|done with that)
            (you can|now)? (play|continue|go on|carry on|go ahead|start|resume) (again|now|it|the music|playing)?
            (get|keep|let) (the|this|that)? (music|song|show|party|tunes|it|track) (going|play|playing|rolling|continue|back on|running|keep going|run|on again|moving|start again) (again|back)?
            (un|stop) (the)? (pause|pausing|being paused) *
            (end|lift|release|undo) (the)? pause
            (okay|and)? (music|tunes) (back)? (on|again) *
            where were we
            """),

        // Pause.
        new(ToolNames.Pause,
            """
            (pause|freeze|halt) (it|this|that|the|my|all|everything|music|playback|song|please|now|here|for|playing|right|there|things|a|on|up|quickly|real|track|immediately|because|while|until|so|whatever|current|spotify|player|just|mode|video|what|is) *
            (pause|freeze|halt|paws|pawse)
            (hold) (on|up|it|that|the|this|everything|your) *
            (hang) (on|about|fire|tight) *
            (wait) (a|one|here|up|please|there|for|just|right|wait|while|until|hold) *
            wait
            (just)? (a|one|give me a|give me one|gimme a|half a|hold that for a|i need a|i need one|need a|take|back in a|back in) (sec|second|minute|moment|mo|min|tick|break|breather|five|jiffy|two|ticks|breath|quick break|pause|time out) *
            (put|set|place|leave|keep) (it|this|that|the music|the song|everything|playback|music|things|the track) (on|to) (pause|hold|a break|ice) *
            (hit|press|push|tap) (the)? (pause|space bar) (button)? *
            (take|have|need|want) (a|five|10|ten)? (break|breather|pause|time out) *
            (brb|be right back|i will be right back|i will be back|will be back|back soon|back in a (bit|sec|second|minute|moment)|time out|timeout|one sec|intermission|bathroom break|i need to pee|toilet break|be back *) *
            (stop|hold|pause|wait|cut) (it|the music|playing|playback|the song|everything|this|that)? (for|just)? (a|just|one|half)? (for a|a|just a)? (sec|second|minute|moment|bit|while|mo|min|now) *
            (someone|somebody|there is someone|there is somebody|the door|the doorbell|my mum|my boss|mum|dad|my phone|the phone|phone|the postman|the delivery) (is|just|'s)? (at the door|at door|ringing|rang|calling|talking to me|on the phone|here|knocking|is ringing|is here|is calling|speaking to me|on the line|rings|has arrived|arrived|needs me)  *
            (i)? (have|need|got|am|must) (got)? (to|about to|going to) (take|answer|make|have) (this|a|the|my)? (quick|phone|work|video)? (call|phone|phone call|door|meeting|doorbell) *
            (i am|i m) (on|in) (the|a) (phone|call|meeting) *
            (stay|stop) (right)? there (please|for a *)?
            stop (it|the music|playing)? (temporarily|briefly|momentarily|for now)
            """),
        Skips(),
        new(ToolNames.Previous,
            """
            (previous|prev|preceding) (song|track|one|tune|please|again|number|record|piece)? *
            (go|skip|jump|take me|step|move|flip|switch|hop|take it|take us|bring me|track|head) back (a|one|to|the|by|again|please|1|song|track)? (a|one|the|to the|single)? (song|track|tune|one|previous|last|one before|previous song|previous track|previous one|last song|last track|last one|song before|track before|prior song|before|step|prior track|earlier song|tune before|one before this|song before this|one we just heard|earlier one|song you just played|preceding song|song that just played|one that was just on|other one) *
            (go|skip|jump|step|move|back) (back|back one|backwards|backward|back again|back 1|back a song|back a track|one)
            (back|back one|back a song|back a track|go back|back up one|back up a song|back up a track|back please|rewind a song|rewind one song|one back|one song back|a song back)
            (play|hear|replay|repeat|put on|bring back|put back|give me|get me|let me hear|i want to hear|i want|go to|go back to|back to|bring|i would like to hear|can i hear|can we hear|let us hear|return to|i liked|hear again|play again|to|skip to|jump to|switch back to|put|what about|i preferred|i want to go back to) (the|that|my) (last|previous|prior|preceding|earlier|former|other) (song|track|tune|one|number|piece|record) (again|back|please|back on|once more|on again|over|one more time|you played|that was on|that was playing|that played|we heard|before this|before this one|better)?
            (the|that)? (last|previous|prior|earlier) (song|track|tune|one) (again|please|back|once more|one more time)?
            (play|hear|go to|go back to|back to|put on|give me|skip to|jump to|return to|bring back|let me hear|i want|i want to hear|to|what was|replay|i liked|take me back to|can we hear|rewind to|can i hear|let us hear) (the|that|whatever|what) (one|song|track|tune|thing|was|came|played|number|we heard|you played|i heard|i was listening to) (from|that was|that came|you played|we had|that played|was playing|was on|playing|came|on|right|just)? (before|earlier|a moment ago|just now|prior|just before|just played|right before|previously) *
            (the)? (one|song|track|tune) (before|before this|before that|before this one|before it|prior) (please|again)?
            (rewind|go|skip) to the (previous|last|preceding) *
            (what|who) was (that|the) (last|previous) (song|track|one)? (play|can) * again
            (wait)? (i)? (want|liked|was enjoying|preferred|loved) (to hear)? (the|that) (last|previous|other) (one|song|track) *
            (undo|reverse) (the|that)? (skip|skipping|last skip)
            (i)? (did not mean to|accidentally|should not have) (skip|skipped) *
            bring (that|the) (one|song|last one|last song|previous song) back
            """),
        new(ToolNames.Stop,
            """
            (stop|halt) (it|this|that|the|my|all|everything|music|playback|song|please|now|playing|right|things|track|immediately|there|already|whatever|current|player|here|spotify|this racket|this noise|making|with)? (noise|racket|music|playback|song|songs|track|player|tunes|sound|playing|now|please|it|everything|immediately|what is playing|what you are doing|right now|completely|altogether|the music|for today|for tonight|for good|noises|audio|altogether|session|entirely)? (please|now|completely|entirely|for today|for tonight|immediately|for good|altogether)?
            shut (the|this|that|all the)? (music|playback|player|tunes|radio|thing|racket) down
            (kill|cut|end|cease|quit|terminate|finish|drop|shut down|shut off|close|abort|halt|switch off|turn off|power off|power down|lose|stop with) (it|this|the|that|all|all the|playing|my|everything|off|playback|music)? (music|playback|song|songs|track|player|tunes|sound|playing|session|party|audio|now|please|noise|racket|radio|jukebox|listening session|beats|stream|show)? (please|now|off|for today|for tonight|completely|already|altogether|for the night|right now|immediately)?
            (turn|switch|shut|power|knock) (it|this|that|the|my|everything|all|all the|all this|music) (music|playback|song|songs|track|player|tunes|all|audio|radio|thing|whole thing|noise|racket)? (off|down completely|down now|right off|all off) *
            (turn|switch|shut|power) (off) (the|this|my|all|everything|it|that|all the)? (music|playback|song|songs|track|player|tunes|radio|audio)? *
            (ok)? (that is|thats|that will be|that was|that s) (enough|it|all|plenty|sufficient|quite enough|a wrap|me done|us done|good for) (for|now|music|of|from|thank|thanks|please|already|today|tonight|you|that|me)? *
            (enough|enough already|enough for (now|today|tonight|one day)|enough music *|enough of (that|this|the music) *|all done|done|finished|the end|stop everything|no more|no more please|no more for (today|now|tonight)|basta|quit it|knock it off|cut it out|call it a (night|day)|party is over|the party is over|show is over|i am out|let us call it a night|let us call it a day|let us wrap up|let us wrap it up|wrap it up|wrap up|off|music off|all off|lights out)
            (i am|we are|i think i am|i think we are|we re) (all)? (done|finished|through|good) (for|listening|with|now|here|today|thanks|playing|tonight|enough)? *
            (no|without) (more|any|any more) (music|songs|tunes|playing|tracks) * (now|please|today|tonight)?
            no (more)? music (please|now|for now|right now|today|tonight|anymore|thanks)?
            (i|we)? (do not|no longer|cannot|can not) (want|need|feel like|fancy|like) (to)? (hear|listen to|listen|any|more|any more|hear any|hear anymore|music|hear any more|the)? (music|songs|anything|it|tunes|more)? (anymore|now|any more|right now|playing|any longer|today|at the moment|on)?
            (i)? (want|need) (it|the music|everything|you)? (to)? (stop|off|stopped|to be over|to end) *
            (goodnight|good night|bye|goodbye|see you|see you later|see you tomorrow|night night|bye bye|i am leaving|we are leaving|leaving now|over and out) (everyone|echotune|all|now)? *
            (i am|we are) (off|going|heading) (out|now|home)? (so|,)? (stop|turn it off|switch off|turn off) *
            """),
    ];

    private static Rule Skips() => new(
        """
        (next|nxt) (song|track|tune|one|please|up|now|music|number|piece|record|thing|banger|pls|one please|song please)? (please|now|in the queue|on the list|already|then)?
        (skip|skips|skipp|skipping) (it|this|that|the|to|song|track|one|please|over|ahead|forward|on|past|now|tune|ad|current|crap|rubbish|what|whatever|along|him|her|music|a|1|already|next|straight|thanks) *
        (skip|skips|skipp|pass|nope|nah|meh|yuck|ugh|boring|hard pass|boo|ew|eww|veto|no thanks|not again|bored|no|nope next|something else|not this|not that|not this again|not that one|next one|another|another one|next please|moving on|move on|onto the next|on to the next|swipe left|bin it|nuh uh|anything else|anything but this|this again|change it|change|switch it|switch|go next|forward|and another|another please|one more|one more song|another song|another track|another tune|change song|change track|change the song|change this|different song|different song please|different one|new song|new track|a different song|a different one|a new one|new one|fast forward)
        (i do not|i am not|we do not|we are not|not|i really do not|i am really not|not really) (want|feeling|in the mood for|into|fancy|digging|need|enjoying|vibing with) (to hear|to listen to|hearing)? (this|that|it) (one|song|track|tune)? (right now|now|today|at the moment|again|much|so much|tonight|at all|vibe)? (next|skip|skip it|skip this|change it|please|try another|play another|play something else)?
        (play|give|get|put on|try|find|go|move|jump|skip|take|onto|on|forward|advance|show|switch|hit|let us hear|let me hear|i want|i want to hear|can i have|bring|bring on|let us go|straight|proceed|fast forward|hop|go on|move on|pick|let us try|let us move|change) (me|us|on|to|it|along|straight|ahead|forward)? (to|onto)? (the|a|an|another|something|some other|anything)? (next|another|different|new|following|other|else|something else|one|fresh) (one|song|track|tune|number|please|piece|thing|record|tune please|song please|instead)? (please|now|instead|already|in the queue|on the list|up|in line|then)?
        (change|switch|swap|replace) (it|this|that|the|to)? (song|track|tune|music|one|it|a different|another|out)? (song|track|tune|one|up|over|please|now|for something else|for another|for another one|to something else|to another one|to a different one|to the next one|to the next song|to a different song|to another song)?
        (i am|we are|i m|getting|so|really|i am getting|i am so|i am really) (so|really|a bit|getting|kind of)? (bored|tired|sick|fed up|over|done) (of|with) (this|that|it) (one|song|track|tune|already)? *
        (get|take) (this|that|it|this song|this one|this track|this rubbish|this crap|this garbage|this trash) (off|out of here|away) *
        (get rid of|lose|ditch|dump|bin|drop) (this|that|it) (one|song|track|tune)?
        (no|nope|nah|ugh|meh|please) (not|no) (this|that) (one|song|track|again)? *
        not (this|that) (one|song|track|tune|again|artist)? (again|please|today|now)?
        (heard|i have heard|we have heard|i just heard|i have already heard|we just heard) (this|that|it) (one|song|track|already|before|too)? (too many times|a million times|enough|to death|already|before|too often|too much|a hundred times|so many times|yesterday|today|earlier) *
        (wrong|not the right|bad) (song|track|one|choice)
        (i|we)? (really|just|actually)? (do not|am not|are not|would rather not) (really|actually|quite)? (feel like|feeling|want|fancy|need|in the mood for|in the mood to|up for) (to hear|to listen to|hear|hearing|listening to|listen to|having)? (this|that|it) (one|song|track|tune)? (right now|now|today|at the moment|again|tonight|just now)?
        (have|get|hear|listen to|put on|play|try|pick|choose|find) (me|us)? (a|some|the)? (different|another|other|new|next) (song|track|one|tune|thing) (please|now|instead)?
        (do|play|i want|can we have|can i have|let us have|how about|what about|got) (something|anything|some thing) (else|different|other) (please|instead|now)?
        (let us|lets)? (move|get|go) (on|along) (from this|to the next|to something else|to another|please|from this one|from this song|with it)? *
        anything but (this|that) (one|song)?
        (something|anything) (else|different) (please|instead|now)?
        try again
        (fast forward|forward|jump|go|skip|move) (to|over to|ahead to|on to|straight to) (the)? next *
        (next|skip) <num> (songs|tracks)
        skip (the)? (next)? <num> (songs|tracks|ones|more)
        """,
        (c, m) => m.Quantities.Count > 0 && m.Quantities[^1] is > 1 and <= 10
            ? Enumerable.Range(0, (int)m.Quantities[^1]).Select(_ => new ToolCall(ToolNames.Next, []))
            : [new ToolCall(ToolNames.Next, [])]);
}
