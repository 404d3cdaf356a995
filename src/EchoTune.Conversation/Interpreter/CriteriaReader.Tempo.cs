using System.Globalization;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter.Language;
using EchoTune.Conversation.Interpreter.Lexicon;

namespace EchoTune.Conversation.Interpreter;

/// <summary>Reading tempo.</summary>
internal sealed partial class CriteriaReader
{
    private bool TryTempo(int i, int end, out int next)
    {
        next = i;
        var word = _t[i].Text;
        if (word is "between" or "from" && Range(i + 1, end, out var low, out var high, out var after) && IsBpm(after, end, out next))
        {
            return Tempo(new NumberRange(low, high), next - i);
        }

        if (Range(i, end, out low, out high, out after) && IsBpm(after, end, out next))
        {
            return Tempo(new NumberRange(low, high), next - i);
        }

        var at = i;
        var kind = ' ';
        if (word is "around" or "about" or "roughly" or "approximately" or "circa" or "near" or "approx" or "at" or "close")
        {
            at = i + 1;
            kind = '~';
            at += at < end && _t[at].Text is "around" or "about" or "roughly" or "to" ? 1 : 0;
        }
        else if (word is "over" or "above" or "exceeding")
        {
            (at, kind) = (i + 1, '>');
        }
        else if (word is "under" or "below" or "beneath")
        {
            (at, kind) = (i + 1, '<');
        }
        else if (word is "at" && i + 1 < end && _t[i + 1].Text is "least" or "most")
        {
            (at, kind) = (i + 2, _t[i + 1].Text == "least" ? '>' : '<');
        }
        else if (word is "minimum" or "min")
        {
            (at, kind) = (i + 1, '>');
        }
        else if (word is "maximum" or "max")
        {
            (at, kind) = (i + 1, '<');
        }
        else if (word is "faster" or "more" or "higher" or "greater" or "quicker" && i + 1 < end && _t[i + 1].Text == "than")
        {
            (at, kind) = (i + 2, '>');
        }
        else if (word is "slower" or "less" or "lower" && i + 1 < end && _t[i + 1].Text == "than")
        {
            (at, kind) = (i + 2, '<');
        }

        var comparison = word is "faster" or "slower" or "quicker" || (i > 0 && _t[i - 1].Text is "tempo" or "bpm");
        if (kind == '~' && at < end && _t[at].Text is "least" or "most" && _t[at - 1].Text == "at")
        {
            kind = _t[at].Text == "least" ? '>' : '<';
            at++;
        }

        if (!Numbers.TryNumber(_t, at, end, out var bpm, out after) || bpm is < 30 or > 400 || !(IsBpm(after, end, out next) || (comparison && kind != ' ')))
        {
            next = i;
            return false;
        }

        next = Math.Max(next, after);
        if (kind is ' ' or '~' && next < end && _t[next].Text is "or" or "and" && next + 1 < end && _t[next + 1].Text is "faster" or "above" or "more" or "over" or "up" or "higher" or "slower" or "less" or "below" or "under" or "lower")
        {
            kind = _t[next + 1].Text is "slower" or "less" or "below" or "under" or "lower" ? '<' : '>';
            next += 2;
        }

        return Tempo(kind switch { '>' => new NumberRange(bpm), '<' => new NumberRange(null, bpm), _ => new NumberRange(bpm - 5, bpm + 5) }, next - i);
    }

    private bool Tempo(NumberRange range, int words)
    {
        Result.Tempo = range;
        _substance += words;
        return true;
    }

    private bool Range(int i, int end, out double low, out double high, out int next)
    {
        (high, next) = (0, i);
        return Numbers.TryNumber(_t, i, end, out low, out var after) && after < end && _t[after].Text is "to" or "and" && Numbers.TryNumber(_t, after + 1, end, out high, out next) && low <= high;
    }

    private bool IsBpm(int i, int end, out int next)
    {
        next = i;
        if (i < end && _t[i].Text is "bpm" or "bpms")
        {
            next = i + 1;
            return true;
        }

        if (i + 2 < end && _t[i].Text is "beats" && _t[i + 1].Text is "per" or "a" && _t[i + 2].Text == "minute")
        {
            next = i + 3;
            return true;
        }

        return false;
    }
}
