using System.Text.Json.Nodes;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Interpreter.Lexicon;
using EchoTune.Conversation.Interpreter.Rules;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;

namespace EchoTune.Conversation.Interpreter;

/// <summary>
/// The built-in interpreter: normalises and splits an utterance, corrects misspellings, parts it into clauses and reads each by phrase rules, then as a
/// change of the last request, then as a wish for music. What nothing fits is asked back.
/// </summary>
public sealed partial class Interpreter : IInterpreter
{
    /// <summary>Longest text that is read.</summary>
    public const int MaxLength = 4000;

    private const int MaxWords = 400;

    internal static readonly HashSet<string> CommandWords =
    [
        "turn", "play", "pause", "stop", "skip", "add", "queue", "save", "like", "set", "show", "put", "make", "create", "build", "start", "mute", "unmute", "tell", "rename", "delete", "clear", "switch", "resume", "mix", "blend", "let",
        "give", "gimme", "go", "rewind", "shuffle", "repeat", "loop", "lower", "raise", "never", "crank", "change", "use", "move", "transfer", "remove", "search", "find", "recommend", "suggest", "restart", "jump", "unlike", "dislike", "preview",
        "empty", "take", "bring", "keep", "stick", "throw", "refresh", "update", "explain", "list", "louder", "quieter", "continue", "next", "previous", "undo", "hit", "load", "open", "do", "volume", "crossfade", "unpause", "bookmark", "seek", "back", "wake", "cancel", "enable", "disable", "increase", "decrease", "reduce", "boost", "kill", "drop", "then", "what", "who", "replay", "fade", "remind", "call", "rate", "heart", "favourite", "send", "cast", "follow", "block", "ban", "help", "pump", "shut", "end", "no", "display", "hold", "surprise", "radio", "schedule", "generate", "halve", "dim", "darken", "file",
    ];

    private static readonly HashSet<string> Fillers =
        ["hey", "hi", "hello", "ok", "so", "um", "uh", "er", "erm", "hmm", "hm", "well", "yo", "please", "just", "now", "and", "then", "also", "but", "oh", "ah", "right", "alright", "dude", "man", "mate", "buddy", "bro", "echotune", "actually", "maybe", "perhaps", "kindly", "yes", "um", "umm", "uhh", "like", "plus", "first", "lastly", "finally", "computer", "basically", "honestly", "anyway", "quickly", "real", "quick", "simply", "dear", "yeah", "ugh", "argh", "eh", "aw", "aww", "wow", "gosh", "omg", "whoa", "woah", "damn", "jeez", "hiya", "oi", "good", "lol", "okay", "afterwards", "later", "oops", "whoops", "sorry", "ooh", "oooh", "ahh", "mmm", "yay", "cool", "hooray", "meanwhile", "still"];

    private static readonly string[] Polite =
        ["can you please", "could you please", "would you please", "can you", "could you", "would you mind", "would you", "will you", "can we", "could we", "you can", "you may", "you could", "i want you to", "i would like you to", "i need you to", "feel free to", "go ahead and", "do me a favour and", "be a dear and", "i think you should", "you should", "how about you", "why do not you", "shall we", "if you could", "if you do not mind", "i was wondering if you could", "do you mind", "please can you", "please could you", "be so kind as to", "be so kind and", "any chance you could", "is it possible to", "i would like to", "you know what", "time to", "let us just", "after that", "for now", "i guess", "i think"];

    private static readonly HashSet<string> Trailing =
        ["please", "thanks", "thank", "you", "now", "dude", "man", "mate", "bro", "buddy", "already", "quickly", "ok", "then", "yeah", "cheers", "immediately", "haha", "lol", "though", "asap", "darling", "love", "sweetie", "friend", "echotune", "pal", "sir", "today", "huh"];

    private readonly TimeProvider _time;
    private readonly Spelling _spelling;
    private readonly IReadOnlyList<Rule> _rules;

    /// <summary>Builds the tables; do it once.</summary>
    public Interpreter(TimeProvider time)
    {
        _time = time;
        _rules = [.. LooseRules.Early, .. LibraryRules.All.Take(2), .. ControlRules.Settings, .. PlaybackRules.All.Take(3), .. ControlRules.Devices, .. ControlRules.Volume, .. PlaybackRules.All.Skip(3).Where(r => !ReferenceEquals(r, null)), .. QuestionRules.All, .. LibraryRules.All.Skip(2), .. LooseRules.Late];
        var domain = new HashSet<string>(Rule.Vocabulary, StringComparer.Ordinal);
        domain.UnionWith(Numbers.Vocabulary);
        domain.UnionWith(RefineReader.Vocabulary);
        domain.UnionWith(CriteriaReader.DecadeVocabulary);
        domain.UnionWith(IntentScores.Words);
        var ordinary = new HashSet<string>(CommonWords.Lines.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
        ordinary.UnionWith(NameTable.Default.Words);
        ordinary.UnionWith(Fillers);
        ordinary.UnionWith(ControlRules.DeviceNouns);
        _spelling = new Spelling(domain.Where(w => CommandWords.Contains(w) || Core.Contains(w)), [.. PhraseTable.Default.Words, .. domain, .. CommandWords], ordinary);
    }

    private static readonly HashSet<string> Core = ["music", "song", "songs", "track", "tracks", "playlist", "volume", "queue", "shuffle", "repeat", "lyrics", "something", "devices", "device", "available", "jazz", "rock", "classical", "mellow", "calm", "happy", "workout", "artist", "album", "crossfade", "radio", "station", "similar", "down", "language", "louder", "quieter", "previous", "next", "mode", "speaker", "speakers", "recommend", "seconds", "minutes", "electronic", "energetic", "relaxing", "chill", "the", "and"];

    /// <inheritdoc/>
    public Interpretation Interpret(string text, InterpretationContext context)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(context);
        if (text.Length > MaxLength)
        {
            return Ask($"That message has {text.Length:N0} characters; I can read at most {MaxLength:N0}. Please say it shorter.", 1);
        }

        var tokens = Tokeniser.Split(text);
        if (tokens.Count == 0)
        {
            return Ask("What would you like to hear?", 0);
        }

        if (Courtesies.Answer(string.Join(' ', tokens.Select(t => t.Text))) is { } answer)
        {
            return Ask(answer, 1);
        }

        if (tokens.Count > MaxWords)
        {
            return Ask("That is a lot at once. Please tell me in a sentence or two what you would like.", 0.5);
        }

        if (IsInjection(text, tokens) && NamedAfterCommand(text, tokens) is { } named)
        {
            return new Interpretation([named], 0.7);
        }

        if (IsInjection(text, tokens))
        {
            return Ask("I only do what you ask for in your own words, about music. What would you like to hear?", 0.9);
        }

        Correct(tokens);
        var utterance = new Utterance(text, tokens, context.Lexicon);
        var calls = new List<ToolCall>();
        var understood = 0.0;
        var clauses = Clauses(utterance, context);
        foreach (var (start, end) in clauses)
        {
            // "nah, next": a yes or no before a command is no command.
            if (clauses.Count > 1 && Enumerable.Range(start, end - start).All(i => !tokens[i].Quoted && (Fillers.Contains(tokens[i].Text) || tokens[i].Text is "no" or "yes" or "wait" or "ugh" or "meh")))
            {
                continue;
            }

            var running = calls.FindLast(x => x.Tool != ToolNames.Clarify) is not { } done ? context : context with { Last = done, Earlier = context.Last is null ? context.Earlier : [.. context.Earlier, context.Last] };
            var (found, confidence) = Clause(utterance, running, start, end, calls.Count > 0);
            found = Join(utterance, clauses, calls, found, start);
            var before = calls.ToList();
            foreach (var call in found)
            {
                if (!IsRepeat(before, call))
                {
                    calls.Add(call);
                }
            }

            understood = Math.Max(understood, confidence);
        }

        // "I changed my mind, take the like off": the mind's change is a remark, the rest the command.
        if (calls.Count > 1 && calls[0].Tool == ToolNames.Undo && !tokens.Exists(x => x.Text is "undo" or "revert" or "reverse"))
        {
            calls.RemoveAt(0);
        }

        // One part that is understood makes the others remarks.
        if (calls.Any(c => c.Tool != ToolNames.Clarify))
        {
            calls.RemoveAll(c => c.Tool == ToolNames.Clarify);
        }
        else if (calls.Count > 1)
        {
            calls.RemoveRange(1, calls.Count - 1);
        }

        calls.RemoveAll(c => ToolDefinitions.Problem(c.Tool, c.Arguments) is not null);
        return calls.Count == 0 ? Ask("I did not understand that. Tell me what you would like to hear, or ask for help.", 0.1) : new Interpretation(calls, understood);
    }

    private static Interpretation Ask(string question, double confidence) =>
        new([ToolJson.Call(ToolNames.Clarify, new ClarifyArguments { Question = question })], confidence);

    private static bool IsRepeat(List<ToolCall> calls, ToolCall call)
    {
        // "open the playlist and play it": it plays already.
        if (call.Tool == ToolNames.Resume && calls.Count > 0 && calls[^1].Tool is ToolNames.PlayMusic or ToolNames.PlayPlaylist or ToolNames.StartRadio or ToolNames.MixSet)
        {
            return true;
        }

        // "what was on before, put that back on"; "I pressed like by mistake, undo that".
        if (calls.Count > 0 && ((call.Tool == ToolNames.Resume && calls[^1].Tool is ToolNames.Previous or ToolNames.Next or ToolNames.Seek or ToolNames.Unmute or ToolNames.TransferPlayback)
            || (call.Tool == ToolNames.Undo && calls[^1].Tool is ToolNames.Unlike or ToolNames.Undo)))
        {
            return true;
        }

        if (call.Tool is ToolNames.Seek or ToolNames.PlayMusic)
        {
            return false;
        }

        return calls.Exists(c => c.Tool == call.Tool && call.Arguments.All(a => JsonNode.DeepEquals(c.Arguments[a.Key], a.Value)));
    }

    private static bool IsInjection(string text, List<Token> tokens)
    {
        var trimmed = text.TrimStart();
        if (trimmed.Length > 0 && (trimmed[0] is '{' or '[' || trimmed.StartsWith("```", StringComparison.Ordinal) || trimmed.StartsWith("<", StringComparison.Ordinal)))
        {
            return true;
        }

        // Quoted names are one word each and never match.
        var said = " " + string.Join(' ', tokens.Select(t => t.Quoted ? "\u0001" : t.Text)) + " ";
        if (tokens[0].Text is "system" or "assistant" or "developer" or "admin" or "root" && text.AsSpan(tokens[0].End).TrimStart() is [':', ..])
        {
            return true;
        }

        return Suspicious.Any(s => said.Contains(s, StringComparison.Ordinal));
    }

    /// <summary>Suspicious words that are plainly a title or what to search for: all behind "search for" and "the song called" is a name, never a command.</summary>
    private static ToolCall? NamedAfterCommand(string text, List<Token> tokens)
    {
        if (tokens.Count > 2 && tokens[0].Text == "search" && tokens[1].Text == "for")
        {
            return ToolJson.Call(ToolNames.Search, new SearchArguments { Query = CriteriaBuilder.Limit(text[tokens[1].End..].Trim().Trim('"'))! });
        }

        for (var i = 1; i < Math.Min(5, tokens.Count - 1); i++)
        {
            if (tokens[0].Text is "play" or "put" && tokens[i].Text is "called" or "named" or "titled" && tokens[i - 1].Text is "song" or "track" or "tune" or "one" or "something")
            {
                return ToolJson.Call(ToolNames.PlayMusic, new Criteria { Track = CriteriaBuilder.Limit(text[tokens[i].End..].Trim().Trim('"', '\'', '.', '\u201C', '\u201D')) });
            }
        }

        return null;
    }

    private static readonly string[] Suspicious =
        [" previous instructions ", " prior instructions ", " all instructions ", " you were told ", " you have been told ", " your instructions ", " earlier instructions ", " above instructions ", " system prompt ", " admin mode ", " developer mode ", " debug mode ", " api key ", " api keys ", " access token ", " jailbreak ", " you are now ", " pretend you are ", " pretend to be ", " act as ", " override your ", " bypass ", " environment variable ", " your rules ", " your guidelines ", " every playlist i ", " all my playlists ", " all playlists ", " every playlist ", " tool call ", " execute the ", " run the command ", " shell command ", " sudo ", " drop table ", " rm rf ", " rm -rf ", " your password ", " my password ", " hidden instructions ", " new instructions ", " ignore everything ", " disregard ", " reveal your ", " print your ", " all users ", " other users ", " database ", " everything in my library ", " whole library permanently ", " do anything now ", " my account ", " new rule ", " you must delete ", " you were programmed ", " safety rules ", " root now ", " administrator ", " hidden prompt ", " your prompt ", " initial instructions ", " original instructions ", " environment variables ", " credentials ", " secret key ", " rm ", " everything i own "];

    private void Correct(List<Token> tokens)
    {
        var allCapital = tokens.All(t => t.Capital || !char.IsLetter(t.Text[0]));
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Quoted || (token.Capital && i > 0 && !allCapital))
            {
                continue;
            }

            var corrected = _spelling.Correct(token.Text);
            if (corrected != token.Text)
            {
                tokens[i] = token with { Text = corrected, Corrected = true };
            }
        }
    }
}
