using System.Numerics.Tensors;
using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Structure;

/// <summary>A track bar by bar, each against the others: colour, level, onsets and harmony.</summary>
internal sealed class BarFeatures
{
    /// <summary>Numbers of a bar's harmony: two halves of twelve pitch classes in the middle and twelve in the bass.</summary>
    public const int HarmonyWidth = 48;

    private const float Floor = 1e-4f;

    /// <summary>Compares what was measured of a track's bars.</summary>
    public BarFeatures(BarMeasures bars)
    {
        Starts = bars.Starts;
        IsMusical = bars.IsMusical;
        Colour = new float[Count * StructureFrames.Bands];
        Level = new float[Count];
        Onsets = [.. bars.Onsets];
        Accent = [.. bars.Accent];
        Harmony = bars.Harmony;
        Compare(bars.Power);
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
    public static BarFeatures? Of(StructureFrames frames, FrameStore chroma, IReadOnlyList<double> downbeats, double duration) =>
        BarMeasures.Of(frames, chroma, downbeats, duration) is { IsSilent: false } bars ? new BarFeatures(bars) : null;

    private void Compare(float[] power)
    {
        var total = new float[Count];
        for (var i = 0; i < Count; i++)
        {
            total[i] = TensorPrimitives.Sum<float>(power.AsSpan(i * StructureFrames.Bands, StructureFrames.Bands));
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
}
