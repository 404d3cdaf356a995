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
            if (FollowUp(reading) is { } follow)
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

        if (Guessed(whole, wish.Calls) is { } enough && !whole.Tokens.Any(x => OffTopic.Contains(x.Text)) && IntentScores.Find(whole, enough) is { } likely)
        {
            return ([likely], 0.4);
        }

        return wish;
    }

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

        while (start < end && !t[start].Quoted && !IsPhrase(t, start, end) && !(t[start].Text == "pop" && start > 0) && (Lead.Contains(t[start].Text) && !(t[start].Capital && start > 0) && !(t[start].Text is "like" && (start == 0 || t[start - 1].Text is not ("would" or "i" or "feel" or "we" or "me")))))
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
        var same = words.Contains("same") || (follow && t[0].Text is "make" or "do" or "give" or "keep" or "try" or "have" && end > 1 && t[1].Text is "it" or "them" or "that" or "this" or "the") || (follow && t[0].Text is "only" or "with" or "without" or "from" or "but" or "in" or "no" or "less" or "fewer" or "not" or "exclude" or "now" or "longer" or "shorter" or "leave" or "keep" or "drop" or "remove" or "skip" or "nothing" or "also");
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
        || (t[0].Text is "what" && words.Contains("would") && words.Overlaps(["go", "suit", "fit", "work", "match"]) && words.Overlaps(["with", "well", "for", "best"]))
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
