namespace EchoTune.Audio.Analysis.Structure;

/// <summary>What speaks for the role of a section: place, length, level and onsets against the rest, repetition.</summary>
internal static class SectionCues
{
    /// <summary>Numbers for each section.</summary>
    public const int Width = 24;

    /// <summary>Sections × <see cref="Width"/>.</summary>
    /// <param name="bars">The track bar by bar.</param>
    /// <param name="likeness">How bars are like each other.</param>
    /// <param name="starts">First bars of the sections.</param>
    public static float[] Of(BarFeatures bars, SelfSimilarity likeness, IReadOnlyList<int> starts)
    {
        var count = starts.Count;
        var cues = new float[count * Width];
        int End(int s) => s + 1 < count ? starts[s + 1] : bars.Count;
        var level = Means(bars.Level, 1, 0, starts, bars.Count);
        var low = Means(bars.Onsets, StructureFrames.Registers, 0, starts, bars.Count);
        var high = Means(bars.Onsets, StructureFrames.Registers, 2, starts, bars.Count);
        var bright = Means(bars.Colour, StructureFrames.Bands, StructureFrames.Bands - 4, starts, bars.Count);
        var deep = Means(bars.Colour, StructureFrames.Bands, 0, starts, bars.Count);
        double mean = bars.Level.Average(), loudest = level.Max(), lowMean = low.Average(), highMean = high.Average(), brightMean = bright.Average(), deepMean = deep.Average();
        for (var s = 0; s < count; s++)
        {
            var row = cues.AsSpan(s * Width, Width);
            var (same, sameBars, earlier, most) = Family(likeness, starts, s, bars.Count);
            double length = End(s) - starts[s], before = s == 0 ? level[s] : level[s - 1], after = s + 1 == count ? level[s] : level[s + 1];
            row[0] = s == 0 ? 1 : 0;
            row[1] = s == count - 1 ? 1 : 0;
            row[2] = (float)starts[s] / bars.Count;
            row[3] = (float)End(s) / bars.Count;
            row[4] = (float)Math.Log2(length / 8);
            row[5] = length <= 4 ? 1 : 0;
            row[6] = (float)(level[s] - mean);
            row[7] = (float)(level[s] - loudest);
            row[8] = (float)(level[s] - before);
            row[9] = (float)(level[s] - after);
            row[10] = (float)(low[s] - lowMean);
            row[11] = (float)(high[s] - highMean);
            row[12] = (float)(bright[s] - brightMean);
            row[13] = (float)(deep[s] - deepMean);
            row[14] = same;
            row[15] = earlier ? 1 : 0;
            row[16] = (float)(sameBars / (double)bars.Count);
            row[17] = same > 0 ? 0 : 1;
            row[18] = most;
            row[19] = count == 1 ? 0.5f : (float)level.Count(l => l < level[s]) / (count - 1);
            row[20] = Slope(bars.Level, starts[s], End(s));
            row[21] = s == 0 ? 0 : Near(likeness, starts[s - 1], starts[s], starts[s], End(s));
            row[22] = row[0] * row[7];
            row[23] = row[1] * row[7];
        }

        return cues;
    }

    /// <summary>How alike two stretches of bars are when one is laid on the other from the start; 0 where one is too short or they are too far apart.</summary>
    public static float Near(SelfSimilarity likeness, int a, int aEnd, int b, int bEnd)
    {
        var bars = Math.Min(aEnd - a, bEnd - b);
        if (bars < 2 || Math.Abs(a - b) >= likeness.Reach)
        {
            return 0;
        }

        var sum = 0f;
        for (var i = 0; i < bars; i++)
        {
            sum += likeness[a + i, b + i];
        }

        return sum / bars;
    }

    // The other sections that are the same music: how many, how many bars, whether one came before, how alike the nearest is.
    private static (int Same, int Bars, bool Earlier, float Most) Family(SelfSimilarity likeness, IReadOnlyList<int> starts, int section, int bars)
    {
        const float alike = 0.42f;
        int End(int s) => s + 1 < starts.Count ? starts[s + 1] : bars;
        int same = 0, sum = End(section) - starts[section];
        var earlier = false;
        var most = -1f;
        for (var s = 0; s < starts.Count; s++)
        {
            var near = s == section || Math.Abs(starts[section] - starts[s]) >= likeness.Reach ? -1 : Near(likeness, starts[section], End(section), starts[s], End(s));
            most = Math.Max(most, near);
            if (near > alike)
            {
                same++;
                sum += End(s) - starts[s];
                earlier |= s < section;
            }
        }

        return (same, sum, earlier, most);
    }

    private static double[] Means(float[] rows, int width, int column, IReadOnlyList<int> starts, int bars)
    {
        var means = new double[starts.Count];
        for (var s = 0; s < means.Length; s++)
        {
            var end = s + 1 < means.Length ? starts[s + 1] : bars;
            for (var i = starts[s]; i < end; i++)
            {
                means[s] += rows[(i * width) + column] / (end - starts[s]);
            }
        }

        return means;
    }

    private static float Slope(float[] level, int from, int to)
    {
        if (to - from < 3)
        {
            return 0;
        }

        double middle = (from + to - 1) / 2.0, sum = 0, squares = 0;
        for (var i = from; i < to; i++)
        {
            sum += (i - middle) * level[i];
            squares += (i - middle) * (i - middle);
        }

        return (float)Math.Clamp(sum / squares, -1, 1);
    }
}
