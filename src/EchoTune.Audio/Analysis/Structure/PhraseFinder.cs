namespace EchoTune.Audio.Analysis.Structure;

/// <summary>Divides sections into phrases of four, eight or sixteen bars, counted from where each section begins.</summary>
internal static class PhraseFinder
{
    /// <summary>First bars of the phrases.</summary>
    /// <param name="starts">First bars of the sections.</param>
    /// <param name="boundary">Logarithm of the odds of a boundary at each bar.</param>
    public static List<int> Find(IReadOnlyList<int> starts, ReadOnlySpan<float> boundary)
    {
        var length = LengthOf(starts, boundary);
        var phrases = new List<int>();
        for (var s = 0; s < starts.Count; s++)
        {
            var end = s + 1 < starts.Count ? starts[s + 1] : boundary.Length;
            for (var bar = starts[s]; bar < end; bar += length)
            {
                // What is left at the end of a section is a phrase only where it is half of one.
                if (bar == starts[s] || end - bar >= Math.Max(2, length / 2))
                {
                    phrases.Add(bar);
                }
            }
        }

        return phrases;
    }

    // The shortest length whose own lines stand out from those of half of it no less than those halves do from the rest.
    private static int LengthOf(IReadOnlyList<int> starts, ReadOnlySpan<float> boundary)
    {
        Span<double> sums = stackalloc double[3];
        Span<int> counts = stackalloc int[3];
        var longest = 0;
        for (var s = 0; s < starts.Count; s++)
        {
            var end = s + 1 < starts.Count ? starts[s + 1] : boundary.Length;
            longest = Math.Max(longest, end - starts[s]);
            for (var bar = starts[s] + 1; bar < end; bar++)
            {
                var place = bar - starts[s];
                var kind = place % 4 != 0 ? 0 : place % 8 != 0 ? 1 : 2;
                sums[kind] += boundary[bar];
                counts[kind]++;
            }
        }

        double Mean(Span<double> sum, Span<int> count, int kind) => count[kind] == 0 ? double.NaN : sum[kind] / count[kind];
        double fours = Mean(sums, counts, 1), eights = Mean(sums, counts, 2), others = Mean(sums, counts, 0);
        if (longest < 8 || double.IsNaN(fours) || fours - others > 1.5)
        {
            return 4;
        }

        return longest >= 32 && !double.IsNaN(eights) && eights - others < 0.2 ? 16 : 8;
    }
}
