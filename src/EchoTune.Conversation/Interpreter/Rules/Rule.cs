using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Tools;

namespace EchoTune.Conversation.Interpreter.Rules;

/// <summary>A family of phrases and the calls that they become.</summary>
internal sealed class Rule
{
    /// <summary>What common groups in patterns stand for.</summary>
    public static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["song"] = "(song|track|tune|one|music|record|piece|jam|tracks|songs|tunes|audio|playback|player|stuff|banger|number|artist|band|singer|bit)",
        ["music"] = "(song|track|tune|music|tracks|songs|tunes|audio|playback|sound|player|playing|beats|it|this|that|everything|things|all|them|speakers|spotify|radio)",
        ["it"] = "(it|this|that|them|these|those|everything|things|the whole thing|(the|this|that|these|those|my|our) (current|whole|present|entire|damn|bloody|same|very)? (song|track|tune|one|music|record|piece|jam|tracks|songs|tunes|audio|playback|stuff|banger|player|sound|number))",
        ["vol"] = "(volume|sound|music|it|this|that|everything|things|audio|song|track|tunes|speakers|speaker|them)",
        ["bit"] = "(a (little|tiny|wee|small)? (bit|notch|touch|tad|smidge|smidgen|little|hair|fraction)|slightly|little|somewhat|one notch|just a (bit|little|touch|tad|notch))",
        ["lot"] = "(a lot|way|lots|loads|much|a (whole|good|great|big)? (lot|deal|bunch|ton)|significantly|considerably|right|massively|drastically|far|heaps|tons|really|dramatically)",
        ["queue"] = "(queue|line up|lineup|up next|up next list|list|playlist queue|queued songs|play queue|playing queue|upcoming)",
    };

    private readonly Pattern[] _patterns;

    public Rule(string phrases, Func<ClauseReading, Pattern.Match, IEnumerable<ToolCall>?> calls)
    {
        Calls = calls;
        _patterns = [.. phrases.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(p => Pattern.Parse(p, Groups, Vocabulary))];
    }

    /// <summary>A rule that makes one call without arguments.</summary>
    public Rule(string tool, string phrases)
        : this(phrases, (_, _) => [new ToolCall(tool, [])])
    {
    }

    /// <summary>Every word of every pattern.</summary>
    public static HashSet<string> Vocabulary { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes the calls of a match; null to pass on.</summary>
    public Func<ClauseReading, Pattern.Match, IEnumerable<ToolCall>?> Calls { get; }

    /// <summary>Tries the phrases one by one.</summary>
    public IReadOnlyList<ToolCall>? Apply(ClauseReading clause, int start, int end, HashSet<string> present)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.Cover(clause.Tokens, start, end, present) is { } match && Calls(clause, match) is { } calls)
            {
                return [.. calls];
            }
        }

        return null;
    }
}
