namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>
/// The chords that are told apart: nine qualities on twelve roots, and none. Chord <c>12 × quality + root</c>; roots from C.
/// </summary>
internal static class ChordVocabulary
{
    public const int Qualities = 9;

    /// <summary>The index that stands for no chord.</summary>
    public const int None = 12 * Qualities;

    /// <summary>Chords and none.</summary>
    public const int Count = None + 1;

    public const int Major = 0;
    public const int Minor = 1;
    public const int Dominant7 = 2;
    public const int Major7 = 3;
    public const int Minor7 = 4;
    public const int Diminished = 5;
    public const int Sus4 = 6;
    public const int Sus2 = 7;
    public const int HalfDiminished = 8;

    private static readonly string[] Roots = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];
    private static readonly string[] Suffixes = ["", "m", "7", "maj7", "m7", "dim", "sus4", "sus2", "m7b5"];
    private static readonly int[][] Intervals =
        [[0, 4, 7], [0, 3, 7], [0, 4, 7, 10], [0, 4, 7, 11], [0, 3, 7, 10], [0, 3, 6], [0, 5, 7], [0, 2, 7], [0, 3, 6, 10]];

    /// <summary>Semitones of the tones above the root, root first.</summary>
    public static ReadOnlySpan<int> Tones(int quality) => Intervals[quality];

    /// <summary><c>C</c>, <c>Am</c>, <c>G7</c>, <c>Bm7b5</c>, … or <c>N</c>.</summary>
    public static string Label(int chord) => chord == None ? "N" : Roots[chord % 12] + Suffixes[chord / 12];

    /// <summary>Reads a label that <see cref="Label"/> writes; a root may have any spelling.</summary>
    /// <returns>The chord, or −1 for anything else.</returns>
    public static int Parse(string label)
    {
        if (label == "N")
        {
            return None;
        }

        var root = label.Length > 0 ? "C D EF G A B".IndexOf(label[0], StringComparison.Ordinal) : -1;
        if (root < 0 || label[0] == ' ')
        {
            return -1;
        }

        var at = 1;
        for (; at < label.Length && label[at] is '#' or 'b'; at++)
        {
            root += label[at] == '#' ? 1 : 11;
        }

        var quality = Array.IndexOf(Suffixes, label[at..]);
        return quality < 0 ? -1 : (12 * quality) + (root % 12);
    }

    /// <summary>Reads a label; chords of other qualities count as those that share their third and fifth, whatever their bass.</summary>
    /// <returns>The chord, or −1 where none is near.</returns>
    public static int ParseNearest(string label)
    {
        var slash = label.IndexOf('/', StringComparison.Ordinal);
        label = slash < 0 ? label : label[..slash];
        foreach (var (suffix, near) in (ReadOnlySpan<(string, string)>)[("m6", "m"), ("6", ""), ("dim7", "dim")])
        {
            if (label.EndsWith(suffix, StringComparison.Ordinal))
            {
                return Parse(label[..^suffix.Length] + near);
            }
        }

        return Parse(label);
    }
}
