using EchoTune.Audio.Synthesis.Score;

namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>Plays broken chords: the digits of a pattern count chord tones upward from the lowest, 0 first.</summary>
internal static class ArpWriter
{
    public static List<ScoreNote> Write(Ensemble ensemble)
    {
        var random = ensemble.Random("arpeggio");
        var style = ensemble.Style;
        var notes = new List<ScoreNote>();
        var beats = ensemble.BeatsPerBar;
        var lowest = Math.Clamp(style.CompCentre - 2, 50, 64);
        var variant = random.Next(style.Arp.Length);
        foreach (var section in ensemble.Plan.Sections.Where(s => s.Has('a')))
        {
            var pattern = Pattern.Parse(style.Arp[(variant + (section.Kind is "chorus" or "drop" ? 1 : 0)) % style.Arp.Length], beats * style.ArpBars);
            for (var bar = 0; bar < section.Bars; bar++)
            {
                var first = bar % style.ArpBars * beats;
                foreach (var placed in pattern.Where(c => c.Beat >= first && c.Beat < first + beats))
                {
                    var cell = placed with { Beat = placed.Beat - first };
                    var beat = ((section.StartBar + bar) * beats) + cell.Beat;
                    var chord = ensemble.ChordAt(beat).Chord;
                    var bottom = lowest + Theory.Chord.PitchClass(chord.Root - lowest);
                    var index = char.IsAsciiDigit(cell.Symbol) ? cell.Symbol - '0' : 0;
                    // Triads and sevenths keep the same shape: only the fourth position differs.
                    var tones = Math.Min(3, chord.Intervals.Length);
                    var pitch = bottom + chord.Intervals[index % tones] + (12 * (index / tones));
                    while (pitch > 96)
                    {
                        pitch -= 12;
                    }

                    var accent = Math.Abs(cell.Beat) < 1e-6 ? 0.8 : Math.Abs(beat - Math.Round(beat)) < 1e-6 ? 0.7 : 0.58;
                    var velocity = accent * Ensemble.Dynamics(section, bar + (cell.Beat / beats));
                    notes.Add(ensemble.Note(beat, cell.Beats, pitch, velocity, random, 0.4));
                }
            }
        }

        if (notes.Count > 0 && ensemble.Plan.Sections[^1].Has('a'))
        {
            var root = lowest + Theory.Chord.PitchClass(ensemble.Plan.FinalChord.Root - lowest);
            notes.Add(ensemble.Note(ensemble.Plan.FinalBeat, beats, root + 12, 0.5 * ensemble.Closing, random, 0.4));
        }

        notes.Sort(CompWriter.ByStart);
        return notes;
    }
}
