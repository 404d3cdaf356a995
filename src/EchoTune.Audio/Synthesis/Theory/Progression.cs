using System.Globalization;
using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Synthesis.Theory;

/// <summary>A chord and how many bars it lasts.</summary>
internal readonly record struct ProgressionStep(Chord Chord, double Bars);

/// <summary>
/// Reads progressions in roman numerals: <c>"I vi7:2 IV:.5 V7:.5"</c>. Upper case is major, lower case minor; suffixes
/// <c>7</c>, <c>maj7</c>, <c>dim</c>, <c>h</c> (half-diminished); <c>b</c> or <c>#</c> before the numeral alters the degree;
/// <c>:n</c> gives the length in bars (1 when left out). Degrees follow the mode: VI of A minor is F.
/// </summary>
internal static class Progression
{
    private static readonly int[] MajorDegrees = [0, 2, 4, 5, 7, 9, 11];
    private static readonly int[] MinorDegrees = [0, 2, 3, 5, 7, 8, 10];
    private static readonly string[] Numerals = ["i", "ii", "iii", "iv", "v", "vi", "vii"];

    /// <summary>Reads a progression in a key.</summary>
    /// <exception cref="FormatException">A token is no chord.</exception>
    public static List<ProgressionStep> Parse(string text, MusicalKey key)
    {
        var steps = new List<ProgressionStep>();
        foreach (var token in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = token.IndexOf(':', StringComparison.Ordinal);
            var bars = colon < 0 ? 1 : double.Parse(token.AsSpan(colon + 1), CultureInfo.InvariantCulture);
            steps.Add(new ProgressionStep(ParseChord(colon < 0 ? token : token[..colon], key), bars));
        }

        return steps;
    }

    private static Chord ParseChord(string text, MusicalKey key)
    {
        var at = 0;
        var alteration = 0;
        if (text[at] is 'b' or '#')
        {
            alteration = text[at] == 'b' ? -1 : 1;
            at++;
        }

        var end = at;
        while (end < text.Length && text[end] is 'i' or 'v' or 'I' or 'V')
        {
            end++;
        }

        var numeral = text[at..end];
        var degree = Array.IndexOf(Numerals, numeral.ToLowerInvariant());
        if (degree < 0)
        {
            throw new FormatException($"'{text}' is no chord in roman numerals.");
        }

        var isMajor = char.IsUpper(numeral[0]);
        ChordQuality quality = text[end..] switch
        {
            "" => isMajor ? ChordQuality.Major : ChordQuality.Minor,
            "7" => isMajor ? ChordQuality.Dominant7 : ChordQuality.Minor7,
            "maj7" => ChordQuality.Major7,
            "dim" => ChordQuality.Diminished,
            "h" => ChordQuality.HalfDiminished,
            _ => throw new FormatException($"'{text}' has an unknown chord suffix."),
        };
        var degrees = key.Mode == KeyMode.Major ? MajorDegrees : MinorDegrees;
        return new Chord(Chord.PitchClass(key.Tonic + degrees[degree] + alteration), quality);
    }
}
