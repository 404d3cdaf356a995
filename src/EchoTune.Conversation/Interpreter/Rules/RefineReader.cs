using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;

namespace EchoTune.Conversation.Interpreter.Rules;

/// <summary>Reads comparisons: calmer, faster, more acoustic, less known.</summary>
internal static class RefineReader
{
    private const string Lines =
        """
        energy less: calmer, mellower, chiller, gentler, softer, lighter, smoother, quieter, sleepier, tamer, more calm, more chill, more chilled, more mellow, more relaxed, more relaxing, more laid back, more gentle, more soothing, more subdued, more peaceful, more low key, more ambient, less intense, less energetic, less aggressive, less heavy, less hectic, less loud, less energy, less hyper, less upbeat, less hard, less wild, less frantic, less crazy, less noisy, less busy, less pumping, less lively, less full on, lower energy, tone it down, bring it down, bring the energy down, take it down a notch, take it easy, dial it back, dial it down, chill it out, calm it down, calm things down, mellow it out, easy does it, too intense, too heavy, too aggressive, too energetic, too hectic, too much energy, too hyper, too wild, lower the energy, turn down the energy, simmer down, cool it down, tone down, wind it down, slow and calm, less harsh, more tranquil, more quiet, more soft, more tranquil, more serene, easier on the ears
        energy more: livelier, heavier, harder, punchier, louder, wilder, rowdier, bouncier, peppier, stronger, rockier, edgier, bolder, more energetic, more energy, more intense, more lively, more pumping, more powerful, more upbeat, more hype, more aggressive, more heavy, more oomph, more punch, more drive, more exciting, more intensity, more dynamic, more kick, less calm, less mellow, less chill, less sleepy, less boring, less chilled, less relaxed, less quiet, less soft, less laid back, higher energy, pick it up, pick up the energy, kick it up, step it up, amp it up, pump it up, hype it up, liven it up, liven things up, spice it up, ramp it up, bring the energy up, turn up the energy, up the energy, raise the energy, crank up the energy, turn it up a gear, crank the energy, too calm, too mellow, too sleepy, too boring, too soft, too chill, more bite, more edge, more rocking, more danceable, more groove, bring it up, bring up the energy, fire it up, more full on, boost the energy, increase the energy, more party, more of a party, shift up a gear
        valence more: happier, cheerier, brighter, sunnier, merrier, jollier, more happy, more cheerful, more positive, more uplifting, more joyful, more fun, more optimistic, more feel good, more hopeful, less sad, less depressing, less gloomy, less dark, less melancholic, less melancholy, less miserable, less moody, less bleak, less sombre, less down, too sad, too depressing, too dark, too gloomy, cheer it up, too melancholic, too miserable, brighten it up, lighten the mood, cheer up, more sunny, more bright, too bleak, more light hearted, cheery it up
        valence less: sadder, darker, moodier, gloomier, bleaker, more sad, more melancholic, more melancholy, more gloomy, more dark, more depressing, more sombre, more emotional, more moody, more brooding, less happy, less cheerful, less cheery, less sunny, less bright, less joyful, less positive, too happy, too cheerful, too cheery, too sunny, too bright, too jolly, more tragic, more sorrowful
        tempo more: faster, quicker, speedier, more tempo, more fast, more speed, speed it up, speed up, speed things up, pick up the pace, up the tempo, raise the tempo, higher tempo, increase the tempo, more uptempo, less slow, too slow, faster paced, quicken the pace, more pace, a faster tempo, more up tempo, up the pace, higher bpm, increase the pace
        tempo less: slower, slow it down, slow down, slow things down, lower tempo, less fast, less tempo, too fast, slower paced, ease the pace, lower the tempo, drop the tempo, reduce the tempo, bring the tempo down, less quick, more slow, lower bpm, decrease the tempo
        acousticness more: more acoustic, more unplugged, more organic, more stripped back, more stripped down, less electronic, less synthetic, less synth, less synths, less electric, less produced, fewer synths, more natural, acousticer, too electronic, less computer, more live instruments, more real instruments, less techno, less processed
        acousticness less: more electronic, less acoustic, more electric, more synths, more synth, more synthetic, too acoustic, less unplugged, more electronics
        familiarity less: newer to me, less familiar, more unfamiliar, more new to me, fresher to me, songs i do not know, something i do not know, ones i do not know, stuff i do not know, things i do not know, something i have not heard, songs i have not heard, stuff i have not heard, ones i have not heard, more discovery, more discoveries, more adventurous, less predictable, more surprising, too familiar, more new stuff, less of the usual, more unknown to me, things i have not heard, more exploratory, stuff that is new to me, something new to me, i know all these, i know these already, i know all of these
        familiarity more: more familiar, more songs i know, songs i know, stuff i know, ones i know, something i know, things i know, more of my favourites, more of what i know, closer to my taste, more my taste, less unfamiliar, safer, less adventurous, more of what i like, more stuff i know, songs i recognise, something more familiar, i do not know any of these, more things i know, more ones i know, too unfamiliar
        popularity less: more obscure, too well known, too famous, dig deeper, go deeper, less overplayed, not so well known, less mainstream, less known, less well known, less popular, lesser known, more underground, more niche, more indie sounding, deeper cuts, more deep cuts, hidden gems, less obvious, less commercial, less famous, more alternative, more unusual, less radio friendly, too mainstream, too popular, too commercial, more left field, more leftfield, fewer hits, more hidden gems, less overplayed, more off the beaten track, too obvious, something obscure, more rare, rarer, more unknown
        popularity more: more popular, more mainstream, better known, more well known, more famous, bigger hits, more hits, more commercial, less obscure, less underground, less niche, too obscure, more radio friendly, more known, more recognisable, more chart, well known ones, the hits, more crowd pleasing, too underground, too niche, more crowd pleasers, big hits
        """;

    private static readonly Dictionary<string, List<(string[] Words, string Field, string Way)>> Comparisons = Load();

    /// <summary>Every word of it, for the spelling correction.</summary>
    public static IEnumerable<string> Vocabulary => Comparisons.Values.SelectMany(v => v).SelectMany(v => v.Words);

    /// <summary>The comparisons of a span and where they stand.</summary>
    public static (RefineArguments Change, List<(int Start, int End)> Spans) Read(ClauseReading c, int start, int end)
    {
        var change = new RefineArguments();
        var spans = new List<(int, int)>();
        for (var i = start; i < end; i++)
        {
            if (!Comparisons.TryGetValue(c.Tokens[i].Text, out var list) || c.Tokens[i].Quoted)
            {
                continue;
            }

            foreach (var (words, field, way) in list)
            {
                if (i + words.Length > end || !words.Select((w, k) => c.Tokens[i + k].Text == w).All(x => x) || (i + words.Length < end && c.Tokens[i + words.Length].Text == "than" && i + words.Length + 1 < end && char.IsAsciiDigit(c.Tokens[i + words.Length + 1].Text[0])))
                {
                    continue;
                }

                // "songs I haven't heard in ages" is a wish of its own.
                if (field == "familiarity" && words.Contains("i") && (c.Context.LastRequest() is null || (i + words.Length < end && c.Tokens[i + words.Length].Text is "in" or "for" or "lately" or "since")))
                {
                    continue;
                }

                // "not too fast" and "nothing too heavy" are limits, not comparisons.
                if (words[0] == "too" && i > start && c.Tokens[i - 1].Text is "not" or "nothing" or "never" or "isn't")
                {
                    continue;
                }

                change = field switch
                {
                    "energy" => change with { Energy = way },
                    "valence" => change with { Valence = way },
                    "tempo" => change with { Tempo = way },
                    "acousticness" => change with { Acousticness = way },
                    "familiarity" => change with { Familiarity = way },
                    _ => change with { Popularity = way },
                };
                spans.Add((i, i + words.Length));
                i += words.Length - 1;
                break;
            }
        }

        return (change, spans);
    }

    private static Dictionary<string, List<(string[], string, string)>> Load()
    {
        var found = new Dictionary<string, List<(string[], string, string)>>(StringComparer.Ordinal);
        foreach (var line in Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var head = line[..colon].Split(' ');
            foreach (var phrase in line[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var words = phrase.Split(' ');
                (found.TryGetValue(words[0], out var list) ? list : found[words[0]] = []).Add((words, head[0], head[1]));
            }
        }

        foreach (var list in found.Values)
        {
            list.Sort((a, b) => b.Item1.Length.CompareTo(a.Item1.Length));
        }

        return found;
    }
}
