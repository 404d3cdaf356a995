namespace EchoTune.Audio.Synthesis.Theory;

/// <summary>Chooses the notes of successive chords so that each voice moves as little as it can.</summary>
internal sealed class Voicing(int centre, int voices, bool rootPosition = false)
{
    private int[]? _previous;

    /// <summary>The pitches (MIDI numbers, ascending) of the next chord.</summary>
    public int[] Next(Chord chord)
    {
        int[]? best = null;
        var bestCost = double.MaxValue;
        var inversions = rootPosition ? 1 : chord.Intervals.Length;
        for (var inversion = 0; inversion < inversions; inversion++)
        {
            for (var octave = -2; octave <= 2; octave++)
            {
                var candidate = Build(chord, inversion, (centre / 12 * 12) + (octave * 12));
                var cost = Cost(candidate);
                if (cost < bestCost)
                {
                    best = candidate;
                    bestCost = cost;
                }
            }
        }

        _previous = best;
        return best!;
    }

    private int[] Build(Chord chord, int inversion, int bottom)
    {
        var tones = chord.Intervals;
        var notes = new int[voices];
        for (var i = 0; i < voices; i++)
        {
            var index = inversion + i;
            notes[i] = bottom + chord.Root + tones[index % tones.Length] + (12 * (index / tones.Length));
        }

        return notes;
    }

    private double Cost(int[] notes)
    {
        double cost = 0;
        double mean = 0;
        for (var i = 0; i < notes.Length; i++)
        {
            mean += notes[i];
            if (_previous is not null)
            {
                cost += Math.Abs(notes[i] - _previous[i]);
            }
        }

        // Small seconds in the bass of a chord sound like mud.
        for (var i = 1; i < notes.Length; i++)
        {
            cost += notes[i] - notes[i - 1] == 1 && notes[i - 1] < 56 ? 7 : notes[i] - notes[i - 1] <= 2 && notes[i - 1] < 50 ? 4 : 0;
        }

        mean /= notes.Length;
        var drift = Math.Abs(mean - centre);
        return cost + (drift * (_previous is null ? 4 : 0.8)) + (3 * Math.Max(0, drift - 3)) + (drift > 8 ? 50 : 0);
    }
}
