using EchoTune.Catalog.Requests;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Tools;

namespace EchoTune.Conversation.Interpreter.Rules;

/// <summary>What rules may ask of a clause and its surroundings.</summary>
internal sealed class ClauseReading(Utterance utterance, InterpretationContext context, int thisYear)
{
    public IReadOnlyList<Token> Tokens { get; } = utterance.Tokens;

    public Utterance Utterance { get; } = utterance;

    public InterpretationContext Context { get; } = context;

    /// <summary>Whether the last thing done was one of these.</summary>
    public bool TalksOf(params ReadOnlySpan<string> tools) => Context.Last is { } last && tools.Contains(last.Tool);

    /// <summary>The original words of a captured span.</summary>
    public string Text(Pattern.Match m, string name) => m.Spans.TryGetValue(name, out var s) ? Utterance.Surface(s.Start, s.End) : "";

    /// <summary>Reads a span as criteria.</summary>
    public CriteriaReader Read(int start, int end, NameMode mode) => new CriteriaReader(Utterance, thisYear).Read(start, end, mode);

    /// <summary>Reads a captured span as criteria.</summary>
    public CriteriaReader Read(Pattern.Match m, string name, NameMode mode = NameMode.Request) =>
        m.Spans.TryGetValue(name, out var s) ? Read(s.Start, s.End, mode) : new CriteriaReader(Utterance, thisYear);

    /// <summary>A captured name of a playlist or device, without articles, possessives and the word playlist.</summary>
    public string Name(Pattern.Match m, string name)
    {
        if (!m.Spans.TryGetValue(name, out var s))
        {
            return "";
        }

        var (start, end) = s;
        while (start < end - 1 && !Tokens[start].Quoted && ((Tokens[start].Text is "i" or "we" && start + 2 < end && Tokens[start + 1].Text is "called" or "named" or "made") || Tokens[start].Text is "my" or "our" or "the" or "a" or "up" or "me" or "that" or "this" or "called" or "named" or "playlist" or "an") && !(Tokens[start].Text is "the" && Tokens[start].Capital))
        {
            start++;
        }

        while (end - 1 > start && Tokens[end - 1].Text is "playlist" or "playlists" or "please" or "list" && !Tokens[end - 1].Capital)
        {
            end--;
        }

        return Utterance.Surface(start, end);
    }

    /// <summary>Whether a span only points at what plays now.</summary>
    public bool IsThis(Pattern.Match m, string name) => m.Spans.TryGetValue(name, out var s) && IsThis(s.Start, s.End);

    public bool IsThis(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (Tokens[i].Quoted || Tokens[i].Text is not ("it" or "this" or "that" or "the" or "song" or "track" or "tune" or "one" or "current" or "playing" or "is" or "now" or "currently" or "these" or "those" or "them" or "artist" or "album" or "band" or "my" or "whole" or "piece" or "singer" or "what" or "record" or "guy" or "group" or "just" or "here" or "right" or "thing" or "really" or "so" or "much" or "entire" or "music" or "stuff" or "kind" or "of" or "type" or "by" or "from" or "him" or "her" or "his" or "absolutely" or "lot" or "a" or "particular" or "all" or "ever" or "did" or "you"))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>track, artist or album, by the noun in a span; track otherwise.</summary>
    public string Target(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (Tokens[i].Text is "artist" or "band" or "singer" or "group" or "guy" or "rapper" or "musician" or "him" or "her" or "them" && !(Tokens[i].Text is "them" or "her" or "him" && end - start > 2))
            {
                return "artist";
            }

            if (Tokens[i].Text is "album" or "record" or "lp")
            {
                return "album";
            }
        }

        return "track";
    }

    /// <summary>The criteria of the last request, whichever tool made it.</summary>
    public Criteria? LastCriteria() => Context.LastCriteria();

    public static ToolCall Call<T>(string tool, T arguments) => ToolJson.Call(tool, arguments);
}
