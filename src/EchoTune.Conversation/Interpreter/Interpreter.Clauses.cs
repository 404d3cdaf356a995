using System.Text.Json.Nodes;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Tools;

namespace EchoTune.Conversation.Interpreter;

/// <content>Where clauses begin and end, and which belong together.</content>
public sealed partial class Interpreter
{
    /// <summary>
    /// "I'm cooking, play some jazz" is one wish: what a statement before it says of the occasion joins it. "I'm off to work, switch it off": before any other
    /// command the statement only explains.
    /// </summary>
    private static IReadOnlyList<ToolCall> Join(Utterance u, List<(int Start, int End)> clauses, List<ToolCall> calls, IReadOnlyList<ToolCall> found, int start)
    {
        if (calls is not [{ Tool: ToolNames.PlayMusic or ToolNames.Recommend } said] || start != clauses.Find(c => c.Start > clauses[0].Start).Start || found.Count == 0 || found[0].Tool == ToolNames.Clarify
            || said.Arguments.Any(a => a.Key is not ("activity" or "moods" or "timeOfDay" or "dayOfWeek" or "minutes")) || said.Arguments.Count == 0)
        {
            return found;
        }

        var first = u.Tokens.Skip(clauses[0].Start).Take(clauses[0].End - clauses[0].Start).ToArray();
        if (CommandWords.Contains(first[0].Text) || first.Any(t => t.Text is "music" or "songs" or "something" or "play" or "tunes" or "tracks" or "put" or "hear" or "listen" or "playlist" or "some" or "want" or "please"))
        {
            return found;
        }

        switch (found[0].Tool)
        {
            case ToolNames.PlayMusic or ToolNames.Recommend or ToolNames.BuildPlaylist or ToolNames.MixSet:
                var target = found[0].Tool is ToolNames.PlayMusic or ToolNames.Recommend ? found[0].Arguments : found[0].Arguments["criteria"] as JsonObject;
                if (target is null)
                {
                    return found;
                }

                foreach (var (key, value) in said.Arguments)
                {
                    if (!target.ContainsKey(key) && !(key == "moods" && target.Any(a => a.Key is "artist" or "track" or "album")))
                    {
                        target[key] = value?.DeepClone();
                    }
                }

                calls.Clear();
                return found;
            case ToolNames.Stop or ToolNames.Pause or ToolNames.Mute or ToolNames.Unmute or ToolNames.SleepTimer or ToolNames.SetVolume or ToolNames.TransferPlayback or ToolNames.PlayPlaylist or ToolNames.Next or ToolNames.Resume or ToolNames.StartRadio or ToolNames.Help:
                calls.Clear();
                return found;
            default:
                return found;
        }
    }

    /// <summary>Parts an utterance where a new command begins; remarks stay with the command before them.</summary>
    private static List<(int Start, int End)> Clauses(Utterance u, InterpretationContext context)
    {
        var t = u.Tokens;
        var clauses = new List<(int, int)>();
        var start = 0;
        for (var i = 1; i < t.Count; i++)
        {
            var joint = t[i].Text is "and" or "then" or "also" or "plus" or "but" && !t[i].Capital && !t[i].Quoted;
            if (t[i].Break == '\0' && !joint)
            {
                continue;
            }

            // "set the volume to 20 and the sleep timer to half an hour", "what is this and why did you pick it"
            if (joint && i + 2 < t.Count && Continues(t, start, i))
            {
                clauses.Add((start, i));
                start = i;
                continue;
            }

            var at = i;
            while (at < t.Count && !t[at].Quoted && (Fillers.Contains(t[at].Text) || (t[at].Text is "and" or "then")) && !(CommandWords.Contains(t[at].Text) && t[at].Text is not "then"))
            {
                at++;
            }

            at = SkipPolite(t, at, t.Count);
            if (at >= t.Count || t[at].Quoted || !CommandWords.Contains(t[at].Text) || (t[at].Capital && t[i].Break == '\0' && !u.AllCapital))
            {
                continue;
            }

            // "play for 20 minutes then stop" is one wish.
            if (t[at].Text is "stop" or "turn" or "switch" && t[start].Text is "play" or "keep" or "let" or "go" or "run" && t.Skip(start).Take(at - start).Any(x => x.Text is "minutes" or "hour" or "minute" or "hours") && t.Skip(start).Take(at - start).Any(x => x.Text is "for") && at - start < 9)
            {
                continue;
            }

            // So is "let this finish and then stop".
            if (t[at].Text is "stop" or "turn" or "switch" or "pause" && t[start].Text is "just" or "only" && t.Skip(start).Take(at - start).Any(x => x.Text is "this" or "one") && t.Skip(start).Take(at - start).Any(x => x.Text is "song" or "track" or "one" or "more") && at - start < 7)
            {
                continue;
            }

            if (t[at].Text is "stop" or "turn" or "switch" or "pause" && t[start].Text is "let" or "finish" or "when" or "after" or "once" or "play" && t.Skip(start).Take(at - start).Any(x => x.Text is "finish" or "ends" or "end" or "out" or "over" or "finishes" or "done") && at - start < 9)
            {
                continue;
            }

            // "no" and "what" begin a part only where a sentence does.
            if (t[at].Text is "no" or "do" or "what" or "who" or "back" or "like" or "next" or "mix" or "rate" or "help" or "call" or "end" or "volume" or "radio" or "set" or "like" && t[i].Break == '\0' && !(t[at].Text is "do" && at + 1 < t.Count && t[at + 1].Text == "not")
                && !(t[at].Text is "like" or "set" or "mix" or "call" && at + 1 < t.Count && t[at + 1].Text is "it" or "this" or "the" or "that" or "a" or "my" or "volume") && !(t[at].Text is "next" && at + 1 == t.Count) && !(t[at].Text == "volume" && at + 1 < t.Count) && t[at].Text is not "help")
            {
                continue;
            }

            if (t[at].Text is "no" && t[i].Break != '\0' && at + 1 < t.Count && t[at + 1].Text is not "shuffle" and not "shuffling" and not "repeat" and not "looping" && clauses.Count == 0)
            {
                continue; // coding session, two hours, no lyrics
            }

            if (t[i].Text == "but" || (t[at].Text is "do" && t[i].Break == ',' && at + 1 < t.Count && t[at + 1].Text != "not") || (t[i].Break == ',' && t[at].Text is "what" or "who" && start == 0 && i < 3) || t[at].Text is "keep" && at + 1 < t.Count && t[at + 1].Text is "that" && t[i].Break != '\0')
            {
                if (t[i].Text == "but")
                {
                    continue;
                }
            }

            clauses.Add((start, i));
            start = i;
        }

        clauses.Add((start, t.Count));
        return clauses;
    }

    private static bool Continues(IReadOnlyList<Token> t, int start, int joint)
    {
        var at = joint + 1;
        if (t[start].Text is "what" or "who" or "which" && t[at].Text is "is" or "are" && t[at + 1].Text == "there")
        {
            return true;
        }

        if (t[at].Text is "why" or "how" && t[at + 1].Text is "did" or "do" or "is" or "was" or "does" or "are" or "many" or "long" or "fast" or "come" && t[start].Text is "what" or "who" or "which" or "tell" or "name" or "whose" or "how")
        {
            return true;
        }

        at += t[at].Text is "the" or "my" or "a" ? 1 : 0;
        return at + 1 < t.Count && t[start].Text is "set" or "turn" or "put" or "switch" or "make" or "change" or "bring" or "take"
            && ((t[at].Text == "sleep" && t[at + 1].Text == "timer") || t[at].Text is "timer" or "shuffle" or "repeat" or "crossfade" or "volume");
    }

    private static int SkipPolite(IReadOnlyList<Token> t, int at, int end)
    {
        while (at < end)
        {
            var before = at;
            foreach (var phrase in Polite)
            {
                var words = phrase.Split(' ');
                if (at + words.Length < end && words.Select((w, k) => t[at + k].Text == w).All(x => x))
                {
                    at += words.Length;
                    break;
                }
            }

            if (before == at)
            {
                break;
            }

            while (at < end - 1 && Fillers.Contains(t[at].Text) && t[at].Text is not "like")
            {
                at++;
            }
        }

        return at;
    }

    private static (int Start, int End) Strip(IReadOnlyList<Token> t, int start, int end)
    {
        var (s, e) = (start, end);
        while (s < e - 1 && !t[s].Quoted && (Fillers.Contains(t[s].Text) || (t[s].Text is "no" or "wait" or "ew" or "yuck" or "ugh" or "boo" or "meh" or "nope" or "pff" or "hm" && t[s + 1].Break != '\0')) && !(t[s].Text is "like" && (s == start || t[s + 1].Text is "this" or "it" or "the" or "that")) && !(t[s].Text is "right" or "good" or "real" or "quick" or "first" or "now" && s + 1 < e && t[s + 1].Text is "night" or "now" or "song" or "one" or "playing" or "choice" or "pick" or "tune" or "track"))
        {
            s++;
        }

        s = SkipPolite(t, s, e);
        while (e - 1 > s && !t[e - 1].Quoted && Trailing.Contains(t[e - 1].Text) && !(t[e - 1].Text is "you" && t[e - 2].Text is not ("thank" or "will" or "would" or "can")) && !(t[e - 1].Text is "love" or "like" or "man" && t[e - 1].Capital)
            && !(t[e - 1].Text is "love" && t[e - 1].Break == '\0') && !(t[e - 1].Text is "today" or "now" or "ok" && t[e - 2].Text is "from" or "of" or "is" or "play" or "by" or "right" or "played" or "until" or "to" or "are" or "for" or "playing" or "listening"))
        {
            e--;
        }

        if (e - 2 > s && t[e - 2].Text == "for" && t[e - 1].Text is "me" or "now")
        {
            e -= 2;
        }

        return (s, e);
    }
}
