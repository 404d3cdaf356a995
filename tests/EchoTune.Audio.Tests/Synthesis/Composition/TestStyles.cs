using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Styles;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Tests.Synthesis.Composition;

/// <summary>Three small genres that between them use all that a style can say, and plans of them.</summary>
internal static class TestStyles
{
    public static Style Pop { get; } = new()
    {
        Name = "Test pop",
        Forms = ["intro:4 verse:8 chorus:8 outro:4", "intro:4 verse:8 chorus:8 verse:8 bridge:4 chorus:8 outro:4"],
        Major = new(["I vi IV V"], ["I V vi IV", "IVmaj7 V iii7 vi"], ["ii7 V7 Imaj7 vi:.5 V:.5"]),
        Minor = new(["i VI III VII"], ["i iv VI V7"], ["iv VII III iih:.5 V7:.5"]),
        Layers = "intro=hcp verse=hbcla verse2=dbcla chorus=dbcplx bridge=bcpl outro=hbcl",
        Light = new((Drum.Kick, "X...x..."), (Drum.ClosedHat, "x.x.x.x.x.x.x?x.")),
        Full = new((Drum.Kick, "X.....x.X......."), (Drum.Snare, "....X..-....X.-?"), (Drum.ClosedHat, "x.o.x.o.x.o.x.o.")),
        BassLight = ["1_1_1_1_"],
        BassFull = ["1.1.5.8.", "1.135.7a"],
        CompLight = ["x_______x_______"],
        CompFull = ["x.ux.ux.", "1_2_3_4_"],
        Strum = 0.02,
    };

    public static Style Swing { get; } = new()
    {
        Name = "Test swing",
        Forms = ["intro:4 verse:8 solo:8 verse:8 outro:4"],
        Major = new(["Imaj7:.5 vi7:.5 ii7:.5 V7:.5"], ["Imaj7 IV7"], ["iii7 vi7 ii7 V7"]),
        Minor = new(["i7 iv7 iih V7"], ["i7 VI7"], ["iv7 VII7 IIImaj7 V7"]),
        Layers = "intro=hb verse=hbcl solo=dbcl outro=hbcl",
        Kit = KitKind.Brushes,
        Light = new((Drum.Ride, "x..x.xx..x.x")),
        Full = new((Drum.Ride, "X..x.xX..x.x"), (Drum.PedalHat, "...x.....x..")),
        BassLight = ["w"],
        BassFull = ["w"],
        CompLight = ["..x...x."],
        CompFull = ["x..x...x"],
        Swing = 0.9,
        LeadDensity = 2.4,
        Syncopation = 0.6,
        HumanMs = 9,
        SeventhEnding = true,
    };

    public static Style March(Metre metre) => new()
    {
        Name = "Test " + metre.Signature,
        Metre = metre,
        Forms = ["intro:2 verse:6 chorus:8 break:2 build:4 drop:5 outro:1"],
        Major = new(["I IV"], ["I V"], ["vi IV"]),
        Minor = new(["i iv"], ["i VII"], ["VI iv"]),
        Layers = "intro=p verse=hbcl chorus=dbcal break=pl build=dpr drop=dbcalx outro=bc",
        Kit = KitKind.Electronic,
        Light = new((Drum.Kick, Repeat("x", "o", metre.Beats))),
        Full = new((Drum.Kick, Repeat("X", "x", metre.Beats)), (Drum.Snare, Repeat(".", "x", metre.Beats))),
        PowerChords = true,
        Scale = ScaleKind.Pentatonic,
    };

    /// <summary>A style by number, for properties over many.</summary>
    public static Style Any(int number) => (number % 6) switch
    {
        0 => Pop,
        1 => Swing,
        2 => March(Metre.Three),
        3 => March(Metre.SixEight),
        4 => March(Metre.Five),
        _ => March(Metre.Four) with { Scale = ScaleKind.Blues, Swing = 0.5, SwingGrid = 4 },
    };

    public static PiecePlan Plan(Style style, int tonic = 0, KeyMode mode = KeyMode.Major, double bpm = 112, ulong seed = 7, int lift = 0, double bridgeTempo = 1) =>
        Planner.Plan(style, new MusicalKey(tonic, mode), bpm, 80, lift, bridgeTempo, seed);

    private static string Repeat(string first, string rest, int count) => first + string.Concat(Enumerable.Repeat(rest, count - 1));
}
