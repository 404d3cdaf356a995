using System.Globalization;
using System.Text;
using EchoTune.Catalog.Search;

namespace EchoTune.Conversation.Interpreter.Language;

/// <summary>Splits an utterance into normalised words; keeps where each stood. Linear in the length of the text.</summary>
internal static class Tokeniser
{
    private static readonly Dictionary<string, string> Written = Load(
        """
        dont=do not; doesnt=does not; didnt=did not; cant=can not; cannot=can not; wont=will not; isnt=is not; arent=are not; wasnt=was not; havent=have not; hasnt=has not;
        couldnt=could not; wouldnt=would not; shouldnt=should not; im=i am; ive=i have; whats=what is; whos=who is; thats=that is; lets=let us; youre=you are; theyre=they are;
        wheres=where is; hows=how is; its=it is; ain't=is not; won't=will not; can't=can not; let's=let us; wanna=want to; gimme=give me; gonna=going to; gotta=got to; lemme=let me;
        kinda=kind of; sorta=sort of; u=you; ur=your; pls=please; plz=please; plss=please; pleease=please; pleez=please; smth=something; sth=something; smthg=something; sumthin=something; sumthing=something;
        somethin=something; thx=thanks; thnx=thanks; ty=thanks; cuz=because; coz=because; cos=because; bc=because; tho=though; tonite=tonight; nite=night; abt=about; vol=volume; fav=favourite; fave=favourite;
        favs=favourites; faves=favourites; favorite=favourite; favorites=favourites; favorited=favourite; favourited=favourite; luv=love; ya=you; em=them; dunno=do not know; bout=about; til=until; till=until; nvm=never mind;
        outta=out of; whatcha=what are you; w=with; wat=what; wut=what; wth=what; tunez=tunes; muzik=music; musik=music; trax=tracks; secs=seconds; sec=second; mins=minutes; hrs=hours; hr=hour; ok=ok; okay=ok; okey=ok;
        yep=yes; yeah=yes; yup=yes; nope=no; nah=no; naw=no; gr8=great; 2nite=tonight; 4=4; y=why; k=k; tv's=tv; theres=there is; weve=we have; oughta=ought to; shoulda=should have; coulda=could have; plylist=playlist; q=queue; diff=different; mam=mum; recs=recommendations; rec=recommend; vids=videos;
        autoplay=autoplay; unshuffle=unshuffle; n=and; cya=bye; rn=right now; asap=now; bro=bro; imma=i am going to; ima=i am going to; finna=going to; tryna=trying to; teh=the; hte=the; adn=and; taht=that; waht=what; dem=them; dat=that; dis=this; dose=those; da=the; wid=with; nuthin=nothing; nuffin=nothing; nothin=nothing
        """);

    private static readonly HashSet<string> IsAfter =
        ["what", "who", "it", "that", "where", "how", "there", "she", "he", "here", "someone", "somebody", "everyone", "everybody", "when", "why", "this", "which", "music", "weather", "song", "name"];

    /// <summary>Splits.</summary>
    public static List<Token> Split(string text)
    {
        var tokens = new List<Token>(Math.Min(text.Length / 3, 256));
        var breakBefore = '\0';
        for (var i = 0; i < text.Length;)
        {
            var c = Plain(text[i]);
            if (c == '"' || (c == '\'' && (i == 0 || !char.IsLetterOrDigit(text[i - 1]))))
            {
                var close = ClosingQuote(text, i, c);
                if (close > i + 1)
                {
                    tokens.Add(new Token(Fold(text[(i + 1)..close]), i + 1, close) { Quoted = true, Capital = true, Break = breakBefore });
                    breakBefore = '\0';
                    i = close + 1;
                    continue;
                }
            }

            if (char.IsLetterOrDigit(c) || c is '&' or '%' or '+' or '#')
            {
                i = Word(text, i, tokens, breakBefore);
                breakBefore = '\0';
                continue;
            }

            if (c is ',' or ';' or '.' or '!' or '?' or ':' or '\n' or '-' or '(' or ')')
            {
                // The full stop of initials parts nothing: Fontaines D.C. are great.
                var initials = c == '.' && i > 1 && text[i - 2] == '.' && char.IsUpper(text[i - 1]) && i + 2 < text.Length && char.IsLower(text[i + 2]);
                var strong = !initials && (c is ',' or ';' or '\n' or '.' or '!' or '?' || (c == '-' && i > 0 && text[i - 1] == ' '));
                if (strong && breakBefore != '.')
                {
                    breakBefore = c is '.' or '!' or '?' or '\n' ? '.' : c == ';' ? ';' : ',';
                }
            }

            i++;
        }

        return tokens;
    }

    /// <summary>Lower case without accents, curly quotes straight.</summary>
    public static string Fold(string text)
    {
        var ascii = true;
        foreach (var c in text)
        {
            if (c > 127)
            {
                ascii = false;
                break;
            }
        }

        if (ascii)
        {
            return text.ToLowerInvariant();
        }

        var folded = new StringBuilder(text.Length);
        foreach (var c in Accents.Remove(text))
        {
            folded.Append(char.ToLowerInvariant(Plain(c)));
        }

        return folded.ToString();
    }

    private static char Plain(char c) => c switch
    {
        '\u2018' or '\u2019' or '\u02BC' or '\u00B4' or '`' => '\'',
        '\u201C' or '\u201D' or '\u00AB' or '\u00BB' => '"',
        '\u2013' or '\u2014' => '-',
        _ => c,
    };

    private static int ClosingQuote(string text, int open, char quote)
    {
        for (var i = open + 1; i < text.Length; i++)
        {
            if (Plain(text[i]) != quote)
            {
                continue;
            }

            // An apostrophe closes only where a word ends and no other word is glued to it.
            if (quote == '"' || ((i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1])) && i - open > 3 && text[i - 1] != ' '))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Joins(string text, int i)
    {
        if (i + 1 >= text.Length || !char.IsLetterOrDigit(text[i + 1]))
        {
            return false;
        }

        var c = Plain(text[i]);
        return c switch
        {
            '\'' or '&' or '$' => true,
            '!' => char.IsLetter(text[i + 1]),
            '.' => char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1]),
            ':' => char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1]),
            _ => false,
        };
    }

    private static int Word(string text, int start, List<Token> tokens, char breakBefore)
    {
        var i = start + 1;
        while (i < text.Length && (char.IsLetterOrDigit(text[i]) || CharUnicodeInfo.GetUnicodeCategory(text[i]) == UnicodeCategory.NonSpacingMark
            || (text[i] is '&' or '%' ? false : Joins(text, i)) || (text[i] == '&' && Joins(text, i))))
        {
            // A number and its unit are two words: 45min, 1h30, 50km; decades and ordinals are one.
            i++;
        }

        if (i < text.Length && Plain(text[i]) == '\'' && i > start && (text[i - 1] is 'n' or 's'))
        {
            i++; // stayin' and singers'
        }

        var raw = Fold(text[start..i]);
        var capital = char.IsUpper(text[start]);
        if (raw is "&" or "+")
        {
            tokens.Add(new Token("and", start, i) { Break = breakBefore });
        }
        else if (raw == "%")
        {
            tokens.Add(new Token("percent", start, i) { Break = breakBefore });
        }
        else if (raw == "#")
        {
            tokens.Add(new Token("number", start, i) { Break = breakBefore });
        }
        else
        {
            foreach (var part in Parts(raw))
            {
                tokens.Add(new Token(part, start, i) { Capital = capital, Break = breakBefore });
                breakBefore = '\0';
            }
        }

        // Two numbers joined by a hyphen are a range.
        if (i + 1 < text.Length && Plain(text[i]) == '-' && char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1]))
        {
            tokens.Add(new Token("to", i, i + 1));
        }

        return i;
    }

    private static IEnumerable<string> Parts(string raw)
    {
        if (Written.TryGetValue(raw, out var written))
        {
            return written.Split(' ');
        }

        if (char.IsDigit(raw[0]))
        {
            return NumberParts(raw);
        }

        if (raw.Length is > 1 and < 12 && raw[0] == 's' && raw[^1] == 'h' && raw.All(c => c is 's' or 'h'))
        {
            return ["shush"]; // sh, shh, ssshhh
        }

        var apostrophe = raw.LastIndexOf('\'');
        if (apostrophe > 0)
        {
            var (head, tail) = (raw[..apostrophe], raw[(apostrophe + 1)..]);
            switch (tail)
            {
                case "t" when head.EndsWith('n') && head.Length > 2:
                    return [head[..^1], "not"];
                case "re":
                    return [head, "are"];
                case "m":
                    return [head, "am"];
                case "ll":
                    return [head, "will"];
                case "ve":
                    return [head, "have"];
                case "d":
                    return [head, "would"];
                case "s":
                    return IsAfter.Contains(head) ? [head, "is"] : [head, "'s"];
                case "" when head.EndsWith("in", StringComparison.Ordinal) && head.Length > 3:
                    return [head + "g"];
                case "":
                    return [head];
                default:
                    return [raw.Replace("'", "", StringComparison.Ordinal)];
            }
        }

        return [raw];
    }

    private static IEnumerable<string> NumberParts(string raw)
    {
        if (raw.EndsWith("'s", StringComparison.Ordinal))
        {
            return [raw[..^2] + "s"]; // 80's
        }

        var digits = 0;
        while (digits < raw.Length && (char.IsDigit(raw[digits]) || raw[digits] is '.' or ':'))
        {
            digits++;
        }

        if (digits == raw.Length)
        {
            return [raw];
        }

        var unit = raw[digits..];
        if (unit is "min" or "mins" or "minutes" or "minute" or "hour" or "hours" or "hr" or "hrs" or "h" or "sec" or "secs" or "seconds" or "m" or "bpm" or "percent")
        {
            return [raw[..digits], unit == "m" ? "minutes" : unit == "h" ? "hours" : unit];
        }

        if (unit.Length > 1 && unit[0] is 'h' or 'm' && unit.Skip(1).All(char.IsDigit))
        {
            return [raw[..digits], unit[0] == 'h' ? "hours" : "minutes", unit[1..], unit[0] == 'h' ? "minutes" : "seconds"];
        }

        return [raw];
    }

    private static Dictionary<string, string> Load(string lines) => lines
        .Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(e => e.Split('='))
        .ToDictionary(e => e[0], e => e[1], StringComparer.Ordinal);
}
