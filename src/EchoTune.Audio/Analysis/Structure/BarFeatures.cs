using System.Numerics.Tensors;
using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Structure;

/// <summary>
/// A track bar by bar: colour, level, onsets and harmony of each. Where no bars are known, a bar is two seconds; where there
/// are more than <see cref="MostBars"/>, several are taken as one, so that comparing all with all stays small.
/// </summary>
internal sealed class BarFeatures
{
    /// <summary>The most bars that are told apart.</summary>
    public const int MostBars = 1000;

    /// <summary>Numbers of a bar's harmony: two halves of twelve pitch classes in the middle and twelve in the bass.</summary>
    public const int HarmonyWidth = 48;

    private const double GridSeconds = 2;
    private const float Floor = 1e-4f;

    private BarFeatures(double[] starts, bool isMusical)
    {
        Starts = starts;
        IsMusical = isMusical;
        Colour = new float[Count * StructureFrames.Bands];
        Level = new float[Count];
        Onsets = new float[Count * StructureFrames.Registers];
        Accent = new float[Count];
        Harmony = new float[Count * HarmonyWidth];
    }

    /// <summary>Starts of the bars and the end of the last, seconds.</summary>
    public double[] Starts { get; }

    /// <summary>Whether these are bars that were heard, one by one.</summary>
    public bool IsMusical { get; }

    public int Count => Starts.Length - 1;

    /// <summary>Bars × bands: ln of the power against the loudest that the band has; 0 loud … −9 silent.</summary>
    public float[] Colour { get; }

    /// <summary>Ln of the whole power, likewise.</summary>
    public float[] Level { get; }

    /// <summary>Bars × registers: onsets against the track's mean.</summary>
    public float[] Onsets { get; }

    /// <summary>High onsets at the very start of the bar against the rest of the track: a cymbal that marks it.</summary>
    public float[] Accent { get; }

    /// <summary>Bars × <see cref="HarmonyWidth"/>, each bar of unit length.</summary>
    public float[] Harmony { get; }

    public ReadOnlySpan<float> ColourOf(int bar) => Colour.AsSpan(bar * StructureFrames.Bands, StructureFrames.Bands);

    public ReadOnlySpan<float> HarmonyOf(int bar) => Harmony.AsSpan(bar * HarmonyWidth, HarmonyWidth);

    /// <summary>Measures the bars of a track.</summary>
    /// <returns>Null where there is too little to speak of form: less than four bars, or silence.</returns>
    public static BarFeatures? Of(StructureFrames frames, FrameStore chroma, IReadOnlyList<double> downbeats, double duration)
    {
        var (starts, isMusical) = Grid(downbeats, duration);
        if (starts.Length < 5 || frames.Count < 8)
        {
            return null;
        }

        var bars = new BarFeatures(starts, isMusical);
        return bars.Measure(frames, chroma) ? bars : null;
    }

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

        var step = (starts.Count + MostBars - 1) / MostBars;
        starts = step <= 1 ? starts : [.. starts.Where((_, i) => i % step == 0)];
        starts.Add(Math.Max(duration, starts.Count > 0 ? starts[^1] + 0.1 : 0));
        return ([.. starts], isMusical && step <= 1);
    }

    private bool Measure(StructureFrames frames, FrameStore chroma)
    {
        var power = new float[Count * StructureFrames.Bands];
        var total = new float[Count];
        for (var i = 0; i < Count; i++)
        {
            var (from, to) = Rows(Starts[i], Starts[i + 1], StructureFrames.RowsPerSecond, frames.Count);
            var target = power.AsSpan(i * StructureFrames.Bands, StructureFrames.Bands);
            var onsets = Onsets.AsSpan(i * StructureFrames.Registers, StructureFrames.Registers);
            for (var row = from; row < to; row++)
            {
                TensorPrimitives.Add(target, frames.Power(row), target);
                TensorPrimitives.Add(onsets, frames.Onsets(row), onsets);
            }

            TensorPrimitives.Multiply(target, 1f / (to - from), target);
            TensorPrimitives.Multiply(onsets, 1f / (to - from), onsets);
            total[i] = TensorPrimitives.Sum<float>(target);
            for (var row = from; row < Math.Min(to, from + 2); row++)
            {
                Accent[i] = Math.Max(Accent[i], frames.Onsets(row)[StructureFrames.Registers - 1]);
            }

            Harmonise(i, chroma);
        }

        if (TensorPrimitives.Max<float>(total) <= 1e-12f)
        {
            return false;
        }

        Compare(power, StructureFrames.Bands, Colour);
        Compare(total, 1, Level);
        for (var r = 0; r < StructureFrames.Registers; r++)
        {
            var mean = 1e-6f;
            for (var i = 0; i < Count; i++)
            {
                mean += Onsets[(i * StructureFrames.Registers) + r] / Count;
            }

            for (var i = 0; i < Count; i++)
            {
                Onsets[(i * StructureFrames.Registers) + r] /= mean;
            }
        }

        var usual = TensorPrimitives.Average<float>(Accent) + 1e-6f;
        TensorPrimitives.Multiply<float>(Accent, 1 / usual, Accent);
        return true;
    }

    // Against the level that the loudest twentieth of the bars has, each band by itself: neither gain nor a tilt counts.
    private void Compare(float[] power, int width, float[] result)
    {
        var column = new float[Count];
        var loudest = TensorPrimitives.Max<float>(power);
        for (var b = 0; b < width; b++)
        {
            for (var i = 0; i < Count; i++)
            {
                column[i] = power[(i * width) + b];
            }

            Array.Sort(column);
            var reference = Math.Max(column[(int)(0.95 * (Count - 1))], 1e-6f * loudest);
            for (var i = 0; i < Count; i++)
            {
                result[(i * width) + b] = MathF.Log(Floor + (power[(i * width) + b] / reference));
            }
        }
    }

    private void Harmonise(int bar, FrameStore chroma)
    {
        var row = Harmony.AsSpan(bar * HarmonyWidth, HarmonyWidth);
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
