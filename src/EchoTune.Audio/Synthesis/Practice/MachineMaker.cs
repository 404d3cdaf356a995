using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;
using EchoTune.Audio.Synthesis.Styles;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>
/// Makes up what sequencers play: dance music of many kinds, music of games, marches and dances whose accents lie off the beat.
/// A bar has sixteen places; what is drawn is which drums, basses, chords and broken chords share them, and where they pause.
/// </summary>
internal static class MachineMaker
{
    private static readonly string[] Offbeats = ["..1...1...1...1.", "..1...1...1...1.", ".11.111..11.111.", ".111.111.111.111", "..11..11..11..11", "..1.1.1...1.1.1."];
    private static readonly string[] Running = ["1.1.1.1.1.1.1.1.", "1.8.1.8.1.8.1.8.", "1111111111111111", "1.111.111.111.11", "1.181.181.181.18", "11.111.111.111.1", "1.1.1.1.3.3.5.5."];
    private static readonly string[] Pushed = ["1..1..1...1.1...", "1__1__1_1__1__1_", "1..1..1.1..1..1.", "1...1..1..1.1...", "..1_..1_....1.1.", "1__.__1_..1_1.a.", "1.....1.1.....1.", "1______1__1_____"];
    private static readonly string[] Long = ["1_______________", "1_______1_______", "1_______5_______", "1_____________1_", "1_________1_____"];
    private static readonly string[] Stabs = ["..x...x...x...x.", "x..x..x..x..x.x.", "x..x..x...x.....", "..x..x..x..x..x.", "x.....x.....x...", "....x.......x...", "..xx..xx..xx..xx", "x..x...x..x..x..", "..x.....x...x.x."];
    private static readonly string[] Held = ["x_______________", "x_______x_______", "x___x___x___x___", "x__x__x_x__x__x_", "x_____x_________"];
    // The chord of the next bar comes an eighth early and is held over the bar line.
    private static readonly string[] Early = ["______________x_", "______x_______x_", "__x___x___x___x_", "____x_______x_x_", "___x__x___x___x_"];
    private static readonly Patch[] Leads = [Patches.SquareLead, Patches.SawLead, Patches.ChipLead, Patches.Voice, Patches.Flute, Patches.Pluck];

    private enum Feel
    {
        FourFloor,
        Breaks,
        HalfTime,
        Backbeat,
        ThreeThreeTwo,
        OneDrop,
        TwoBeat,
        March,
        Pulse,
    }

    /// <summary>A style made up for one piece, with the tempi that suit it.</summary>
    /// <param name="random">The piece's.</param>
    public static StyleRange Make(SeededRandom random)
    {
        var feel = random.Pick((Feel[])[
            Feel.FourFloor, Feel.FourFloor, Feel.FourFloor, Feel.Breaks, Feel.Breaks, Feel.HalfTime, Feel.Backbeat, Feel.Backbeat, Feel.Backbeat,
            Feel.ThreeThreeTwo, Feel.OneDrop, Feel.TwoBeat, Feel.TwoBeat, Feel.March, Feel.Pulse]);
        var (low, high) = feel switch
        {
            Feel.FourFloor => (112.0, 152.0), Feel.Breaks => (140, 182), Feel.HalfTime => (126, 178), Feel.Backbeat => (86, 168), Feel.ThreeThreeTwo => (84, 132),
            Feel.OneDrop => (68, 96), Feel.TwoBeat => (84, 176), Feel.March => (76, 172), _ => (72, 140),
        };
        var isChip = random.Chance(0.25);
        var isOffbeat = feel is Feel.OneDrop or Feel.TwoBeat;
        string[] bass = feel switch
        {
            Feel.TwoBeat => random.Chance(0.6) ? ["1...5...1...5...", "1...5...1.5.3.a."] : ["1...1...5...5...", "1...1...5...a..."],
            Feel.FourFloor => Several(random, random.Chance(0.45) ? Offbeats : random.Chance(0.6) ? Running : Pushed),
            Feel.Breaks or Feel.HalfTime => Several(random, random.Chance(0.6) ? random.Chance(0.5) ? Long : Pushed : Running),
            Feel.Pulse => Several(random, Long),
            _ => Several(random, random.Chance(0.5) ? Running : Pushed),
        };
        var comp = isOffbeat
            ? [random.Pick((string[])["..x...x...x...x.", "..x...x...x...x.", "..xx..x...xx..x.", "..x.x.x...x.x.x.", "....x.......x..."])]
            : random.NextDouble() switch { < 0.3 => Several(random, Stabs), < 0.5 => Across(random), < 0.65 => Several(random, Early), _ => Several(random, Held) };
        var isAcross = random.Chance(0.25);
        var donor = random.Pick((Style[])[ElectronicStyles.House, ElectronicStyles.Techno, ElectronicStyles.DrumAndBass, ElectronicStyles.SynthPop, BandStyles.Pop, ConcertStyles.FilmScore, BandStyles.Reggae]);
        var isSwung = random.Chance(feel is Feel.TwoBeat or Feel.Backbeat or Feel.HalfTime ? 0.25 : 0.08);
        var style = donor with
        {
            Name = (isChip ? "Chip " : "Sequenced ") + feel,
            Metre = Metre.Four,
            Forms = ["intro:4 verse:8 build:4 drop:8 break:4 drop:8 outro:4", "intro:8 build:4 drop:16 break:8 build:4 drop:8", "verse:8 drop:8 verse:8 drop:8"],
            Layers = Layers(random, isOffbeat),
            Kit = isChip ? KitKind.Chip : feel is Feel.March ? KitKind.Orchestral : random.Pick((KitKind[])[KitKind.House, KitKind.Electronic, KitKind.Electronic, KitKind.HipHop, KitKind.Rock, KitKind.Acoustic]),
            Full = Drums(random, feel, isFull: true), Light = Drums(random, feel, isFull: false),
            BassFull = bass, BassLight = random.Chance(0.5) ? bass : Several(random, random.Chance(0.5) ? Long : Offbeats),
            CompFull = comp, CompLight = random.Chance(0.6) ? comp : Several(random, Held),
            Arp = [isAcross ? Figure(random, 48, 3) : Figure(random, 16, random.Pick((int[])[2, 3, 4, 4, 6, 8]))], ArpBars = isAcross ? 3 : 1,
            Anticipation = comp.Any(c => c[0] == '_') ? 0.55 : 0,
            Swing = isSwung ? random.Between(0.3, 1) : 0, SwingGrid = random.Chance(0.5) ? 2 : 4,
            HumanMs = 0, LeadDensity = random.Between(0.6, 2.6), Syncopation = random.Between(0, 0.9), Fills = random.Chance(0.5),
            Sidechain = feel is Feel.FourFloor or Feel.HalfTime or Feel.Breaks && random.Chance(0.5) ? random.Between(0.3, 1) : 0,
            DelayBeats = random.Pick((double[])[0.5, 0.75, 0.75, 0.75, 1, 1.5, 0.375]),
            Mix = (random.Between(-4, 3), random.Between(-2, 3), random.Between(-4, 1), random.Between(-3, 3), random.Between(-3, 3), random.Between(-3, 2)),
            Dynamics = random.Chance(0.2) ? random.Between(0, 6) : 0,
            Scale = random.Pick((ScaleKind[])[ScaleKind.Diatonic, ScaleKind.Diatonic, ScaleKind.Pentatonic]),
        };
        return new StyleRange(isChip ? Chip(random, style) : style with { Lead = [random.Pick(Leads)], Bass = random.Chance(0.7) ? Patches.SynthBass : Patches.FingerBass }, low, high);
    }

    /// <summary>Pulse waves, a triangle for the bass and no filters, as the sound chips of old computers have them.</summary>
    private static Style Chip(SeededRandom random, Style style)
    {
        Patch Voice(string name, Wave wave, float sustain) => new(name, Engine.Table)
        {
            Waves = [wave], Amp = new(0.001f, (float)random.Between(0.08, 0.6), sustain, 0.02f), ReverbSend = 0, Spread = 0, Gate = (float)random.Between(0.5, 1),
            DelaySend = random.Chance(0.3) ? (float)random.Between(0.1, 0.4) : 0, VibratoCents = random.Chance(0.5) ? 15 : 0,
        };
        Wave Pulse() => random.Pick((Wave[])[Wave.Square, Wave.Quarter, Wave.Eighth]);
        return style with
        {
            Bass = Voice("chip bass", random.Chance(0.7) ? Wave.Triangle : Pulse(), 0.9f), Comp = [Voice("chip chords", Pulse(), (float)random.Between(0.1, 0.7))],
            Pad = [Voice("chip pad", Pulse(), 0.6f)], ArpPatch = [Voice("chip runs", Pulse(), (float)random.Between(0, 0.6))],
            Lead = [Voice("chip lead", Pulse(), 0.7f)], Second = Voice("chip second", Pulse(), 0.6f), Wet = random.Chance(0.7) ? 0 : 0.3, Swing = random.Chance(0.8) ? 0 : style.Swing,
        };
    }

    private static DrumPart Drums(SeededRandom random, Feel feel, bool isFull)
    {
        var lines = new List<(Drum, string)>();
        string Kick() => feel switch
        {
            Feel.FourFloor => "X...X...X...X...",
            Feel.Breaks => random.Pick((string[])["X.........X.....", "X.X.......XX....", "X..X......X..X..", "..X.......X.....", "X.....X...X....."]),
            Feel.HalfTime => random.Pick((string[])["X...............", "X.....X.........", "X..X......X.....", "X.........X..X..", "X..............X"]),
            Feel.ThreeThreeTwo => random.Pick((string[])["X..X..X.X..X..X.", "X...X...X...X...", "X..X..X.........", "...X..X....X..X."]),
            Feel.OneDrop => random.Pick((string[])["........X.......", "........X.......", "X...X...X...X...", "....X.......X..."]),
            Feel.TwoBeat => random.Pick((string[])["X.......X.......", "X...X...X...X..."]),
            Feel.March => random.Pick((string[])["X.......X.......", "X...X...X...X...", "X..............."]),
            Feel.Pulse => random.Pick((string[])["X.......X.......", "................", "X..............."]),
            _ => random.Pick((string[])["X.......X.......", "X.....X.X.......", "X..X....X.X.....", "X.X...X.X.....X.", "..X...X...X...X.", "X.....X...X....."]),
        };
        string Stroke() => feel switch
        {
            Feel.HalfTime => random.Pick((string[])["........X.......", "........X.......", "........X.....o."]),
            Feel.ThreeThreeTwo => random.Pick((string[])["...x..x....x..x.", "....x.......x...", "...x..x...x.x..."]),
            Feel.OneDrop => random.Pick((string[])["........x.......", "....x.......x..."]),
            Feel.TwoBeat => random.Pick((string[])["....x.......x...", "..x...x...x...x."]),
            Feel.March => random.Pick((string[])["x.ooxoo.x.ooxoxo", "..x...x...x.xxx.", "x...x...x.x.x...", "....x.......x.oo"]),
            Feel.Breaks => random.Pick((string[])["....X.......X...", "....X..o.o..X...", "....X..o.o..X..o", "....X.....o....X"]),
            _ => random.Pick((string[])["....X.......X...", "....X.......X...", "....X..o....X...", "....X.......X.o.", "................"]),
        };
        string Metal() => random.Pick((string[])[
            "..x...x...x...x.", "..x...x...x...x.", "x.x.x.x.x.x.x.x.", "x.x.x.x.x.x.x.x.", "xoxoxoxoxoxoxoxo", "x.ox.ox.ox.ox.o.", "x...x...x...x...", "..xo..xo..xo..xo", "x..x..x.x..x..x.", "xoxxxoxxxoxxxoxx"]);
        if (!isFull)
        {
            // One or two voices: what is left where the drums step back.
            Drum[] light = [Drum.Shaker, Drum.ClosedHat, Drum.ClosedHat, Drum.Tambourine, Drum.Rim, Drum.Clave];
            lines.Add((random.Pick(light), Metal()));
            if (random.Chance(0.5))
            {
                lines.Add(random.Chance(0.5) ? (Drum.Kick, Kick()) : (random.Pick((Drum[])[Drum.Snare, Drum.Clap, Drum.Rim]), Stroke()));
            }

            return new DrumPart([.. lines]);
        }

        lines.Add((Drum.Kick, Kick()));
        lines.Add((random.Pick((Drum[])[Drum.Snare, Drum.Snare, Drum.Snare, Drum.Clap, Drum.Rim]), Stroke()));
        lines.Add((random.Pick((Drum[])[Drum.ClosedHat, Drum.ClosedHat, Drum.ClosedHat, Drum.Shaker, Drum.Ride, Drum.Tambourine]), Metal()));
        if (random.Chance(0.4))
        {
            lines.Add((Drum.OpenHat, random.Pick((string[])["..x...x...x...x.", "..............x.", "......x.......x."])));
        }

        if (random.Chance(0.25))
        {
            lines.Add((random.Pick((Drum[])[Drum.CongaHigh, Drum.CongaLow, Drum.LowTom, Drum.Cowbell, Drum.Clave, Drum.MidTom]), random.Pick((string[])["x..x..x...x.x...", "..x..x..x..x..x.", "x..x...x..x..x..", "...x..x....x..x."])));
        }

        return new DrumPart([.. lines]);
    }

    // What plays in each kind of section; drums step out of many, the grid goes on.
    private static string Layers(SeededRandom random, bool isOffbeat)
    {
        var tune = random.Chance(0.25) ? "" : "l";
        string Some(params string[] choices) => random.Pick(choices);
        var body = isOffbeat ? "dbc" : Some("dbc", "dba", "dbca", "dbp", "dbpa", "dbcp");
        var full = body + Some("", "a", "p", "c") + tune + Some("", "x");
        return string.Join(' ',
            "intro=" + Some("hc", "a", "ha", "bc", "dbc", "pa", "c", "hbp", "dc"),
            "verse=" + body + Some(tune, tune, ""),
            "chorus=" + full,
            "drop=" + full,
            "build=" + Some("pdr", "adr", "cdr", "hbcr"),
            "break=" + Some("pl", "a", "cl", "bc", "hap", "pa", "al", "hc", "bp"),
            "outro=" + Some("dbc", "hc", "a", "pa", "bc"));
    }

    private static string[] Several(SeededRandom random, string[] patterns) => random.Chance(0.6) ? [random.Pick(patterns)] : [random.Pick(patterns), random.Pick(patterns)];

    // Strokes every three sixteenths that run across three bars.
    private static string[] Across(SeededRandom random)
    {
        var period = random.Chance(0.8) ? 3 : 6;
        var text = string.Concat(Enumerable.Range(0, 48).Select(i => i % period == 0 ? 'x' : '.'));
        return [text[..16], text[16..32], text[32..]];
    }

    // Broken chords whose figure has a length of its own; with gaps, or in eighths.
    private static string Figure(SeededRandom random, int slots, int length)
    {
        var figure = new char[length];
        var span = 3 + random.Next(5);
        var step = random.Chance(0.35) ? 2 : 1;
        var gaps = random.Chance(0.4) ? random.Between(0.1, 0.45) : 0;
        for (var i = 0; i < length; i++)
        {
            figure[i] = i > 0 && random.Chance(gaps) ? '.' : (char)('0' + (random.Chance(0.5) ? i % span : random.Next(span)));
        }

        return string.Concat(Enumerable.Range(0, slots).Select(i => i % step == 0 ? figure[i / step % length] : '.'));
    }
}
