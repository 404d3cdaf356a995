using System.Numerics.Tensors;
using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Structure;

/// <summary>
/// What was measured of each bar of a track, or of a chapter of a very long one: some 300 bytes a bar, so that the form of the
/// whole can be told when the frames of its chapters are gone. Where no bars are known, a bar is two seconds; where there are
/// more than <see cref="MostBars"/>, several are taken as one.
/// </summary>
internal sealed class BarMeasures
{
    /// <summary>The most bars that are told apart: those of ten hours.</summary>
    public const int MostBars = 20_000;

    private const double GridSeconds = 2;

    // Times are rounded to a tenth of a millisecond, pages are not.
    private const double Rounding = 1e-3;

    private BarMeasures(double[] starts, bool isMusical)
    {
        Starts = starts;
        IsMusical = isMusical;
        Power = new float[Count * StructureFrames.Bands];
        Onsets = new float[Count * StructureFrames.Registers];
        Accent = new float[Count];
        Harmony = new float[Count * BarFeatures.HarmonyWidth];
    }

    /// <summary>Starts of the bars and the end of the last, seconds.</summary>
    public double[] Starts { get; }

    /// <summary>Whether these are bars that were heard, one by one.</summary>
    public bool IsMusical { get; }

    public int Count => Starts.Length - 1;

    /// <summary>Bars × bands: mean power.</summary>
    public float[] Power { get; }

    /// <summary>Bars × registers: mean of the rising loudness.</summary>
    public float[] Onsets { get; }

    /// <summary>High onsets at the very start of the bar.</summary>
    public float[] Accent { get; }

    /// <summary>Bars × <see cref="BarFeatures.HarmonyWidth"/>, each bar of unit length.</summary>
    public float[] Harmony { get; }

    /// <summary>Whether nothing sounds in any bar.</summary>
    public bool IsSilent
    {
        get
        {
            var loudest = 0f;
            for (var i = 0; i < Count; i++)
            {
                loudest = Math.Max(loudest, TensorPrimitives.Sum<float>(Power.AsSpan(i * StructureFrames.Bands, StructureFrames.Bands)));
            }

            return loudest <= 1e-12f;
        }
    }

    /// <summary>Measures the bars of a track.</summary>
    /// <returns>Null where there is too little to speak of form: less than four bars.</returns>
    public static BarMeasures? Of(StructureFrames frames, FrameStore chroma, IReadOnlyList<double> downbeats, double duration)
    {
        var (starts, isMusical) = Grid(downbeats, duration);
        if (starts.Length < 5 || frames.Count < 8)
        {
            return null;
        }

        var bars = new BarMeasures(starts, isMusical);
        bars.Measure(frames, chroma);
        return bars;
    }

    /// <summary>Joins the bars of chapters.</summary>
    /// <param name="parts">Chapters in order: where each starts, its bars, and from where to where, in seconds of the track, it counts.</param>
    /// <param name="duration">Seconds of the track.</param>
    /// <returns>Null where there are less than four bars.</returns>
    public static BarMeasures? Join(IReadOnlyList<(double Start, BarMeasures Bars, double From, double To)> parts, double duration)
    {
        var taken = new List<(BarMeasures Bars, int Bar, double At)>();
        var musical = 0;
        foreach (var (start, bars, from, to) in parts)
        {
            for (var i = 0; i < bars.Count; i++)
            {
                // As beats of the whole are rounded: bars are found again among them.
                var at = Math.Round(bars.Starts[i] + start, 4);
                if (at < from - Rounding || at >= to - Rounding)
                {
                    continue;
                }

                // A bar that both sides of a page heard is taken once: from the later chapter.
                if (taken.Count > 0 && at - taken[^1].At < 0.5 * (bars.Starts[i + 1] - bars.Starts[i]) && taken[^1].Bars != bars)
                {
                    musical -= taken[^1].Bars.IsMusical ? 1 : 0;
                    taken.RemoveAt(taken.Count - 1);
                }

                taken.Add((bars, i, at));
                musical += bars.IsMusical ? 1 : 0;
            }
        }

        if (taken.Count < 4)
        {
            return null;
        }

        // More than can be told apart are thinned out: a long track has as much of each kind in every second bar.
        var step = (taken.Count + MostBars - 1) / MostBars;
        double[] starts = [.. taken.Where((_, i) => i % step == 0).Select(t => t.At), Math.Max(duration, taken[^1].At + 0.1)];
        var joined = new BarMeasures(starts, step == 1 && 2 * musical > taken.Count);
        for (var i = 0; i < joined.Count; i++)
        {
            var (bars, bar, _) = taken[i * step];
            Copy(bars.Power, bar, joined.Power, i, StructureFrames.Bands);
            Copy(bars.Onsets, bar, joined.Onsets, i, StructureFrames.Registers);
            Copy(bars.Accent, bar, joined.Accent, i, 1);
            Copy(bars.Harmony, bar, joined.Harmony, i, BarFeatures.HarmonyWidth);
        }

        return joined;
    }

    private static void Copy(float[] from, int row, float[] to, int target, int width) => from.AsSpan(row * width, width).CopyTo(to.AsSpan(target * width));

    private static (double[] Starts, bool IsMusical) Grid(IReadOnlyList<double> downbeats, double duration)
    {
        var starts = new List<double>();
        var isMusical = downbeats.Count >= 6;
        if (isMusical)
        {
            starts.AddRange(downbeats);
            var bar = (downbeats[^1] - downbeats[0]) / (downbeats.Count - 1);
            // Before the first bar and after the last one, bars of the usual length.
            while (starts[0] > 1.25 * bar)
            {
                starts.Insert(0, starts[0] - bar);
            }

            while (duration - starts[^1] > 1.75 * bar)
            {
                starts.Add(starts[^1] + bar);
            }
        }
        else
        {
            for (var i = 0; i * GridSeconds < duration - (0.5 * GridSeconds); i++)
            {
                starts.Add(i * GridSeconds);
            }
        }

        starts.Add(Math.Max(duration, starts.Count > 0 ? starts[^1] + 0.1 : 0));
        return ([.. starts], isMusical);
    }

    private void Measure(StructureFrames frames, FrameStore chroma)
    {
        for (var i = 0; i < Count; i++)
        {
            var (from, to) = Rows(Starts[i], Starts[i + 1], StructureFrames.RowsPerSecond, frames.Count);
            var target = Power.AsSpan(i * StructureFrames.Bands, StructureFrames.Bands);
            var onsets = Onsets.AsSpan(i * StructureFrames.Registers, StructureFrames.Registers);
            for (var row = from; row < to; row++)
            {
                TensorPrimitives.Add(target, frames.Power(row), target);
                TensorPrimitives.Add(onsets, frames.Onsets(row), onsets);
            }

            TensorPrimitives.Multiply(target, 1f / (to - from), target);
            TensorPrimitives.Multiply(onsets, 1f / (to - from), onsets);
            for (var row = from; row < Math.Min(to, from + 2); row++)
            {
                Accent[i] = Math.Max(Accent[i], frames.Onsets(row)[StructureFrames.Registers - 1]);
            }

            Harmonise(i, chroma);
        }
    }

    private void Harmonise(int bar, FrameStore chroma)
    {
        var row = Harmony.AsSpan(bar * BarFeatures.HarmonyWidth, BarFeatures.HarmonyWidth);
        var middle = (Starts[bar] + Starts[bar + 1]) / 2;
        for (var half = 0; half < 2 && chroma.Count > 0; half++)
        {
            var (from, to) = Rows(half == 0 ? Starts[bar] : middle, half == 0 ? middle : Starts[bar + 1], FrameFormat.TonalFramesPerSecond, chroma.Count);
            var target = row.Slice(half * 24, 24);
            for (var r = from; r < to; r++)
            {
                TensorPrimitives.Add(target, chroma[r], target);
            }

            // Roots, so that one loud note does not stand for the chord.
            TensorPrimitives.Sqrt(target, target);
        }

        var norm = TensorPrimitives.Norm<float>(row);
        TensorPrimitives.Multiply(row, norm > 1e-6f ? 1 / norm : 0, row);
    }

    private static (int From, int To) Rows(double start, double end, double rate, int count)
    {
        var from = Math.Clamp((int)Math.Round(start * rate), 0, count - 1);
        return (from, Math.Clamp((int)Math.Round(end * rate), from + 1, count));
    }
}
