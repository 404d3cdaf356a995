using System.Globalization;
using EchoTune.Catalog.Requests;
using EchoTune.Conversation.Interpreter.Language;

namespace EchoTune.Conversation.Interpreter;

/// <summary>Years and decades.</summary>
internal sealed partial class CriteriaReader
{
    private static readonly Dictionary<string, int> DecadeWords = new(StringComparer.Ordinal)
    {
        ["twenties"] = 1920, ["thirties"] = 1930, ["forties"] = 1940, ["fifties"] = 1950, ["sixties"] = 1960, ["seventies"] = 1970, ["eighties"] = 1980, ["nineties"] = 1990,
        ["noughties"] = 2000, ["aughts"] = 2000, ["naughties"] = 2000, ["oughts"] = 2000, ["tens"] = 2010, ["y2k"] = 2000,
    };

    /// <summary>Decade words, for the spelling correction.</summary>
    public static IEnumerable<string> DecadeVocabulary => DecadeWords.Keys;

    private bool TryEra(int i, int end, out int next)
    {
        next = i;
        var at = i;
        var word = _t[i].Text;
        if (word is "from" or "between" or "in" or "of" or "the" or "during" or "like" or "around" or "out")
        {
            at = i + 1;
            while (at < end && _t[at].Text is "the" or "in" or "year" or "years" or "from" or "of" or "circa" or "between")
            {
                at++;
            }

            if (at >= end)
            {
                return false;
            }

            if (word is not "between" and not "in" and not "from" and not "of" and not "during" and not "like" and not "around" && _t[i].Text != "the" && _t[i].Text != "out")
            {
                return false;
            }
        }

        // before 1970, since 2015, after 1990, pre 2000, until 1999, older than 1980
        if (word is "before" or "pre" or "until" or "since" or "after" or "post" or "older" or "newer" or "earlier" or "later" or "past" or "up")
        {
            at = i + 1;
            if (word is "up")
            {
                if (at >= end || _t[at].Text != "to")
                {
                    return false;
                }

                at++;
            }

            while (at < end && _t[at].Text is "than" or "the" or "year")
            {
                at++;
            }

            if (!Decade(at, end, out var from, out var to, out next))
            {
                next = i;
                return false;
            }

            return Era(word switch
            {
                "before" or "pre" or "older" or "earlier" => new YearRange(null, from - 1),
                "until" or "up" => new YearRange(null, to),
                "since" => new YearRange(from),
                _ => new YearRange(to + 1),
            }, next - i);
        }

        if (word is "last" or "past" or "previous" or "this" || (word is "the" && at < end && _t[at].Text is "last" or "past" or "previous") || (word is "from" or "in" && at < end && _t[at].Text is "last" or "past" or "this"))
        {
            var k = _t[at].Text is "last" or "past" or "previous" or "this" ? at : i;
            return RelativeYears(k, end, i, out next);
        }

        if (!Decade(at, end, out var first, out var last, out next))
        {
            next = i;
            return false;
        }

        // 80s and 90s, 1975 to 1985, 60s through 80s, 70s or 80s
        var range = (From: first, To: (int?)last);
        while (next + 1 < end && _t[next].Text is "and" or "to" or "through" or "or" or "until" or "thru" or "up")
        {
            var j = next + 1;
            while (j < end && _t[j].Text is "the" or "to" or "early" && Decade(j, end, out _, out _, out _) is false)
            {
                j++;
            }

            if (!Decade(j, end, out var f2, out var l2, out var after))
            {
                if (j < end && _t[j].Text is "now" or "today" or "present")
                {
                    range = (range.From, null);
                    next = j + 1;
                }

                break;
            }

            range = (Math.Min(range.From, f2), Math.Max(range.To ?? l2, l2));
            next = after;
        }

        if (next < end && _t[next].Text is "onwards" or "onward")
        {
            range = (range.From, null);
            next++;
        }
        else if (next + 1 < end && _t[next].Text is "and" or "or" && _t[next + 1].Text is "later" or "after" or "newer" or "up" or "beyond" or "onwards")
        {
            range = (range.From, null);
            next += 2;
        }
        else if (next + 1 < end && _t[next].Text is "and" or "or" && _t[next + 1].Text is "before" or "earlier" or "older")
        {
            next += 2;
            return Era(new YearRange(null, range.To), next - i);
        }

        return Era(new YearRange(range.From, range.To), next - i);
    }

    private bool Era(YearRange range, int words)
    {
        if (range.From is < 1000 || range.To is < 1000)
        {
            return false;
        }

        // "sixties soul and seventies funk": one wish over both.
        Result.Era = Result.Era is { From: { } from, To: { } to } && range is { From: { } from2, To: { } to2 } ? new YearRange(Math.Min(from, from2), Math.Max(to, to2)) : range;
        _substance += words;
        return true;
    }

    /// <summary>last year, this year, the last five years, the past decade.</summary>
    private bool RelativeYears(int at, int end, int start, out int next)
    {
        next = start;
        var word = _t[at].Text;
        if (at + 1 >= end)
        {
            return false;
        }

        if (_t[at + 1].Text is "year" or "year's")
        {
            next = at + 2;
            next += next < end && _t[next].Text == "'s" ? 1 : 0;
            return Era(word == "this" ? new YearRange(thisYear, thisYear) : new YearRange(thisYear - 1, thisYear - 1), next - start);
        }

        if (_t[at + 1].Text == "decade" && word != "this")
        {
            next = at + 2;
            return Era(new YearRange(thisYear - 10, thisYear), next - start);
        }

        if (word != "this" && Numbers.TryNumber(_t, at + 1, end, out var n, out var after) && after < end && _t[after].Text is "years" or "year" or "decades" && n is > 0 and < 100)
        {
            next = after + 1;
            // "recent" and "the last two years" are the same: this year and the last.
            return Era(new YearRange(thisYear - (int)(_t[after].Text == "decades" ? n * 10 : n == 2 ? 1 : n), thisYear), next - start);
        }

        return false;
    }

    private bool Decade(int i, int end, out int from, out int to, out int next)
    {
        (from, to, next) = (0, 0, i);
        if (i >= end)
        {
            return false;
        }

        var part = ' ';
        var at = i;
        if (_t[at].Text is "early" or "late" or "mid" or "middle" && at + 1 < end)
        {
            part = _t[at].Text[0];
            at++;
            while (at < end && _t[at].Text is "to" or "late" or "the" or "of")
            {
                at++;
            }

            if (at >= end)
            {
                return false;
            }
        }

        var text = _t[at].Text;
        if (DecadeWords.TryGetValue(text, out var decade) || (text.Length is 3 or 5 && text[^1] == 's' && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out decade) && decade % 10 == 0))
        {
            decade = decade < 100 ? decade + (decade <= 20 ? 2000 : 1900) : decade;
            if (decade is < 1900 or > 2090)
            {
                return false;
            }

            (from, to) = part switch
            {
                'e' => (decade, decade == 2000 ? 2003 : decade + 3),
                'l' => (decade + 6, decade + 9),
                'm' => (decade + 4, decade + 6),
                _ => (decade, decade + 9),
            };
            next = at + 1;
            return true;
        }

        if (part == ' ' && text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1900 and <= 2100
            && !(at + 1 < end && _t[at + 1].Text is "songs" or "tracks" or "bpm"))
        {
            (from, to, next) = (year, year, at + 1);
            return true;
        }

        if (part == ' ' && text is "nineteen" or "twenty" && at + 1 < end && (DecadeWords.TryGetValue(_t[at + 1].Text, out decade) || Numbers.TryNumber(_t, at + 1, end, out _, out _)))
        {
            if (decade > 0)
            {
                (from, to, next) = text == "nineteen" ? (1900 + (decade % 100), 1909 + (decade % 100), at + 2) : (decade, decade + 9, at + 2);
                return true;
            }

            if (Numbers.TryNumber(_t, at + 1, end, out var two, out var after) && two is >= 10 and < 100 && text == "nineteen")
            {
                (from, to, next) = (1900 + (int)two, 1900 + (int)two, after);
                return true;
            }
        }

        return false;
    }
}
