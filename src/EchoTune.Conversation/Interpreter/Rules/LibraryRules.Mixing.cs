using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using static EchoTune.Conversation.Interpreter.Rules.ClauseReading;

namespace EchoTune.Conversation.Interpreter.Rules;

/// <summary>Mixes and searches.</summary>
internal static partial class LibraryRules
{
    // What one says to have a set mixed. "mixing" says so only inside a sentence.
    private static readonly HashSet<string> MixVerbs = ["mix", "blend", "segue", "beatmatch", "beatmix", "mash"];

    private static IEnumerable<ToolCall>? Mix(ClauseReading c)
    {
        // "songs that mix with this one" wishes for songs, not for a set.
        if (!MixVerbs.Contains(c.Tokens[0].Text) && c.Read(0, c.Tokens.Count, NameMode.Statement).Result.Key is { Compatible: true })
        {
            return null;
        }

        var t = c.Tokens;
        var words = t.Select(x => x.Text).ToHashSet(StringComparer.Ordinal);
        if (t[0].Text is "what" or "how" or "set" or "why" or "who" or "show" or "preview" or "save" || (t[0].Text == "turn" && !words.Overlaps(["queue", "queued", "these", "those", "into"])) || (words.Contains("set") && !words.Contains("mix") && !words.Contains("dj") && !words.Contains("mixed") && !words.Contains("blend") && !words.Contains("transitions") && !words.Contains("cuts") && !words.Contains("blends")
            && !(t.Select((x, i) => (x, i)).Any(p => p.x.Text == "set" && p.i > 0 && t[p.i - 1].Text is not ("is" or "i" or "all" or "to"))))
            || words.Contains("mood") || words.Contains("timer") || words.Contains("alarm") || words.Contains("volume") || words.Contains("playlist") || words.Contains("up") && words.Contains("mix") && !words.Contains("set") && !words.Contains("transitions") || words.Contains("live") && words.Contains("set") && !words.Contains("mix"))
        {
            return null;
        }

        var style = words.Contains("echo") || words.Contains("echoes") || words.Contains("echoing") ? "echo"
            : words.Contains("cut") || words.Contains("cuts") || words.Contains("cutting") || words.Contains("abrupt") ? "cut"
            : (words.Contains("long") && (words.Contains("blends") || words.Contains("blend") || words.Contains("transitions") || words.Contains("fades") || words.Contains("overlaps") || words.Contains("crossfades")) && !Says(t, "hour", "long", "blend")) || Says(t, "slow", "blends") || Says(t, "slow", "fades") || Says(t, "extended", "blends") || Says(t, "slow", "transitions") || Says(t, "gradual", "blends") ? "long_blend"
            : words.Contains("smooth") || words.Contains("smoothly") || words.Contains("seamless") || words.Contains("seamlessly") ? "smooth" : null;
        var queue = words.Contains("queue") || words.Contains("queued") || Says(t, "lined", "up") || Says(t, "up", "next") || Says(t, "coming", "up")
            || (MixVerbs.Contains(t[0].Text) && Coming(t));

        // Names in a row: A, B and C.
        var verb = Enumerable.Range(0, t.Count).FirstOrDefault(i => t[i].Text == "mixing" || MixVerbs.Contains(t[i].Text), -1);
        if (!queue && verb >= 0 && verb <= 2)
        {
            var names = new List<string>();
            var at = verb + 1;
            while (at < t.Count)
            {
                if (t[at].Text is "together" or "smoothly" or "seamlessly" or "and" or "with" or "into" or "the" or "songs" or "tracks" or "these" && !t[at].Capital)
                {
                    at++;
                    continue;
                }

                if (!t[at].Capital && !t[at].Quoted)
                {
                    break;
                }

                var stop = at + 1;
                while (!t[at].Quoted && stop < t.Count && t[stop].Break == '\0'
                    && !(!t[stop].Capital && t[stop].Text is "using" or "together" or "smoothly" or "seamlessly" or "and" or "into" or "in" or "with" or "by" && c.Utterance.Known(at, Math.Min(t.Count, stop + 2)) is null && !(t[stop].Text is "in" && stop + 1 < t.Count && t[stop + 1].Capital)))
                {
                    stop++;
                }

                names.Add(c.Utterance.Surface(at, stop));
                at = stop;
            }

            if (names.Count > 1)
            {
                return [Call(ToolNames.MixSet, new MixSetArguments { Tracks = names, Style = style })];
            }
        }

        var reader = c.Read(0, 0, NameMode.Statement);
        var skip = style is null ? [] : new HashSet<string> { "smooth", "smoothly", "echo", "cut", "cuts", "hard", "long", "slow", "blends", "blend", "quick", "sharp", "seamless", "transitions", "fades" };
        for (var i = 0; i < t.Count;)
        {
            if (t[i].Text is "mix" or "blend" or "set" or "dj" or "mixed" || (skip.Contains(t[i].Text) && !(t[i].Text is "hard" or "slow" or "long" && i + 1 < t.Count && t[i + 1].Text is not ("cuts" or "cut" or "blends" or "blend" or "transitions" or "fades" or "set" or "mix" or "crossfades"))))
            {
                i++;
                continue;
            }

            var j = i;
            while (j < t.Count && !(t[j].Text is "mix" or "blend" or "set" or "dj" or "mixed") && !(j > i && skip.Contains(t[j].Text)))
            {
                j++;
            }

            reader.Read(i, j, NameMode.Statement);
            i = j;
        }

        var criteria = queue ? null : reader.Result.IsEmpty ? null : reader.Result.ToCriteria();
        var these = words.Contains("these") || words.Contains("those") || words.Contains("them");
        return criteria is null && !queue && !words.Contains("dj") && !these && style is null && !Says(t, "a", "mix") && !Says(t, "a", "set") ? null
            : [Call(ToolNames.MixSet, new MixSetArguments { Criteria = these && criteria is null ? c.LastCriteria() : criteria, FromQueue = queue || (these && criteria is null && c.LastCriteria() is null) ? true : null, Style = style })];
    }

    /// <summary>"the next six", "the coming songs".</summary>
    private static bool Coming(IReadOnlyList<Token> t)
    {
        var at = Enumerable.Range(1, t.Count - 1).FirstOrDefault(i => t[i].Text is "next" or "coming" or "following" or "upcoming", -1);
        return at > 0 && at + 1 < t.Count && (t[at + 1].Text is "songs" or "tracks" or "ones" or "tunes" or "few" or "couple" || Numbers.TryNumber(t, at + 1, t.Count, out _, out _));
    }

    private static bool Says(IReadOnlyList<Token> t, params string[] words)
    {
        for (var i = 0; i + words.Length <= t.Count; i++)
        {
            if (words.Select((w, k) => t[i + k].Text == w).All(x => x))
            {
                return true;
            }
        }

        return false;
    }

    private static Rule Find() => new(
        """
        (search|look|hunt|browse|search up) (my library|the library|the catalogue|my music|my collection|up|out)? (for|up|through|in)? (me)? {q}
        (find|locate|look up|search|google|fetch) (me)? {q}
        (do|have|did) (i|we|you) (have|own|got|ever)? (got|any|anything|some)* {q}
        (is|are) there (any|anything|some|a|songs|something|tracks|music)? (by|from|called|named|of)? {q} (in|on) (my|the|here|this) (library|collection|catalogue|app|music|here)?
        (is|are) there (any|some|a)? (playlists|playlist|albums) (about|with|called|for|named|on|of|from|by) {q}
        (can|could) (i|you) (search|look|find) (for|up)? (me)? {q}
        (what|which) {kind} (do|have) (i|we) (have|got|own) (by|from|with|called)? {q}
        (which|what|any|are any) (of)? (my|the)? (playlists) (have|has|contain|with|about|called|containing|mention|named|include) {q}
        is (the)? (album|song|track|artist|band) {q} (in|on) (my|the) (library|collection|catalogue)
        (what|which songs|which tracks|anything) (do|have) (i|we) (have|got|own) (by|from|of) {q}
        (search|find) {q}
        (show|list|see|display|view|browse|give|get|find|pull) (up)? (me|us)? (all|the|any|every|of|some|a list of)* (albums|artists|bands|lps|eps|records) (by|from|of|called|named|with|in) {q}
        (what|which|how many) (albums|records|lps) (has|have|did|does|do|are|is)? (there)? (by|from)? {q}
        (show|list|see|display|view|browse) (me)? (the)? discography (of|for) {q}
        (go|take me|open|show me) (to)? (the)? (artist|album) (page)? (of|for)? {q}
        """,
        (c, m) =>
        {
            var (start, end) = m.Spans["q"];
            var t = c.Tokens;
            var kind = t.Take(start).Select(x => x.Text).LastOrDefault(w => w is "album" or "albums" or "records" or "lps" or "eps" or "artists" or "bands" or "discography" or "playlists") switch
            {
                null => null,
                "artists" or "bands" => "artist",
                "playlists" => "playlist",
                _ => "album",
            };
            while (start < end - 1 && !t[start].Quoted && !(t[start].Capital && t[start].Text is not ("the" or "artist")) && !(t[start] is { Capital: true, Text: "the" } && start > 0 && t[start - 1].Text is "by" or "from" or "any" or "of" or "for") && t[start].Text is "for" or "up" or "me" or "the" or "any" or "some" or "a" or "all" or "my" or "artist" or "artists" or "album" or "albums" or "song" or "songs" or "track" or "tracks" or "playlist" or "playlists" or "genre" or "genres" or "called" or "named" or "titled" or "by" or "band" or "anything" or "in" or "that" or "containing" or "with" or "word" or "words" or "stuff" or "music" or "library" or "from" or "bands" or "have" or "are" or "whose" or "name" or "names" or "contain" or "contains" or "title" or "about" or "of" or "named after" or "an" or "got" or "something" or "there" or "has" or "did" or "does")
            {
                kind = t[start].Text switch
                {
                    "artist" or "artists" or "band" or "bands" => "artist",
                    "album" or "albums" => "album",
                    "song" or "songs" or "track" or "tracks" => "track",
                    "playlist" or "playlists" => "playlist",
                    "genre" or "genres" => "genre",
                    _ => kind,
                };
                start++;
            }

            while (end - 1 > start && !t[end - 1].Capital && !t[end - 1].Quoted && t[end - 1].Text is "please" or "library" or "my" or "in" or "the" or "songs" or "albums" or "playlists" or "tracks" or "music" or "here" or "song" or "album" or "artist" or "playlist" or "track" or "for" or "me" or "collection" or "at" or "all" or "genre" or "stuff" or "title" or "name" or "titles" or "names" or "their")
            {
                kind ??= t[end - 1].Text switch { "albums" or "album" => "album", "playlists" or "playlist" => "playlist", "songs" or "tracks" or "song" or "track" => "track", "artist" => "artist", "genre" => "genre", _ => null };
                end--;
            }

            // "which albums of PJ Harvey do I have"
            if (end - 3 > start && t[end - 1].Text is "have" or "own" or "got" && t[end - 2].Text is "i" or "we" && t[end - 3].Text is "do" or "have")
            {
                end -= 3;
            }

            var q = c.Utterance.Surface(start, end);
            var isSearch = t[0].Text is "search" or "look" or "browse" or "locate" or "hunt";
            if (!isSearch && kind is null or "track" && !t.Skip(start).Take(end - start).Any(x => x.Capital) && c.Utterance.Known(start, end) is null && t[0].Text is "find" or "fetch" && c.Read(start, end, NameMode.Statement) is { Result.IsEmpty: false } read)
            {
                return [Call(ToolNames.Recommend, read.Result.ToCriteria())];
            }

            if (t[0].Text is "do" or "have" or "did" or "is" or "are" && (t.Any(x => x.Text is "suggestions" or "recommendations" or "ideas" or "time" or "milk" or "know" or "like" or "think" or "timer" or "email" or "meeting" or "listened" or "heard" or "messages") || end <= start))
            {
                return null;
            }

            // Brackets and signs around the words belong to what is searched for.
            if (isSearch && end == t.Count && start < end && c.Utterance.Source.Length > t[start].Start)
            {
                var from = t[start].Start;
                while (from > 0 && c.Utterance.Source[from - 1] is '<' or '(' or '[' or '$' or '@' or '/' or '\\' or '{')
                {
                    from--;
                }

                if (from < t[start].Start)
                {
                    q = c.Utterance.Source[from..].Trim();
                }
            }

            return q.Length == 0 ? null : [Call(ToolNames.Search, new SearchArguments { Query = CriteriaBuilder.Limit(q)!, Kind = kind })];
        });
}
