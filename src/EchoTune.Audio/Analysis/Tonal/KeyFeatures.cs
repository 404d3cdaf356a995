namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>
/// What the network of keys sees of some stretches: a row for each of the twelve tonics a key could have, in which pitch
/// classes and roots of chords are counted from that tonic.
/// </summary>
internal static class KeyFeatures
{
    /// <summary>Rows an answer.</summary>
    public const int Tonics = 12;

    private const int Registers = 3;

    // Major-like, minor-like, dominant sevenths, diminished.
    private const int Families = 4;

    // Pitch classes by register; chords by family; falls of a fifth onto each root. Not the chords at both ends: composed
    // pieces begin and end on the tonic so surely that nothing else would be learned.
    private const int ChordsAt = Registers * 12;
    private const int FallsAt = ChordsAt + (Families * 12);

    /// <summary>Numbers a row.</summary>
    public const int Inputs = FallsAt + 12;

    /// <summary>Fills the rows.</summary>
    /// <param name="stretches">What sounds.</param>
    /// <param name="path">The chord of each stretch.</param>
    /// <param name="grid">Where stretches lie.</param>
    /// <param name="from">First stretch.</param>
    /// <param name="to">One past the last.</param>
    /// <param name="rows">Twelve rows.</param>
    public static void Fill(ChordStretches stretches, int[] path, ChordGrid grid, int from, int to, Span<float> rows)
    {
        Span<float> counts = stackalloc float[Inputs];
        counts.Clear();
        for (var s = from; s < to; s++)
        {
            var seconds = (float)(grid.Bounds[s + 1] - grid.Bounds[s]);
            var notes = stretches.Notes[s];
            for (var n = 0; n < notes.Length; n++)
            {
                var midi = n + NoteFrames.Lowest;
                counts[((midi < 48 ? 0 : midi < 68 ? 1 : 2) * 12) + (midi % 12)] += seconds * stretches.Presence[s] * notes[n];
            }

            if (path[s] == ChordVocabulary.None)
            {
                continue;
            }

            var root = path[s] % 12;
            counts[ChordsAt + (12 * Family(path[s] / 12)) + root] += seconds;
            if (s > from && path[s - 1] != ChordVocabulary.None && path[s - 1] % 12 == (root + 7) % 12)
            {
                counts[FallsAt + root]++;
            }
        }

        for (var r = 0; r < Registers; r++)
        {
            Share(counts.Slice(12 * r, 12), 3);
        }

        Share(counts.Slice(ChordsAt, Families * 12), 4);
        Share(counts.Slice(FallsAt, 12), 1);
        for (var tonic = 0; tonic < Tonics; tonic++)
        {
            var row = rows.Slice(tonic * Inputs, Inputs);
            for (var i = 0; i < Inputs; i++)
            {
                row[i] = counts[(i / 12 * 12) + (((i % 12) + tonic) % 12)];
            }
        }
    }

    private static int Family(int quality) => quality switch
    {
        ChordVocabulary.Minor or ChordVocabulary.Minor7 => 1,
        ChordVocabulary.Dominant7 => 2,
        ChordVocabulary.Diminished or ChordVocabulary.HalfDiminished => 3,
        _ => 0,
    };

    private static void Share(Span<float> counts, float total)
    {
        var sum = 0f;
        foreach (var v in counts)
        {
            sum += v;
        }

        foreach (ref var v in counts)
        {
            v *= sum > 0 ? total / sum : 0;
        }
    }
}
