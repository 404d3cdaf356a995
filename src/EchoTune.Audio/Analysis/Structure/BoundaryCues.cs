using System.Numerics.Tensors;

namespace EchoTune.Audio.Analysis.Structure;

/// <summary>
/// What speaks for a section to begin at a bar: novelty of colour, level, onsets and harmony between the bars before and after
/// (Foote 2000) over four widths, repetitions that begin or end there (Serrà et al. 2014), a cymbal, a fill.
/// </summary>
internal static class BoundaryCues
{
    /// <summary>Numbers for each bar.</summary>
    public const int Width = 31;

    private const int RepeatBars = 4;
    private static readonly int[] Spans = [1, 2, 4, 8];

    /// <summary>Bars × <see cref="Width"/>; the row of a bar is about the line before it. The first row is 0.</summary>
    public static float[] Of(BarFeatures bars, SelfSimilarity likeness)
    {
        var n = bars.Count;
        var cues = new float[n * Width];
        Span<float> before = stackalloc float[Math.Max(StructureFrames.Bands, BarFeatures.HarmonyWidth)];
        Span<float> after = stackalloc float[before.Length];
        for (var i = 1; i < n; i++)
        {
            var row = cues.AsSpan(i * Width, Width);
            var at = 0;
            foreach (var span in Spans)
            {
                int from = Math.Max(0, i - span), to = Math.Min(n, i + span);
                Mean(bars.Colour, StructureFrames.Bands, from, i, before);
                Mean(bars.Colour, StructureFrames.Bands, i, to, after);
                row[at++] = TensorPrimitives.Distance<float>(before[..StructureFrames.Bands], after[..StructureFrames.Bands]) / MathF.Sqrt(StructureFrames.Bands);
                Mean(bars.Level, 1, from, i, before);
                Mean(bars.Level, 1, i, to, after);
                row[at++] = after[0] - before[0];
                row[at++] = Math.Abs(after[0] - before[0]);
                Mean(bars.Onsets, StructureFrames.Registers, from, i, before);
                Mean(bars.Onsets, StructureFrames.Registers, i, to, after);
                row[at++] = Math.Abs(after[0] - before[0]);
                row[at++] = Math.Abs(after[2] - before[2]);
                Mean(bars.Harmony, BarFeatures.HarmonyWidth, from, i, before);
                Mean(bars.Harmony, BarFeatures.HarmonyWidth, i, to, after);
                row[at++] = Apart(before[..BarFeatures.HarmonyWidth], after[..BarFeatures.HarmonyWidth]);
            }

            row[at++] = Math.Min(4, bars.Accent[i]);
            // A fill: the bar before is unlike the one before it, though the one after is no guide.
            row[at++] = i < 3 ? 0 : TensorPrimitives.Distance(bars.ColourOf(i - 1), bars.ColourOf(i - 2)) - TensorPrimitives.Distance(bars.ColourOf(i - 2), bars.ColourOf(i - 3));
            (row[at], row[at + 1], row[at + 2]) = Repeats(likeness, i);
        }

        Stand(cues, n, 12, Width - 2);
        Stand(cues, n, 18, Width - 1);
        return cues;
    }

    // A repetition begins where from here on bars are like those some bars earlier or later, and were not before.
    private static (float Begins, float Ends, float Both) Repeats(SelfSimilarity likeness, int bar)
    {
        var n = likeness.Count;
        float begins = 0, ends = 0, both = 0;
        var lags = 0;
        for (var lag = Math.Max(-bar, 1 - likeness.Reach); lag < Math.Min(n - bar, likeness.Reach); lag++)
        {
            if (Math.Abs(lag) < RepeatBars)
            {
                continue;
            }

            float ahead = 0, behind = 0;
            int a = 0, b = 0;
            for (var k = 0; k < RepeatBars; k++)
            {
                if (bar + k < n && bar + k + lag < n && bar + k + lag >= 0)
                {
                    ahead += likeness[bar + k, bar + k + lag];
                    a++;
                }

                if (bar - 1 - k >= 0 && bar - 1 - k + lag >= 0 && bar - 1 - k + lag < n)
                {
                    behind += likeness[bar - 1 - k, bar - 1 - k + lag];
                    b++;
                }
            }

            if (a < RepeatBars || b < RepeatBars)
            {
                continue;
            }

            var change = (ahead - behind) / RepeatBars;
            begins = Math.Max(begins, change);
            ends = Math.Max(ends, -change);
            both += Math.Abs(change);
            lags++;
        }

        return (begins, ends, both / Math.Max(1, lags));
    }

    // One cue against its own mean over the track, and whether it is highest of the bars about it.
    private static void Stand(float[] cues, int n, int from, int to)
    {
        double sum = 0, squares = 0;
        for (var i = 1; i < n; i++)
        {
            sum += cues[(i * Width) + from];
            squares += (double)cues[(i * Width) + from] * cues[(i * Width) + from];
        }

        var mean = sum / Math.Max(1, n - 1);
        var deviation = Math.Sqrt(Math.Max(1e-6, (squares / Math.Max(1, n - 1)) - (mean * mean)));
        for (var i = 1; i < n; i++)
        {
            var highest = 0f;
            for (var j = Math.Max(1, i - 2); j <= Math.Min(n - 1, i + 2); j++)
            {
                highest = j == i ? highest : Math.Max(highest, cues[(j * Width) + from]);
            }

            var own = cues[(i * Width) + from];
            cues[(i * Width) + to] = (float)Math.Clamp((own - mean) / deviation, -3, 5) + (own > highest ? 1 : 0);
        }
    }

    private static void Mean(float[] rows, int width, int from, int to, Span<float> target)
    {
        target = target[..width];
        target.Clear();
        for (var i = from; i < to; i++)
        {
            TensorPrimitives.Add(target, rows.AsSpan(i * width, width), target);
        }

        TensorPrimitives.Multiply(target, 1f / Math.Max(1, to - from), target);
    }

    private static float Apart(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var norms = TensorPrimitives.Norm(a) * TensorPrimitives.Norm(b);
        return norms < 1e-6f ? 0 : 1 - (TensorPrimitives.Dot(a, b) / norms);
    }
}
