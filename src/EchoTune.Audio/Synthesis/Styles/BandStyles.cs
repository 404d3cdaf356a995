using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Styles;

/// <summary>Genres of guitars, drums and a singer.</summary>
internal static class BandStyles
{
    public static Style Rock { get; } = new()
    {
        Name = "Rock",
        Forms =
        [
            "intro:4 verse:8 chorus:8 verse:4 chorus:8 outro:2", "intro:4 verse:8 chorus:8 verse:8 chorus:8 outro:4",
            "intro:4 verse:8 chorus:8 verse:8 chorus:8 solo:8 chorus:8 outro:2",
        ],
        Major = new(["I:2 IV:1 I:1", "I bVII IV I"], ["I V IV I", "I IV V I"], ["vi IV I V"]),
        Minor = new(["i:2 VII:1 i:1", "i VI VII i"], ["i VI III VII", "i VII VI i"], ["iv VI VII i"]),
        Layers = "intro=hc verse=dbc verse2=dbcl chorus=dbclx solo=dbcl bridge=hbc outro=dbc",
        Kit = KitKind.Rock,
        Light = new((Drum.Kick, "X.......X......."), (Drum.ClosedHat, "x.x.x.x.x.x.x.x."), (Drum.Rim, "....x.......x...")),
        Full = new((Drum.Kick, "X.....x.X.x....."), (Drum.Snare, "....X.......X..-"), (Drum.ClosedHat, "x.o.x.o.x.o.x.o.")),
        BassLight = ["1.1.1.1.1.1.1.1."],
        BassFull = ["1.1.1.1.1.1.1.5.", "1.1.1.1.1.1.3.a."],
        CompLight = ["x_______x___x___"],
        CompFull = ["x.x.x.x.x.x.x.x.", "x___x.x.x___x.x."],
        Bass = Patches.PickBass,
        Comp = [Patches.DrivenGuitar],
        Pad = [Patches.Organ],
        Lead = [Patches.Voice, Patches.LeadGuitar],
        Second = Patches.Voice,
        CompCentre = 50,
        CompVoices = 3,
        PowerChords = true,
        Scale = ScaleKind.Pentatonic,
        HumanMs = 6,
        Reverb = 1.1,
        Mix = (1, 0, -1, -3, 0, 1),
    };

    public static Style Punk { get; } = Rock with
    {
        Name = "Punk",
        Forms =
        [
            "intro:4 verse:8 chorus:8 verse:8 chorus:8 outro:4", "intro:4 verse:8 chorus:8 verse:8 chorus:8 bridge:4 chorus:8 outro:4",
            "intro:4 verse:8 chorus:8 verse:8 chorus:8 solo:8 verse:8 chorus:8 outro:4",
        ],
        Major = new(["I:2 IV:1 V:1", "I IV I V"], ["I V vi IV", "I IV V I"], ["IV:2 V:2"]),
        Minor = new(["i:2 VI:1 VII:1", "i:2 VII:2"], ["i VI III VII", "i VI VII i"], ["VI:2 VII:2"]),
        Layers = "intro=dc verse=dbcl chorus=dbclx solo=dbcl bridge=hbc outro=dbc",
        Full = new((Drum.Kick, "X...X...X...X..."), (Drum.Snare, "..X...X...X...X."), (Drum.OpenHat, "x...x...x...x..."), (Drum.Crash, "x...............")),
        BassFull = ["1.1.1.1.1.1.1.1."],
        CompFull = ["x.x.x.x.x.x.x.x."],
        Lead = [Patches.Voice],
        Syncopation = 0.1,
        LeadDensity = 1.2,
        Reverb = 0.8,
        Wet = 0.7,
    };

    public static Style Pop { get; } = new()
    {
        Name = "Pop",
        Forms =
        [
            "intro:4 verse:8 chorus:8 verse:4 chorus:8 outro:2", "intro:4 verse:8 chorus:8 verse:8 chorus:8 outro:4",
            "intro:4 verse:8 chorus:8 verse:8 chorus:8 bridge:4 chorus:8 outro:4",
        ],
        Major = new(["I:2 IV:1 V:1", "I iii vi IV"], ["I V vi IV", "I IV I V"], ["ii IV vi V"]),
        Minor = new(["i VI i VII", "i:2 iv:1 VII:1"], ["i VI III VII", "i VII VI VII"], ["VI VII i V"]),
        Layers = "intro=hcp verse=hbcl verse2=dbcl chorus=dbcplx bridge=hbpl outro=bcp",
        Kit = KitKind.Electronic,
        Light = new((Drum.Kick, "X.......X......."), (Drum.Snap, "....x.......x..."), (Drum.Shaker, "o.x.o.x.o.x.o.x.")),
        Full = new((Drum.Kick, "X..x..x.X......."), (Drum.Snare, "....X.......X..."), (Drum.Clap, "....x.......x..."), (Drum.ClosedHat, "x.o.x.o.x.o.x.oo")),
        BassLight = ["1_______1_____5_"],
        BassFull = ["1..1..1.1..1..5.", "1..1..1.1...8.a."],
        CompLight = ["x___x___x___x___"],
        CompFull = ["x..x..x.x..x..x.", "x.x.x.x.x.x.x.x."],
        Bass = Patches.FingerBass,
        Comp = [Patches.Piano, Patches.CleanGuitar],
        Pad = [Patches.WarmPad, Patches.Strings],
        ArpPatch = [Patches.Pluck],
        Lead = [Patches.Voice],
        Second = Patches.Choir,
        HumanMs = 4,
        Mix = (0, 0, 0, -1, 0, 2),
    };

    public static Style Ballad { get; } = Pop with
    {
        Metre = Metre.SixEight,
        Forms =
        [
            "intro:4 verse:8 chorus:8 verse:8 chorus:8 outro:4", "intro:4 verse:8 chorus:8 verse:8 chorus:8 bridge:4 chorus:8 outro:4",
        ],
        Major = new(["I:2 vi:2 IV:2 V:2", "I iii IV I"], ["I V vi IV", "I IV I V"], ["ii IV I V"]),
        Layers = "intro=cp verse=hbcl verse2=dbcpl chorus=dbcplx bridge=bcpl outro=cp",
        Light = new((Drum.Kick, "x....."), (Drum.Rim, "...x.."), (Drum.Shaker, "xooxoo")),
        Full = new((Drum.Kick, "X....o"), (Drum.Snare, "...X.."), (Drum.ClosedHat, "xooxoo"), (Drum.Tambourine, "...x..")),
        BassLight = ["1_____"],
        BassFull = ["1__5__", "1__8_a"],
        CompLight = ["012321"],
        CompFull = ["x23x21", "x12x32"],
        Comp = [Patches.Piano],
        Kit = KitKind.Acoustic,
        Reverb = 2.2,
    };

    public static Style Folk { get; } = new()
    {
        Name = "Folk",
        Forms =
        [
            "intro:4 verse:8 chorus:8 verse:4 chorus:8 outro:2", "intro:4 verse:8 chorus:8 verse:8 chorus:8 outro:4",
            "intro:4 verse:8 chorus:8 verse:8 solo:8 chorus:8 outro:4",
        ],
        Major = new(["I IV I V", "I V IV I"], ["I V vi IV", "IV I V I"], ["vi IV I V"]),
        Minor = new(["i VII i VII", "i III VII i"], ["i VI VII i", "i VII VI i"], ["iv i VII i"]),
        Layers = "intro=c verse=bcl chorus=hbclx solo=hbcl bridge=bcp outro=bc",
        Kit = KitKind.Brushes,
        Light = new((Drum.Kick, "x.......x......."), (Drum.Shaker, "o.x.o.x.o.x.o.x."), (Drum.Tambourine, "....x.......x...")),
        Full = new((Drum.Kick, "x.......x......."), (Drum.Brush, "..o.x.o...o.x.o."), (Drum.Tambourine, "....x.......x...")),
        BassLight = ["1_______5_______"],
        BassFull = ["1___5___1___5_a_"],
        CompLight = ["0.2.1.3.0.2.1.2."],
        CompFull = ["x.x.u.x.x.u.x.u.", "0.231.230.231.23"],
        Bass = Patches.UprightBass,
        Comp = [Patches.SteelGuitar, Patches.NylonGuitar],
        Pad = [Patches.Strings],
        Lead = [Patches.Voice, Patches.Fiddle, Patches.Flute],
        Second = Patches.Fiddle,
        Syncopation = 0.15,
        CompCentre = 57,
        HumanMs = 8,
        Strum = 0.03,
        Reverb = 1.3,
        Dynamics = 4,
        Mix = (-4, -1, 2, -2, 0, 1),
    };

    public static Style FolkWaltz { get; } = Folk with
    {
        Metre = Metre.Three,
        Forms =
        [
            "intro:4 verse:16 chorus:16 verse:8 outro:4", "intro:4 verse:16 chorus:16 verse:16 chorus:16 outro:4", "intro:4 verse:8 chorus:8 verse:8 chorus:8 outro:4",
        ],
        Light = new((Drum.Kick, "x..........."), (Drum.Brush, "....x...x...")),
        Full = new((Drum.Kick, "X..........."), (Drum.Brush, "....x...x..."), (Drum.Tambourine, "....o...o.o.")),
        BassLight = ["1___________"],
        BassFull = ["1_______5___", "1_______a___"],
        CompLight = ["0...x...x..."],
        CompFull = ["x...x.u.x.u.", "x...x...x.u."],
    };

    public static Style FolkJig { get; } = Folk with
    {
        Metre = Metre.SixEight,
        Forms = ["intro:4 verse:16 chorus:16 verse:16 chorus:16 outro:4", "intro:4 verse:16 chorus:16 verse:16 chorus:16 solo:16 chorus:16 outro:4"],
        Light = new((Drum.Kick, "x..x.."), (Drum.Shaker, "xooxoo")),
        Full = new((Drum.Kick, "X..x.."), (Drum.Tambourine, "xooxox"), (Drum.Brush, "..xx.x")),
        Layers = "intro=hc verse=hbcl chorus=dbclx solo=dbcl bridge=bcp outro=hbc",
        BassLight = ["1__1__"],
        BassFull = ["1__5__", "1__3_a"],
        CompLight = ["x.ux.u"],
        CompFull = ["xxuxxu", "x.uxxu"],
        Lead = [Patches.Fiddle, Patches.Flute],
        LeadDensity = 2.2,
    };

    public static Style Country { get; } = Folk with
    {
        Name = "Country",
        Major = new(["I:2 IV:1 I:1", "I IV V I"], ["IV I V I", "I IV I V"], ["IV I II7 V7"]),
        Layers = "intro=hbc verse=hbcl verse2=dbcl chorus=dbclx solo=dbcl bridge=hbcl outro=hbc",
        Kit = KitKind.Acoustic,
        Light = new((Drum.Kick, "x.......x......."), (Drum.Brush, "..o.x.o...o.x.o.")),
        Full = new((Drum.Kick, "X.......X......."), (Drum.Snare, "..-.x.-...-.x.--"), (Drum.ClosedHat, "x.o.x.o.x.o.x.o.")),
        BassLight = ["1_______5_______"],
        BassFull = ["1_______5_______", "1_______5___3_a_"],
        CompLight = ["....x.......x..."],
        CompFull = ["..x.x.u...x.x.u."],
        Lead = [Patches.Voice, Patches.Harmonica],
        Second = Patches.Fiddle,
        Swing = 0.15,
        Mix = (-1, 1, 1, -2, 0, 1),
    };

    public static Style CountryWaltz { get; } = FolkWaltz with
    {
        Name = "Country",
        Major = Country.Major,
        Layers = "intro=hbc verse=hbcl chorus=dbclx outro=bc",
        Lead = [Patches.Voice, Patches.Harmonica],
    };

    public static Style Reggae { get; } = new()
    {
        Name = "Reggae",
        Forms =
        [
            "intro:4 verse:8 chorus:8 verse:4 outro:2", "intro:4 verse:8 chorus:8 verse:8 chorus:4 outro:2", "intro:4 verse:8 chorus:8 verse:8 bridge:4 chorus:8 outro:4",
        ],
        Major = new(["I:1 IV:1", "I:2 ii:1 V:1"], ["I V IV I", "I IV V I"], ["vi IV I V"]),
        Minor = new(["i:2 iv:2", "i VII"], ["i VII VI i", "i iv VII i"], ["iv:2 VI:1 VII:1"]),
        Layers = "intro=dc verse=dbcl chorus=dbcplx bridge=hbcp outro=dbc",
        Kit = KitKind.Acoustic,
        Light = new((Drum.Rim, "........x......."), (Drum.ClosedHat, "x.o.x.o.x.o.x.o.")),
        Full = new((Drum.Kick, "o.......X......."), (Drum.Rim, "........X..-..o."), (Drum.ClosedHat, "x.xox.o.x.xox.o."), (Drum.Tambourine, "....o.......o...")),
        BassLight = ["1_..3_5_1_......"],
        BassFull = ["1_..1_3_5___3_1_", "1_..5_5_8___5_a_"],
        CompLight = ["....x.......x..."],
        CompFull = ["....x.......x.u.", "....x.......x..."],
        Bass = Patches.FingerBass,
        Comp = [Patches.CleanGuitar, Patches.Organ],
        Pad = [Patches.Organ],
        Lead = [Patches.Voice, Patches.Brass],
        Second = Patches.Brass,
        CompCentre = 64,
        Syncopation = 0.35,
        Swing = 0.12,
        SwingGrid = 4,
        HumanMs = 6,
        Reverb = 1.6,
        DelayBeats = 0.75,
        Mix = (1, 3, 0, -3, 0, 0),
    };
}
