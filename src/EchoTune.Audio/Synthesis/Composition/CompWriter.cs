using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>Plays the chords: rhythmic comping by the style's patterns, and sustained pads.</summary>
internal static class CompWriter
{
    public static List<ScoreNote> WriteComp(Ensemble ensemble)
    {
        var style = ensemble.Style;
        var random = ensemble.Random("comp");
        var voicings = Voice(ensemble, style.CompCentre, style.CompVoices, style.PowerChords);
        var notes = new List<ScoreNote>();
        var beats = ensemble.BeatsPerBar;
        foreach (var section in ensemble.Plan.Sections.Where(s => s.Has('c')))
        {
            for (var bar = 0; bar < section.Bars; bar++)
            {
                var patterns = Ensemble.IsFull(section, bar) ? style.CompFull : style.CompLight;
                double start = (section.StartBar + bar) * beats;
                var pattern = patterns[bar % patterns.Length];
                var cells = Pattern.Parse(pattern, beats);
                if (bar == 0 && pattern[0] == '_')
                {
                    // Nothing is held over into a section's first bar.
                    cells.Insert(0, new PatternCell(0, cells.Count > 0 ? cells[0].Beat : beats, 'x'));
                }

                for (var i = 0; i < cells.Count; i++)
                {
                    // A short chord before a rest still rings long enough to be heard as a chord.
                    var cell = cells[i];
                    var room = (i + 1 < cells.Count ? cells[i + 1].Beat : beats) - cell.Beat;
                    var over = 0.0;
                    if (style.Anticipation > 0 && i == cells.Count - 1 && cell.Beat + cell.Beats > beats - 1e-6 && bar + 1 < section.Bars)
                    {
                        // A chord that comes early is held until the next bar strikes.
                        var next = patterns[(bar + 1) % patterns.Length];
                        over = (double)beats * Math.Max(0, next.AsSpan().IndexOfAnyExcept('_')) / next.Length;
                    }

                    cell = cell with { Beats = Math.Min(room, Math.Max(cell.Beats, 0.4)) + over };
                    Play(ensemble, voicings, notes, random, cell, start, Ensemble.Dynamics(section, bar + (cell.Beat / beats)));
                }
            }
        }

        if (notes.Count > 0)
        {
            var final = voicings[^1];
            for (var i = 0; i < final.Length; i++)
            {
                notes.Add(ensemble.Note(ensemble.Plan.FinalBeat, beats, final[i], 0.66 * ensemble.Closing, random, 0.4));
            }
        }

        notes.Sort(ByStart);
        return notes;
    }

    public static List<ScoreNote> WritePad(Ensemble ensemble)
    {
        var random = ensemble.Random("pad");
        var voicings = Voice(ensemble, Math.Clamp(ensemble.Style.CompCentre, 57, 66), 4, false);
        var notes = new List<ScoreNote>();
        foreach (var section in ensemble.Plan.Sections.Where(s => s.Has('p')))
        {
            foreach (var span in section.Chords)
            {
                var bar = (span.StartBeat / ensemble.BeatsPerBar) - section.StartBar;
                Sustain(ensemble, notes, random, voicings[IndexOf(ensemble, span.StartBeat)], span.StartBeat, span.Beats, 0.62 * Ensemble.Dynamics(section, bar));
            }
        }

        if (notes.Count > 0)
        {
            Sustain(ensemble, notes, random, voicings[^1], ensemble.Plan.FinalBeat, ensemble.BeatsPerBar, 0.5 * ensemble.Closing);
        }

        notes.Sort(ByStart);
        return notes;
    }

    /// <summary>One voicing for each chord of the piece, each near the one before.</summary>
    internal static int[][] Voice(Ensemble ensemble, int centre, int voices, bool power)
    {
        var voicing = new Voicing(centre, Math.Max(1, voices));
        return [.. ensemble.Chords.Select(span => power ? Power(span.Chord, centre) : voicing.Next(span.Chord))];
    }

    internal static int IndexOf(Ensemble ensemble, double beat)
    {
        var start = ensemble.ChordAt(beat).StartBeat;
        int low = 0, high = ensemble.Chords.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ensemble.Chords[middle].StartBeat < start - 1e-6)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    internal static int ByStart(ScoreNote a, ScoreNote b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Pitch.CompareTo(b.Pitch);

    private static int[] Power(Chord chord, int centre)
    {
        var low = Math.Max(40, centre - 14);
        var root = low + Chord.PitchClass(chord.Root - low);
        return [root, root + chord.Intervals[2], root + 12];
    }

    private static void Sustain(Ensemble ensemble, List<ScoreNote> notes, SeededRandom random, int[] pitches, double beat, double beats, double velocity)
    {
        foreach (var pitch in pitches)
        {
            notes.Add(ensemble.Note(beat, beats, pitch, velocity, random, 0.2));
        }
    }

    private static void Play(
        Ensemble ensemble, int[][] voicings, List<ScoreNote> notes, SeededRandom random, PatternCell cell, double start, double level)
    {
        var beat = start + cell.Beat;
        var left = cell.Beats;
        var early = ensemble.Style.Anticipation;
        while (left > 1e-6)
        {
            var chordBeat = beat + Math.Min(early, left);
            early = 0;
            var length = Math.Min(left, Math.Max(ensemble.ChordAt(chordBeat).EndBeat - beat, 1e-3));
            if (left - length < 0.2)
            {
                length = left;
            }

            var accent = Math.Abs(beat - start) < 1e-6 ? 0.84 : Math.Abs(beat - Math.Round(beat)) < 1e-6 ? 0.76 : 0.66;
            Strike(ensemble, notes, random, voicings[IndexOf(ensemble, chordBeat)], cell.Symbol, beat, length, accent * level);
            beat += length;
            left -= length;
        }
    }

    private static void Strike(
        Ensemble ensemble, List<ScoreNote> notes, SeededRandom random, int[] pitches, char symbol, double beat, double beats, double velocity)
    {
        if (char.IsAsciiDigit(symbol))
        {
            var voice = symbol - '0';
            notes.Add(ensemble.Note(beat, beats, pitches[voice % pitches.Length] + (12 * (voice / pitches.Length)), velocity, random, 0.6));
            return;
        }

        // All fingers of a chord share the player's imprecision; an up-stroke catches the upper strings, highest first.
        var isUp = symbol == 'u';
        var strings = isUp && pitches.Length > 3 ? pitches.Length - 1 : pitches.Length;
        var strum = ensemble.Style.Strum * (isUp ? 0.7 : 1);
        var first = ensemble.Note(beat, beats, pitches[0], 0.5, random, 0.6);
        var loudness = isUp ? 0.85 : 1;
        for (var i = 0; i < strings; i++)
        {
            var pitch = isUp ? pitches[^(i + 1)] : pitches[i];
            var delay = Math.Min(strings > 1 ? strum * i / (strings - 1) : 0, first.Length / 3);
            var felt = Math.Clamp(velocity * loudness * (1 + (0.05 * random.NextBell())), 0.05, 1);
            notes.Add(new ScoreNote(first.Start + delay, Math.Max(0.03, first.Length - delay), pitch, (float)felt));
        }
    }
}
