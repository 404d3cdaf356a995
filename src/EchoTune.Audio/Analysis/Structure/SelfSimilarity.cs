using System.Numerics.Tensors;

namespace EchoTune.Audio.Analysis.Structure;

/// <summary>
/// How much each bar is like each other, −1…1 about, in harmony and colour together. Of tracks of more than 1,400 bars
/// only those near each other are compared, so that it never has more than eight megabytes.
/// </summary>
internal sealed class SelfSimilarity
{
    private const int MostValues = 1 << 21;

    private readonly float[] _values;

    public SelfSimilarity(BarFeatures bars)
    {
        Count = bars.Count;
        Reach = Math.Min(Count, Math.Max(1, MostValues / Math.Max(1, Count)));
        _values = new float[Count * Reach];
        var (harmony, colour) = (Spread(bars, Harmony), Spread(bars, Colour));
        for (var i = 0; i < Count; i++)
        {
            for (var j = Math.Max(0, i - Reach + 1); j <= i; j++)
            {
                var h = (Harmony(bars, i, j) - harmony.Mean) / harmony.Deviation;
                var c = (Colour(bars, i, j) - colour.Mean) / colour.Deviation;
                _values[(i * Reach) + i - j] = (float)Math.Tanh(0.5 * ((0.65 * h) + (0.35 * c)));
            }
        }
    }

    public int Count { get; }

    /// <summary>Bars further apart than this are not compared.</summary>
    public int Reach { get; }

    /// <summary>Likeness of two bars less than <see cref="Reach"/> apart.</summary>
    public float this[int i, int j] => i >= j ? _values[(i * Reach) + i - j] : _values[(j * Reach) + j - i];

    private static double Harmony(BarFeatures bars, int i, int j) => TensorPrimitives.Dot(bars.HarmonyOf(i), bars.HarmonyOf(j));

    private static double Colour(BarFeatures bars, int i, int j) => -TensorPrimitives.Distance(bars.ColourOf(i), bars.ColourOf(j));

    // What likeness is usual in this track, from up to some ten thousand pairs.
    private static (double Mean, double Deviation) Spread(BarFeatures bars, Func<BarFeatures, int, int, double> likeness)
    {
        double sum = 0, squares = 0;
        var n = 0;
        var step = Math.Max(1, bars.Count / 100);
        for (var i = 0; i < bars.Count; i += step)
        {
            for (var j = 0; j < i; j += step)
            {
                var v = likeness(bars, i, j);
                sum += v;
                squares += v * v;
                n++;
            }
        }

        var mean = n == 0 ? 0 : sum / n;
        return (mean, Math.Sqrt(Math.Max(1e-6, n == 0 ? 1 : (squares / n) - (mean * mean))));
    }
}
