using EchoTune.Audio.Synthesis.Practice.SoundFonts;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>What practice pieces should be like.</summary>
public sealed record PracticeOptions
{
    /// <summary>Shortest wished length, seconds; a piece may be cut a little shorter.</summary>
    public double MinSeconds { get; init; } = 30;

    /// <summary>Longest wished length, seconds; a piece may run over by a few bars and its last chord.</summary>
    public double MaxSeconds { get; init; } = 90;

    /// <summary>1 for mono, 2 for interleaved stereo.</summary>
    public int Channels { get; init; } = 2;

    /// <summary>Banks of sampled instruments; one is drawn for each piece. Empty: the synthesiser plays everything.</summary>
    public IReadOnlyList<SoundFont> SoundFonts { get; init; } = [];

    /// <summary>Share of the pieces that are played with a sound font where there is one, 0–1.</summary>
    public double SampledShare { get; init; } = 0.7;

    /// <summary>Share of the pieces that go through a worse recording (noise, clipping, narrow band, …), 0–1.</summary>
    public double DegradedShare { get; init; } = 0.6;

    /// <summary>Share of the pieces that are out of tune as a whole, by up to 50 cents either way, 0–1.</summary>
    public double DetunedShare { get; init; } = 0.4;
}
