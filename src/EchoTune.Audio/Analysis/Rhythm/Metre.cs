using System.Numerics.Tensors;
using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// Finds bars: what happens at each beat (low drum, change of harmony and of bass, back-beat) is compared with what a first
/// beat looks like; the number of beats a bar that explains most wins, then a Viterbi path places the first beats.
/// </summary>
internal static class Metre
{
    // Beats each side of one that are looked at: a bar.
    private const int Reach = 4;

    private const double AccentWeight = 0.7;
    private const double NetworkWeight = 0.5;

    /// <summary>The indices of first beats, and the time signature.</summary>
    /// <param name="beats">Frames of the beats.</param>
    /// <param name="bands">Onset strength in five bands.</param>
    /// <param name="chroma">A row a long frame.</param>
    /// <param name="first">Log-odds that a row is a first beat; see <see cref="BeatRows"/>.</param>
    public static (int[] Downbeats, string Signature) Find(double[] beats, float[][] bands, FrameStore chroma, float[] first)
    {
        if (beats.Length < 8)
        {
            return ([.. Enumerable.Range(0, beats.Length).Where(i => i % 4 == 0)], "4/4");
        }

        var evidence = Accents(beats, bands, chroma);
        for (var i = 0; i < evidence.Length; i++)
        {
            evidence[i] = (AccentWeight * evidence[i]) + (NetworkWeight * Math.Clamp(MaxNear(first, beats[i]) + 1, -4, 4));
        }

        if (HasThirds(beats, bands))
        {
            return (Place(evidence, 2).Downbeats, "6/8");
        }

        var best = (Downbeats: Array.Empty<int>(), Metre: 4, Score: double.MinValue);
        foreach (var (metre, doubt) in (ReadOnlySpan<(int, double)>)[(4, 0), (3, 12), (2, 90), (5, 24), (7, 24), (6, 30)])
        {
            // Four is by far the commonest: others must explain clearly more.
            var (downbeats, score) = Place(evidence, metre);
            score -= doubt;
            best = score > best.Score ? (downbeats, metre, score) : best;
        }

        return (best.Downbeats, best.Metre == 7 ? "7/8" : $"{best.Metre}/4");
    }

    // Compound time: both thirds of a beat sound, and its half does not. A shuffle has the last third alone.
    private static bool HasThirds(double[] beats, float[][] bands)
    {
        double half = 0, first = 0, last = 0;
        for (var i = 0; i + 1 < beats.Length; i++)
        {
            var period = beats[i + 1] - beats[i];
            foreach (var band in bands)
            {
                half += At(band, beats[i] + (period / 2));
                first += At(band, beats[i] + (period / 3));
                last += At(band, beats[i] + (period * 2 / 3));
            }
        }

        // Measured: 6/8 first third 1.1 to 1.9 a beat and 2.9 to 6 times the half; shuffles 0.1 to 0.4 and 1.3 to 2.2 times.
        return first > 0.6 * (beats.Length - 1) && first > 2.5 * half && last > 2.5 * half && first > 0.15 * last;
    }

    private static double At(float[] band, double frame)
    {
        var i = (int)Math.Round(frame);
        var max = 0f;
        for (var t = Math.Max(0, i - 1); t <= Math.Min(band.Length - 1, i + 1); t++)
        {
            max = Math.Max(max, band[t]);
        }

        return max;
    }

    // How like a first beat each beat is: the bass drum is on it and not half a beat after it, and harmony changes with it, of
    // which a beat, half a bar and a bar each side tell (as in Papadopoulos and Peeters 2011, chords and first beats explain
    // each other). Standardised, then weighted as fitted to 189 pieces: with weights fitted without its genre or collection,
    // the phase of all of them is right.
    private static double[] Accents(double[] beats, float[][] bands, FrameStore chroma)
    {
        var n = beats.Length;
        var low = new double[n];
        var lowBetween = new double[n];
        for (var i = 0; i < n; i++)
        {
            low[i] = Near(bands[OnsetBands.BassDrum], beats[i]);
            lowBetween[i] = Near(bands[OnsetBands.BassDrum], 0.5 * (beats[i] + BeatAt(beats, i + 1)));
        }

        var spans = new double[n + (2 * Reach)][];
        for (var i = 0; i < spans.Length; i++)
        {
            spans[i] = Span(chroma, Math.Max(0, BeatAt(beats, i - Reach)), Math.Max(0, BeatAt(beats, i - Reach + 1)));
        }

        var accent = new double[n];
        Add(accent, low, 0.6);
        Add(accent, lowBetween, -0.5);
        Add(accent, Changes(spans, 1, 0), 1);
        Add(accent, Changes(spans, 1, 12), 0.9);
        Add(accent, Changes(spans, 2, 0), 1);
        Add(accent, Changes(spans, Reach, 0), 0.7);
        return accent;
    }

    // A beat, or where it would be before the first and after the last.
    private static double BeatAt(double[] beats, int i) => i < 0 ? beats[0] + (i * (beats[1] - beats[0]))
        : i < beats.Length ? beats[i] : beats[^1] + ((i - beats.Length + 1) * (beats[^1] - beats[^2]));

    // Change of chroma at each beat from the beats before it to those after it.
    private static double[] Changes(double[][] spans, int width, int offset)
    {
        var changes = new double[spans.Length - (2 * Reach)];
        var before = new double[24];
        var after = new double[24];
        for (var i = 0; i < changes.Length; i++)
        {
            Array.Clear(before);
            Array.Clear(after);
            for (var k = 0; k < width; k++)
            {
                TensorPrimitives.Add<double>(before, spans[i + Reach - 1 - k], before);
                TensorPrimitives.Add<double>(after, spans[i + Reach + k], after);
            }

            changes[i] = Distance(before, after, offset);
        }

        return changes;
    }

    private static void Add(double[] accent, double[] values, double weight)
    {
        Standardise(values);
        for (var i = 0; i < accent.Length; i++)
        {
            accent[i] += weight * values[i];
        }
    }

    private static double Near(float[] band, double frame)
    {
        var max = 0f;
        for (var t = (int)frame - 2; t <= (int)frame + 3; t++)
        {
            if (t >= 0 && t < band.Length)
            {
                max = Math.Max(max, band[t]);
            }
        }

        return max;
    }

    private static double MaxNear(float[] values, double frame)
    {
        var max = float.MinValue;
        var row = (int)Math.Round((frame - (0.5 * (BeatRows.FramesARow - 1))) / BeatRows.FramesARow);
        for (var t = Math.Max(0, row - 2); t <= Math.Min(values.Length - 1, row + 2); t++)
        {
            max = Math.Max(max, values[t]);
        }

        return max == float.MinValue ? 0 : max;
    }

    private static double[] Span(FrameStore chroma, double from, double to)
    {
        const double ratio = (double)FrameFormat.Hop / FrameFormat.TonalHop;
        var sum = new double[24];
        // Long frames look 186 ms each way: start and end a little inside.
        int first = (int)Math.Round((from * ratio) + 1), last = Math.Max(first, (int)Math.Round((to * ratio) - 1));
        for (var t = Math.Max(0, first); t <= last && t < chroma.Count; t++)
        {
            var row = chroma[t];
            for (var c = 0; c < 24; c++)
            {
                sum[c] += row[c];
            }
        }

        return sum;
    }

    private static double Distance(double[] a, double[] b, int offset)
    {
        double ab = 0, aa = 1e-9, bb = 1e-9;
        for (var c = offset; c < offset + 12; c++)
        {
            ab += a[c] * b[c];
            aa += a[c] * a[c];
            bb += b[c] * b[c];
        }

        return 1 - (ab / Math.Sqrt(aa * bb));
    }

    private static void Standardise(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length) + 1e-6;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Clamp((values[i] - mean) / deviation, -2.5, 2.5);
        }
    }

    // The path through bars of so many beats that gathers most evidence on its first beats; a slip breaks a bar off.
    private static (int[] Downbeats, double Score) Place(double[] evidence, int metre)
    {
        const double slip = 12;
        var n = evidence.Length;
        var back = new byte[n, metre];
        var value = new double[metre];
        var next = new double[metre];
        for (var i = 0; i < n; i++)
        {
            var best = Array.IndexOf(value, value.Max());
            for (var p = 0; p < metre; p++)
            {
                var from = (p + metre - 1) % metre;
                var v = value[from];
                if (value[best] - slip > v)
                {
                    (from, v) = (best, value[best] - slip);
                }

                back[i, p] = (byte)from;
                next[p] = v + (p == 0 ? evidence[i] : 0);
            }

            (value, next) = (next, value);
        }

        var state = Array.IndexOf(value, value.Max());
        var score = value[state];
        var downbeats = new List<int>();
        for (var i = n - 1; i >= 0; i--)
        {
            if (state == 0)
            {
                downbeats.Add(i);
            }

            state = back[i, state];
        }

        downbeats.Reverse();
        return ([.. downbeats], score);
    }
}
