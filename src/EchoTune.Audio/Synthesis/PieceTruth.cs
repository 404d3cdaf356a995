using EchoTune.Audio.Analysis;
using EchoTune.Audio.Synthesis.Composition;

namespace EchoTune.Audio.Synthesis;

/// <summary>A change of key in a composed piece.</summary>
/// <param name="AtSeconds">Where the new key starts.</param>
/// <param name="Key">E.g. <c>D major</c>.</param>
public sealed record TruthKeyChange(double AtSeconds, string Key);

/// <summary>What a piece was composed with: what an analyser should find.</summary>
public sealed record PieceTruth
{
    /// <summary>The file, relative to <c>truth.json</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>What a listener taps at the start, beats per minute; in 6/8 the dotted quarter.</summary>
    public required double TempoBpm { get; init; }

    /// <summary>Seconds of all beats.</summary>
    public required IReadOnlyList<double> Beats { get; init; }

    /// <summary>Seconds of the first beat of each bar; a subset of <see cref="Beats"/>.</summary>
    public required IReadOnlyList<double> Downbeats { get; init; }

    /// <summary>E.g. <c>4/4</c>.</summary>
    public required string TimeSignature { get; init; }

    /// <summary>Main key, e.g. <c>F# minor</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Chords from the first beat to the end, without gaps.</summary>
    public required IReadOnlyList<ChordSegment> Chords { get; init; }

    /// <summary>Changes of tempo after the start.</summary>
    public required IReadOnlyList<TempoChange> TempoChanges { get; init; }

    /// <summary>Changes of key after the start.</summary>
    public required IReadOnlyList<TruthKeyChange> KeyChanges { get; init; }

    /// <summary>The form.</summary>
    public required IReadOnlyList<Section> Sections { get; init; }

    internal static PieceTruth Of(string path, string title, PiecePlan plan)
    {
        double At(double beat) => Math.Round(plan.Time.Seconds(beat), 4);
        var beats = new double[plan.PickupBeats + (int)plan.FinalBeat + 1];
        for (var i = 0; i < beats.Length; i++)
        {
            beats[i] = At(i - plan.PickupBeats);
        }

        var chords = new List<ChordSegment>();
        foreach (var span in plan.Sections.SelectMany(s => s.Chords).Append(new ChordSpan(plan.FinalBeat, 0, plan.FinalChord)))
        {
            var end = span.Beats > 0 ? At(span.EndBeat) : plan.DurationSeconds;
            if (chords.Count > 0 && chords[^1].Label == span.Chord.Label)
            {
                chords[^1] = chords[^1] with { End = end };
            }
            else
            {
                chords.Add(new ChordSegment(At(span.StartBeat), end, span.Chord.Label));
            }
        }

        var keyChanges = new List<TruthKeyChange>();
        var key = plan.Key;
        foreach (var section in plan.Sections)
        {
            if (section.Key != key)
            {
                key = section.Key;
                keyChanges.Add(new TruthKeyChange(At(section.StartBar * plan.Metre.Beats), key.ToString()));
            }
        }

        return new PieceTruth
        {
            Path = path,
            Title = title,
            TempoBpm = plan.TempoBpm,
            Beats = beats,
            Downbeats = [.. beats.Skip(plan.PickupBeats).Where((_, i) => i % plan.Metre.Beats == 0)],
            TimeSignature = plan.Metre.Signature,
            Key = plan.Key.ToString(),
            Chords = chords,
            TempoChanges = [.. plan.Time.Changes.Select(c => new TempoChange(Math.Round(c.Seconds, 4), c.Bpm))],
            KeyChanges = keyChanges,
            Sections = [.. plan.Sections.Select(s => new Section(
                At(s.StartBar * plan.Metre.Beats), At((s.StartBar + s.Bars) * plan.Metre.Beats), s.Kind, s.Energy))],
        };
    }
}
