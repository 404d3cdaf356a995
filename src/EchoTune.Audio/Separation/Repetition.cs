using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace EchoTune.Audio.Separation;

/// <summary>
/// The repeating background after REPET-SIM (Rafii and Pardo 2012) in a bounded window: a frame is compared with all those of
/// ten seconds before and some seconds after it; the median of those most like it is what it shares with them.
/// </summary>
internal sealed class Repetition
{
    /// <summary>Frames before that are looked at: ten seconds.</summary>
    public const int Past = 430;

    private const int Bands = 64;
    private const int MostAlike = 15;
    private const int LeastAlike = 5;
    private const int LeastApart = 12;
    private const float LeastLikeness = 0.80f;
    private static readonly int[] Edges = MakeEdges();

    private readonly float[][] _magnitudes;
    private readonly float[][] _features;
    private readonly float[] _likeness;
    private readonly int[] _alike = new int[MostAlike + 1];
    private readonly float[] _background = new float[Spectra.Bins];
    private readonly int _ahead;
    private long _count;

    /// <summary>Prepares the window.</summary>
    /// <param name="ahead">Frames after that are looked at.</param>
    public Repetition(int ahead)
    {
        _ahead = ahead;
        _magnitudes = Rows(Past + ahead + 1, Spectra.Bins);
        _features = Rows(Past + ahead + 1, Bands);
        _likeness = new float[Past + ahead + 1];
    }

    /// <summary>Magnitudes of a frame that is still in the window.</summary>
    public float[] this[long frame] => _magnitudes[frame % _magnitudes.Length];

    /// <summary>Adds a frame and gives its row of magnitudes to be filled by the caller, who then calls <see cref="Describe"/>.</summary>
    public float[] Append() => _magnitudes[_count++ % _magnitudes.Length];

    /// <summary>Notes what the last frame is like.</summary>
    public void Describe()
    {
        var magnitudes = this[_count - 1];
        var feature = _features[(_count - 1) % _features.Length];
        for (var b = 0; b < Bands; b++)
        {
            feature[b] = MathF.Sqrt(TensorPrimitives.Sum(magnitudes.AsSpan(Edges[b]..Edges[b + 1])) / (Edges[b + 1] - Edges[b]));
        }

        var length = TensorPrimitives.Norm<float>(feature);
        TensorPrimitives.Multiply(feature, length > 1e-6f ? 1 / length : 0, feature);
    }

    /// <summary>The background of a frame: never more than the frame itself.</summary>
    public ReadOnlySpan<float> Background(long frame)
    {
        var own = this[frame];
        var alike = FindAlike(frame);
        if (alike < LeastAlike)
        {
            // Nothing to compare with: the background is unknown, and takes half.
            TensorPrimitives.Multiply(own, 0.5f, _background);
            return _background;
        }

        var rows = new RowsOf();
        for (var i = 0; i < alike; i++)
        {
            rows[i] = _magnitudes[_alike[i]];
        }

        Medians.OfRows(((ReadOnlySpan<float[]>)rows)[..alike], _background);
        TensorPrimitives.Min<float>(_background, own, _background);
        return _background;
    }

    // The most alike frames, none near another, an odd number of them; returns how many.
    private int FindAlike(long frame)
    {
        long first = Math.Max(0, frame - Past), last = Math.Min(_count - 1, frame + _ahead);
        var feature = _features[frame % _features.Length];
        for (var f = first; f <= last; f++)
        {
            _likeness[f - first] = Math.Abs(f - frame) < LeastApart ? 0 : TensorPrimitives.Dot(feature, _features[f % _features.Length]);
        }

        var count = 0;
        _alike[count++] = (int)(frame % _magnitudes.Length);
        var n = (int)(last - first + 1);
        while (count < MostAlike)
        {
            var best = TensorPrimitives.IndexOfMax<float>(_likeness.AsSpan(0, n));
            if (best < 0 || _likeness[best] < LeastLikeness)
            {
                break;
            }

            _alike[count++] = (int)((first + best) % _magnitudes.Length);
            _likeness.AsSpan(Math.Max(0, best - LeastApart), Math.Min(n, best + LeastApart + 1) - Math.Max(0, best - LeastApart)).Clear();
        }

        return count % 2 == 1 ? count : count - 1;
    }

    private static int[] MakeEdges()
    {
        // Bands of equal width up to 700 Hz, then of equal ratio up to 12 kHz; each at least one bin wide.
        var edges = new int[Bands + 1];
        double hz = 44_100.0 / Spectra.Window, low = Math.Asinh(60 / 350.0), high = Math.Asinh(12_000 / 350.0);
        for (var b = 0; b <= Bands; b++)
        {
            var bin = (int)Math.Round(350 * Math.Sinh(low + ((high - low) * b / Bands)) / hz);
            edges[b] = b == 0 ? bin : Math.Max(bin, edges[b - 1] + 1);
        }

        return edges;
    }

    private static float[][] Rows(int count, int width)
    {
        var rows = new float[count][];
        for (var r = 0; r < count; r++)
        {
            rows[r] = new float[width];
        }

        return rows;
    }

    [InlineArray(MostAlike + 1)]
    private struct RowsOf
    {
        private float[] _first;
    }
}
