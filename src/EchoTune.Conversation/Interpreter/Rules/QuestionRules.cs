using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using static EchoTune.Conversation.Interpreter.Rules.ClauseReading;

namespace EchoTune.Conversation.Interpreter.Rules;

/// <summary>Questions: about what plays, the lyrics, the reasons, the listener's figures, the queue and what EchoTune can do.</summary>
internal static class QuestionRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        // What there is in a key, or mixes with what plays.
        new("(what|which|anything|something|do|have|is|are|any|list|who|how) *", (c, _) => InKey(c)),
        new(ToolNames.Help,
            """
            (help|help me|help please|help me out|i need help|i need some help|halp|commands|instructions|manual|tutorial|user guide|options|features|capabilities|guide|i am lost|i am stuck|i am new here|i am confused|i do not get it|the manual|show help|open help|how to|assist me|support|get help|what now|what are my options|what is possible|what else is there|where do i start|how do i start) (here|please|with this|now)?
            (what|which) * (can|could|may|do|should) (you|i|we|this|it|echotune) (do|say|ask|understand|tell|help|know|offer|handle|support|use|type|command|control|give|request) (here|for me|with this|with you|to you|with|you|me|about|from you|understand|to do|in here|with this app|with echotune|with this thing|apart from *|besides *|else *|exactly|to make you *|at all|to control *|and what *)?
            (what|which) (kind of|kinds of|sort of|sorts of|type of|types of|voice|other)? (commands|things|features|functions|requests|tricks|capabilities|options|stuff|instructions|abilities|phrases) (do|can|are|could|have|does|should|is) *
            (how) (do|does|can|should|would|to) (i|this|you|it|we|one|that|the|everything|use|echotune) (app|thing)? (use|work|works|control|operate|talk to|start|get started|do this|do|go about|begin|using|this) (this|it|you|thing|app|here|with you|the app|with this|echotune|this thing|this app|that|work|player|this player)*
            (what) (are) (you|your) (capable of|able to do|good for|good at|commands|features|capabilities|for|abilities|functions)
            (show|teach|give|tell|walk|list|explain|run) (me|us)? (around|the ropes|through)? (what|how|the|all|your|some|a|available|all the|all your|about your|this)? (commands|features|help|you can do|to use *|tutorial|instructions|options|things you can do|things i can say|i can say|i can do|i can ask|capabilities|examples|around|how *|it works|this works|works|tips|through *|app|your abilities|possible commands)
            (what|who) are you
            (show|tell|give|list) (me|us)? (some|a few|all|the|your|any)* (example|sample|available|possible|useful|voice)? (commands|examples|phrases|instructions) (please|i can use|to try|for this)?
            (show|tell|give|teach) (me|us)? (some|all|a few)? (of)? (what|the things|things|examples of what|everything|the stuff) (i|we|you) (can|could|may) (ask|say|do|tell|type|request) (you|for|here|to you|of you)*
            (i)? (do not|have no idea|am not sure|no idea) (know|understand|how)? (how|what)? (to use|to do|this works|this|to use this|i can do|to say|i can say|it works|to work this) (here|this|thing|it|app|with this|with you)*
            (can you)? help me (with this|use this|with the app|out here|get started|understand *)
            """),
        new("""
            (show|see|display|give|get|read|pull|find|open|bring|put|view|tell|can|let|have|may|i|could|where|are|is|do|what|print|sing|follow|check|pop) * (lyrics|lyric|words) *
            (lyrics|words) (please|for this|to this|of this|on|to this song|of this song|for this song|to the song|of the song|for the current song|for this one|to this one|display)? (please|song|track|one)*
            (what|wat) (is|are|was|were|does|do|did) (she|he|they|the singer|it|that|this|the guy|the woman|the man|the vocalist|the lady|the rapper|the chorus|these guys|this guy|you|the song|this song|the artist|the band) (actually|even|really|just|on about)? (singing|saying|rapping|say|sing|going on about|talking about|screaming|on about|shouting|mumbling|about|saying here|said|sing here|mean|shouting about|sing in *) *
            (i)? (can not|could not|did not|do not|cannot) (understand|make out|catch|hear|get) (what)? (the words|the lyrics|a word|she is *|he is *|they are *|any of the words|that line|what *|that lyric)*
            (sing along|karaoke|karaoke mode|i want to sing along|let us sing along|let me sing along|help me sing along|i want to sing) (to this|with this|please|mode|to it|along|with it)?
            (what) (did|does|do|is|was) (he|she|they|it) (just)? (say|sing|sang|said|saying|singing) (there|just now|just then|in that (line|bit|part|verse|chorus))*
            (put|bring|pull|throw|get) (up)? (the|its|song)? text (up|on screen|on the screen)
            (what) (is|was) (this|that|the) (song|line|verse|chorus) (about|saying|mean)
            """, (c, m) => IsSearch(c) ? null : [new ToolCall(ToolNames.Lyrics, [])]),
        new(ToolNames.PreviewTransition,
            """
            (let|preview|hear|play|show|can|could|what|how|listen|give|i|demo|audition|sample|try|test|demonstrate|see|check) * (transition|crossover|segue|changeover|handover|transitions) (first|into the next (track|song|one)|to the next (track|song|one)|before *|please|to the next|sound|sounds|sound like|into the following *|out|coming up|you planned|you have planned|that is coming|between these|between these two|between these two *|of the set|in the set|of the mix|in the mix|now|next|going to sound *|would sound *|will sound *|you chose|you have chosen|from this into the next *|from this to the next *|between this and the next *|for me|you made|works|will be|into what is next|into whatever is next|right now|between this song and the next *|between this one and the next *)*
            (let me hear|preview|play me|can i hear|i want to hear|show me) (how|what) (this|it|this song|this track|this one) (goes|flows|leads|blends|mixes|transitions|moves|fades|will go|will blend|runs) (into|to) (the)? (next|following) *
            (preview|hear|play) (the)? (next|first|second|coming|last|upcoming|this|that) (transition|mix|blend)
            """),
        new("""
            (preview|let me hear|hear|play me|show me|play|can i hear|i want to hear|i would like to hear|demo|audition|let us hear|can you preview|give me a preview of|sample|test|try|what does|what would|what will|listen to|how does|how would|how will|how about) (how|what|the|a|it sound like (when|if|going)|it like)? (mix|blend|transition|crossfade|switch|change|jump|move|segue|handover|crossover|going|changeover)? (from|between|of|for)? {from} (goes|going|flows|flowing|leads|blends|mixes|fades|transitions|segues|moves|runs|would go|would flow|would blend|would mix|sounds going|sounds blending|go|flow|blend|mix|fade|transition|segue|lead|will go|going over|goes over|moving|morphs|melts|turns|into|to|and|with|fading|mixing|blending|leading|running|slides) (in|on|over)? (into|to|with|and)? {to} (sound like|sounds like|sound|would sound like|would sound|like|sounds|will sound like|first|work|together|please|be like|would be like)?
            (transition|segue|blend|preview|crossfade) (from|between|of) {from} (to|into|and|with) {to}
            (preview|let|play|show|hear|can|could|demo|audition|sample|give|i) * (blend|mix|transition|crossfade|switch|segue|change|handover|crossover|changeover|join) (between|from) {from} (and|to|into) {to}
            """, (c, m) => Transition(c, m)),
        Statistics(),
        new("""
            (what|which|how|when|where|who|show|list|see|open|view|can|display|tell|give|let|is|are|do) * (up next|coming up|coming next|lined up|queued|queued up|in the queue|on the queue|in my queue|on queue|queue|line up|lineup|up after this|coming after this|next in line|in line|on deck|in store|left to play|coming after that|up after that|after this|after this one|after this song|after this track|plays after this|coming up after *|upcoming|the running order|running order|upcoming songs|upcoming tracks|playing next|plays next|comes next|coming later|comes after this|comes after this *|next up|gets played next|gonna be next|next on the list|next song|next track|to be played next|be playing next|be played next|about to play|going to play next|play next|left in the queue|next on the playlist|playing after this|playing after this *|after this one ends|on next|to come|is next|are next|next|coming|in the pipeline) (please|songs|list|look like|looking like|for me|now|today|then|got in it|again|have in it|up|for us|got|right now|at the moment|contain|in it)?
            (my|the|show|open|current|view|full|entire)? (queue|up next|play queue|playing queue|next songs|upcoming songs|upcoming tracks|upcoming|line up|playlist queue|upcoming queue|running order) (please|now|list)?
            (how) (many|much|long) (songs|tracks|music|more songs|more|is|tunes|more tracks|more music|of the queue|are|time)? (are|is|do|have|left|till|until|does|remain)? (we|i|there|left|in|the|until|still|you)* (left|to go|remaining|queued|lined up|in the queue|queue|end|line up|in line|coming|remain|to come|queue last|in the line up|queue have|got left|in my queue|until the end *|on the queue|have left|in queue|upcoming|before *) *
            (what|which) (song|songs|track|tracks|one|ones|tune|artist) (is|are|comes|come|will|do|does|plays|play|have) (next|up next|you|we|coming|after|going|be|queued|lined|up|in|on) *
            what (are|do|will|is|have|do you) (you|we|i) (playing|play|got|going to play|have|put|hear|listening to|planning|planned|lined up|queued|be hearing|be playing) (next|coming|coming up|planned|lined up|after this|queued|queued up|later|on next|coming next|to play next|up next|on the list|in the queue|for later|up) *
            (anything|is there anything|is anything|do i have anything|do we have anything|is there something|what else is) (in the queue|queued|lined up|coming up|queued up|next|left in the queue|up next|left|coming) *
            (show|list|see|check|view) (me)? (what|the songs|the tracks|songs|tracks|everything)? (is|that is|that are|are)? (coming|coming up|next|queued|queued up|lined up|up next|after this|in the queue|waiting|to come|still to come|left) *
            """, (c, m) => [new ToolCall(ToolNames.ShowQueue, [])]),
        new("""
            (what|which|show|list|see|tell|can|give|display|view|open|my|the|recent|recently|last|songs|tracks|go|pull|look|who|where|when|remind|bring) * (listening history|play history|history|recently played|played recently|listened to recently|been playing recently|been listening to lately|been listening to recently|been listening to|played earlier|heard earlier|listened to earlier|recent plays|playback history|recent songs|recent tracks|played lately|i played|listened to lately|i heard|listen to yesterday|listen to today|played yesterday|listened to yesterday|played today|listened to today|play yesterday|play today|hear yesterday|playing yesterday|playing earlier|listen to last week|played last week|play last week|listening to yesterday|listening to earlier|playing an hour ago|play this morning|listen to this morning|hear earlier|played this morning|listened to this morning|on earlier|heard yesterday|heard today|heard last|listened to last|played last|played so far|been played|been on|playing last night|play last night|listen to last night|played last night|listen to on *|listened to this week|played this week|listen to this week|play this week|listen to earlier|play earlier|playing this morning|been playing) *
            (history|listening history|play history|recently played|my history|recent plays|recent listens|my recent plays) *
            """, (c, m) => c.Tokens.Any(t => t.Text is "most" or "hours" or "many" or "much" or "top" or "play" && t == c.Tokens[0]) ? null : [Call(ToolNames.ListeningHistory, new ListeningHistoryArguments { Period = HistoryPeriod(c) })]),
        History(),
        new("""
            (what|which|wat) (is|was)? (the|this)? (song's|song|track's)? (key|tempo|bpm|time signature|scale|loudness|energy|danceability|length|duration|genre|year|release date|release year|mood|record label|label|beats per minute|beat|speed|pitch|album|pace|chord|chords|camelot|rhythm|running time|metre|meter) *
            (what|which) (key|tempo|bpm|year|album|genre|label|time signature|decade|scale|speed|kind of music|type of music|style|style of music|kind of song|sort of music|era|record|style of music|pitch|type of song|chords|metre|beat|mode|sort of song|date|month) (is|was|are|does|did|has|do|would|this|it|s|came|come|am) *
            (how) (fast|slow|long|old|energetic|danceable|happy|loud|popular|acoustic|quick|sad|dark|many beats|many bpm|many beats per minute|much longer|recent|upbeat|famous|speedy|instrumental|positive) (is|was|does|until|are) (this|it|that|the|song|track|current|left) *
            (how) many (beats|bpm|minutes|streams|plays|beats per minute) (is|does|are|per|in|has|a minute) (this|it|minute|the|that|there|a|song|is) *
            (when) (was|did|is|were|has) (this|it|that|the song|they|the track|this song|the current song) (song|track|one|tune|album|record|made|released|come out|recorded|written|came out|from|come|release|first released|do this|make this|record this|first come out|out)* *
            (bpm|tempo|key|tempo and key|key and tempo|bpm and key|key and bpm|track details|song details|details|track info|song info|info|more info|year|genre|length|song information|track information|song facts|song key|song bpm|duration|stats on this song|facts) (please|of this|for this|of this song|for this song|of this track|for this track|on this|on this song|on this track|about this song|about this|about this track|check|of the song|of the track|of it|of this one)?
            (tell|give|show|get) (me|us)? (more|everything|all|something|the|some|a bit more|a little more|all the|about|details|info|information|facts|a bit|full|background|any|me)* (about|details|info|information|bpm|tempo|key|facts|stats|analysis|background|year|genre|features|audio features|length|on|of|for|specs|data|credits|properties) (about|for|of|on|and|this|the|that|it|song|track|one|current|tempo|key|artist|tune|bpm|piece|here|you have|what is playing|record|playing|album)*
            (is) (this|it|that|the|song|this song|this track|this one) (song|track|one)? (in|a|an|the|by|from|fast|major|minor|slow|explicit|live|instrumental|new|old|a cover|acoustic|recent|off|on|considered|really)  *
            (where) (is|does) (this|it|that) (song|track|one)? (from|come from|off) *
            (who) (wrote|produced|composed|recorded|mixed|mastered|engineered) *
            (analyse|analyze|details|describe|break down|dissect|info on|information on|details on|details about|info about|more about|facts about) (this|the|it|that|of|on|about|song|track|one|current|playing|me)* 
            (tell) (me)? (the|its) (key|bpm|tempo|year|album|genre) *
            (what|which|show|tell|give) (are|is|me|us)? (the|its|this)? (chords|chord progression|chord changes|structure|song structure|tuning) (of|in|for|to|here|this|please|like)? (this|the|it|that)? (song|track|one)?
            (what|which) (keys|key|tempos) (does|do|would|will|can|could|mixes|mix|go|goes|fit|fits|is|are) (this|that|it|the|with|well|compatible|to|track|song|one|current|mix|go|blend|fit|work|match|nicely|into)* (with|into|to)? (this|that|it|the|track|song|one|current)*
            (where|when|at what (time|point|second|minute)) (is|are|does|do|did|will) (the|its|that)? (first|second|last|next|main)? (chorus|choruses|verse|verses|bridge|drop|drops|break|intro|outro|solo|refrain|hook|breakdown|build up|buildup|middle eight) *
            (how) (is|was) (this|that|it|the) (song|track|one|piece|tune)? (structured|built|laid out|arranged|put together|tuned) *
            (what) (does) (the|its) (structure|form|arrangement) (of this|of this song|of this track|of it)? (look like)?
            (what|which) (is|are) (the|its|this song's)? (form|sections|arrangement|parts) (of|in|here)? (this|the|it|that)? (song|track|one)?
            (how) (sure|certain|confident) (are|is) (you|the analysis|that|echotune) (of|about|with|on)? (the|its|this|that)* (key|tempo|bpm|chords|beat|metre|genre|mood)? *
            (are) you (sure|certain) (about|of|that)? (the|its|this is|it is in|that is|it is)* (key|tempo|bpm|chords|beat|metre|genre|mood|right) *
            (does|do|did|will|is there) (the|its|this|it|a|any)* (song|track|one)? (tempo|key|bpm|metre|beat|speed) (ever)? (change|changes|stay|vary|shift|modulate) *
            (does|do) (this|it|the song|the track) (song|track|one)? (ever)? (change|modulate|speed up|slow down|have|stay) (key|tempo|speed|keys|a key change|key changes|a drop|a chorus|a bridge|in the same key|in one key|at the same tempo)? *
            what album *
            """, (c, m) => c.Tokens.Any(t => t.Text is "weather" or "degrees" or "time" && !c.Tokens.Any(x => x.Text is "signature" or "running")) ? null : [new ToolCall(ToolNames.TrackDetails, [])]),
        Explain(),
        new("""
            (what|which|wat|whats) (is|are|was|do)? (this|that|it|playing|on|we|i|you|the song|currently|now|the|currently playing|this one|this song|this track|this tune|that song|that tune|here) (song|track|tune|music|one|playing|on|called|now|i am hearing|listening to|listen to|right now|hearing|hear|is playing|is on|we are hearing|named|again|currently|please|that is playing|thing|at the moment|playing now|called again|name of this|title of this|is this|we are listening to|i am listening to|that i am hearing|you are playing|you playing|coming on|just started|piece|jam|banger|beautiful song|great song|lovely song|awesome song|amazing song|great tune|coming out of *|on right now|on now|then|by the way)* 
            (what|which|wat) (song|track|tune|music|band|artist|piece|record|number|singer|group) (is|are|am|was|does|this|do|it|plays|s|would|sings|just) (this|that|it|playing|on|called|i|we|being|currently|now|again|listening|hear|listening to|hearing|come|called again|song|one|by|is|we listening to|you playing|started|singing|at the moment|here)* *
            (who) (is|are|was|does|do|did|sings|sang|plays|made|performs|'s|performed|sing|singing|recorded this|am) (this|that|it|singing|playing|the|sings|performing|behind|we|i|these|by|she|he|doing|rapping|they|song|artist) (song|track|tune|one|by|band|artist|singer|listening to|on|now|right now|is|again|this|that|it|singing|guy|please|rapper|hearing|called|of this|of this song|guys|behind this|version|here|tune|behind|playing|group|woman|voice|man|piece|singer of this|beautiful voice)* 
            (whose) (song|track|tune|voice|music|record|band) (is|am) *
            (who) (sings|sang|plays|made|performs|performed|raps) (this|that|it) *
            (name|title|artist|singer|song name|song title|track name|track id|id|track title|current song|now playing|current track|currently playing|song id|artist name|name and artist|title and artist|artist and title|song and artist) (of|please|for|that)? (this|that|the|song|track|tune|one|and|artist|please|playing|current|it|singer|is playing|what)* 
            (what) (is) (the)? (name|title|artist|song|track|singer|band) (name|title)? (of|for|playing|that|singing|called|on|behind|here|right now|now|i am|performing) *
            (what) (is) the (name|title|artist|song|track|singer|band|current song|current track|song called|song name)
            (tell|show|give|remind) (me|us)? (me)? (what|who|the|which|what is|who is) (name|title|song|track|playing|is|this|current song|current track|artist|we|i|singer|am|are|the) *
            (identify|recognise|recognize|shazam|name|id) (this|that|it|the) (song|track|tune|one|music|artist|for me|please)*
            (what|who) (am|are) (i|we) (listening to|hearing|hearing now|playing|listening to now|listening) *
            (i)? (love|like)? (who is it|whos it|who dis|what dis|whats it|what is it|what song|song name|name of song|which song|which band|which artist|what band|what artist|who is it by|who by|what tune|which track|what track|what is that|what is this|who is this|who is that|what is on)
            (is|are) (this|that|it|these) (by|still|the new|them|really|actually|not) *
            (do you)? know (what|who) (this|is|song) *
            (do you know|can you tell me|tell me|any idea|i wonder|i would like to know|i want to know|do you happen to know) (what|who|which) (this|is|song|track|artist|band|that|sings|the|it|we) *
            """, (c, m) => OffTopicQuestion(c) ? null : [new ToolCall(ToolNames.NowPlaying, [])]),
    ];

    private static IEnumerable<ToolCall>? InKey(ClauseReading c)
    {
        if (!c.Tokens.Any(t => t.Text is "in" or "mix" or "mixes" or "blends" or "compatible" or "harmonises" or "harmonizes") || (c.Tokens.Count > 1 && c.Tokens[0].Text is "is" or "are" && c.Tokens[1].Text is "this" or "it" or "that" or "the" or "these")
            || (c.Tokens.Count > 1 && c.Tokens[1].Text is "key" or "keys" or "chords" or "scale"))
        {
            return null; // what key mixes with this, is this in A minor: about what plays
        }

        return c.Read(0, c.Tokens.Count, NameMode.Statement).Result is { Key: not null } r ? [Call(ToolNames.Recommend, r.ToCriteria())] : null;
    }

    private static bool IsSearch(ClauseReading c) => c.Tokens[0].Text is "search" or "look" or "find" && c.Tokens.Any(t => t.Text is "with" or "whose" or "containing") || c.Tokens.Any(t => t.Text is "playlists" or "playlist" or "no" or "without");

    private static bool OffTopicQuestion(ClauseReading c) => c.Tokens.Any(t => t.Text is "weather" or "capital" or "president" or "minister" or "temperature" or "time" or "date" or "score" or "price" or "meaning" or "forecast" or "stock" or "recipe" or "exchange" or "population" or "won" or "year" or "day" or "news" or "distance" or "plus" or "times" or "square" or "boss" or "number" or "points");

    /// <summary>What the listener heard at some time: what was I playing last week.</summary>
    private static Rule History() => new(
        "(what|which|show|list|see|tell|did|remind|give) * (yesterday|earlier|last|ago|recently|lately|past|previously|today|morning|monday|tuesday|wednesday|thursday|friday|saturday|sunday) *",
        (c, _) =>
        {
            var words = c.Tokens.Select(t => t.Text).ToHashSet(StringComparer.Ordinal);
            var heard = words.Overlaps(["listen", "listened", "listening", "played", "heard"]) || (words.Overlaps(["was", "were", "did", "had", "been"]) && words.Overlaps(["play", "playing", "hear", "hearing", "on"]));
            return heard && words.Overlaps(["i", "we", "me"]) && !words.Overlaps(["most", "many", "much", "hours", "top", "should", "next", "play's", "favourite", "new", "mood", "moods", "genre", "genres", "playlist", "minutes", "not", "never", "similar", "like"])
                ? [Call(ToolNames.ListeningHistory, new ListeningHistoryArguments { Period = HistoryPeriod(c) })]
                : null;
        });

    private static string? HistoryPeriod(ClauseReading c)
    {
        var t = c.Tokens;
        return t.Any(x => x.Text is "month") ? "30d" : t.Any(x => x.Text is "week") ? "7d" : t.Any(x => x.Text is "year") ? "year" : t.Any(x => x.Text is "ever") ? "all" : null;
    }

    private static IEnumerable<ToolCall>? Transition(ClauseReading c, Pattern.Match m)
    {
        if (c.Tokens.Skip(m.Spans["from"].Start).Take(m.Spans["from"].End - m.Spans["from"].Start).All(t => t.Text is "next" or "the" or "blend" or "mix" or "transition" or "will" or "coming" or "first"))
        {
            return [new ToolCall(ToolNames.PreviewTransition, [])];
        }

        var verb = c.Tokens.Any(t => t.Text is "transition" or "goes" or "flows" or "blends" or "mixes" or "segue" or "switch" or "into" or "fades" or "crossfade" or "leads" or "preview" or "transitions" or "blend" or "mix" or "crossover" or "changeover" or "handover" or "going" or "go" or "segues" or "flow");
        var strong = c.Tokens.Any(t => t.Text is "transition" or "preview" or "goes" or "flows" or "segue" or "blends" or "crossfade" or "sound" or "sounds" or "leads" or "crossover" or "mixes" or "how" or "between");
        if (!verb || !strong)
        {
            return null;
        }

        string? Side(string name) => c.IsThis(m, name) || (m.Spans.TryGetValue(name, out var s) && c.Tokens[s.Start].Text is "the" && s.End - s.Start <= 3 && c.Tokens.Skip(s.Start).Take(s.End - s.Start).Any(x => x.Text is "next" or "following" or "current")) ? null : Trim(c, m, name);
        return [Call(ToolNames.PreviewTransition, new PreviewTransitionArguments { From = Side("from"), To = Side("to") })];
    }

    private static string Trim(ClauseReading c, Pattern.Match m, string name)
    {
        var (start, end) = m.Spans[name];
        while (start < end - 1 && c.Tokens[start].Text is "from" or "between" or "how" or "of" or "the" && !c.Tokens[start].Capital)
        {
            start++;
        }

        return c.Utterance.Surface(start, end);
    }

    private static Rule Explain() => new(
        """
        (what|which) (made|makes|caused|led) (you|it|this) (to)? (pick|choose|play|select|recommend|suggest|think of|go for|go with|put on|think i would like|think i would want|queue|add|decide on|come up with|serve up|settle on|land on|opt for|want to play) {track}
        why (did|have|would|do|are|were|was|is|am|does|had|should|has|must) (you|i|it|this|that|we|these|the app|echotune) (pick|picked|choose|chose|chosen|play|playing|played|select|selected|recommend|recommended|recommending|suggest|suggested|suggesting|hearing|listening to|getting|put|put on|think of|think i would like|go for|go with|queue|queued|add|added|going with|giving me|give me|given|show me|showing me|think i like|in|on|being|coming up|shown|here) (me|for me|up)? {track}
        why {track}
        (explain|justify) {track}
        (how come) (you)? (picked|chose|are playing|played|recommended|put on|suggested|selected|went for|queued)? {track}
        (what|tell me|give me|what is|what was|whats) (is|was|were|are)? (me)? (the|your)? (reason|reasons|reasoning|logic|thinking|rationale|idea|explanation|story|motivation|thought process) (for|behind|of|that you|why|you) (picking|playing|choosing|recommending|selecting|suggesting|the choice of|you picked|you chose|you played|picked|chose|played|putting on|queueing|the pick of)? {track}
        (tell me)? (how) (did|do|was|were|does|would|have) (you|this|it|that|these) (pick|come up with|choose|decide on|find|select|arrive at|picked|chosen|know to play|end up with|get picked|get chosen|selected|end up (in|on)|decide to play|land on|come to|come up|get to|know i would like|settle on|recommended|get|make (it|its way) (in|on|into|onto)) {track}
        (tell me) why (you|this|i|it) (picked|chose|played|are playing|recommended|is playing|am hearing|is|was|suggested|selected|put on|went with|think i would like|is here)? {track}
        (why|why this|why this one|why that|why that one|why though|why these|explain|explain this|explain that|explain yourself|explain please|explain it|how come|reason|reasons|the reason|why is that|but why|why this song|why me)
        (explain|justify) (why|how|that|this|the|your|me|to me|to me why) *
        why (is|was|did|am|are|do|does|would|have|has) *
        (what does this have to do with|what has this got to do with) (my|me) *
        (is this because|did you pick this because|are you playing this because) *
        """,
        (c, m) =>
        {
            if (c.Tokens.Any(t => t.Text is "sky" or "weather" or "expensive" or "late" or "blue" && t.Capital == false && c.Tokens.Any(x => x.Text is "sky")))
            {
                return null;
            }

            if (!m.Spans.TryGetValue("track", out var s))
            {
                return [Call(ToolNames.Explain, new ExplainArguments())];
            }

            var (start, end) = s;
            while (start < end - 1 && c.Tokens[start].Text is "me" or "for" or "to" or "the" or "song" or "track" or "on" or "up" or "you" or "playing" or "picked" or "choice" or "of" or "that" or "play" or "did" or "choose" or "pick" or "recommend" or "are" && !c.Tokens[start].Capital)
            {
                start++;
            }

            while (end - 1 > start && c.Tokens[end - 1].Text is "for" or "me" or "now" or "next" or "please" or "in" or "earlier" or "playing" or "here" or "just" or "today" or "then" or "on" or "picked" or "recommended" or "again" or "queue" or "right" or "being" or "played" or "chosen" or "coming" or "up" or "the" && !c.Tokens[end - 1].Capital)
            {
                end--;
            }

            var named = c.Utterance.Known(start, end) is not null || c.Tokens[start].Quoted || c.Tokens.Skip(start).Take(end - start).Any(t => t.Capital && t.Text.Length > 1 && t.Text is not "i");
            return [Call(ToolNames.Explain, new ExplainArguments { Track = named && !c.IsThis(start, end) ? new CriteriaReaderName(c).Track(start, end) : null })];
        });

    /// <summary>A title without the artist behind "by".</summary>
    private readonly struct CriteriaReaderName(ClauseReading c)
    {
        public string Track(int start, int end)
        {
            for (var i = start + 1; i < end - 1; i++)
            {
                if (c.Tokens[i].Text == "by" && !c.Tokens[i].Capital && c.Utterance.Known(start, end) is null)
                {
                    return c.Utterance.Surface(start, i);
                }
            }

            return c.Utterance.Surface(start, end);
        }
    }

    private static Rule Statistics() => new(
        """
        (was|were|has|did|number|hours|minutes|amount|days|what|which|who|whom|how|show|tell|give|my|list|see|do|am|are|display|have|when|can|did|let|top|most|the|stats|statistics|listening|recap|year|wrapped|is|summarise|summarize|sum|total|current|get|pull|count|where|biggest|favourite|monthly|weekly|annual|yearly|longest|music|discovery|mood|view|open|review|for) *
        """,
        (c, m) => Statistic(c));

    private static IEnumerable<ToolCall>? Statistic(ClauseReading c)
    {
        var words = c.Tokens.Select(t => t.Text).ToHashSet(StringComparer.Ordinal);
        bool Has(params string[] any) => any.Any(words.Contains);
        var text = " " + string.Join(' ', c.Tokens.Select(t => t.Text)) + " ";
        bool Says(params string[] any) => any.Any(a => text.Contains(" " + a + " ", StringComparison.Ordinal));
        if (Has("playlist", "play") && c.Tokens[0].Text is "play" or "make" or "build" or "create" || Has("why", "queue", "radio", "recommend", "suggest") || Says("play me", "should i", "sleep timer", "hear the", "put on", "lyrics"))
        {
            return null;
        }

        var mine = Has("i", "my", "me", "we", "our", "have", "mine");
        var listening = Has("listen", "listened", "listening", "played", "plays", "heard", "play", "spun", "stream", "streamed", "hear", "spend", "spent", "enjoyed", "into", "rotation", "repeat", "been");
        var most = Has("most", "top", "favourite", "favourites", "biggest", "main", "number") || Says("the most", "more than any", "on repeat", "a lot", "best");
        string? what = null;
        if (Has("streak", "streaks", "consecutive") || Says("in a row", "days running", "every day this", "unbroken run"))
        {
            what = "streak";
        }
        else if (Has("recap", "wrapped", "roundup", "summary", "summarise", "summarize", "overview") || Says("in review", "year in music", "month in music", "week in music", "round up", "look back", "sum up") || (Has("stats", "statistics", "figures", "numbers") && mine && !Has("mood", "moods", "genre", "genres", "artists", "artist")))
        {
            what = "recap";
        }
        else if (mine && (Has("discover", "discovered", "discoveries", "discovery", "new", "unfamiliar") || Says("first time")) && Has("many", "much", "artists", "artist", "songs", "music", "discoveries", "tracks", "rate", "stuff", "discovered", "discovery", "discover", "anything") && Has("how", "what", "which", "show", "did", "have", "my", "who", "list") && !Says("something new", "new to me", "find me", "new playlist", "i want", "give me", "have not", "show me something", "show me some", "never heard"))
        {
            what = "discovery";
        }
        else if ((Has("mood", "moods", "emotions", "emotion", "vibe", "vibes", "feelings", "emotional") || Says("how happy", "how sad", "happy or sad", "sad or happy", "music sad", "music happy", "music happier", "music sadder", "how cheerful", "how upbeat", "how melancholic")) && (listening || mine) && Has("what", "which", "how", "show", "breakdown", "my", "been", "tell", "was") && (listening || Has("music", "taste", "stats", "breakdown", "chart", "over", "lately", "month", "week", "year", "songs", "history")) && !Has("feel", "put", "boost", "lift", "match", "matches", "matching", "suit", "suits", "give", "something"))
        {
            what = "moods";
        }
        else if ((Says("how many hours", "how many minutes", "how much time", "how long have i", "how long did i", "how much music", "how much did i", "how much have i", "hours of music", "listening time", "time listening", "total time", "minutes of music", "total hours", "hours listened", "how many days of music", "time spent", "how much do i", "listening hours", "time have i spent", "total listening", "hours have i", "long i have", "minutes did i", "how many songs did i", "how many songs have i", "how many tracks have i", "how many tracks did i", "how much i", "how long i") || (Has("hours", "minutes") && listening)) && mine | Has("total") | Period(c, words, text) is not null && (listening || Has("music", "time")))
        {
            what = "listening_time";
        }
        else if (most && (mine || listening || (c.Tokens[0].Text is "top" or "most" && Period(c, words, text) is not null)) && !(c.Tokens[0].Text is "my" && !Has("top", "most")) && !Says("my favourite song is", "is my favourite", "my top songs for", "to my favourites", "my favourites to", "to favourites") && !Has("add", "save", "like", "mix", "remove", "best") | Says("the most"))
        {
            what = Has("genre", "genres", "style", "styles", "kind", "kinds", "type", "types", "sort", "sorts") ? "top_genres"
                : Has("song", "songs", "track", "tracks", "tune", "tunes", "album", "albums") ? "top_tracks"
                : Has("artist", "artists", "band", "bands", "who", "whom", "singer", "singers", "musician", "musicians", "group", "groups", "rapper") ? "top_artists"
                : Has("what") && listening ? "top_tracks"
                : null;
            if (what is not null && !(Has("what", "which", "who", "whom", "show", "list", "tell", "see", "are", "is", "give", "display", "pull", "view", "get", "whats") || c.Tokens[0].Text is "my" or "top" or "most" or "the" or "favourite"))
            {
                what = null;
            }
        }
        else if (Has("genres", "genre") && mine && listening && Has("what", "which") && !Has("should"))
        {
            what = "top_genres";
        }
        else if (Has("who", "artists", "artist") && mine && Says("obsessed with", "hooked on", "playing a lot", "have i been listening to", "am i listening to", "did i listen to", "been into", "on heavy rotation") && !Says("this now", "right now"))
        {
            what = Has("who", "artists", "artist") ? "top_artists" : null;
        }

        return what is null ? null : [Call(ToolNames.Statistics, new StatisticsArguments { What = what, Period = Period(c, words, text) })];
    }

    private static string? Period(ClauseReading c, HashSet<string> words, string text)
    {
        bool Says(string phrase) => text.Contains(" " + phrase + " ", StringComparison.Ordinal);
        for (var i = 0; i < c.Tokens.Count; i++)
        {
            if (Numbers.TryNumber(c.Tokens, i, c.Tokens.Count, out var n, out var next) && next < c.Tokens.Count)
            {
                var days = c.Tokens[next].Text switch { "day" or "days" => n, "week" or "weeks" => n * 7, "month" or "months" => n * 30, "year" or "years" => n * 365, _ => 0 };
                if (days > 0 && !Says("in a row"))
                {
                    return days <= 10 ? "7d" : days <= 45 ? "30d" : days <= 200 ? "90d" : days <= 400 ? "year" : "all";
                }
            }
        }

        return words.Contains("quarter") || Says("few months") || Says("couple of months") || words.Contains("season") || words.Contains("summer") ? "90d"
            : words.Contains("week") || words.Contains("weekly") || words.Contains("sunday") && words.Contains("since") ? "7d"
            : words.Contains("month") || words.Contains("monthly") || words.Contains("fortnight") ? "30d"
            : words.Contains("year") || words.Contains("annual") || words.Contains("yearly") || words.Contains("wrapped") || Says("since january") ? "year"
            : words.Contains("ever") || Says("all time") || Says("in total") || words.Contains("overall") || words.Contains("altogether") || words.Contains("lifetime") || words.Contains("history") || Says("since i started") || Says("since the beginning") || Says("in my life") || Says("so far") ? "all"
            : null;
    }
}
