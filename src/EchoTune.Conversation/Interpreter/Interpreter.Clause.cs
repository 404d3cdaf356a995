using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Interpreter.Lexicon;
using EchoTune.Conversation.Interpreter.Rules;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;

namespace EchoTune.Conversation.Interpreter;

/// <summary>One clause: rules, follow-ups, comparisons, wishes.</summary>
public sealed partial class Interpreter
{
    private static readonly HashSet<string> OffTopic =
        ["weather", "heating", "remind", "reminder", "email", "pizza", "taxi", "uber", "translate", "calculate", "joke", "capital", "president", "forecast", "temperature", "degrees", "account", "accounts", "appointment", "calendar", "recipe", "stock", "stocks", "shopping", "milk", "lights", "navigate", "directions", "restaurant", "ticket", "tickets", "wikipedia", "news", "text", "message", "whatsapp", "football", "score", "invest", "bitcoin", "password", "admin", "mortgage", "insurance", "dentist", "doctor", "homework answers", "equation", "thermostat", "oven to", "boil", "poem", "meaning", "spell", "define", "population", "tall", "parking", "menu", "umbrella", "rain tomorrow", "vacuum cleaner", "kettle", "photo", "selfie", "invoice me", "fridge", "groceries", "mow", "fix", "bank", "loan", "tax", "flights", "plumber", "electrician", "election", "javascript", "python", "sql", "essay for", "order", "buy", "book", "cancel", "hotel", "currency", "dollars", "euros"];

    private static readonly HashSet<string> Questions = ["what", "who", "how", "when", "where", "why", "is", "are", "does", "do", "did", "which", "can", "could", "will", "should", "was", "whose", "has", "have"];

    private static readonly HashSet<string> WishVerbs = ["play", "put", "give", "start", "throw", "stick", "spin", "blast", "hear", "listen", "listening", "bring", "get", "drop", "hit", "need", "want", "fancy", "serve", "try", "whack", "bang", "pop", "load", "fire", "like", "love", "craving", "mood", "something", "anything", "some", "more", "crank", "bung", "select", "pick", "choose", "cue"];

    private (IReadOnlyList<ToolCall> Calls, double Confidence) Clause(Utterance u, InterpretationContext context, int start, int end, bool isLater)
    {
        var t = u.Tokens;
        var (s, e) = Strip(t, start, end);
        var thisYear = _time.GetUtcNow().Year;
        if (e - s > 5 && t[s].Text is "play" or "shuffle" or "start" && t[e - 1].Text is "volume" or "percent")
        {
            // "… at 70 percent volume" is a command of its own behind any other.
            var cut = new List<ToolCall>();
            var view = new ClauseReading(new Utterance(u.Source, [.. t.Skip(s).Take(e - s)], u.Lexicon), context, thisYear);
            var shorter = s + VolumeEnding(view.Tokens, e - s, cut);
            if (cut.Count > 0)
            {
                var (calls, confidence) = Clause(u, context, s, shorter, isLater);
                return ([.. calls, .. cut], confidence);
            }
        }

        // Rules see the clause alone, so that they cannot reach beyond it.
        foreach (var (from, to) in Views(t, start, end, s, e))
        {
            var view = new Utterance(u.Source, [.. t.Skip(from).Take(to - from)], u.Lexicon);
            var reading = new ClauseReading(view, context, thisYear);
            var present = view.Tokens.Select(x => x.Text).ToHashSet(StringComparer.Ordinal);
            if ((NamedPlaylist(reading) ?? FollowUp(reading)) is { } follow)
            {
                return (follow, 0.9);
            }

            foreach (var rule in _rules)
            {
                if (rule.Apply(reading, 0, view.Tokens.Count, present) is { Count: > 0 } calls)
                {
                    // "seven reggae songs, clean versions only": what stands before the comma is more than a remark.
                    if (from > s && HoldsWish(new ClauseReading(new Utterance(u.Source, [.. t.Skip(s).Take(from - s)], u.Lexicon), context, thisYear)))
                    {
                        break;
                    }

                    return (calls, 0.95 * (to - from) / Math.Max(1, e - s));
                }
            }
        }

        var whole = new ClauseReading(new Utterance(u.Source, [.. t.Skip(s).Take(e - s)], u.Lexicon), context, thisYear);
        var wish = Wish(whole, isLater);
        if (wish.Calls is [{ Tool: ToolNames.Clarify }] && !whole.Tokens.Any(x => OffTopic.Contains(x.Text)) && IntentCues.Find(whole) is { } cue)
        {
            return ([cue], 0.5);
        }

        if (Guessed(whole, wish.Calls) is { } enough && !whole.Tokens.Any(x => x.Text is not "order" && OffTopic.Contains(x.Text)) && IntentScores.Find(whole, enough) is { } likely)
        {
            return ([likely], 0.4);
        }

        return wish;
    }

    /// <summary>Whether a known name begins with the article here: the cure.</summary>
    private static bool Named(Utterance u, int start, int end) => Enumerable.Range(start + 2, Math.Clamp(end - start - 1, 0, 4)).Any(stop => stop <= end && u.Known(start, stop) is { Kind: NameKind.Artist });

    /// <summary>How much a command must weigh to be taken instead of a reading; null where the reading is sure.</summary>
    private static double? Guessed(ClauseReading c, IReadOnlyList<ToolCall> calls)
    {
        if (calls is [{ Tool: ToolNames.Clarify }])
        {
            return IntentScores.Enough;
        }

        if (calls is not [{ Tool: ToolNames.PlayMusic or ToolNames.Recommend } call] || c.Tokens[0].Text is "play" or "recommend" or "suggest" || c.Tokens.Any(x => x.Text is "something" or "anything" or "music" or "whatever" or "songs" or "tunes"))
        {
            return null;
        }

        // A name in small letters that nobody knows is a guess; so is a wish for nothing in particular.
        if (call.Arguments.Count == 0)
        {
            return IntentScores.Strong;
        }

        foreach (var (key, value) in call.Arguments)
        {
            var name = key == "similarTo" ? (string?)(value?["artist"] ?? value?["track"]) : key is "artist" or "track" or "text" ? (string?)value : null;
            if (name is null || name.Any(char.IsUpper))
            {
                return null;
            }
        }

        return IntentScores.Strong;
    }

    private static bool HoldsWish(ClauseReading c) =>
        c.Read(0, c.Tokens.Count, NameMode.Statement).Result is { } r && (r.Genres.Count > 0 || r.Artist is not null || r.Track is not null || r.Album is not null || r.Era is not null || r.Count is not null);

    /// <summary>The clause without fillers, with them, and without the remarks behind a comma.</summary>
    private static IEnumerable<(int, int)> Views(IReadOnlyList<Token> t, int start, int end, int s, int e)
    {
        yield return (s, e);
        if (s != start || e != end)
        {
            yield return (start, end);
        }

        for (var i = s + 1; i < e; i++)
        {
            if (t[i].Break != '\0')
            {
                var (s2, e2) = Strip(t, s, i);
                yield return (s2, e2);
                var (s3, e3) = Strip(t, i, e);
                yield return (s3, e3);
                break;
            }
        }
    }

    private (IReadOnlyList<ToolCall> Calls, double Confidence) Wish(ClauseReading c, bool isLater)
    {
        var t = c.Tokens;
        var end = t.Count;
        var words = t.Where(x => !x.Quoted).Select(x => x.Text).ToHashSet(StringComparer.Ordinal);
        var music = words.Overlaps(["music", "song", "songs", "track", "tracks", "tune", "tunes", "play", "listen", "listening", "hear", "album", "playlist", "artist", "band", "beats", "queue", "bangers", "soundtrack", "something", "recommend", "suggest", "suggestions", "recommendations", "anything"]);
        var alarm = words.Contains("alarm") && words.Overlaps(["set", "for", "at", "turn", "snooze", "stop"]);
        var offTopic = (alarm || words.Overlaps(OffTopic)) && !words.Overlaps(["music", "song", "songs", "play", "listen", "tunes", "tracks", "soundtrack", "playlist", "album", "beats"]);
        if (offTopic && !(words.Contains("text") || words.Contains("order") || words.Contains("book") || words.Contains("message")) || (offTopic && t[0].Text is "order" or "book" or "text" or "message" or "buy"))
        {
            return Unclear("I can only help with music. What would you like to hear?");
        }

        // Endings that are commands of their own: at 70 percent volume, on shuffle, on repeat, on the kitchen speaker.
        var after = new List<ToolCall>();
        end = Endings(c, end, after);

        var recommend = IsRecommend(t, words);
        var start = 0;
        var wish = false;
        // "can I hear …": the pronoun is no part of a name.
        while (start + 1 < end && t[start].Text is "can" or "could" or "may" && t[start + 1].Text is "i" or "we")
        {
            start += 2;
        }

        while (start < end && !t[start].Quoted && !IsPhrase(t, start, end) && !(t[start].Text == "pop" && start > 0) && !(t[start].Text == "the" && Named(c.Utterance, start, end)) && (Lead.Contains(t[start].Text) && !(t[start].Capital && start > 0) && !(t[start].Text is "like" && (start == 0 || t[start - 1].Text is not ("would" or "i" or "feel" or "we" or "me")))))
        {
            wish |= WishVerbs.Contains(t[start].Text);
            start++;
        }

        if (start < end && !t[start].Quoted && t[start].Text is "on" or "up" or "me" && wish)
        {
            start++;
        }

        // "put some soul on": the particle at the end.
        if (wish && end - 1 > start && t[end - 1].Text is "on" or "up" && !t[end - 1].Quoted)
        {
            end--;
        }

        // Changes of the last request.
        var (change, spans) = RefineReader.Read(c, 0, end);
        var follow = c.Context.LastRequest() is not null;
        if (follow && end <= 4 && words.Overlaps(["old", "older", "early", "earlier"]) && words.Overlaps(["ones", "stuff", "songs", "tracks", "only", "music"]))
        {
            return ([ToolJson.Call(ToolNames.Refine, new RefineArguments { Criteria = new Criteria { Era = new YearRange(null, _time.GetUtcNow().Year - 20) } })], 0.7);
        }

        var same = words.Contains("same") || (follow && end <= 5 && Numbers.TryNumber(t, 0, end, out _, out _) && words.Overlaps(["them", "those", "these", "instead", "only"])) || (follow && t[0].Text is "make" or "do" or "give" or "keep" or "try" or "have" && end > 1 && t[1].Text is "it" or "them" or "that" or "this" or "the") || (follow && t[0].Text is "only" or "with" or "without" or "from" or "but" or "in" or "no" or "less" or "fewer" or "not" or "exclude" or "now" or "longer" or "shorter" or "leave" or "keep" or "drop" or "remove" or "skip" or "nothing" or "also");
        if (spans.Count > 0)
        {
            var rest = c.Read(0, 0, NameMode.Statement);
            var at = 0;
            foreach (var (from, to) in spans)
            {
                rest.Read(at, from, NameMode.Statement);
                at = to;
            }

            rest.Read(at, end, NameMode.Statement);
            var r = rest.Result;
            if (r.SimilarTo is { Current: null } && !words.Contains("make"))
            {
                Limit(r, change);
                return ([ToolJson.Call(recommend ? ToolNames.Recommend : ToolNames.PlayMusic, r.ToCriteria()), .. after], 0.85);
            }

            if (r.SimilarTo is { Current: true } && c.Context.LastRequest() is not null)
            {
                r.SimilarTo = null;
            }

            if (r.Count is not null && !follow)
            {
                r.Count = null;
            }

            if (r is { Genres.Count: > 0 } or { Artist: not null } && !follow && words.Contains("play"))
            {
                Limit(r, change);
                return ([ToolJson.Call(ToolNames.PlayMusic, r.ToCriteria()), .. after], 0.7);
            }

            return ([ToolJson.Call(ToolNames.Refine, change with { Criteria = r.IsEmpty ? null : r.ToCriteria() }), .. after], 0.9);
        }

        if (same || (follow && IsFragment(t, end)))
        {
            var reader = c.Read(t[0].Text is "make" or "do" or "give" or "keep" or "try" or "have" ? 2 : t[0].Text is "same" ? 1 : 0, end, NameMode.Statement);
            if (!reader.Result.IsEmpty)
            {
                reader.Result.SimilarTo = reader.Result.SimilarTo?.Current == true ? null : reader.Result.SimilarTo;
                return ([ToolJson.Call(ToolNames.Refine, new RefineArguments { Criteria = reader.Result.ToCriteria() }), .. after], 0.8);
            }

            if (words.Contains("same") && c.LastCriteria() is { } again)
            {
                return ([ToolJson.Call(ToolNames.PlayMusic, again), .. after], 0.6);
            }
        }

        // What about Prince instead; how about some jazz.
        var about = end > 2 && t[0].Text is "what" or "how" && t[1].Text is "about";
        if (about)
        {
            start = 2;
            wish = true;
        }

        if (end - 1 > start && t[end - 1].Text == "instead")
        {
            end--;
        }

        var question = !about && !recommend && Questions.Contains(t[0].Text) && !(t[0].Text is "can" or "could" && end > 1 && t[1].Text is "i" or "we" && words.Overlaps(["hear", "have", "get", "listen"])) && !(t[0].Text is "can" or "could" && end > 2 && t[1].Text == "not") && !(t[0].Text is "do" && end > 1 && t[1].Text == "not") && !(t[0].Text is "have");
        if (question)
        {
            return Unclear(music ? "I did not get that question. Ask me what plays, why, or what to hear." : "I can only help with music. What would you like to hear?");
        }

        start += recommend && start + 1 < end && t[start].Text == "an" ? 1 : 0;
        if (recommend && start == end - 1 && t[start].Text is "album" or "artist" or "band" or "song" or "playlist" or "record")
        {
            start = end; // "recommend me an album": the noun names nothing
        }

        if (start >= end)
        {
            return wish || recommend ? ([ToolJson.Call(recommend ? ToolNames.Recommend : ToolNames.PlayMusic, new Criteria()), .. after], 0.8) : after.Count > 0 ? (after, 0.8) : Unclear();
        }

        var mode = wish || recommend ? NameMode.Request : NameMode.Statement;
        var read = c.Read(start, end, mode);
        var criteria = read.Result;
        if (words.Contains("surprise") || (words.Overlaps(["whatever", "anything", "something", "music", "random", "songs", "tunes"]) && criteria.IsEmpty && (wish || words.Contains("whatever") || words.Contains("music"))))
        {
            return ([ToolJson.Call(recommend ? ToolNames.Recommend : ToolNames.PlayMusic, criteria.ToCriteria()), .. after], 0.8);
        }

        if (!criteria.IsEmpty)
        {
            // A lone word of time or a number is no wish for music.
            if (!criteria.HasSubstance && !wish && !recommend && !read.HasNoun && !music)
            {
                return Unclear();
            }

            return ([ToolJson.Call(recommend ? ToolNames.Recommend : ToolNames.PlayMusic, criteria.ToCriteria()), .. after], 1.0 * Math.Max(1, read.Understood) / Math.Max(1, read.Understood + read.LeftOver));
        }

        if (recommend || (wish && read.HasNoun))
        {
            return ([ToolJson.Call(recommend ? ToolNames.Recommend : ToolNames.PlayMusic, new Criteria()), .. after], 0.6);
        }

        // A bare name, if it is known.
        if (mode == NameMode.Statement && end - start <= 8 && c.Utterance.Known(start, end) is { } known && known.Kind != NameKind.Playlist)
        {
            var bare = c.Read(start, end, NameMode.Request).Result;
            if (!bare.IsEmpty)
            {
                return ([ToolJson.Call(ToolNames.PlayMusic, bare.ToCriteria()), .. after], 0.7);
            }
        }

        return after.Count > 0 ? (after, 0.6) : Unclear();
    }

    private static readonly HashSet<string> Lead =
        ["play", "put", "give", "me", "us", "start", "throw", "stick", "spin", "blast", "let", "i", "want", "to", "hear", "listen", "would", "like", "need", "could", "can", "we", "get", "some", "please", "just", "bring", "recommend", "suggest", "show", "fancy", "am", "in", "the", "mood", "for", "feel", "feeling", "serve", "try", "drop", "whack", "bang", "pop", "bung", "love", "hit", "with", "have", "any", "suggestions", "recommendations", "ideas", "what", "should", "crank", "shall", "fire", "up", "go", "a", "really", "craving", "load", "do", "know", "cue", "playing", "now", "find", "on", "of", "you", "got", "select", "pick", "choose", "out", "maybe", "uh", "um", "something"];

    /// <summary>Whether words that often lead a wish belong to a phrase here: "in the zone", "feel good".</summary>
    private static bool IsPhrase(IReadOnlyList<Token> t, int at, int end) =>
        PhraseTable.Default.Find(t, at, end) is var (slot, _, length) && length > 1 && slot is Slot.Mood or Slot.Activity or Slot.Genre;

    private static bool IsFragment(IReadOnlyList<Token> t, int end) => t[0].Text is "in" or "from" or "with" or "without" or "only" or "just" or "no" or "but" or "more" && end <= 8;

    private static bool IsRecommend(IReadOnlyList<Token> t, HashSet<string> words) =>
        words.Overlaps(["recommend", "suggest", "suggestion", "suggestions", "recommendation", "recommendations", "recommended", "ideas", "inspiration", "advise"])
        || (words.Contains("should") && words.Overlaps(["listen", "play", "hear", "put", "try", "check"]))
        || (words.Contains("what") && words.Overlaps(["good", "listen", "would", "else"]) && words.Overlaps(["listen", "play", "hear", "music", "songs", "recommend", "like", "goes", "suits"]) && !words.Contains("playing"))
        || (t[0].Text is "show" && t.Count > 1 && !words.Overlaps(["queue", "lyrics", "devices"]))
        || (t[0].Text is "what" && words.Contains("would") && words.Overlaps(["go", "suit", "fit", "work", "match", "enjoy"]) && words.Overlaps(["with", "well", "for", "best", "i", "we"]))
        || (words.Contains("know") && words.Contains("not") && words.Contains("what"))
        || (words.Contains("know") && words.Contains("any") && words.Contains("you"))
        || (t[0].Text is "any" or "got" && t.Count > 1 && words.Overlaps(["good", "any", "ideas", "tips"]))
        || (words.Contains("tips") && words.Contains("listening"))
        || (t[0].Text is "who" or "which" or "what" && words.Overlaps(["sounds", "similar"]))
        || (t[0].Text is "what" && words.Overlaps(["good", "nice", "decent", "great", "best", "some"]) && words.Overlaps(["try", "hear", "explore", "check", "spin", "discover", "into"]))
        || (words.Contains("help") && words.Overlaps(["find", "pick", "choose", "discover"]));

    private static (IReadOnlyList<ToolCall>, double) Unclear(string question = "I did not understand that. Tell me what you would like to hear, or ask for help.") =>
        ([ToolJson.Call(ToolNames.Clarify, new ClarifyArguments { Question = question })], 0.2);
}
