using System.Globalization;
using EchoTune.Audio.Synthesis.Styles;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>Draws the form of a piece: one of the style's, or a walk from section to section, as long as wished.</summary>
internal static class PracticeForm
{
    private static readonly Dictionary<string, string[]> After = new()
    {
        ["intro"] = ["verse", "verse", "verse", "chorus"],
        ["verse"] = ["chorus", "chorus", "chorus", "verse", "bridge"],
        ["chorus"] = ["verse", "verse", "bridge", "break", "solo", "chorus"],
        ["bridge"] = ["chorus", "chorus", "verse"],
        ["break"] = ["chorus", "drop", "verse"],
        ["drop"] = ["verse", "break", "bridge"],
        ["solo"] = ["chorus", "verse"],
    };

    public static List<(string Kind, int Bars)> Draw(SeededRandom random, Style style, double barSeconds, double seconds)
    {
        if (random.Chance(0.25))
        {
            var known = style.Forms.Select(Parse).MinBy(f => Math.Abs((f.Sum(s => s.Bars) * barSeconds) - seconds))!;
            if (known.Sum(s => s.Bars) * barSeconds < 1.4 * seconds)
            {
                return known;
            }
        }

        var form = new List<(string Kind, int Bars)>();
        var lengths = new Dictionary<string, int>();
        var left = seconds / barSeconds;
        var kind = random.Chance(0.75) ? "intro" : random.Chance(0.5) ? "verse" : "chorus";
        var hasOutro = random.Chance(0.6);
        var unit = barSeconds > 2.6 ? 4 : 8;
        while (left > (form.Count == 0 ? 0 : hasOutro ? 4 : 2))
        {
            if (!lengths.TryGetValue(kind, out var bars))
            {
                bars = kind switch
                {
                    "intro" => random.Pick((int[])[2, 4, 4, 8]),
                    "bridge" or "break" => random.Pick((int[])[4, 4, 8]),
                    _ => random.Pick((int[])[unit, unit, unit, unit == 8 ? 4 : 8, unit == 8 ? 16 : 8, random.Chance(0.15) ? 6 : unit]),
                };
                lengths[kind] = bars;
            }

            if (kind is "chorus" or "drop" && left > 8 && form.Count > 0 && style.Layers.Contains("build=", StringComparison.Ordinal) && random.Chance(0.4))
            {
                var rise = random.Pick((int[])[2, 4, 4]);
                form.Add(("build", rise));
                left -= rise;
            }

            bars = Math.Min(bars, Math.Max(2, (int)left));
            form.Add((kind, bars));
            left -= bars;
            kind = random.Pick(After[kind]);
        }

        if (hasOutro)
        {
            form.Add(("outro", random.Pick((int[])[2, 4, 4])));
        }

        return form;
    }

    private static List<(string Kind, int Bars)> Parse(string form) =>
    [
        .. form.Split(' ').Select(s => s.Split(':')).Select(s => (s[0], int.Parse(s[1], CultureInfo.InvariantCulture))),
    ];
}
