namespace EchoTune.Audio.Synthesis.Theory;

/// <summary>The chord qualities that the composer uses; from <see cref="Suspended4"/> on only in practice music.</summary>
internal enum ChordQuality
{
    Major,
    Minor,
    Dominant7,
    Major7,
    Minor7,
    Diminished,
    HalfDiminished,
    Suspended4,
    Suspended2,
    Augmented,
    Diminished7,
    Major6,
    Minor6,
}

/// <summary>A chord: root pitch class (0 = C … 11 = B) and quality.</summary>
internal readonly record struct Chord(int Root, ChordQuality Quality)
{
    private static readonly string[] Names = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];
    private static readonly int[][] Tones =
        [[0, 4, 7], [0, 3, 7], [0, 4, 7, 10], [0, 4, 7, 11], [0, 3, 7, 10], [0, 3, 6], [0, 3, 6, 10], [0, 5, 7], [0, 2, 7], [0, 4, 8], [0, 3, 6, 9], [0, 4, 7, 9], [0, 3, 7, 9]];
    private static readonly string[] Suffixes = ["", "m", "7", "maj7", "m7", "dim", "m7b5", "sus4", "sus2", "aug", "dim7", "6", "m6"];

    /// <summary>Semitones from the root up to what the bass plays, 0–11; 0 for the root. The label does not tell.</summary>
    public int BassInterval { get; init; }

    /// <summary>Pitch class that the bass plays.</summary>
    public int Bass => PitchClass(Root + BassInterval);

    /// <summary>Semitones of the chord tones above the root, root first.</summary>
    public ReadOnlySpan<int> Intervals => Tones[(int)Quality];

    /// <summary>E.g. <c>C</c>, <c>Am</c>, <c>G7</c>, <c>Fmaj7</c>, <c>Bdim</c>.</summary>
    public string Label => Names[Root] + Suffixes[(int)Quality];

    /// <summary>The same chord some semitones higher.</summary>
    public Chord Transpose(int semitones) => this with { Root = PitchClass(Root + semitones) };

    /// <summary>Whether a pitch belongs to the chord.</summary>
    public bool Contains(int pitch)
    {
        var interval = PitchClass(pitch - Root);
        foreach (var tone in Intervals)
        {
            if (tone == interval)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A pitch's class, 0–11.</summary>
    public static int PitchClass(int pitch) => ((pitch % 12) + 12) % 12;
}
