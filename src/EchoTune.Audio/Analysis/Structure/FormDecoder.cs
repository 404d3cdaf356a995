namespace EchoTune.Audio.Analysis.Structure;

/// <summary>
/// Chooses the boundaries of sections together: the sum of what speaks for each boundary and of how usual the lengths between
/// them are is made highest (dynamic programming), as in Sargent, Bimbot and Vincent 2011.
/// </summary>
internal static class FormDecoder
{
    private const int LongestBars = 400;

    /// <summary>First bars of the sections, 0 among them.</summary>
    /// <param name="boundary">For each bar the logarithm of the odds that a section begins there.</param>
    /// <param name="isMusical">Whether lengths in bars mean anything.</param>
    public static List<int> Decode(ReadOnlySpan<float> boundary, bool isMusical)
    {
        var n = boundary.Length;
        var best = new double[n + 1];
        var from = new int[n + 1];
        for (var end = 1; end <= n; end++)
        {
            best[end] = double.MinValue;
            for (var start = Math.Max(0, end - LongestBars); start < end; start++)
            {
                var score = best[start] + (start == 0 ? 0 : boundary[start]) + Length(end - start, isMusical, start == 0, end == n);
                if (score > best[end])
                {
                    (best[end], from[end]) = (score, start);
                }
            }
        }

        var starts = new List<int>();
        for (var end = n; end > 0; end = from[end])
        {
            starts.Add(from[end]);
        }

        starts.Reverse();
        return starts;
    }

    // How usual a length is; the first and the last section may be of any, as pieces begin and end where they like.
    private static double Length(int bars, bool isMusical, bool isFirst, bool isLast)
    {
        if (!isMusical)
        {
            // What has no pulse seldom has sections: swells and drones come and go by themselves.
            return -2 - (bars < 8 ? 3 : 0);
        }

        var usual = (bars % 8, bars % 4, bars % 2) switch
        {
            (0, _, _) => 0.9,
            (_, 0, _) => 0.6,
            (_, _, 0) => -0.4,
            _ => -1.0,
        };
        var weight = isFirst || isLast ? 0.35 : 1;
        return (weight * usual) - (bars < 4 && !isFirst && !isLast ? 1.5 : 0) - (bars < 2 ? 1 : 0);
    }
}
