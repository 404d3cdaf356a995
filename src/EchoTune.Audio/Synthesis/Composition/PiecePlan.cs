using EchoTune.Audio.Primitives;
using EchoTune.Audio.Synthesis.Styles;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>A chord in a piece, in beats from the first downbeat.</summary>
internal readonly record struct ChordSpan(double StartBeat, double Beats, Chord Chord)
{
    public double EndBeat => StartBeat + Beats;
}

/// <summary>One section of the form.</summary>
/// <param name="Kind">intro, verse, chorus, bridge, build, drop, break, solo, outro.</param>
/// <param name="Occurrence">0 for the first section of its kind.</param>
/// <param name="IsLast">Whether it is the last of its kind.</param>
/// <param name="StartBar">First bar, 0-based.</param>
/// <param name="Bars">Length.</param>
/// <param name="Energy">0–1.</param>
/// <param name="Layers">Letters of the layers that play (see <see cref="Style"/>).</param>
/// <param name="Key">Key of the section.</param>
/// <param name="Chords">Chords that fill the section.</param>
internal sealed record SectionPlan(
    string Kind, int Occurrence, bool IsLast, int StartBar, int Bars, double Energy, string Layers, MusicalKey Key, IReadOnlyList<ChordSpan> Chords)
{
    public bool Has(char layer) => Layers.Contains(layer, StringComparison.Ordinal);
}

/// <summary>Form, harmony and time of a piece, before any note is written.</summary>
internal sealed record PiecePlan
{
    public required Style Style { get; init; }

    public required ulong Seed { get; init; }

    public required MusicalKey Key { get; init; }

    public required double TempoBpm { get; init; }

    public required Metre Metre { get; init; }

    public required TimeMap Time { get; init; }

    public required IReadOnlyList<SectionPlan> Sections { get; init; }

    public required double DurationSeconds { get; init; }

    /// <summary>Beats of an upbeat before the first downbeat.</summary>
    public int PickupBeats { get; init; }

    public int TotalBars => Sections[^1].StartBar + Sections[^1].Bars;

    /// <summary>The closing chord's beat: one bar after the last section, where everything rings out.</summary>
    public double FinalBeat => TotalBars * Metre.Beats;

    /// <summary>The chord that closes the piece.</summary>
    public Chord FinalChord => new(Sections[^1].Key.Tonic, Style.FinalQuality(Sections[^1].Key.Mode));
}
