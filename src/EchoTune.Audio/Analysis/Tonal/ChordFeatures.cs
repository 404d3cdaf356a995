namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>
/// What the network of chords sees: a row for each of the twelve roots a chord could have, in which notes are counted from
/// that root. So one network serves all roots, and what it learns in one key it knows in all.
/// </summary>
internal static class ChordFeatures
{
    /// <summary>Rows a stretch.</summary>
    public const int Roots = 12;

    // Notes from eleven semitones below the deepest note of the root to five and a half octaves above it.
    private const int Below = 11;
    private const int Notes = Below + 67;

    // The stretch before, the stretch, and the one after.
    private const int Context = 3;

    // Stretches on each side that tell the scale.
    private const int Around = 12;

    /// <summary>Numbers a row.</summary>
    public const int Inputs = (Context * Notes) + 12 + 1;

    /// <summary>Fills the rows of one stretch.</summary>
    /// <param name="stretches">What sounds.</param>
    /// <param name="index">Which stretch.</param>
    /// <param name="rows">Twelve rows.</param>
    public static void Fill(ChordStretches stretches, int index, Span<float> rows)
    {
        Span<float> scale = stackalloc float[12];
        Scale(stretches, index, scale);
        for (var root = 0; root < Roots; root++)
        {
            var row = rows.Slice(root * Inputs, Inputs);
            row.Clear();
            for (var c = 0; c < Context; c++)
            {
                var s = index + c - (Context / 2);
                if (s >= 0 && s < stretches.Notes.Length)
                {
                    var from = Math.Max(0, Below - root);
                    stretches.Notes[s].AsSpan(root + from - Below, Notes - from).CopyTo(row[((c * Notes) + from)..]);
                }
            }

            for (var c = 0; c < 12; c++)
            {
                row[(Context * Notes) + c] = scale[(root + c) % 12];
            }

            row[^1] = stretches.Presence[index];
        }
    }

    // Pitch classes of what sounds around a stretch, against the strongest.
    private static void Scale(ChordStretches stretches, int index, Span<float> scale)
    {
        int from = Math.Max(0, index - Around), to = Math.Min(stretches.Notes.Length - 1, index + Around);
        for (var s = from; s <= to; s++)
        {
            for (var c = 0; c < 12; c++)
            {
                scale[c] += stretches.Classes[s][c];
            }
        }

        var most = 1e-6f;
        foreach (var v in scale)
        {
            most = Math.Max(most, v);
        }

        for (var c = 0; c < 12; c++)
        {
            scale[c] /= most;
        }
    }
}
