using EchoTune.Audio.Synthesis.Composition;
using EchoTune.Audio.Synthesis.Styles;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>A style and the tempi that it is usually played at, beats per minute.</summary>
internal sealed record StyleRange(Style Style, double Low, double High)
{
    /// <summary>Every style of the composer.</summary>
    public static IReadOnlyList<StyleRange> All { get; } =
    [
        new(ElectronicStyles.Ambient, 60, 95), new(ElectronicStyles.House, 114, 132), new(ElectronicStyles.Techno, 122, 146),
        new(ElectronicStyles.DrumAndBass, 158, 182), new(ElectronicStyles.SynthPop, 98, 138), new(ElectronicStyles.Disco, 108, 130),
        new(BandStyles.Rock, 92, 160), new(BandStyles.Punk, 150, 200), new(BandStyles.Pop, 76, 132), new(BandStyles.Ballad, 45, 76),
        new(BandStyles.Folk, 80, 126), new(BandStyles.FolkWaltz, 84, 150), new(BandStyles.FolkJig, 92, 132), new(BandStyles.Country, 84, 130),
        new(BandStyles.CountryWaltz, 80, 132), new(BandStyles.Reggae, 64, 92), new(ConcertStyles.Classical, 60, 136), new(ConcertStyles.Waltz, 96, 196),
        new(ConcertStyles.FilmScore, 70, 136), new(GrooveStyles.HipHop, 72, 102), new(GrooveStyles.LoFi, 66, 94), new(GrooveStyles.Jazz, 90, 210),
        new(GrooveStyles.JazzFive, 120, 185), new(GrooveStyles.BossaNova, 108, 152), new(GrooveStyles.Latin, 88, 122), new(GrooveStyles.Funk, 88, 120),
        new(GrooveStyles.Blues, 84, 142), new(GrooveStyles.SlowBlues, 48, 74), new(GrooveStyles.Soul, 78, 124),
    ];

    /// <summary>Styles that lend their patterns to a metre.</summary>
    public static IReadOnlyList<Style> Of(Metre metre) => metre.Signature switch
    {
        "3/4" => [BandStyles.FolkWaltz, ConcertStyles.Waltz, BandStyles.CountryWaltz],
        "6/8" => [BandStyles.Ballad, BandStyles.FolkJig, GrooveStyles.SlowBlues],
        "5/4" => [GrooveStyles.JazzFive],
        _ => [],
    };
}
