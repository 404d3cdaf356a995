using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Styles;

/// <summary>Genres that descend from the blues, and their neighbours from the south.</summary>
internal static class GrooveStyles
{
    public static Style HipHop { get; } = new()
    {
        Name = "Hip-Hop",
        Forms =
        [
            "intro:4 verse:8 chorus:8 verse:8 outro:2", "intro:4 verse:8 chorus:8 verse:8 chorus:4 outro:2", "intro:4 verse:8 chorus:8 verse:8 bridge:4 chorus:8 outro:4",
        ],
        Major = new(["Imaj7:2 IVmaj7:2", "Imaj7 vi7 ii7 V7"], ["I iii7 IVmaj7 V", "Imaj7 IVmaj7 ii7 V7"], ["ii7 iii7 IVmaj7 V"]),
        Minor = new(["i7:2 iv7:2", "i7:2 VImaj7:1 v7:1"], ["i7 VImaj7 iv7 V7", "i VI iv v"], ["VImaj7 v7 iv7 v7"]),
        Layers = "intro=hcp verse=dbc verse2=dbcl chorus=dbcplx bridge=bcp outro=dbcp",
        Kit = KitKind.HipHop,
        Light = new((Drum.Kick, "X.......X......."), (Drum.ClosedHat, "x.x.x.x.x.x.x.x.")),
        Full = new((Drum.Kick, "X..x....-.Xx...."), (Drum.Snare, "....X..-....X..."), (Drum.ClosedHat, "x.xox.x.x.xox.xo"), (Drum.OpenHat, "..............?.")),
        BassLight = ["1_______1_______"],
        BassFull = ["1__1_...1_1__.5_", "1__1_.5.1_1__.a_"],
        CompLight = ["x_______x_____x_"],
        CompFull = ["x__x__..x__x__..", "x___..x_..x_x___"],
        Bass = Patches.SubBass,
        Comp = [Patches.ElectricPiano, Patches.Piano],
        Pad = [Patches.Strings, Patches.Choir],
        Lead = [Patches.Flute, Patches.Vibraphone, Patches.Bells],
        Second = Patches.Strings,
        LeadDensity = 1,
        Syncopation = 0.5,
        Scale = ScaleKind.Pentatonic,
        Swing = 0.3,
        SwingGrid = 4,
        HumanMs = 6,
        Reverb = 1,
        Worn = 0.15,
        Mix = (2, 2, -1, -1, 0, -1),
    };

    public static Style LoFi { get; } = HipHop with
    {
        Name = "Lo-Fi",
        Forms = ["intro:4 verse:8 chorus:8 outro:4", "intro:4 verse:8 chorus:8 verse:8 outro:2", "intro:4 verse:8 chorus:8 bridge:4 chorus:8 outro:4"],
        Major = new(["Imaj7 vi7 ii7 V7", "Imaj7:2 IVmaj7:2"], ["Imaj7 iii7 vi7 IVmaj7", "IVmaj7 iii7 ii7 Imaj7"], ["ii7 V7 Imaj7 vi7"]),
        Minor = new(["i7 iv7 VImaj7 v7", "i7:2 VImaj7:2"], ["i7 VII VImaj7 v7", "i7 iv7 i7 V7"], ["VImaj7 v7 iv7 V7"]),
        Layers = "intro=c verse=hbcl verse2=dbcl chorus=dbclp bridge=bcp outro=hbc",
        Kit = KitKind.LoFi,
        Light = new((Drum.Kick, "x.......x......."), (Drum.Rim, "....x.......x..."), (Drum.ClosedHat, "o.o.o.o.o.o.o.o.")),
        Full = new((Drum.Kick, "x..o....?.x....."), (Drum.Snare, "....x.......x..-"), (Drum.ClosedHat, "x.o.x.oox.o.x.o.")),
        Bass = Patches.UprightBass,
        Comp = [Patches.ElectricPiano],
        Lead = [Patches.Vibraphone, Patches.MusicBox, Patches.NylonGuitar],
        Second = null,
        Swing = 0.45,
        HumanMs = 9,
        Worn = 0.75,
        Bandwidth = 9000,
        SeventhEnding = true,
        Mix = (0, 1, 1, -2, 0, -2),
    };

    public static Style Jazz { get; } = new()
    {
        Name = "Jazz",
        Forms =
        [
            "intro:4 verse:16 solo:8 verse:8 outro:2", "intro:4 verse:16 solo:16 verse:16 outro:4", "intro:4 verse:16 solo:32 verse:16 outro:4",
        ],
        Major = new(["Imaj7 vi7 ii7 V7", "Imaj7:2 ii7 V7", "Imaj7 IVmaj7 iii7:.5 vi7:.5 ii7:.5 V7:.5"], ["ii7 V7 Imaj7:2"], ["IVmaj7 iv7 Imaj7 V7"]),
        Minor = new(["i7 iv7 iih:.5 V7:.5 i7", "i7:2 iih V7"], ["iih V7 i7:2"], ["iv7 VII7 IIImaj7 V7"]),
        Layers = "intro=hbc verse=dbcl solo=dbcl bridge=dbcl outro=hbc",
        Kit = KitKind.Brushes,
        Light = new((Drum.Ride, "x.x.x.x."), (Drum.PedalHat, "..x...x.")),
        Full = new((Drum.Ride, "x.xxx.xx"), (Drum.PedalHat, "..X...X."), (Drum.Kick, "o...o..."), (Drum.Snare, "...?.-.-")),
        BassLight = ["1_5_"],
        BassFull = ["w"],
        CompLight = ["x__....."],
        CompFull = ["x..x....", "...x..x.", "x.....x."],
        Bass = Patches.UprightBass,
        Comp = [Patches.Piano, Patches.CleanGuitar],
        Lead = [Patches.Saxophone, Patches.Vibraphone, Patches.Piano],
        LeadDensity = 1.8,
        Syncopation = 0.45,
        Swing = 0.85,
        HumanMs = 9,
        Reverb = 1.2,
        Fills = false,
        SeventhEnding = true,
        Dynamics = 3,
        Mix = (-2, 2, -2, -3, 0, 1),
    };

    public static Style JazzFive { get; } = Jazz with
    {
        Metre = Metre.Five,
        Forms = ["intro:4 verse:16 solo:8 verse:8 outro:2", "intro:4 verse:16 solo:16 verse:8 outro:4"],
        Major = new(["Imaj7:.6 V7:.4", "Imaj7:.6 vi7:.4 ii7:.6 V7:.4"], ["Imaj7:.6 IVmaj7:.4"], ["IVmaj7 V7"]),
        Minor = new(["i:.6 v7:.4"], ["i:.6 iv7:.4"], ["VImaj7 V7"]),
        Light = new((Drum.Ride, "x.x.x.x.x."), (Drum.PedalHat, "....x...x.")),
        Full = new((Drum.Ride, "X.X.X.X.X."), (Drum.PedalHat, "..x.x...x."), (Drum.Kick, "X.....X..."), (Drum.Snare, ".....-...-")),
        BassLight = ["1_____5___"],
        BassFull = ["1_3_5_1_5_"],
        CompLight = ["x_____x_x_"],
        CompFull = ["x_..x_x_x_"],
        Comp = [Patches.Piano],
        Lead = [Patches.Saxophone],
    };

    public static Style BossaNova { get; } = Jazz with
    {
        Name = "Bossa Nova",
        Forms = ["intro:4 verse:16 chorus:8 verse:8 outro:4", "intro:4 verse:16 chorus:8 solo:16 outro:4", "intro:4 verse:16 chorus:16 solo:16 verse:8 outro:4"],
        Major = new(["Imaj7:2 ii7 V7", "Imaj7 vi7 ii7 V7"], ["IVmaj7 iv7 iii7:.5 vi7:.5 ii7:.5 V7:.5", "ii7 V7 Imaj7:2"], ["IVmaj7 V7 iii7 vi7"]),
        Minor = new(["i7:2 iih V7", "i7 iv7 iih:.5 V7:.5 i7"], ["iv7 VII7 i7:2", "iv7 i7 iih:.5 V7:.5 i7"], ["VImaj7 iih V7 i7"]),
        Layers = "intro=hc verse=hbcl chorus=dbclp solo=dbcl outro=hbc",
        Kit = KitKind.Latin,
        Light = new((Drum.Shaker, "x.oox.oox.oox.oo"), (Drum.Kick, "x.....o.x.....o.")),
        Full = new((Drum.Shaker, "x.oox.oox.oox.oo"), (Drum.Kick, "x.....o.x.....o."), (Drum.Rim, "x..x...x..x...x."), (Drum.PedalHat, "....o.......o...")),
        BassLight = ["1_____5_5_____1_"],
        BassFull = ["1_____5_5_____a_"],
        CompLight = ["x...x..x..x...x."],
        CompFull = ["x..x..x...x..x..", "x...x..x..x...x."],
        Comp = [Patches.NylonGuitar],
        Pad = [Patches.Strings],
        Lead = [Patches.Flute, Patches.Voice, Patches.Saxophone],
        LeadDensity = 1.1,
        Syncopation = 0.4,
        Swing = 0,
        CompCentre = 58,
        Mix = (-3, 1, 2, -3, 0, 0),
    };

    public static Style Latin { get; } = new()
    {
        Name = "Latin",
        Forms =
        [
            "intro:4 verse:8 chorus:8 verse:8 chorus:8 outro:4", "intro:4 verse:8 chorus:8 verse:8 chorus:8 solo:8 chorus:8 outro:4",
            "intro:8 verse:8 chorus:8 verse:8 chorus:8 solo:16 chorus:8 outro:4",
        ],
        Major = new(["I IV V IV", "I:2 V7:2"], ["I IV V7 I", "I V7 V7 I"], ["IV I V7 I"]),
        Minor = new(["i iv V7 i", "i:2 V7:2"], ["i VII VI V7", "i iv V7 i"], ["iv i V7 i"]),
        Layers = "intro=hc verse=dbcl chorus=dbclx solo=dbcl bridge=hbc outro=dbc",
        Kit = KitKind.Latin,
        Light = new((Drum.Kick, "x.......x......."), (Drum.CongaHigh, "..o.x.....o.x..."), (Drum.CongaLow, "......xx......xx"), (Drum.Shaker, "x.o.x.o.x.o.x.o.")),
        Full = new((Drum.Kick, "X..x....X..x...."), (Drum.CongaHigh, "..o.X.o...o.X.o."), (Drum.CongaLow, "......xx......xx"), (Drum.Cowbell, "x...x.o.x...x.o."), (Drum.Clave, "x..x..x...x.x..."), (Drum.Shaker, "xooxxooxxooxxoox")),
        BassLight = ["1_____5_8_______"],
        BassFull = ["1.....5_..8_..a_", "1.....3_..5_..8_"],
        CompLight = ["x...x...x...x..."],
        CompFull = ["x.x..x.x.x.x..x.", "x..x.x.x..x.x.x."],
        Bass = Patches.FingerBass,
        Comp = [Patches.Piano, Patches.NylonGuitar],
        Lead = [Patches.Brass, Patches.Voice],
        Second = Patches.Brass,
        LeadDensity = 1.6,
        Syncopation = 0.5,
        CompCentre = 65,
        HumanMs = 5,
        Reverb = 1.1,
        Mix = (0, 2, 0, -3, 0, 0),
    };

    public static Style Funk { get; } = new()
    {
        Name = "Funk",
        Forms =
        [
            "intro:4 verse:8 chorus:8 verse:8 chorus:8 outro:2", "intro:4 verse:8 chorus:8 verse:8 chorus:8 bridge:4 outro:4",
            "intro:4 verse:8 chorus:8 verse:8 chorus:8 solo:8 chorus:8 outro:4",
        ],
        Major = new(["I7:4", "I7:3 IV7:1"], ["IV7:2 I7:2", "I7 IV7 I7 V7"], ["IV7:2 ii7 V7"]),
        Minor = new(["i7:4", "i7:3 iv7:1"], ["i7 VII iv7 i7", "iv7:2 i7:2"], ["VImaj7:2 iv7 v7"]),
        Layers = "intro=hb verse=dbc verse2=dbcl chorus=dbclx solo=dbcl bridge=hbc outro=dbc",
        Kit = KitKind.Acoustic,
        Light = new((Drum.Kick, "X.......X......."), (Drum.Snare, "....X.......X..."), (Drum.ClosedHat, "x.x.x.x.x.x.x.x.")),
        Full = new((Drum.Kick, "X..x....-.x..x.."), (Drum.Snare, "....X..-.-..X..-"), (Drum.ClosedHat, "xoxoxoxoxoxoxoxo"), (Drum.OpenHat, "......?.......o.")),
        BassLight = ["1...1...1.....5."],
        BassFull = ["1..1..8.7.5..1.8", "1..18...1..5.7.a"],
        CompLight = ["..x...x...x...x."],
        CompFull = ["x.uxu.x.u.xu.xux", "..x.ux...xu.x.u."],
        Bass = Patches.PickBass,
        Comp = [Patches.Clavinet, Patches.MutedGuitar, Patches.CleanGuitar],
        Pad = [Patches.Organ],
        Lead = [Patches.Brass, Patches.Saxophone, Patches.Voice],
        Second = Patches.Brass,
        Syncopation = 0.6,
        Scale = ScaleKind.Pentatonic,
        Swing = 0.1,
        SwingGrid = 4,
        CompCentre = 63,
        Reverb = 0.8,
        Wet = 0.8,
        Mix = (1, 2, -1, -3, 0, 0),
    };

    public static Style Blues { get; } = new()
    {
        Name = "Blues",
        Forms = ["intro:4 verse:12 solo:12 outro:2", "intro:4 verse:12 solo:12 verse:12 outro:2", "intro:4 verse:12 verse:12 solo:12 verse:12 outro:2"],
        Major = new(["I7 IV7 I7:2 IV7:2 I7:2 V7 IV7 I7 V7", "I7:4 IV7:2 I7:2 V7 IV7 I7:2"], ["IV7:2 I7:2"], ["IV7:2 I7:2"]),
        Minor = new(["i7:4 iv7:2 i7:2 VI7 V7 i7:2", "i7 iv7 i7:2 iv7:2 i7:2 v7 iv7 i7:2"], ["iv7:2 i7:2"], ["iv7:2 i7:2"]),
        Layers = "intro=hbc verse=dbcl solo=dbcl outro=dbc",
        Kit = KitKind.Acoustic,
        Light = new((Drum.Kick, "x...x..."), (Drum.Ride, "x.xxx.xx"), (Drum.Rim, "..x...x.")),
        Full = new((Drum.Kick, "X...X..x"), (Drum.Snare, "..X...X."), (Drum.Ride, "x.xxx.xx")),
        BassLight = ["1_3_5_7_", "1_3_5_a_"],
        BassFull = ["1_3_5_7_", "8_7_5_a_"],
        CompLight = ["x_..x_.."],
        CompFull = ["..xx..x.", "x.x.x.xu"],
        Bass = Patches.FingerBass,
        Comp = [Patches.Organ, Patches.Piano, Patches.CleanGuitar],
        Lead = [Patches.LeadGuitar, Patches.Harmonica, Patches.Voice],
        Scale = ScaleKind.Blues,
        LeadDensity = 1.5,
        Swing = 0.9,
        HumanMs = 8,
        CompCentre = 58,
        Mix = (0, 1, -1, -3, 0, 1),
    };

    public static Style SlowBlues { get; } = Blues with
    {
        Metre = Metre.SixEight,
        Forms = ["intro:4 verse:24 solo:12 outro:4", "intro:4 verse:24 solo:24 outro:4"],
        Major = new(["I7:2 IV7:2 I7:4 IV7:4 I7:4 V7:2 IV7:2 I7:4"], ["IV7:2 I7:2"], ["IV7:2 I7:2"]),
        Minor = new(["i7:4 iv7:2 i7:2 iv7:4 i7:4 VI7:2 V7:2 i7:4"], ["iv7:2 i7:2"], ["iv7:2 i7:2"]),
        Light = new((Drum.Kick, "x....."), (Drum.Rim, "...x.."), (Drum.ClosedHat, "xooxoo")),
        Full = new((Drum.Kick, "X....."), (Drum.Snare, "...X.."), (Drum.Ride, "xooxoo")),
        BassLight = ["1_____"],
        BassFull = ["1__1__", "1__5_a"],
        CompLight = ["x__x__"],
        CompFull = ["x12x12", "x__x_u"],
        Comp = [Patches.Organ, Patches.Piano],
        Swing = 0,
        Reverb = 1.7,
    };

    public static Style Soul { get; } = Funk with
    {
        Name = "Soul",
        Forms =
        [
            "intro:4 verse:8 chorus:8 verse:8 chorus:4 outro:2", "intro:4 verse:8 chorus:8 verse:8 chorus:8 outro:2", "intro:4 verse:8 chorus:8 verse:8 bridge:4 chorus:8 outro:4",
        ],
        Major = new(["I vi7 ii7 V7", "Imaj7 IVmaj7 I V7"], ["I iii7 IV V7", "I IV I V7"], ["IVmaj7 iii7 ii7 V7"]),
        Minor = new(["i7 iv7 i7 v7", "i7 VII VImaj7 V7"], ["i iv VII i", "i7 VImaj7 iv7 V7"], ["VImaj7 v7 iv7 V7"]),
        Layers = "intro=hbc verse=dbcl chorus=dbcplx bridge=hbcpl outro=dbcp",
        Full = new((Drum.Kick, "X.....x.X.x....."), (Drum.Snare, "....X.......X..-"), (Drum.ClosedHat, "x.o.x.o.x.o.x.o."), (Drum.Tambourine, "..o.x.o...o.x.o.")),
        BassFull = ["1..1..3.5...5.a.", "1.....1.5.3.1.a."],
        CompLight = ["x___....x___...."],
        CompFull = ["x___x...x___x.u.", "....x.......x.u."],
        Bass = Patches.FingerBass,
        Comp = [Patches.Organ, Patches.ElectricPiano, Patches.Piano],
        Pad = [Patches.Strings],
        Lead = [Patches.Voice],
        Syncopation = 0.4,
        Swing = 0.2,
        CompCentre = 60,
        Reverb = 1.3,
        Wet = 1,
        Mix = (0, 2, 0, -1, 0, 1),
    };
}
