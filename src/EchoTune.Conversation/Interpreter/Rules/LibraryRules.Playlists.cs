using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using static EchoTune.Conversation.Interpreter.Rules.ClauseReading;

namespace EchoTune.Conversation.Interpreter.Rules;

/// <summary>Building, scheduling, rating, radios.</summary>
internal static partial class LibraryRules
{
    private static IEnumerable<ToolCall>? Build(ClauseReading c)
    {
        var t = c.Tokens;
        if (t[0].Text is "play" or "search" or "look" or "find" or "what" or "which" or "how" or "who" or "show" or "list" or "queue" or "why" or "does" or "is" or "do" or "ignore" or "open" or "delete" or "remove" or "repeat" or "stop" or "turn" or "loop" || t.Any(x => x.Text is "every" or "playlists"))
        {
            return null;
        }

        var end = t.Count;
        string? title = null;
        (int From, int To) skip = (-1, -1);
        for (var i = 0; i < end; i++)
        {
            if (t[i].Text is "called" or "named" or "titled" or "entitled" or "call" or "name" && i + 1 < end && !t[i].Quoted)
            {
                var at = t[i].Text is "call" or "name" ? i + (t[i + 1].Text is "it" or "that" ? 2 : 1) : i + 1;
                if (at >= end)
                {
                    break;
                }

                var stop = at + 1;
                while (!t[at].Quoted && stop < end && t[stop].Break == '\0' && !(t[stop].Text is "with" or "of" or "for" or "full" or "containing" or "that" or "using" or "featuring" or "made" or "from" or "consisting" or "out" or "filled" or "holding" or "built" && (!t[stop].Capital && (stop + 1 >= end || !t[stop + 1].Capital || t[stop].Text is "with" or "full" or "containing" or "featuring"))))
                {
                    stop++;
                }

                title = c.Utterance.Surface(at, stop);
                skip = (i, stop);
                break;
            }
        }

        CriteriaReader reader;
        if (skip.From >= 0)
        {
            reader = c.Read(0, skip.From, NameMode.Statement);
            reader.Read(skip.To, end, NameMode.Statement);
        }
        else
        {
            reader = c.Read(0, end, NameMode.Statement);
        }

        return [Call(ToolNames.BuildPlaylist, new BuildPlaylistArguments { Title = title, Criteria = reader.Result.ToCriteria() })];
    }

    private static IEnumerable<ToolCall>? Schedule(ClauseReading c)
    {
        var t = c.Tokens;
        string? every = null, day = null;
        var cut = new HashSet<int>();
        for (var i = 0; i < t.Count; i++)
        {
            var word = t[i].Text;
            if (word is "weekly" or "daily" or "monthly" or "nightly" && !(t[i].Capital && i > 0 && !c.Utterance.AllCapital && (t[i - 1].Capital || (i + 1 < t.Count && t[i + 1].Capital))))
            {
                every = word switch { "weekly" => "week", "monthly" => "month", _ => "day" };
                cut.Add(i);
            }
            else if (word is "every" or "each" && i + 1 < t.Count && Recurring.Split('|').Contains(t[i + 1].Text))
            {
                var unit = t[i + 1].Text;
                (every, day) = Vocabulary.DaysOfWeek.Contains(unit) ? ("week", unit) : unit is "week" or "month" ? (unit, day) : unit == "weekend" ? ("week", "saturday") : ("day", day);
                cut.Add(i);
                cut.Add(i + 1);
            }
            else if (word is "once" or "one" && i + 2 < t.Count && t[i + 1].Text is "a" or "per" or "every" && t[i + 2].Text is "day" or "week" or "month")
            {
                every = t[i + 2].Text;
                cut.UnionWith([i, i + 1, i + 2]);
            }
            else if (word.EndsWith('s') && Vocabulary.DaysOfWeek.Contains(word[..^1]) && i > 0 && t[i - 1].Text is "on")
            {
                (every, day) = ("week", word[..^1]);
                cut.UnionWith([i - 1, i]);
            }
            else if (word is "on" && every == "week" && i + 1 < t.Count && Vocabulary.DaysOfWeek.Contains(t[i + 1].Text.TrimEnd('s')))
            {
                day = t[i + 1].Text.TrimEnd('s');
                cut.UnionWith([i, i + 1]);
            }
        }

        var listed = t.Any(x => x.Text is "playlist" or "mixtape" or "list");
        var verb = t.Any(x => x.Text is "refresh" or "update" or "renew" or "rebuild" or "regenerate" or "refreshed" or "updated" or "schedule" or "remake" or "recreate" or "redo" or "refill" or "rotate" or "freshen" or "rebuilt");
        if (every is null || !(listed || verb) || t[0].Text is "what" or "how" or "did" or "which" or "delete" or "ignore")
        {
            return null;
        }

        // A definite playlist is named; an indefinite one is described.
        var start = 0;
        while (start < t.Count && (cut.Contains(start) || t[start].Text is "refresh" or "update" or "renew" or "rebuild" or "regenerate" or "please" or "remake" or "schedule" or "recreate" or "redo" or "i" or "want" or "to" or "have" or "keep" or "set" or "up" or "make" or "can" or "you" or "automatically" or "refill" or "rotate" or "freshen" or "sure" or "would" or "like" or "give" or "get" or "that" or "let" or "play"))
        {
            start++;
        }

        var end = start;
        while (end < t.Count && !cut.Contains(end) && t[end].Text is not ("refreshed" or "updated" or "renewed" or "rebuilt" or "playlist" or "automatically" or "to" or "gets" or "once" or "for" or "with" or "should" or "be"))
        {
            end++;
        }

        var definite = start < t.Count && (t[start].Text is "my" or "the" or "our" || (t[start].Capital && start > 0 && verb) || (verb && !listed && t[start].Text is not ("me" or "a" or "an" or "it" or "this" or "that")));
        if (definite && end > start)
        {
            while (start < end - 1 && t[start].Text is "my" or "the" or "our")
            {
                start++;
            }

            return [Call(ToolNames.SchedulePlaylist, new SchedulePlaylistArguments { Playlist = c.Utterance.Surface(start, end), Every = every, DayOfWeek = day })];
        }

        var reader = c.Read(0, 0, NameMode.Statement);
        for (var i = 0; i < t.Count;)
        {
            var j = i;
            while (j < t.Count && !cut.Contains(j))
            {
                j++;
            }

            if (j > i)
            {
                reader.Read(i, j, NameMode.Statement);
            }

            i = j + 1;
        }

        reader.Result.DayOfWeek = day is not null && reader.Result.DayOfWeek == day ? null : reader.Result.DayOfWeek;
        return [Call(ToolNames.SchedulePlaylist, new SchedulePlaylistArguments { Criteria = reader.Result.IsEmpty ? null : reader.Result.ToCriteria(), Every = every, DayOfWeek = day })];
    }

    private static IEnumerable<ToolCall>? Rate(ClauseReading c, Pattern.Match m, string tool)
    {
        if (!m.Spans.TryGetValue("what", out var s))
        {
            return [Call(tool, new LikeArguments { Target = "track" })];
        }

        var (start, end) = s;
        if (c.Tokens[start].Text == "you" && !c.Tokens[start].Quoted && end == start + 1)
        {
            return null; // praise or blame of the companion, not of the music
        }

        for (var i = start + 1; i < end; i++)
        {
            if (c.Tokens[i].Break != '\0' && !c.Tokens[i].Capital)
            {
                end = i; // behind a comma stands a remark
            }
        }

        while (start < end - 1 && c.Tokens[start].Text is "from" or "on" or "off" or "of" or "for" or "the" or "to" or "anything" or "by" or "song" or "called" or "track" && !c.Tokens[start].Capital && !c.IsThis(start, end))
        {
            start++;
        }

        var target = c.Target(start, end);
        if (c.IsThis(start, end))
        {
            return [Call(tool, new LikeArguments { Target = target })];
        }

        // "I like it when", "like this but calmer", "I love dancing" are other things.
        var words = c.Tokens.Skip(start).Take(end - start).ToArray();
        if (words.Any(w => w.Text is "but" or "something" or "playlist" or "when" or "to" or "more" or "music" or "calmer" or "radio" or "explicit" or "songs" or "queue" && !w.Capital) || words[0].Text is "this" or "that" or "an" or "a" or "something" or "some" or "me" or "you" or "your" || end - start > 9)
        {
            return null;
        }

        var by = -1;
        for (var i = start + 1; i < end - 1; i++)
        {
            if (c.Tokens[i].Text == "by" && !c.Tokens[i].Quoted)
            {
                by = i;
            }
        }

        var whole = c.Utterance.Known(start, end) is not null;
        var (name, kind) = c.Read(0, 0, NameMode.Statement).Classify(start, by > 0 && !whole ? by : end, by > 0 && !whole ? NameKind.Track : NameKind.Artist);
        if (by > 0 && !whole && kind == NameKind.Artist)
        {
            kind = NameKind.Track;
        }

        var known = c.Utterance.Known(start, end) is not null;
        if (!known && !words.Any(w => w.Capital) && by < 0)
        {
            if (tool == ToolNames.Like || c.Read(start, end, NameMode.Statement).Result is { IsEmpty: false })
            {
                return null;
            }
        }

        if (start > 0 && c.Tokens[start - 1].Text is "album")
        {
            kind = NameKind.Album;
        }
        else if (start > 0 && c.Tokens[start - 1].Text is "song" or "track")
        {
            kind = NameKind.Track;
        }

        return [Call(tool, new LikeArguments { Target = kind == NameKind.Album ? "album" : kind == NameKind.Track ? "track" : "artist", Name = name })];
    }

    private static IEnumerable<ToolCall>? Radio(ClauseReading c, Pattern.Match m)
    {
        var (start, end) = m.Spans["seed"];
        if (c.Tokens.Any(t => t.Text is "train" or "bus" or "fuel" or "police" or "gas" or "platform" or "does" or "how" or "weather" or "news" or "playlist" or "petrol" or "junction"))
        {
            return null;
        }

        while (start < end - 1 && !c.Tokens[start].Capital && c.Tokens[start].Text is "start" or "play" or "me" or "a" or "an" or "some" or "the" or "on" or "up" or "song" or "artist" or "band" or "track" or "make" or "create" or "give" or "us" or "in" or "to" or "into" or "tune" or "put" or "i" or "want" or "my" or "based" or "like" or "from" or "music" or "songs" or "called" or "for" or "switch" or "turn" or "listen" or "hear" or "out" or "of" or "by" && !c.IsThis(start, end))
        {
            start++;
        }

        if (c.IsThis(start, end))
        {
            return [Call(ToolNames.StartRadio, new StartRadioArguments { Current = true })];
        }

        var song = Enumerable.Range(m.Spans["seed"].Start, start - m.Spans["seed"].Start).Any(i => c.Tokens[i].Text is "song" or "track");
        var reader = c.Read(start, end, NameMode.Request);
        var r = reader.Result;
        if (r.Genres.Count > 0 && r.Artist is null && r.Track is null)
        {
            return [Call(ToolNames.StartRadio, new StartRadioArguments { Genre = r.Genres[0] })];
        }

        if (r.Artist is null && r.Track is null && r.Album is null && (r.HasSubstance || reader.HasNoun))
        {
            return c.Tokens[0].Text is "turn" ? null : r.HasSubstance ? [Call(ToolNames.PlayMusic, r.ToCriteria())] : null;
        }

        if (r.Artist is not null && r.Track is not null)
        {
            return [Call(ToolNames.StartRadio, new StartRadioArguments { Artist = r.Artist, Track = r.Track })];
        }

        var (name, kind) = reader.Classify(start, end, song ? NameKind.Track : NameKind.Artist);
        return [Call(ToolNames.StartRadio, song || kind is NameKind.Track or NameKind.Album ? new StartRadioArguments { Track = name } : new StartRadioArguments { Artist = name })];
    }
}
