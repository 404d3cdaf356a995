using System.Globalization;

namespace EchoTune.Conversation.Interpreter.Language;

/// <summary>Reads numbers, durations, times and ordinals as people say them.</summary>
internal static class Numbers
{
    private static readonly Dictionary<string, double> Words = new(StringComparer.Ordinal)
    {
        ["zero"] = 0, ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8, ["nine"] = 9, ["ten"] = 10,
        ["eleven"] = 11, ["twelve"] = 12, ["thirteen"] = 13, ["fourteen"] = 14, ["fifteen"] = 15, ["sixteen"] = 16, ["seventeen"] = 17, ["eighteen"] = 18, ["nineteen"] = 19,
        ["twenty"] = 20, ["thirty"] = 30, ["forty"] = 40, ["fourty"] = 40, ["fifty"] = 50, ["sixty"] = 60, ["seventy"] = 70, ["eighty"] = 80, ["ninety"] = 90,
    };

    private static readonly Dictionary<string, int> OrdinalWords = new(StringComparer.Ordinal)
    {
        ["first"] = 1, ["second"] = 2, ["third"] = 3, ["fourth"] = 4, ["fifth"] = 5, ["sixth"] = 6, ["seventh"] = 7, ["eighth"] = 8, ["ninth"] = 9, ["tenth"] = 10, ["last"] = -1, ["next"] = 1,
        ["top"] = 1, ["front"] = 1, ["end"] = -1, ["bottom"] = -1, ["back"] = -1, ["start"] = 1, ["beginning"] = 1, ["final"] = -1,
    };

    /// <summary>All words that this reads, for the spelling correction.</summary>
    public static IEnumerable<string> Vocabulary =>
        [.. Words.Keys, .. OrdinalWords.Keys, "hundred", "thousand", "dozen", "couple", "half", "quarter", "quarters", "minute", "minutes", "hour", "hours", "second", "seconds", "bpm", "percent"];

    /// <summary>Reads a number at <paramref name="at"/>: 20, twenty five, a hundred, a dozen, a couple of, two and a half.</summary>
    public static bool TryNumber(IReadOnlyList<Token> t, int at, int end, out double value, out int next)
    {
        value = 0;
        next = at;
        if (at >= end || t[at].Quoted)
        {
            return false;
        }

        var first = t[at].Text;
        if (char.IsAsciiDigit(first[0]))
        {
            if (first.Length > 9 || !double.TryParse(first, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
            {
                return false;
            }

            next = at + 1;
            if (next < end && t[next].Text == "hundred")
            {
                value *= 100;
                next++;
            }

            AndAHalf(t, end, ref value, ref next);
            return true;
        }

        var article = first is "a" or "an" or "one";
        if (article && at + 1 < end)
        {
            switch (t[at + 1].Text)
            {
                case "hundred":
                    (value, next) = (100, at + 2);
                    return true;
                case "thousand":
                    (value, next) = (1000, at + 2);
                    return true;
                case "dozen":
                    (value, next) = (12, at + 2);
                    return true;
                case "couple":
                    (value, next) = (2, at + 2 < end && t[at + 2].Text == "of" ? at + 3 : at + 2);
                    return true;
                case "few" or "handful" when first != "one":
                    (value, next) = (t[at + 1].Text == "few" ? 3 : 5, at + 2 < end && t[at + 2].Text == "of" ? at + 3 : at + 2);
                    return true;
                default:
                    break;
            }
        }

        if (first is "half" && at + 2 < end && t[at + 1].Text == "a" && t[at + 2].Text == "dozen")
        {
            (value, next) = (6, at + 3);
            return true;
        }

        if (!Words.TryGetValue(first, out value))
        {
            return false;
        }

        next = at + 1;
        if (value >= 20 && next < end && Words.TryGetValue(t[next].Text, out var unit) && unit is > 0 and < 10)
        {
            value += unit;
            next++;
        }

        if (next < end && t[next].Text == "hundred")
        {
            value *= 100;
            next++;
            var tail = next < end && t[next].Text == "and" ? next + 1 : next;
            if (tail < end && Words.ContainsKey(t[tail].Text) && TryNumber(t, tail, end, out var rest, out var after) && rest < 100)
            {
                value += rest;
                next = after;
            }
        }
        else if (next < end && t[next].Text == "dozen")
        {
            value *= 12;
            next++;
        }

        AndAHalf(t, end, ref value, ref next);
        return true;
    }

    private static void AndAHalf(IReadOnlyList<Token> t, int end, ref double value, ref int next)
    {
        if (next + 2 < end && t[next].Text == "and" && t[next + 1].Text == "a" && t[next + 2].Text == "half")
        {
            value += 0.5;
            next += 3;
        }
    }

    /// <summary>Reads a duration in seconds: 45 minutes, half an hour, an hour and a quarter, three quarters of an hour, 1 hour 20.</summary>
    public static bool TryDuration(IReadOnlyList<Token> t, int at, int end, out double seconds, out int next)
    {
        seconds = 0;
        next = at;
        if (!TryPart(t, at, end, out seconds, out next, out var unit))
        {
            return false;
        }

        while (next < end)
        {
            var i = t[next].Text == "and" ? next + 1 : next;
            if (i < end && i + 1 < end && t[i].Text == "a" && t[i + 1].Text is "half" or "quarter" && t[next].Text == "and")
            {
                // an hour and a half, a minute and a quarter; "a quarter of an hour" after "and" is read below.
                var fraction = t[i + 1].Text == "half" ? 0.5 : 0.25;
                seconds += fraction * unit;
                next = i + 2;
            }
            else if (i + 2 < end && t[next].Text == "and" && t[i].Text == "three" && t[i + 1].Text == "quarters")
            {
                seconds += 0.75 * unit;
                next = i + 2;
            }
            else if (TryPart(t, i, end, out var more, out var after, out var smaller) && smaller < unit)
            {
                seconds += more;
                (next, unit) = (after, smaller);
            }
            else if (unit == 60 && i == next && next < end && TryNumber(t, i, end, out var odd, out var past) && past == end && odd is > 0 and < 60)
            {
                seconds += odd; // one minute twenty
                (next, unit) = (past, 1);
            }
            else if (unit == 3600 && i == next && i < end && double.TryParse(t[i].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and < 60
                && (i + 1 == end || t[i + 1].Text is not ("songs" or "tracks" or "bpm" or "tunes")))
            {
                seconds += minutes * 60;
                (next, unit) = (i + 1, 60);
            }
            else
            {
                break;
            }
        }

        return seconds > 0;
    }

    private static bool TryPart(IReadOnlyList<Token> t, int at, int end, out double seconds, out int next, out double unit)
    {
        (seconds, next, unit) = (0, at, 0);
        if (at >= end)
        {
            return false;
        }

        // half an hour, half hour, a quarter of an hour, three quarters of an hour, quarter hour, a half hour
        var i = at;
        if (t[i].Text is "a" or "an" && i + 1 < end && t[i + 1].Text is "half" or "quarter" or "good" or "solid" or "full" or "whole")
        {
            i++;
        }

        if (t[i].Text is "good" or "solid" or "full" or "whole")
        {
            return i + 1 < end && TryUnit(t[i + 1].Text, out unit) && Set(unit, i + 2, out seconds, out next);
        }

        double fraction = 0;
        if (t[i].Text == "half")
        {
            (fraction, i) = (0.5, i + 1);
        }
        else if (t[i].Text == "quarter")
        {
            (fraction, i) = (0.25, i + 1);
        }
        else if (i + 1 < end && t[i].Text is "three" or "3" && t[i + 1].Text == "quarters")
        {
            (fraction, i) = (0.75, i + 2);
        }

        if (fraction > 0)
        {
            i = i < end && t[i].Text == "of" ? i + 1 : i;
            i = i < end && t[i].Text is "a" or "an" or "the" ? i + 1 : i;
            return i < end && TryUnit(t[i].Text, out unit) && Set(fraction * unit, i + 1, out seconds, out next);
        }

        if (t[at].Text is "a" or "an" or "another" or "the" && at + 1 < end && TryUnit(t[at + 1].Text, out unit))
        {
            return t[at].Text != "the" && Set(unit, at + 2, out seconds, out next);
        }

        if (t[at].Text == "an" && at + 1 < end && TryUnit(t[at + 1].Text, out unit))
        {
            return Set(unit, at + 2, out seconds, out next);
        }

        if (!TryNumber(t, at, end, out var number, out var after))
        {
            return false;
        }

        if (after < end && t[after].Text is "more" or "extra")
        {
            after++;
        }

        if (after < end && TryUnit(t[after].Text, out unit))
        {
            return Set(number * unit, after + 1, out seconds, out next);
        }

        // two and a half hours is read by TryNumber; "one and three quarter hours" by nobody.
        return false;
    }

    private static bool Set(double value, int at, out double seconds, out int next)
    {
        (seconds, next) = (value, at);
        return true;
    }

    private static bool TryUnit(string word, out double unit)
    {
        unit = word switch
        {
            "second" or "seconds" or "s" => 1,
            "minute" or "minutes" or "min" => 60,
            "hour" or "hours" or "h" => 3600,
            _ => 0,
        };
        return unit > 0;
    }

    /// <summary>Reads a place in a track in seconds: 2:30, 1:02:03, 90 seconds, the two minute mark.</summary>
    public static bool TryTime(IReadOnlyList<Token> t, int at, int end, out double seconds, out int next)
    {
        (seconds, next) = (0, at);
        if (at < end && t[at].Text.Contains(':', StringComparison.Ordinal))
        {
            foreach (var part in t[at].Text.Split(':'))
            {
                if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > 9999)
                {
                    return false;
                }

                seconds = (seconds * 60) + value;
            }

            next = at + 1;
            return true;
        }

        return TryDuration(t, at, end, out seconds, out next);
    }

    /// <summary>Reads a place in a list: third, 3rd, number 3, last (-1).</summary>
    public static bool TryPlace(IReadOnlyList<Token> t, int at, int end, out int place, out int next)
    {
        (place, next) = (0, at);
        if (at >= end)
        {
            return false;
        }

        var text = t[at].Text;
        if (OrdinalWords.TryGetValue(text, out place))
        {
            next = at + 1;
            return true;
        }

        if (text.Length > 2 && text.Length < 6 && char.IsAsciiDigit(text[0]) && text[^2..] is "st" or "nd" or "rd" or "th" && int.TryParse(text[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out place))
        {
            next = at + 1;
            return place > 0;
        }

        if (text is "number" or "no" or "position" or "spot" or "place" or "slot" or "item" or "track" or "song" && TryNumber(t, at + 1, end, out var number, out next))
        {
            place = (int)number;
            return place is > 0 and < 10000;
        }

        return false;
    }
}
