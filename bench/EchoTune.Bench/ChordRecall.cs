using EchoTune.Audio.Analysis;

namespace EchoTune.Bench;

/// <summary>Weighted chord symbol recall: the share of the time in which the chord heard is the chord played.</summary>
internal static class ChordRecall
{
    /// <summary>Only major and minor: sevenths count as their triads, time with other chords in the truth is left out.</summary>
    public static double OfTriads(IReadOnlyList<ChordSegment> truth, IReadOnlyList<ChordSegment> heard) =>
        Of(truth, heard, label => Triad(label));

    /// <summary>Labels as they are.</summary>
    public static double OfLabels(IReadOnlyList<ChordSegment> truth, IReadOnlyList<ChordSegment> heard) => Of(truth, heard, label => label);

    private static double Of(IReadOnlyList<ChordSegment> truth, IReadOnlyList<ChordSegment> heard, Func<string, string?> name)
    {
        double total = 0, right = 0;
        var h = 0;
        foreach (var t in truth)
        {
            if (name(t.Label) is not { } played)
            {
                continue;
            }

            total += t.End - t.Start;
            while (h < heard.Count && heard[h].End <= t.Start)
            {
                h++;
            }

            for (var i = h; i < heard.Count && heard[i].Start < t.End; i++)
            {
                right += name(heard[i].Label) == played ? Math.Max(0, Math.Min(t.End, heard[i].End) - Math.Max(t.Start, heard[i].Start)) : 0;
            }
        }

        return total > 0 ? right / total : 1;
    }

    private static string? Triad(string label)
    {
        if (label == "N")
        {
            return label;
        }

        var root = label.Length > 1 && label[1] is '#' or 'b' ? label[..2] : label[..1];
        return label[root.Length..] switch
        {
            "" or "7" or "maj7" or "6" => root,
            "m" or "m7" or "m6" => root + "m",
            _ => null,
        };
    }
}
