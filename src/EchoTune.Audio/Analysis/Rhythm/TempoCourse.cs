namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// The course of tempo through a track, read off its beats: the main tempo, and where it changes at once. Slow drift, as of a
/// band without a click, is no change.
/// </summary>
internal static class TempoCourse
{
    // Beats each side that a change is judged by.
    private const int Span = 8;

    // Smallest change, natural logarithm of the ratio: 4.6 %.
    private const double Least = 0.045;

    // Seconds that a tempo must last to count.
    private const double Shortest = 7;

    /// <summary>Reads the course.</summary>
    /// <param name="beats">Seconds of the beats, ascending.</param>
    /// <returns>The tempo that lasts longest, BPM, 0 for fewer than three beats; and the changes.</returns>
    public static (double Bpm, IReadOnlyList<TempoChange> Changes) Of(double[] beats)
    {
        if (beats.Length < 3)
        {
            return (0, []);
        }

        var steps = new double[beats.Length - 1];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = Math.Log(Math.Max(1e-3, beats[i + 1] - beats[i]));
        }

        var borders = new List<int> { 0 };
        borders.AddRange(Borders(steps));
        borders.Add(steps.Length);
        Join(borders, beats, steps);
        var changes = new List<TempoChange>();
        var (main, longest) = (0.0, 0.0);
        for (var s = 0; s + 1 < borders.Count; s++)
        {
            var bpm = Steady(beats.AsSpan(borders[s], borders[s + 1] - borders[s] + 1), Math.Exp(Median(steps.AsSpan(borders[s]..borders[s + 1]))));
            var lasts = beats[borders[s + 1]] - beats[borders[s]];
            (main, longest) = lasts > longest ? (bpm, lasts) : (main, longest);
            if (s > 0)
            {
                changes.Add(new TempoChange(Math.Round(beats[borders[s]], 2), Math.Round(bpm, 1)));
            }
        }

        return (main, changes);
    }

    // Where the steps before differ from those after more than steps do among themselves.
    private static List<int> Borders(double[] steps)
    {
        var borders = new List<int>();
        var jumps = new double[steps.Length];
        for (var i = Span; i + Span <= steps.Length; i++)
        {
            Span<double> before = steps.AsSpan(i - Span, Span), after = steps.AsSpan(i, Span);
            double a = Median(before), b = Median(after);
            var jump = Math.Abs(b - a);
            if (jump > Least && Spread(before, a) < jump / 2.5 && Spread(after, b) < jump / 2.5)
            {
                // Of neighbours with the same medians the one that parts the steps best.
                jumps[i] = jump - (0.5 * (MeanOff(before, a) + MeanOff(after, b)));
            }
        }

        for (var i = 0; i < jumps.Length; i++)
        {
            if (jumps[i] > 0 && jumps[i] >= jumps[Math.Max(0, i - Span)..Math.Min(jumps.Length, i + Span + 1)].Max() && !jumps[Math.Max(0, i - Span)..i].Contains(jumps[i]))
            {
                borders.Add(i);
            }
        }

        return borders;
    }

    // Takes back changes to a tempo that does not last, and those that are none over the whole stretches.
    private static void Join(List<int> borders, double[] beats, double[] steps)
    {
        for (var s = 1; s + 1 < borders.Count;)
        {
            double before = beats[borders[s]] - beats[borders[s - 1]], after = beats[borders[s + 1]] - beats[borders[s]];
            var same = Math.Abs(Median(steps.AsSpan(borders[s - 1]..borders[s])) - Median(steps.AsSpan(borders[s]..borders[s + 1]))) < Least;
            if (same || before < Shortest || after < Shortest)
            {
                borders.RemoveAt(s);
                s = 1;
            }
            else
            {
                s++;
            }
        }
    }

    // The slope of beat times over their count, over the longest run without a leap, is finer than any median.
    private static double Steady(ReadOnlySpan<double> times, double period)
    {
        var best = 60 / period;
        var longest = 8;
        for (var start = 0; start < times.Length - 1;)
        {
            var end = start + 1;
            while (end < times.Length && Math.Abs(times[end] - times[end - 1] - period) < 0.12 * period)
            {
                end++;
            }

            if (end - start > longest)
            {
                longest = end - start;
                double n = end - start, sx = 0, sy = 0, sxx = 0, sxy = 0;
                for (var i = start; i < end; i++)
                {
                    double x = i - start, y = times[i];
                    (sx, sy, sxx, sxy) = (sx + x, sy + y, sxx + (x * x), sxy + (x * y));
                }

                best = 60 * ((n * sxx) - (sx * sx)) / ((n * sxy) - (sx * sy));
            }

            start = end;
        }

        return best;
    }

    private static double Median(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : 0.5 * (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]);
    }

    // Median distance from the median: one odd step does not count.
    private static double Spread(ReadOnlySpan<double> values, double median)
    {
        var off = values.ToArray();
        for (var i = 0; i < off.Length; i++)
        {
            off[i] = Math.Abs(off[i] - median);
        }

        return Median(off);
    }

    private static double MeanOff(ReadOnlySpan<double> values, double median)
    {
        var sum = 0.0;
        foreach (var v in values)
        {
            sum += Math.Min(Math.Abs(v - median), 0.2);
        }

        return sum / values.Length;
    }
}
