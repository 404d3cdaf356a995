using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using static EchoTune.Conversation.Interpreter.Rules.ClauseReading;

namespace EchoTune.Conversation.Interpreter.Rules;

/// <summary>Queue, playlists, likes, saving, search, radio, mixes and undo.</summary>
internal static partial class LibraryRules
{
    private const string Recurring = "day|week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|evening|night|weekend|weekday";

    public static IReadOnlyList<Rule> All { get; } =
    [
        // What recurs comes before what is made once.
        new("* (every|each|weekly|daily|monthly|once|nightly|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|automatically|regularly) *", (c, _) => Schedule(c)),

        new(ToolNames.Undo,
            """
            (undo|revert|reverse|cancel|roll back|take back) (the|my|that|this|your)? (last|previous|latest)? (change|thing|action|command|step|edit|move|request)? (i made|you made|you did|i did)?
            (undo|undo that|undo it|undo this|undo please|revert|revert that|roll that back|roll back|reverse that|undo what you just did|undo the last *|undo my last *|oops|whoops|undo last *|take that back|take it back|i take that back|i take it back|put it back|put that back|put it back how it was|change it back|change that back|cancel that|scratch that|i did not mean that|i did not mean to do that|that was a mistake|my mistake|go back on that|reverse the last *|never mind that|unto that|i changed my mind|bring it back how it was|restore that|restore it|restore what *)
            """),

        // What was talked about last: the queue that was shown, the playlist that was built.
        new("""
            (remove|delete|take|drop|kick|get rid of|cut|pull|throw|scratch|lose|ditch|strike) (out|off)? (the)? <place> (song|track|one|item|tune) (out|off|please|again|from it|from there|from the list)*
            (remove|delete|take|drop|kick|get rid of|cut|pull|throw|scratch|lose|ditch|strike) (out|off)? (number|song|track|item|song number|track number) <num> (out|off|please|again|from it|from there|from the list)*
            """, (c, m) => c.TalksOf(ToolNames.ShowQueue, ToolNames.QueueRemove, ToolNames.QueueMove, ToolNames.QueueAdd) && m.Quantities.Count == 1 && m.Quantities[0] is > 0 or -1
            ? [Call(ToolNames.QueueRemove, new QueueItemArguments { Index = (int)m.Quantities[0] })] : null),
        new("""
            (add|put|stick|throw|save|drop|pop|chuck|include|get|keep|bung) {what} (to|on|in|into|onto) (it|there|that playlist|the playlist|this playlist|that one|that list|this list|the list) (too|as well|please|also)*
            """, (c, m) => AddToLast(c, m)),

        // Queue.
        new(ToolNames.QueueClear,
            """
            (clear|empty|wipe|reset|flush|delete|dump|erase|scrap|purge|clean|trash|bin|cancel|nuke|clear out|empty out|wipe out|clean out|clear up|throw out|throw away|drop|remove|get rid of|ditch|start|blank|forget|discard|kill) (the|my|our|out|all|whole|entire|everything|this|of|from|in|off|songs|tracks|off the|current|that|is|up|rest|whatever|on|what)* @queue (completely|please|entirely|now|songs|list|out|again|over|fresh|altogether|clean)?
            (forget|remove|clear|delete|drop|cancel|scrap|get rid of|wipe|dump|erase|take off|discard|ditch) (everything|all|all the songs|all of|whatever|what|anything|all songs|all tracks|the rest|every song|all that|all the tracks)* (that)? (is|in|from|on|of|was|are|i|we|you|out)* (lined up|queued|queued up|up next|coming up|coming|the queue|my queue|next|upcoming|in line|added|have queued|had queued|in the queue)
            (start|begin) (the|my|a)? (fresh|new|empty|clean) (queue)
            (i want an|give me an) empty queue
            """),
        new("""
            (remove|delete|take|drop|kick|get rid of|cut|pull|throw|scratch|lose|ditch|strike) (the|out|number|song|track|off)? {what} (from|out of|off|off of) (the|my|our)? @queue
            (remove|delete) {what} in (the|my|our)? @queue
            (take|remove|drop|kick) {what} out (of the queue)
            """, (c, m) => QueueItem(c, m, ToolNames.QueueRemove)),
        new("""
            (move|put|shift|bring|bump|push|place|drag|send) (the)? <place> (song|track|one|item|tune)? (in|on|from|of)? (the|my)? (queue|list)? (up|down)? (to) (the|position|number|spot|place|slot|very)* <place> (place|position|spot|of the queue|in the queue|in line|of the list|slot|in the list)?
            (move|put|shift|bring|bump|push|place) (number|song|track|item)? <num> (up|down)? (to|before|after|in) (position|number|spot|place|slot|the)* <num>
            (move|put|shift|bring|bump|push|place) (number|song|track|item)? <num> (up|down)? (to) (the)? (very)? <place> (of the queue|of the list)?
            (move|put|shift) (the)? <place> (song|track|one)? (up|down)? (to) (position|number|spot|place|slot)? <num>
            """, (c, m) => m.Quantities.Count < 2 ? null : [Call(ToolNames.QueueMove, new QueueMoveArguments { From = (int)m.Quantities[0], To = (int)m.Quantities[1] })]),
        new("""
            (play|jump to|skip to|go to|start|put on|hop to|skip ahead to|jump ahead to) (the)? <place> (song|track|one|item|thing|tune)? (in|on|of|from) (the|my)? (queue|list|up next|line up|lineup)
            (play|jump to|skip to|go to) (number|item|position|track number|song number) <num> (in|on|of|from)? (the|my)? (queue|list)?
            (jump|skip) (to|ahead to) (the)? <place> (song|track|one)
            """, (c, m) => m.Quantities[^1] is > 0 or -1 ? [Call(ToolNames.PlayQueueItem, new QueueItemArguments { Index = (int)m.Quantities[^1] })] : null),
        new("""
            (queue|queue up|line up|enqueue|cue up|cue|que|que up) {what} (next|to play next|up next|right after this|after this|after this one|after this song|at the front|at the top|immediately after)
            (play|put|stick|add|throw|slot|drop|pop|make|squeeze|bring|i want|i want to hear|let us have|hear|set|insert|slip|have) {what} (up)? (next|after this|after this one|after this song|right after this|right after this one|straight after this|as the next song|at the (front|top|start|head|beginning) of (the|my) @queue|next in (the|my)? (queue|line)|next please|when this (is over|ends|finishes|is done|one ends|song ends|one finishes|song is over|one is over|song finishes)|after the current (song|track|one)|once this (ends|is over|finishes|is done|song ends|song is over|one ends|one is over)|to play next|to the (front|top|start|head) of (the|my) @queue|in (the)? queue next|up next|immediately after this|first in the queue|play next)
            (next up|up next) {what}
            (follow|follow up|chase|succeed) (this|it|that|this one|this song|this track) (up)? (with|by) {what}
            (next|next up|after this|up next|when this ends|when this is over) (play|put on|queue|i want|i want to hear|let us hear|let us have|can we have|give me|add|queue up) {what}
            (make|let|have) (the)? (very)? next (song|track|one|tune|thing)? (be)? {what}
            (make|have) {what} (be|as)? (the|my|our)? next (song|track|one|tune)
            {what} next
            {what} after this (one|song)?
            """, (c, m) => QueueAdd(c, m, "next")),
        new("""
            (add|put|stick|throw|drop|place|pop|chuck|append|slap|toss|include|get|tack|stuff|bung|line up|shove|push|send|insert) {what} (at|on|to|in|into|onto) (the|my|our)? (very)? (back|end|bottom|tail|tail end|last place) (of)? (the|my|our)? @queue
            (add|put|stick|throw|drop|place|pop|chuck|append|slap|toss|include|get|tack|stuff|bung|shove|push|send|insert|line) {what} (in|on|to|into|onto|up in) (the|my|our) @queue (please|too|as well|last|at the end|for later)?
            (queue|queue up|line up|enqueue|cue up|que|que up|cue) {what} (last|at the end|please|for later|for me|too|as well|up|later|at the back|in the queue|for after)?
            (add|put) {what} (last|at the end|for later)
            (play|put on|put|add|i want|give me|let us have|start|spin|throw on|stick on) {what} (once|after|when) (the|my|this) (queue|list|playlist|line up|lineup) (is|has|gets|runs|ends|finishes|comes)* (done|over|finished|empty|out|through|played|to an end)?
            (play) {what} (later|after everything else|at the end|last|at the end of the queue)
            """, (c, m) => QueueAdd(c, m, "last")),

        // Playlists: edit.
        new("""
            (delete|remove|erase|get rid of|trash|scrap|drop|bin|throw away|destroy|dump|ditch|kill|discard|wipe|throw out|lose) (the|my|our|that)? (playlist) (called|named|titled)? {name}
            (delete|remove|erase|get rid of|trash|scrap|drop|bin|throw away|destroy|dump|ditch|kill|discard|wipe|throw out|lose) (the|my|our|that)? {name} (playlist) (please|for good|completely|forever|entirely|altogether|permanently)?
            (i)? (do not|no longer) (need|want) (the|my|that)? {name} playlist (anymore|any more|any longer)?
            """, (c, m) => c.IsThis(m, "name") || Every(c, m, "name") ? null : [Edit(c.Name(m, "name"), delete: true)]),
        new("(delete|remove|erase|get rid of|trash|scrap) (that|this|the) playlist", (c, _) => [Edit(null, delete: true)]),
        new("""
            (rename|retitle|relabel) (the|my|our)? (playlist)? {name} (playlist)? (to|as|into) {new}
            (rename) (the|my|our)? {name} playlist {new}
            (change|switch|update) (the)? (name|title) of (the|my|our)? {name} (playlist)? (to|into) {new}
            (change|update) (the|my|our)? {name} (playlist)? ('s)? (name|title) to {new}
            (call|name) (the|my|our) {name} playlist {new} (instead|from now on)?
            (give) (the|my|our)? {name} playlist (the|a new)? (name|title) {new}
            """, (c, m) => [Call(ToolNames.EditPlaylist, new EditPlaylistArguments { Playlist = c.IsThis(m, "name") && !c.Tokens.Skip(m.Spans["name"].Start).Take(m.Spans["name"].End - m.Spans["name"].Start).Any(t => t.Capital) ? null : c.Name(m, "name"), Rename = c.Name(m, "new") })]),
        new("""
            (add|put|stick|throw|save|bookmark|drop|pop|chuck|keep|file|store|place|include|pin|copy|bung|slap|tag|get|move|insert) {what} (to|on|in|into|onto|under|for) (my|the|our)? {name} (playlist|playlists|list)
            (add|put|stick|throw|save|bookmark|drop|pop|chuck|keep|file|store|place|include|pin) {what} (to|on|in|into|onto|under) (my|the|our)? playlist (called|named)? {name}
            (add|put|stick|throw|save|bookmark|drop|pop|chuck|keep|file|store|pin) {what} (to|in|into|onto|under|on) (my|our)? {name}
            """, (c, m) => AddTo(c, m)),
        new("""
            (take|remove|delete|drop|get|kick|pull|cut|throw|strip|weed|clear|scratch|lose|chuck|get rid of) (out)? (all|every|any|the|all the|all of the)? {what} (out of|from|off|off of|in|out from|on) (my|the|our)? (playlist)? {name} (playlist)?
            """, (c, m) => RemoveFrom(c, m)),
        Save(),

        // Playlists: make.
        new("""
            (save|keep|turn|make|store|convert|put|create|build|export) (a playlist (out of|from|of|with))? (that|this|these|those|them|it|the results|this list|that list|these songs|those songs|all of that|all of this|these recommendations|those recommendations|the lot|all of these|all of those|these tracks|those tracks|that mix|that selection|the above|this selection) (all)? (as|into|to|in|for) (a|my|a new|new)? playlist (called|named|titled|as|with the name|and call it)? {title}
            (save|keep|turn|make|store|convert|put|create|build|export) (a playlist (out of|from|of|with))? (that|this|these|those|them|it|the results|this list|that list|these songs|those songs|all of that|all of this|these recommendations|those recommendations|the lot|all of these|all of those|these tracks|those tracks|that mix|that selection|the above|this selection) (all)? (as|into|to|in|for)? (a|my|a new|new|the)? playlist (please|for me|for later)?
            (make|create|build|save) (me)? (a|a new|new)? playlist (out of|from|of|with) (that|this|these|those|them|it|the results|this list|these songs|those songs|all of that|all of these|those tracks|these tracks)
            """, (c, m) => c.LastCriteria() is { } criteria ? [Call(ToolNames.BuildPlaylist, new BuildPlaylistArguments { Title = m.Spans.ContainsKey("title") ? c.Name(m, "title") : null, Criteria = criteria })] : null),
        new("""
            (play|start|load|load up|put on|open|open up|fire up|throw on|stick on|shuffle|listen to|hear|i want to hear|i want to listen to|i would like to hear|i feel like|begin|run|launch|queue|queue up|pull up|bring up|let us hear|let us have|switch to|change to|go to|resume|continue|i want|cue up|give me|get|spin|kick off|blast|whack on|crank up|bring on|shuffle through|let me hear|can we have|can i hear|i would like) (me)? (songs from|music from|something from|tracks from|stuff from|everything in|everything from|all of)? (my|our|the) {name} playlist (please|now|again|on shuffle|shuffled|from the start|from the top|for me|from the beginning)?
            (play|start|load|load up|put on|open|open up|fire up|throw on|shuffle|listen to|hear|i want to hear|i want to listen to|begin|launch|pull up|bring up|switch to|cue up|spin|run) (me)? (the|my|a)? playlist (called|named|titled)? {name}
            (play|start|load|load up|put on|open|fire up|throw on|shuffle|listen to|begin|launch|pull up|bring up|grab|find me|get) {name} (from|in|out of) (my|the) (playlists|playlist collection|saved playlists)
            (play|start|load|put on|stick on|throw on|open|fire up|listen to|hear|i want|i would like|give me) {name} (the|my|our|that) playlist (on shuffle|shuffled)?
            (my|the) {name} playlist (please|now|again)?
            (start|load|load up|open|fire up|launch|pull up|put on|play|shuffle|resume|listen to|throw on|hear) {name} playlist (on shuffle|shuffled)?
            playlist {name}
            (go for|go with|choose|pick|select|try|hit|bring on|can i have|can i get|give me|i want) (the|my)? playlist (called|named)? {name}
            """, PlayPlaylist),
        new("* (playlist|playlists|mixtape|mix tape|play list|setlist) *", (c, _) => Build(c)),

        // Likes.
        new("""
            (unlike|un like|unheart|un heart|unfavourite|un favourite|unlove|unfave|delike) (this|that|it|the|my|current)? {what}
            (unlike|un like|unheart|unfavourite|unlove) (it|this|that|please)?
            (take|remove|delete|drop|undo|cancel|get rid of|withdraw|retract|revoke|pull) (back|away|off)? (my|that|the|this|a)? (like|heart|thumbs up|love|favourite|star|likes) (back|away|off)? ((from|on|of|for|off) {what})?
            (take|remove|delete|drop|get) {what} (from|off|out of|off of) (my|the)? (likes|liked songs|favourites|liked tracks|liked|liked music|hearts|loved songs|liked artists|liked albums|favourite songs|favourites list) 
            (i)? (do not|did not|no longer) (really|actually)? (like|love|enjoy|favourite|mean to like) {what} (anymore|any more|any longer|now|after all|as much)
            (i)? (no longer) (like|love) {what}
            {what} (is not|is no longer) (a|one of my)? (favourite|favourites) (anymore|any more|of mine)?
            """, (c, m) => Rate(c, m, ToolNames.Unlike)),
        new("""
            (never|do not|please do not|please never|stop) (ever|you)? (play|playing|recommend|recommending|suggest|suggesting|put on|give me|show me|show|giving me|showing me|queue|pick|choose|include|throw|serve|let me hear|make me listen to) (me|us)? (anything by|anything from|songs by|music by|stuff by|any|any more|any songs by|more|tracks by|the song|the track|anything off|anything else by)? {what} (to me)? (ever again|again|anymore|any more|ever|to me|please|from now on|in future|again please|in the future|any longer|to me again|to me ever again|ever ever again)*
            (ban|block|blacklist|blocklist|hide|dislike|thumbs down|downvote|boycott|exclude|ditch|bury|veto) (the song|the artist|the band|anything by|all|songs by|for|to|on)? {what} (forever|for good|please|permanently|from my recommendations|from now on|completely|from everything)?
            (i)? (really|absolutely|just|totally|honestly|truly|so)? (hate|dislike|detest|despise|loathe|can not stand|cannot stand|do not like|do not care for|can not bear|am not a fan of|do not really like|do not enjoy|am not into|strongly dislike|do not love|could not stand|am sick of|am tired of|am so sick of|am so tired of|never want to hear|do not want to hear|do not ever want to hear|am not keen on|have had enough of|really do not like|do not want to hear any|do not ever want to hear any|am over) (hearing|listening to|anything by|the song|the artist|songs by|any|any more|more)? {what} (ever again|again|anymore|any more|at all|ever|to be honest|so much|that much|very much)?
            (no more) (songs by|of|music by)? {what} (ever|please|ever again|again|from now on)?
            (not a fan of|not into|not keen on|less of|sick of|tired of|enough of|fed up with|thumbs down for|thumbs down on|thumbs down to|a thumbs down for|give a thumbs down to) {what}
            (give) {what} (a|the) (thumbs down|dislike|downvote|big no)
            {what} (sucks|is (really|so|absolutely|just|pretty|truly|utterly|bloody|kind of)? (awful|terrible|trash|garbage|bad|horrible|rubbish|crap|annoying|dreadful|the worst|not my thing|not for me|not my taste|not my cup of tea|atrocious|shit|unbearable|shite|boring|not great|painful|so bad|cringe|overrated|not good|a bad song|the worst song ever|hideous|terrible song))
            (thumbs down|dislike|downvote|do not like|not my thing|not for me|not my cup of tea|not my style|what a terrible song|terrible song|awful song|bad song|rubbish|garbage|this sucks|what an awful song|horrible|i hate|what rubbish)
            """, (c, m) => Rate(c, m, ToolNames.Dislike)),
        new("""
            (i)? (really|absolutely|just|totally|honestly|truly|quite|so|do|very much|kind of|am really|freaking|bloody|also|always)? (like|love|adore|enjoy|dig|am loving|am a (big|huge|massive)? fan of|am into|am digging|am enjoying|am obsessed with|can not get enough of|am really into|am so into|fell in love with|am vibing with|worship) (the song|the track|the artist|the band|the album)? {what} (so much|a lot|very much|, keep that in mind|by the way|to bits|to pieces|remember that|just so you know|fyi|tbh|here|too|as well|right now|man|already|with all my heart)*
            (like|love|heart|favourite|fave|star|thumbs up|thumb up|upvote|mark|rate) (for|to|on)? {what} (as (a|my)? (favourite|favourites|liked|loved|one of my favourites)|please|for me|up|highly|five stars|5 stars)?
            (add|put|save|stick|move|pop) {what} (to|in|into|on|among|with) (my|the)? (favourites|likes|liked songs|liked tracks|liked|loved tracks|hearts|favourites list|liked list|favourite songs|liked music|loved songs|liked artists|liked albums|favourite artists)
            (give|throw|slap|put|hit) {what} (a|the|my|some|an) (heart|like|thumbs up|star|love|upvote|big thumbs up|big heart|favourite)
            (give|throw|put) (a|the|my) (heart|like|thumbs up|star|upvote) (on|to|for) {what}
            (hit|press|tap|click) (the)? (like|heart|thumbs up) (button)? (on|for)? (this|that|it|this song|this one|this track|please)?
            {what} (are|is) (my|one of my|our|the) (new|all time|absolute|current|latest|old)? (favourite|favourites) (band|artist|singer|group|song|track|album|tune|bands|artists|songs|rapper|duo)? (ever|now|of all time|right now|at the moment|these days|in the world)?
            {what} (are|were) (really|so|absolutely|just|truly|quite|pretty)? (great|amazing|awesome|brilliant|fantastic|incredible|wonderful|the best|excellent|superb|my favourite|my favourites|phenomenal|genius)
            {what} (slaps|rocks|bangs|rules|hits|goes hard|hits different|is (really|so|absolutely|just|such|pretty|truly|seriously|bloody|honestly|quite|actually|freaking)? (a|an|the|my|one of my|one of the)? (absolute|total|real|all time|new|best|certified|complete|proper|pure|massive)? (great|amazing|awesome|banger|fire|good|best|jam|lovely|favourite|brilliant|beautiful|fantastic|tune|gold|incredible|wonderful|perfect|bop|masterpiece|lit|dope|sick|excellent|classic|favourites|cool|nice|slapper|gorgeous|superb|stunning|gem|magic|heavenly|sublime|epic|genius|bomb|goat|terrific|song|sweet|great song|good song|good one|great tune|great one|so good|hit|excellent song|phenomenal|unreal|mint|class|ace|catchy|delightful) (ever|song|one|track|tune|thing|of mine|stuff|ever made|song ever|music)?)
            (thumbs up|like|love it|love this|loving it|loving this|great song|great track|great tune|good song|good one|nice one|nice song|nice|what a (song|tune|banger|track|jam|great song|classic|masterpiece|bop|beauty|great track|lovely song)|banger|tune|favourite|more like it|this is it|good choice|great choice|great pick|good pick|nice pick|nice choice|excellent choice|yes this|my jam|upvote|heart|star|so good|absolute banger|perfect|great stuff|lovely|this is so good|this is it chief|big tune|love love love *|i love it|i love this|i like it|i like this|superb|awesome|amazing|brilliant|beautiful|cool song|good shout|great shout)
            (remember|note) (that)? i (like|love) {what}
            (what)? (a|an|such a)? (absolute|total|pure|proper|certified|massive|real|solid|complete|utter|great|big) (absolute|total|pure|proper)? (tune|banger|bop|jam|masterpiece|classic|anthem|belter|gem|corker|choon|slapper|beauty)
            """, (c, m) => Rate(c, m, ToolNames.Like)),

        // Radio.
        new("""
            (start|play|make|create|give|tune|build|begin|put|launch|i want|turn|switch|open|let us|can|do|kick|fire|run|set|get|spin|use|generate|hear|listen) * (radio|station|channel) (based|from|for|around|of|off|with|inspired|like|seeded|built|using|out|on|about|to|similar|by) (on|of|by|from|around|to|like|with|off)? {seed}
            (a|an|some)? (endless|infinite|nonstop|non stop|never ending|continuous|new|good)* (radio|station|channel) (of|with|for|from|around|about|full of|playing) {seed}
            (radio|station|channel) (based|built|made|created|generated|grown|started|from|for|around|of|off|with|inspired|like|seeded|using|on) (on|of|by|from|around|out of|off)? {seed}
            (start|play|make|create|give|tune|build|begin|put|launch|i want|turn|switch|i would like|let us|can|do|kick|fire|run|set|get|spin|generate|hear|listen|open|need)* (me|us|in|into|to|on|up|off|the|a|an|my|some|hear|have|listen|i)* {seed} (radio|station|channel) (please|now|station|for me)?
            """, Radio),
        new("""
            (keep|continue|carry on|go on|stay) (playing|on|with|going|it going|the music|this)* (with|like|in|on)? (more|stuff|songs|music|tracks|things|tunes|something|anything|this|the same)* (like|similar to|in the style of|in this|that sound like|along the lines of|this|of) (this|that|it|these|vein|mood|style|vibe|one|kind of thing|sort of thing|song|track) *
            (endless|infinite|non stop|nonstop|continuous|never ending) (music|songs|stuff|tracks|mix)? (like|similar to|based on) (this|that|it|the current *|what is playing) *
            (start|make|play|turn|give) (a|me a|this|it|that|the|into|me)* (song|track|one)? (into|in to)? (a)? (radio|station)
            radio (from|of|for)? (this|it)?
            (turn|make|use) (this|it|that) (song|track|one)? (into|as|for) (a|the)? (radio|station) *
            """, (_, _) => [Call(ToolNames.StartRadio, new StartRadioArguments { Current = true })]),

        // Sets.
        new("* (mix|blend|mixed|mixing|set|dj|megamix|blending|beatmatch|beatmix|mixes|segue|mash) *", (c, _) => Mix(c)),

        Find(),
    ];

    private static ToolCall Edit(string? name, bool delete) =>
        Call(ToolNames.EditPlaylist, new EditPlaylistArguments { Playlist = name, Delete = delete ? true : null });

    private static bool Every(ClauseReading c, Pattern.Match m, string name) =>
        c.Tokens.Skip(m.Spans[name].Start).Take(m.Spans[name].End - m.Spans[name].Start).Any(t => t.Text is "every" or "all" or "each" or "any" or "everything" or "from" or "out" or "songs" or "tracks");

    private static Criteria This(ClauseReading c) => c.Context.PlayingTitle is { } title
        ? new Criteria { Track = title, Artist = c.Context.PlayingArtist }
        : new Criteria { SimilarTo = new SimilarTo(Current: true) };

    private static IEnumerable<ToolCall>? QueueItem(ClauseReading c, Pattern.Match m, string tool)
    {
        var (start, end) = m.Spans["what"];
        if (c.Tokens[start].Text == "the")
        {
            start++;
        }

        if (start < end && (Numbers.TryPlace(c.Tokens, start, end, out var place, out _) || (Numbers.TryNumber(c.Tokens, start, end, out var n, out var next) && next == end && (place = (int)n) > 0)))
        {
            return [Call(tool, new QueueItemArguments { Index = place })];
        }

        var criteria = c.Read(m.Spans["what"].Start, end, NameMode.Request).Result;
        return criteria.IsEmpty ? c.IsThis(m, "what") ? [Call(tool, new QueueItemArguments { Criteria = This(c) })] : null : [Call(tool, new QueueItemArguments { Criteria = criteria.ToCriteria() })];
    }

    private static IEnumerable<ToolCall>? QueueAdd(ClauseReading c, Pattern.Match m, string position)
    {
        var (start, end) = m.Spans["what"];
        var words = c.Tokens.Skip(start).Take(end - start).Select(t => t.Text).ToArray();
        if (words.Any(w => w is "what" or "why" or "who" or "how" or "volume" or "playlist" or "shuffle" or "repeat" or "transition" or "timer") || words[0] is "the" or "skip" or "go" or "to" or "play" or "what" or "do" && words.Length == 1)
        {
            return null;
        }

        var pointing = words.All(w => w is "those" or "these" or "them" or "that" or "all" or "of" or "it" or "the" or "songs" or "tracks" or "up" or "lot" or "ones");
        if (pointing && c.LastCriteria() is { } last && words.Any(w => w is "those" or "these" or "them" or "all"))
        {
            return [Call(ToolNames.QueueAdd, new QueueAddArguments { Criteria = last, Position = position })];
        }

        if (c.IsThis(start, end))
        {
            return words.Length > 0 && words.Any(w => w is "this" or "it" or "that") ? [Call(ToolNames.QueueAdd, new QueueAddArguments { Criteria = This(c), Position = position })] : null;
        }

        var reader = c.Read(start, end, NameMode.Request);
        if (reader.Result.IsEmpty && !reader.HasNoun)
        {
            return null;
        }

        // "play Hey Ya next": what comes next is one song, so a name that nobody knows is its title.
        if (position == "next" && reader.Result is { Artist: not null, Track: null, Count: null } r && !reader.HasNoun && words[0] is not ("some" or "more" or "any" or "something") && c.Utterance.Known(start, end) is null && c.Utterance.Resembles(start, end) is null && !words.Contains("by"))
        {
            (r.Track, r.Artist) = (r.Artist, null);
        }

        return [Call(ToolNames.QueueAdd, new QueueAddArguments { Criteria = reader.Result.ToCriteria(), Position = position })];
    }

    private static IEnumerable<ToolCall>? AddToLast(ClauseReading c, Pattern.Match m)
    {
        var isNamed = c.Tokens.Any(t => t.Text == "playlist");
        if (!isNamed && !c.TalksOf(ToolNames.BuildPlaylist, ToolNames.EditPlaylist, ToolNames.PlayPlaylist))
        {
            return null;
        }

        // Without a name the playlist that changed last is meant.
        var criteria = c.IsThis(m, "what") ? This(c) : c.Read(m, "what").Result is { IsEmpty: false } said ? said.ToCriteria() : null;
        return criteria is null ? null : [Call(ToolNames.EditPlaylist, new EditPlaylistArguments { Add = criteria })];
    }

    private static IEnumerable<ToolCall>? AddTo(ClauseReading c, Pattern.Match m)
    {
        var name = c.Name(m, "name");
        var (start, end) = m.Spans["name"];
        var words = c.Tokens.Skip(start).Take(end - start).Select(t => t.Text).ToArray();
        if (words.Any(w => w is "queue" or "library" or "favourites" or "likes" or "liked" or "repeat" or "loop" or "shuffle" or "mode" or "collection" or "volume" or "hold" or "saved" or "order" or "lineup" or "next" or "timer" or "list" or "later" or "pause")
            || words is ["a"] or ["new"] or ["that"] or ["this"] or ["it"] or ["music"] || ControlRules.Device(c, WithDevice(m)) is not null && !c.Tokens.Any(t => t.Text == "playlist"))
        {
            return null;
        }

        // Without the word playlist only a capitalised name counts.
        if (!c.Tokens.Any(t => t.Text == "playlist") && !(c.Tokens[m.Spans["name"].End - 1].Capital || c.Tokens[start].Quoted || c.Tokens.Skip(start).Take(end - start).Any(t => t.Capital)))
        {
            return null;
        }

        if (c.IsThis(m, "what"))
        {
            return [Call(ToolNames.SaveTrack, new SaveTrackArguments { Playlist = name })];
        }

        if (c.Tokens.Skip(m.Spans["what"].Start).Take(m.Spans["what"].End - m.Spans["what"].Start).Any(t => t.Text == "but"))
        {
            return null; // "keep the mood but switch to French"
        }

        var criteria = c.Read(m, "what").Result;
        return criteria.IsEmpty ? null : [Call(ToolNames.EditPlaylist, new EditPlaylistArguments { Playlist = words.All(w => w is "that" or "this" or "the" or "it" or "playlist") ? null : name, Add = criteria.ToCriteria() })];
    }

    private static Pattern.Match WithDevice(Pattern.Match m)
    {
        var device = new Pattern.Match();
        device.Spans["device"] = m.Spans["name"];
        return device;
    }

    private static IEnumerable<ToolCall>? RemoveFrom(ClauseReading c, Pattern.Match m)
    {
        var (start, end) = m.Spans["name"];
        if (c.Tokens.Skip(start).Take(end - start).Any(t => t.Text is "queue" or "likes" or "liked" or "favourites" or "recommendations" or "here" or "my" && end - start == 1 || t.Text is "repeat" or "shuffle" or "mute" or "top" or "life" or "bed" or "pause"))
        {
            return null;
        }

        if (!c.Tokens.Any(t => t.Text == "playlist") && !c.Tokens[end - 1].Capital && !c.Tokens[start].Quoted)
        {
            return null;
        }

        var criteria = c.IsThis(m, "what") ? This(c) : c.Read(m, "what").Result is { IsEmpty: false } read ? read.ToCriteria() : null;
        return criteria is null ? null : [Call(ToolNames.EditPlaylist, new EditPlaylistArguments { Playlist = c.Name(m, "name"), Remove = criteria })];
    }

    private static Rule Save() => new(
        """
        (save|keep|bookmark|store|remember|add|pin|put|stick|download|stash|pop|file|get) {what} (to|in|into|on|for|onto|as) (my|the)? (library|collection|saved songs|saved tracks|saved|later|bookmarks|saved music|music library|music|songs|music collection|bookmarked songs|a bookmark)
        (save|keep|bookmark|store|pin|stash) {what} (please|for later|for me|for now)?
        remember (this|the) (song|track|tune|one) (please|for later|for me)?
        (save|bookmark|save to library|add to library|add to my library|save for later)
        """,
        (c, m) => !m.Spans.ContainsKey("what") || (c.IsThis(m, "what") && !c.Tokens.Any(t => t.Text is "playlist" or "mind")) ? [Call(ToolNames.SaveTrack, new SaveTrackArguments())] : null);

    private static IEnumerable<ToolCall>? PlayPlaylist(ClauseReading c, Pattern.Match m)
    {
        var (start, end) = m.Spans["name"];
        var first = c.Tokens[start].Text;
        if (c.Tokens[0].Text == "playlist" && c.Utterance.Source.Length > c.Tokens[0].End && c.Utterance.Source[c.Tokens[0].End] == ':')
        {
            return null; // "playlist: 40 hits" describes one
        }

        if (c.Tokens.Any(t => t.Text is "called" or "named") && first is "a" or "new" || first is "a" or "an" or "me" or "some" or "another" or "with" or "for" or "of" or "new" or "that" or "this" || c.Tokens.Skip(start).Take(end - start).Any(t => t.Text is "make" or "build" or "create" or "every" or "with" or "delete" or "rename"))
        {
            return null;
        }

        var calls = new List<ToolCall> { Call(ToolNames.PlayPlaylist, new PlayPlaylistArguments { Playlist = c.Name(m, "name") }) };
        if (c.Tokens.Any(t => t.Text is "shuffle" or "shuffled"))
        {
            calls.Add(Call(ToolNames.SetShuffle, new SetShuffleArguments { On = true }));
        }

        return calls;
    }
}
