using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;

namespace EchoTune.Audio.Synthesis.Styles;

/// <summary>Genres of concert halls and cinemas.</summary>
internal static class ConcertStyles
{
    public static Style Classical { get; } = new()
    {
        Name = "Classical",
        Forms =
        [
            "intro:2 verse:8 chorus:8 bridge:8 verse:8 outro:2", "intro:4 verse:8 chorus:8 verse:8 bridge:8 chorus:8 outro:4",
            "intro:4 verse:16 chorus:8 bridge:8 verse:16 chorus:8 outro:4",
        ],
        Major = new(["I V7 I IV I:.5 IV:.5 V7 I:2", "I:2 IV:1 V7:1"], ["I IV V7 I", "I vi ii V7"], ["vi ii V7 I"]),
        Minor = new(["i V7 i iv i:.5 iv:.5 V7 i:2", "i:2 iv:1 V7:1"], ["i iv V7 i", "i VI iv V7"], ["III VII i V7"]),
        Layers = "intro=c verse=bcl chorus=bcpl bridge=hbcpl outro=bcp",
        Kit = KitKind.Orchestral,
        Light = new((Drum.Kick, "o..............."), (Drum.Triangle, "o.......-.......")),
        Full = new((Drum.Kick, "x.......o......."), (Drum.Triangle, "x...-...o...-...")),
        Fills = false,
        BassLight = ["1_______5_______"],
        BassFull = ["1___5___1___5_a_"],
        CompLight = ["0.2.1.2.0.2.1.2."],
        CompFull = ["0.2.1.2.0.2.1.2.", "0.3.2.3.1.3.2.3."],
        Bass = Patches.Strings with { Name = "low strings", LowPass = 1400 },
        Comp = [Patches.Piano, Patches.Harpsichord],
        Pad = [Patches.Strings],
        Lead = [Patches.Fiddle, Patches.Flute, Patches.Piano],
        Second = Patches.Strings,
        LeadDensity = 1.7,
        Syncopation = 0.05,
        HumanMs = 9,
        Reverb = 2.4,
        Wet = 1.2,
        Dynamics = 9,
        Width = 0.85,
        Mix = (-4, -2, 2, -1, 0, 1),
    };

    public static Style Waltz { get; } = Classical with
    {
        Metre = Metre.Three,
        Forms = ["intro:4 verse:16 chorus:16 verse:16 outro:4", "intro:4 verse:16 chorus:16 bridge:8 verse:16 chorus:16 outro:4", "intro:4 verse:8 chorus:8 verse:8 outro:4"],
        Major = new(["I:2 V7:2 V7:2 I:2", "I IV V7 I"], ["I vi ii V7", "I:2 IV V7"], ["vi ii V7 I"]),
        Minor = new(["i:2 V7:2 V7:2 i:2", "i iv V7 i"], ["i VI iv V7", "i:2 iv V7"], ["III VII i V7"]),
        Layers = "intro=bc verse=hbcl chorus=dbcpl bridge=bcpl outro=bcp",
        Light = new((Drum.Kick, "x..........."), (Drum.Snare, "....o...o..."), (Drum.Triangle, "....o...o...")),
        Full = new((Drum.Kick, "X..........."), (Drum.Snare, "....o...o..."), (Drum.Triangle, "....x...x...")),
        BassLight = ["1___________"],
        BassFull = ["1___________", "5___________"],
        CompLight = ["....x...x..."],
        CompFull = ["....x...x..."],
        Bass = Patches.UprightBass,
        Comp = [Patches.Piano],
        Lead = [Patches.Fiddle, Patches.Flute],
        LeadDensity = 0.9,
        Dynamics = 7,
        Mix = (0, 0, 3, -3, 0, 0),
    };

    public static Style FilmScore { get; } = Classical with
    {
        Name = "Soundtrack",
        Forms =
        [
            "intro:4 verse:8 chorus:8 bridge:4 chorus:8 outro:4", "intro:4 verse:8 build:4 chorus:8 bridge:4 chorus:8 outro:4", "intro:4 verse:8 chorus:8 outro:4",
        ],
        Major = new(["I:2 vi:1 IV:1", "I V IV I"], ["I V vi IV", "I bVII IV I"], ["vi IV I V"]),
        Minor = new(["i:2 VI:2", "i VI iv i"], ["i VI III VII", "i VII VI i"], ["VI VII i:2"]),
        Layers = "intro=hpa verse=hbpal build=dbpar chorus=dbpcalx bridge=pcl outro=pab",
        Light = new((Drum.Kick, "X...o...x...o..."), (Drum.Triangle, "o...............")),
        Full = new((Drum.Kick, "X.....x.X..x...."), (Drum.LowTom, "x..x..x.x..x..xx"), (Drum.MidTom, "..o..o....o..o.."), (Drum.Snare, "....x.......x...")),
        BassLight = ["1_______________"],
        BassFull = ["1.1.1.1.1.1.1.1."],
        CompLight = ["x_______________"],
        CompFull = ["x.x.x.x.x.x.x.x."],
        Arp = ["0...2...3...2...", "0123212301232123"],
        Comp = [Patches.Brass, Patches.Strings],
        Pad = [Patches.Strings, Patches.Choir],
        ArpPatch = [Patches.Piano, Patches.Marimba, Patches.Harpsichord],
        Lead = [Patches.Brass, Patches.Fiddle, Patches.Choir],
        Second = Patches.Choir,
        CompCentre = 55,
        LeadDensity = 0.8,
        Reverb = 3.2,
        Wet = 1.3,
        Dynamics = 3,
        Width = 0.75,
        Mix = (-1, 0, -1, 2, 0, 1),
    };
}
