using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Theory;

namespace EchoTune.Audio.Synthesis.Composition;

/// <summary>Plays the bass: the style's degree patterns over the chords, or a walking line.</summary>
internal static class BassWriter
{
    /// <summary>Lowest pitch, E1.</summary>
    public const int Low = 28;

    /// <summary>Highest pitch, D3.</summary>
    public const int High = 50;

    public static List<ScoreNote> Write(Ensemble ensemble)
    {
        var random = ensemble.Random("bass");
        var notes = new List<ScoreNote>();
        var beats = ensemble.BeatsPerBar;
        var previous = 36;
        foreach (var section in ensemble.Plan.Sections.Where(s => s.Has('b')))
        {
            for (var bar = 0; bar < section.Bars; bar++)
            {
                var patterns = Ensemble.IsFull(section, bar) ? ensemble.Style.BassFull : ensemble.Style.BassLight;
                var pattern = patterns[bar % patterns.Length];
                double start = (section.StartBar + bar) * beats;
                var level = Ensemble.Dynamics(section, bar);
                previous = pattern == "w"
                    ? Walk(ensemble, notes, random, start, previous, level)
                    : Play(ensemble, notes, random, pattern, start, previous, level);
            }
        }

        // What is silent in the last section does not come back for the last chord.
        if (ensemble.Plan.Sections[^1].Has('b'))
        {
            var root = RootNear(ensemble.Plan.FinalChord.Root, 34);
            notes.Add(ensemble.Note(ensemble.Plan.FinalBeat, beats, root, 0.72 * ensemble.Closing, random, 0.4));
        }

        return notes;
    }

    private static int Play(Ensemble ensemble, List<ScoreNote> notes, SeededRandom random, string pattern, double start, int previous, double level)
    {
        var cells = Pattern.Parse(pattern, ensemble.BeatsPerBar);
        for (var i = 0; i < cells.Count; i++)
        {
            // A short note before a rest rings for a good third of a beat: a bass that only taps has no pitch.
            var cell = cells[i];
            var room = (i + 1 < cells.Count ? cells[i + 1].Beat : ensemble.BeatsPerBar) - cell.Beat;
            var beat = start + cell.Beat;
            var left = Math.Min(room, Math.Max(cell.Beats, 0.4));
            var isFirst = true;
            while (left > 1e-6)
            {
                // A held note follows a change of chord beneath it.
                var chord = ensemble.ChordAt(beat);
                var length = Math.Min(left, Math.Max(chord.EndBeat - beat, 1e-3));
                if (left - length < 0.2)
                {
                    length = left;
                }

                var symbol = isFirst ? cell.Symbol : '1';
                previous = Pitch(ensemble, symbol, chord, beat, previous);
                var accent = Math.Abs(beat - start) < 1e-6 ? 0.9 : Math.Abs(beat - Math.Round(beat)) < 1e-6 ? 0.8 : 0.7;
                notes.Add(ensemble.Note(beat, length, previous, accent * level, random, 0.5));
                beat += length;
                left -= length;
                isFirst = false;
            }
        }

        return previous;
    }

    private static int Pitch(Ensemble ensemble, char symbol, ChordSpan span, double beat, int previous)
    {
        var chord = span.Chord;
        // Each root has one place, so that octaves are leapt only where the pattern says so.
        var root = RootNear(chord.Bass, 36);
        switch (symbol)
        {
            case '3':
                return Fold(root + Above(chord, chord.Intervals[1]));
            case '5':
                var fifth = Above(chord, chord.Intervals[2]);
                return root + fifth <= High - 4 ? root + fifth : Fold(root + fifth - 12);
            case '7':
                return Fold(root + (chord.Intervals.Length > 3 ? Above(chord, chord.Intervals[3]) : 12));
            case '8':
                return Fold(root + 12);
            case 'a':
                var next = ensemble.ChordAt(Math.Max(span.EndBeat, beat + 0.01)).Chord;
                var target = RootNear(next.Bass, previous);
                return next == chord ? Fold(root - 5) : Approach(ensemble, target, previous, chord);
            default:
                return root;
        }
    }

    private static int Walk(Ensemble ensemble, List<ScoreNote> notes, SeededRandom random, double start, int previous, double level)
    {
        var beats = ensemble.BeatsPerBar;
        for (var i = 0; i < beats; i++)
        {
            var beat = start + i;
            var span = ensemble.ChordAt(beat);
            var next = ensemble.ChordAt(beat + 1);
            var isChange = Math.Abs(span.StartBeat - beat) < 1e-6;
            int pitch;
            if (isChange || i == 0)
            {
                pitch = RootNear(span.Chord.Bass, (previous + 38) / 2);
            }
            else if (next != span || i == beats - 1)
            {
                pitch = Approach(ensemble, RootNear(next.Chord.Bass, previous), previous, span.Chord);
            }
            else
            {
                pitch = WalkOn(span.Chord, previous, RootNear(next.Chord.Bass, previous), random);
            }

            previous = Fold(pitch);
            notes.Add(ensemble.Note(beat, 1, previous, (i == 0 ? 0.86 : 0.76) * level, random, 0.5));
        }

        return previous;
    }

    /// <summary>A tone of the chord within a fourth or so of the last note, rather towards where the line is going.</summary>
    private static int WalkOn(Chord chord, int previous, int target, SeededRandom random)
    {
        var best = previous;
        var bestCost = double.MaxValue;
        for (var pitch = Math.Max(Low, previous - 7); pitch <= Math.Min(High - 3, previous + 7); pitch++)
        {
            var cost = Math.Abs(pitch - previous - 1.5) + (0.5 * Math.Abs(pitch - target)) + random.Between(0, 4);
            if (pitch != previous && chord.Contains(pitch) && cost < bestCost)
            {
                best = pitch;
                bestCost = cost;
            }
        }

        return best;
    }

    /// <summary>The note that leads into a target: a scale step from the side that the line comes from, a semitone when the scale has none near.</summary>
    private static int Approach(Ensemble ensemble, int target, int from, Chord chord)
    {
        var scale = Scale.For(ensemble.Plan.Key, chord, ScaleKind.Diatonic);
        var direction = from > target ? 1 : -1;
        var step = scale.Step(target, direction);
        if (step == from)
        {
            direction = -direction;
            step = scale.Step(target, direction);
        }

        return Fold(Math.Abs(step - target) <= 2 ? step : target + direction);
    }

    // Semitones from what the bass plays up to a tone of the chord.
    private static int Above(Chord chord, int interval) => chord.BassInterval == 0 ? interval : Chord.PitchClass(interval - chord.BassInterval);

    private static int RootNear(int root, int near) => Nearest(root, Math.Clamp(near, Low + 5, 42));

    private static int Nearest(int pitchClass, int near)
    {
        var difference = Chord.PitchClass(pitchClass - near);
        return Fold(near + (difference > 6 ? difference - 12 : difference));
    }

    private static int Fold(int pitch)
    {
        while (pitch < Low)
        {
            pitch += 12;
        }

        while (pitch > High)
        {
            pitch -= 12;
        }

        return pitch;
    }
}
