using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace EchoTune.Audio.Primitives;

/// <summary>The mode of a key.</summary>
public enum KeyMode
{
    /// <summary>Major (ionian).</summary>
    Major,

    /// <summary>Minor (aeolian).</summary>
    Minor,
}

/// <summary>A major or minor key: a tonic pitch class (0 = C … 11 = B) and a mode.</summary>
public readonly record struct MusicalKey
{
    // As musicians spell them: C# minor has four sharps, Db minor would have eight flats.
    private static readonly string[] MajorNames = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];
    private static readonly string[] MinorNames = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"];

    // Camelot number of each pitch class, major ("B") and minor ("A").
    private static readonly int[] CamelotMajor = [8, 3, 10, 5, 12, 7, 2, 9, 4, 11, 6, 1];
    private static readonly int[] CamelotMinor = [5, 12, 7, 2, 9, 4, 11, 6, 1, 8, 3, 10];

    /// <summary>Creates a key.</summary>
    /// <param name="tonic">Pitch class, 0 (C) to 11 (B).</param>
    /// <param name="mode">Major or minor.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tonic"/> is outside 0–11.</exception>
    public MusicalKey(int tonic, KeyMode mode)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tonic);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tonic, 11);
        Tonic = tonic;
        Mode = mode;
    }

    /// <summary>Pitch class of the tonic, 0 (C) to 11 (B).</summary>
    public int Tonic { get; }

    /// <summary>Major or minor.</summary>
    public KeyMode Mode { get; }

    /// <summary>Position on the Camelot wheel, e.g. <c>8B</c> for C major and <c>8A</c> for A minor.</summary>
    public string Camelot => Mode == KeyMode.Major ? $"{CamelotMajor[Tonic]}B" : $"{CamelotMinor[Tonic]}A";

    /// <summary>
    /// The keys that a mix goes to without a clash: this one, its neighbours on the Camelot wheel (a fifth up and down) and its relative.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<MusicalKey> Compatible =>
        [this, new MusicalKey((Tonic + 7) % 12, Mode), new MusicalKey((Tonic + 5) % 12, Mode), Mode == KeyMode.Major ? new MusicalKey((Tonic + 9) % 12, KeyMode.Minor) : new MusicalKey((Tonic + 3) % 12, KeyMode.Major)];

    /// <summary>Reads <c>"C major"</c>, <c>"A minor"</c>, <c>"F# minor"</c>, <c>"Bbm"</c>, and the Camelot wheel's <c>"8A"</c>.</summary>
    /// <param name="text">The name of a key.</param>
    /// <param name="key">The key, when the text names one.</param>
    /// <returns>Whether the text names a key.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out MusicalKey key)
    {
        key = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var span = text.AsSpan().Trim();
        if (span.Length is 2 or 3 && span[^1] is 'a' or 'A' or 'b' or 'B' && int.TryParse(span[..^1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            var isMinor = span[^1] is 'a' or 'A';
            var found = Array.IndexOf(isMinor ? CamelotMinor : CamelotMajor, number);
            key = found < 0 ? default : new MusicalKey(found, isMinor ? KeyMode.Minor : KeyMode.Major);
            return found >= 0;
        }

        var tonic = char.ToUpperInvariant(span[0]) switch
        {
            'C' => 0, 'D' => 2, 'E' => 4, 'F' => 5, 'G' => 7, 'A' => 9, 'B' => 11, _ => -1,
        };
        if (tonic < 0)
        {
            return false;
        }

        var rest = span[1..];
        while (rest.Length > 0 && rest[0] is '#' or '♯' or 'b' or '♭')
        {
            tonic += rest[0] is '#' or '♯' ? 1 : -1;
            rest = rest[1..];
        }

        var mode = rest.Trim(" :").ToString().ToLowerInvariant();
        KeyMode? parsed = mode switch
        {
            "" or "major" or "maj" => KeyMode.Major,
            "m" or "min" or "minor" => KeyMode.Minor,
            _ => null,
        };
        if (parsed is null)
        {
            return false;
        }

        key = new MusicalKey(((tonic % 12) + 12) % 12, parsed.Value);
        return true;
    }

    /// <summary>The key's name, e.g. <c>"C major"</c> or <c>"F# minor"</c>.</summary>
    public override string ToString() => Mode == KeyMode.Major ? $"{MajorNames[Tonic]} major" : $"{MinorNames[Tonic]} minor";
}
