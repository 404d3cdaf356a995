using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Synthesis.Theory;

/// <summary>Which notes of a key melodies use.</summary>
internal enum ScaleKind
{
    /// <summary>All seven notes; minor is natural minor, with the leading note where the chord has it.</summary>
    Diatonic,

    /// <summary>The five notes without semitones, plus the tones of the sounding chord.</summary>
    Pentatonic,

    /// <summary>Minor pentatonic with the flat fifth, as in the blues.</summary>
    Blues,
}

/// <summary>The pitches that may sound over one chord of one key: walking up and down in steps stays inside.</summary>
internal readonly struct Scale
{
    private static readonly int[] MajorSteps = [0, 2, 4, 5, 7, 9, 11];
    private static readonly int[] MinorSteps = [0, 2, 3, 5, 7, 8, 10];
    private static readonly int[] MajorPentatonic = [0, 2, 4, 7, 9];
    private static readonly int[] MinorPentatonic = [0, 3, 5, 7, 10];
    private static readonly int[] BluesSteps = [0, 3, 5, 6, 7, 10];

    private readonly int _mask;

    private Scale(int mask) => _mask = mask;

    /// <summary>The scale of a key as a chord bends it: chord tones outside the key replace the notes that they alter.</summary>
    public static Scale For(MusicalKey key, Chord chord, ScaleKind kind)
    {
        var isMajor = key.Mode == KeyMode.Major;
        var steps = kind switch
        {
            ScaleKind.Blues => BluesSteps,
            ScaleKind.Pentatonic => isMajor ? MajorPentatonic : MinorPentatonic,
            _ => isMajor ? MajorSteps : MinorSteps,
        };
        var mask = 0;
        foreach (var step in steps)
        {
            mask |= 1 << Chord.PitchClass(key.Tonic + step);
        }

        if (kind == ScaleKind.Blues)
        {
            return new Scale(mask);
        }

        var isRootOfKey = Array.IndexOf(isMajor ? MajorSteps : MinorSteps, Chord.PitchClass(chord.Root - key.Tonic)) >= 0;
        foreach (var interval in chord.Intervals)
        {
            var pitchClass = Chord.PitchClass(chord.Root + interval);
            if ((mask & (1 << pitchClass)) == 0)
            {
                // A major third, fifth or seventh above a note of the key is raised and replaces the note below (G by G# over E7 in
                // A minor, where A must stay); all else is lowered and replaces the note above (B by Bb over Bb in C major).
                var isRaised = isRootOfKey && interval is (4 or 7 or 11);
                mask &= ~(1 << Chord.PitchClass(pitchClass + (isRaised ? -1 : 1))) | ChordMask(chord);
                mask |= 1 << pitchClass;
            }
        }

        return new Scale(mask);
    }

    /// <summary>Whether a pitch is in the scale.</summary>
    public bool Contains(int pitch) => (_mask & (1 << Chord.PitchClass(pitch))) != 0;

    /// <summary>The pitch some scale steps away; a pitch outside the scale moves to its neighbour first.</summary>
    public int Step(int pitch, int steps)
    {
        var direction = steps < 0 ? -1 : 1;
        var remaining = Math.Abs(steps);
        while (!Contains(pitch))
        {
            pitch += direction;
        }

        while (remaining > 0)
        {
            pitch += direction;
            if (Contains(pitch))
            {
                remaining--;
            }
        }

        return pitch;
    }

    /// <summary>The nearest tone of a chord, the lower of two equally near.</summary>
    public static int NearestChordTone(int pitch, Chord chord)
    {
        for (var distance = 0; distance < 12; distance++)
        {
            if (chord.Contains(pitch - distance))
            {
                return pitch - distance;
            }

            if (chord.Contains(pitch + distance))
            {
                return pitch + distance;
            }
        }

        return pitch;
    }

    private static int ChordMask(Chord chord)
    {
        var mask = 0;
        foreach (var interval in chord.Intervals)
        {
            mask |= 1 << Chord.PitchClass(chord.Root + interval);
        }

        return mask;
    }
}
