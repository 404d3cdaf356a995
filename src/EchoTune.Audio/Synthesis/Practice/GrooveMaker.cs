using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Styles;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>Brings a style into another metre, and invents grooves: drums, comping and bass that no style has.</summary>
internal static class GrooveMaker
{
    /// <summary>The style in a metre: patterns of a style of that metre, or its own cut or stretched bar by bar.</summary>
    public static Style InMetre(Style style, Metre metre, SeededRandom random)
    {
        if (style.Metre.Signature == metre.Signature)
        {
            return style;
        }

        var donors = StyleRange.Of(metre);
        if (donors.Count > 0 && (metre.Division == 3 || style.Metre.Division == 3 || random.Chance(0.5)))
        {
            var donor = random.Pick(donors);
            return style with
            {
                Metre = metre, Light = donor.Light, Full = donor.Full, BassLight = donor.BassLight, BassFull = donor.BassFull, CompLight = donor.CompLight,
                CompFull = donor.CompFull, Arp = [Broken(metre, random)], ArpBars = 1, Anticipation = 0, Swing = 0,
            };
        }

        string Cut(string bar) => bar.Length < style.Metre.Beats * 2 ? bar : Fit(bar, style.Metre.Beats, metre);
        string[] All(string[] bars) => Array.ConvertAll(bars, Cut);
        DrumPart Part(DrumPart part) => new([.. part.Lines.Select(l => (l.Drum, Cut(l.Pattern)))]);
        return style with
        {
            Metre = metre, Light = Part(style.Light), Full = Part(style.Full), BassLight = All(style.BassLight), BassFull = All(style.BassFull),
            CompLight = All(style.CompLight), CompFull = All(style.CompFull), Arp = [Broken(metre, random)], ArpBars = 1, Swing = metre.Signature == "7/8" ? 0 : style.Swing,
        };
    }

    /// <summary>The style with some of its patterns made up anew.</summary>
    public static Style Vary(Style style, SeededRandom random)
    {
        var metre = style.Metre;
        if (random.Chance(0.35))
        {
            style = style with { Full = Drums(metre, random, isFull: true), Light = random.Chance(0.5) ? Drums(metre, random, isFull: false) : style.Light };
        }

        if (random.Chance(0.35))
        {
            style = style with { CompFull = [Chords(metre, random, 0.5), Chords(metre, random, 0.5)], CompLight = [Chords(metre, random, 0.2)] };
        }

        return random.Chance(0.3) ? style with { BassFull = [Bass(metre, random, 0.5), Bass(metre, random, 0.5)], BassLight = [Bass(metre, random, 0.2)] } : style;
    }

    /// <summary>The style with a bass on the beats and chords after them, in beats (march, waltz) or in their halves (polka, stride, ska).</summary>
    public static Style Alternate(Style style, SeededRandom random)
    {
        var metre = style.Metre;
        var division = metre.Division == 3 ? 3 : 2;
        var isWide = metre.Beats > 1 && division == 2 && random.Chance(0.45);
        var isDouble = random.Chance(0.4);
        double missing = random.Chance(0.6) ? 0 : random.Between(0.05, 0.3), fifths = random.Between(0, 0.8);
        bool IsLow(int i) => isWide ? i == 0 || (metre.Beats != 3 && i % 4 == 0) : i % division == 0;
        bool IsHigh(int i) => isWide ? i % 2 == 0 && !IsLow(i) : division == 2 ? i % 2 == 1 : i % 3 == 2 || (isDouble && i % 3 == 1);
        string Low() => string.Concat(Enumerable.Range(0, metre.Beats * division).Select(i => !IsLow(i) || (i > 0 && random.Chance(missing)) ? '.' : i > 0 && random.Chance(fifths) ? '5' : '1'));
        string High() => Line(metre.Beats * division, i => IsHigh(i) ? 1 - missing : 0, random, 'x');
        string[] lows = [Low(), Low()], highs = [High(), High()];
        highs = Array.ConvertAll(highs, h => h.Contains('x', StringComparison.Ordinal) ? h : h[..^1] + "x");
        return style with { BassFull = lows, BassLight = [lows[0]], CompFull = highs, CompLight = [highs[0]] };
    }

    /// <summary>A bar of broken chords over the whole grid.</summary>
    public static string Broken(Metre metre, SeededRandom random)
    {
        var slots = metre.Beats * (metre.Division == 3 ? 3 : random.Chance(0.5) ? 2 : metre.Division == 2 ? 2 : 4);
        var (turn, span) = (random.Next(3), 3 + random.Next(4));
        return string.Concat(Enumerable.Range(0, slots).Select(i => (char)('0' + (turn switch
        {
            0 => i % span,
            1 => Math.Abs((i % (2 * (span - 1))) - (span - 1)),
            _ => random.Next(span),
        }))));
    }

    private static string Fit(string bar, int beats, Metre metre)
    {
        // Seven eighths of a bar in four are as many characters; other metres count quarters.
        var perBeat = metre.Signature == "7/8" ? bar.Length / (2.0 * beats) : (double)bar.Length / beats;
        var length = (int)Math.Round(perBeat * metre.Beats);
        var fitted = string.Concat(Enumerable.Range(0, length).Select(i => bar[i < bar.Length ? i : bar.Length - (int)Math.Round(perBeat) + ((i - bar.Length) % bar.Length)]));
        return fitted.Trim('.', '_').Length == 0 ? "1" + fitted[1..] : fitted;
    }

    private static DrumPart Drums(Metre metre, SeededRandom random, bool isFull)
    {
        var division = metre.Division == 3 ? 3 : metre.Division == 2 ? 2 : 4;
        var slots = metre.Beats * division;
        var lines = new List<(Drum, string)>();
        var back = BackBeats(metre, random);
        var isFour = metre.Beats > 1 && random.Chance(0.15);
        lines.Add((Drum.Kick, Line(slots, i => i == 0 ? 0.97 : isFour && i % division == 0 ? 0.95 : back.Contains(i / division) ? 0.06 : i % division == 0 ? 0.3 : i % 2 == 0 ? 0.18 : 0.06, random, 'X')));
        Drum[] strokes = isFull ? [Drum.Snare, Drum.Snare, Drum.Clap, Drum.Rim] : [Drum.Rim, Drum.Snap, Drum.Snare, Drum.Brush];
        lines.Add((random.Pick(strokes), Line(slots, i => back.Contains(i / division) && i % division == 0 ? 0.97 : isFull ? 0.03 : 0, random, 'x')));
        Drum[] metals = isFull ? [Drum.ClosedHat, Drum.Ride, Drum.OpenHat, Drum.Shaker, Drum.Tambourine] : [Drum.ClosedHat, Drum.Shaker, Drum.PedalHat];
        var step = division == 3 ? random.Chance(0.7) ? 1 : 3 : random.Pick((int[])[1, 2, 2, 2, 4]);
        step = Math.Min(step, division);
        var shift = step > 1 && division == 4 && random.Chance(0.15) ? step / 2 : 0;
        lines.Add((random.Pick(metals), Line(slots, i => (i + shift) % step == 0 ? 0.94 : 0.03, random, 'o')));
        if (isFull && random.Chance(0.3))
        {
            Drum[] extras = [Drum.CongaHigh, Drum.Cowbell, Drum.OpenHat, Drum.Tambourine, Drum.CongaLow, Drum.LowTom, Drum.Clave];
            lines.Add((random.Pick(extras), Line(slots, _ => 0.2, random, 'o')));
        }

        return new DrumPart([.. lines]);
    }

    private static int[] BackBeats(Metre metre, SeededRandom random) => metre.Signature switch
    {
        "3/4" => random.Chance(0.5) ? [1, 2] : [2],
        "5/4" => random.Chance(0.5) ? [3] : [2, 4],
        "7/8" => random.Chance(0.5) ? [2, 4] : [4],
        "4/4" => random.Chance(0.15) ? [2] : random.Chance(0.06) ? [0, 1, 2, 3] : [1, 3],
        _ => [1],
    };

    private static string Chords(Metre metre, SeededRandom random, double density)
    {
        var division = metre.Division == 3 ? 3 : metre.Division == 2 ? 2 : random.Chance(0.6) ? 2 : 4;
        var isHeld = random.Chance(0.5);
        var text = Line(metre.Beats * division, i => i == 0 ? 0.8 : i % division == 0 ? 0.35 + (0.5 * density) : 0.5 * density, random, 'x');
        return Hold(text.Trim('.').Length == 0 ? "x" + text[1..] : text, isHeld);
    }

    private static string Bass(Metre metre, SeededRandom random, double density)
    {
        var division = metre.Division == 3 ? 3 : 2;
        var isHeld = random.Chance(0.6);
        var text = Line(metre.Beats * division, i => i == 0 ? 0.93 : i % division == 0 ? 0.2 + (0.7 * density) : 0.7 * density * density, random, '1').ToCharArray();
        for (var i = 1; i < text.Length; i++)
        {
            text[i] = text[i] == '.' ? '.' : random.Chance(0.6) ? '1' : random.Pick((char[])['5', '3', '8', '5', 'a']);
        }

        var line = new string(text);
        return Hold(line.Trim('.').Length == 0 ? "1" + line[1..] : line, isHeld);
    }

    private static string Hold(string text, bool isHeld)
    {
        var first = text.AsSpan().IndexOfAnyExcept('.');
        return isHeld ? text[..(first + 1)] + text[(first + 1)..].Replace('.', '_') : text;
    }

    private static string Line(int slots, Func<int, double> chance, SeededRandom random, char stroke)
    {
        var text = new char[slots];
        for (var i = 0; i < slots; i++)
        {
            text[i] = random.Chance(chance(i)) ? stroke : '.';
        }

        return new string(text);
    }
}
