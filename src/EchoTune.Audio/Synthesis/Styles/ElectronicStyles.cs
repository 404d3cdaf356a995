using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Styles;

/// <summary>Genres made of machines.</summary>
internal static class ElectronicStyles
{
    public static Style Ambient { get; } = new()
    {
        Name = "Ambient",
        Forms =
        [
            "intro:4 verse:8 chorus:4 outro:2", "intro:4 verse:8 chorus:8 outro:4", "intro:4 verse:8 chorus:8 bridge:4 chorus:4 outro:4",
        ],
        Major = new(["I:2 IVmaj7:2", "Imaj7:2 vi7:2 IVmaj7:2 I:2"], ["I:2 V:1 IVmaj7:1", "Imaj7:1 iii7:1 IVmaj7:2"], ["ii7:2 IVmaj7:1 V:1"]),
        Minor = new(["i:2 VImaj7:2", "i7:2 iv7:2 VImaj7:2 i:2"], ["i:2 VI:1 VII:1", "i:1 v7:1 VImaj7:2"], ["iv7:2 VImaj7:1 VII:1"]),
        Layers = "intro=pa verse=pabl chorus=hpabcl bridge=pcl outro=pab",
        Kit = KitKind.Electronic,
        Light = new((Drum.Kick, "x.......o......."), (Drum.Rim, "........o......."), (Drum.Shaker, "o...x...o...x...")),
        Full = new((Drum.Kick, "x...o...x...o..."), (Drum.Rim, "....-.......o..."), (Drum.Shaker, "o...x...o...x.-.")),
        Fills = false,
        BassLight = ["1_______________"],
        BassFull = ["1_______5___8___"],
        CompLight = ["x_______x_______"],
        CompFull = ["x___x___x___x___"],
        Arp = ["0...2...4...3...", "0...4...2...5.4."],
        Bass = Patches.SubBass with { Amp = new(0.03f, 0.6f, 0.85f, 0.5f), Gate = 1 },
        Comp = [Patches.Bells, Patches.ElectricPiano],
        Pad = [Patches.GlassPad, Patches.Choir, Patches.WarmPad],
        ArpPatch = [Patches.MusicBox, Patches.Bells, Patches.Pluck],
        Lead = [Patches.Flute, Patches.Bells, Patches.Voice],
        LeadDensity = 0.5,
        Syncopation = 0,
        Scale = ScaleKind.Pentatonic,
        Reverb = 4.2,
        Wet = 1.5,
        DelayBeats = 1.5,
        Mix = (-5, -1, -2, 3, 2, -2),
    };

    public static Style House { get; } = new()
    {
        Name = "House",
        Forms =
        [
            "intro:4 build:4 drop:8 break:4 build:4 drop:8 outro:4", "intro:4 verse:8 build:4 drop:8 break:4 build:4 drop:8 outro:4",
            "intro:8 verse:8 build:4 drop:8 break:8 build:4 drop:8 outro:8",
        ],
        Major = new(["Imaj7 vi7 ii7 V7", "I:2 IV:1 I:1"], ["I IV I V7", "I vi7 IV V7"], ["IVmaj7:2 V:1 I:1"]),
        Minor = new(["i7 VImaj7 iv7 v7", "i7:2 iv7:2"], ["i7 iv7 VImaj7 VII", "i VI III VII"], ["VImaj7:2 VII:1 i:1"]),
        Layers = "intro=dh verse=dbc build=dbcpr drop=dbcalp drop2=dbcalpx break=pcl outro=dbc",
        Kit = KitKind.House,
        Light = new((Drum.Kick, "X...X...X...X..."), (Drum.ClosedHat, "..x...x...x...x.")),
        Full = new((Drum.Kick, "X...X...X...X..."), (Drum.Clap, "....X.......X..."), (Drum.OpenHat, "..x...x...x...x."), (Drum.ClosedHat, "o.-oo.-oo.-oo.-o"), (Drum.Shaker, "-o-o-o-o-o-o-o-o")),
        BassLight = ["..1...1...1...5."],
        BassFull = ["..1..11...1..81.", "..1..11...5..8a."],
        CompLight = ["x..x..x...x..x.."],
        CompFull = ["x..x..x.x..x..x.", "x..x..x...x.x..."],
        Arp = ["0.2.4.2.5.4.2.4."],
        Bass = Patches.SynthBass,
        Comp = [Patches.Stab, Patches.ElectricPiano, Patches.Organ],
        Pad = [Patches.WarmPad, Patches.Strings],
        ArpPatch = [Patches.Pluck],
        Lead = [Patches.Voice, Patches.SawLead, Patches.Pluck],
        Second = Patches.SuperSaw,
        Syncopation = 0.5,
        HumanMs = 2,
        Swing = 0.18,
        SwingGrid = 4,
        Sidechain = 0.65,
        Mix = (1, 1, 0, -1, -1, 0),
    };

    public static Style Techno { get; } = House with
    {
        Name = "Techno",
        Forms =
        [
            "intro:4 build:4 drop:8 break:4 build:4 drop:8 outro:4", "intro:8 build:4 drop:8 break:4 build:4 drop:12 outro:4",
            "intro:8 verse:8 build:4 drop:12 break:8 build:4 drop:12 outro:8",
        ],
        Major = new(["I:4 IV:2 I:2"], ["I:2 bVII:1 I:1"], ["I:2 IV:2"]),
        Minor = new(["i:4", "i:3 VII:1"], ["i:2 VI:1 i:1", "i:2 iv:1 i:1"], ["i:2 VI:2"]),
        Layers = "intro=db verse=dba build=dbar drop=dbacl break=pa outro=dba",
        Kit = KitKind.Electronic,
        Light = new((Drum.Kick, "X...X...X...X..."), (Drum.ClosedHat, "..o...o...o...o.")),
        Full = new((Drum.Kick, "X...X...X...X..."), (Drum.OpenHat, "..x...x...x...x."), (Drum.ClosedHat, "oo.ooo.ooo.ooo.o"), (Drum.Clap, "....x.......x..."), (Drum.Rim, "...o..o....o..?.")),
        BassLight = [".111.111.111.111"],
        BassFull = [".111.111.111.181", "11.1.1811.11.118"],
        CompLight = ["x......x........"],
        CompFull = ["x..x......x..x.."],
        Arp = ["0120120120120123", "0..2.04.0..2.05."],
        Bass = Patches.AcidBass,
        Comp = [Patches.Stab],
        Pad = [Patches.WarmPad],
        Lead = [Patches.SquareLead, Patches.SawLead],
        Second = null,
        LeadDensity = 0.9,
        Syncopation = 0.6,
        Swing = 0,
        Sidechain = 0.5,
        Reverb = 2.2,
        Mix = (2, 1, -2, -3, 0, -3),
    };

    public static Style DrumAndBass { get; } = new()
    {
        Name = "Drum & Bass",
        Forms =
        [
            "intro:8 verse:8 build:4 drop:16 break:8 outro:4", "intro:8 verse:8 build:4 drop:16 break:8 build:4 drop:16 outro:4",
            "intro:8 verse:16 build:4 drop:16 break:8 build:4 drop:16 outro:8",
        ],
        Major = new(["I:2 vi7:2 IVmaj7:2 V:2"], ["I:2 V:2 vi:2 IV:2", "I:2 IV:2"], ["IVmaj7:2 I:2 ii7:2 V:2"]),
        Minor = new(["i:2 VI:2 iv:2 v:2", "i:4 VI:2 VII:2"], ["i:2 VI:2 III:2 VII:2", "i:2 iv:2 VI:2 i:2"], ["VI:2 VII:2 i:4"]),
        Layers = "intro=hpa verse=dbp build=dpcr drop=dbplac drop2=dbplacx break=pal outro=hbp",
        Kit = KitKind.Electronic,
        Light = new((Drum.Kick, "X.......x.x....."), (Drum.Rim, "....x.......x..."), (Drum.ClosedHat, "X.-.X.-.X.-.X.-.")),
        Full = new((Drum.Kick, "X...o.....X.o..."), (Drum.Snare, "....X..-.-..X..-"), (Drum.ClosedHat, "X.-.X.--X.-.X.-."), (Drum.Ride, "X...X...X...X...")),
        BassLight = ["1_______5_______"],
        BassFull = ["1__.1__.8__.1_5_", "1__.1__.1__.7_8_"],
        CompLight = ["x_______________"],
        CompFull = ["x...x...x...x.x."],
        Arp = ["0.2.4.5.4.2.5.4."],
        Bass = Patches.ReeseBass,
        Comp = [Patches.Stab, Patches.ElectricPiano],
        Pad = [Patches.Strings, Patches.WarmPad, Patches.Choir],
        ArpPatch = [Patches.Pluck, Patches.Bells],
        Lead = [Patches.Voice, Patches.SawLead],
        Second = Patches.SuperSaw,
        LeadDensity = 0.9,
        Syncopation = 0.4,
        HumanMs = 2,
        Sidechain = 0.35,
        Reverb = 2,
        Mix = (2, 1, -1, 0, -1, 0),
    };

    public static Style SynthPop { get; } = new()
    {
        Name = "Synth-pop",
        Forms =
        [
            "intro:4 verse:8 chorus:8 verse:4 chorus:8 outro:4", "intro:4 verse:8 chorus:8 verse:8 chorus:8 outro:4",
            "intro:4 verse:8 chorus:8 verse:8 chorus:8 bridge:4 chorus:8 outro:4",
        ],
        Major = new(["I:2 vi:1 IV:1", "I V IV I"], ["I V vi IV", "I IV V I"], ["IV V iii vi IV:2 V:2"]),
        Minor = new(["i:2 VI:1 VII:1", "i VI III VII"], ["i VII VI i", "i III VII iv"], ["VI VII i i VI:2 V:2"]),
        Layers = "intro=ha verse=dba verse2=dbapl chorus=dbpalc chorus2=dbpalcx bridge=pacl outro=dbpa",
        Kit = KitKind.Electronic,
        Light = new((Drum.Kick, "X.......X......."), (Drum.ClosedHat, "x.x.x.x.x.x.x.x.")),
        Full = new((Drum.Kick, "X.....x.X......."), (Drum.Snare, "....X.......X..."), (Drum.ClosedHat, "x.o.x.o.x.o.x.o."), (Drum.Clap, "....x.......x..."), (Drum.Tambourine, "..o...o...o...o.")),
        BassLight = ["1.1.1.1.1.1.1.1."],
        BassFull = ["1.818.181.818.18", "1.1.8.1.1.1.8.a."],
        CompLight = ["x_______x_______"],
        CompFull = ["x___x_x___x_x___"],
        Arp = ["0123456754321012", "0.3.1.4.2.5.3.1."],
        Bass = Patches.SynthBass,
        Comp = [Patches.SuperSaw, Patches.Stab],
        Pad = [Patches.WarmPad, Patches.Strings],
        ArpPatch = [Patches.Pluck, Patches.ChipLead],
        Lead = [Patches.SquareLead, Patches.SawLead, Patches.Voice],
        Second = Patches.ChipLead,
        HumanMs = 2,
        Sidechain = 0.2,
        Reverb = 1.8,
        Mix = (1, 0, -3, 0, -1, 1),
    };

    public static Style Disco { get; } = new()
    {
        Name = "Disco",
        Forms =
        [
            "intro:4 verse:8 chorus:8 verse:4 chorus:8 outro:4", "intro:4 verse:8 chorus:8 verse:8 chorus:8 outro:4",
            "intro:8 verse:8 chorus:8 verse:8 chorus:8 break:4 chorus:8 outro:4",
        ],
        Major = new(["I vi7 ii7 V7", "Imaj7 IVmaj7 Imaj7 V7"], ["I iii7 IV V7", "I IV I V7"], ["IVmaj7 iii7 ii7 V7"]),
        Minor = new(["i7 iv7 i7 VII", "i7:2 iv7:2"], ["i iv VII III:.5 V7:.5", "i VII VI V7"], ["VImaj7 VII i7 V7"]),
        Layers = "intro=dbc verse=dbcl chorus=dbcplx break=hbc outro=dbcp",
        Kit = KitKind.Acoustic,
        Light = new((Drum.Kick, "X...X...X...X..."), (Drum.ClosedHat, "..x...x...x...x."), (Drum.CongaHigh, "..o..o....o..oo.")),
        Full = new((Drum.Kick, "X...X...X...X..."), (Drum.Snare, "....X.......X..-"), (Drum.OpenHat, "..x...x...x...x."), (Drum.ClosedHat, "x..ox..ox..ox..o"), (Drum.Tambourine, "o.x.o.x.o.x.o.x.")),
        BassLight = ["1...8...1...8..."],
        BassFull = ["1.8.1.8.1.8.1.8.", "1.8.1.8.5.8.3.a."],
        CompLight = ["..x...x...x...x."],
        CompFull = ["xuxux.uxxuxux.ux", "x.uxu.x.x.uxu.xu"],
        Bass = Patches.FingerBass,
        Comp = [Patches.CleanGuitar, Patches.MutedGuitar, Patches.Clavinet],
        Pad = [Patches.Strings],
        Lead = [Patches.Voice, Patches.Brass, Patches.Strings],
        Second = Patches.Brass,
        Syncopation = 0.45,
        HumanMs = 4,
        CompCentre = 64,
        Mix = (1, 1, -2, 1, 0, 0),
    };
}
