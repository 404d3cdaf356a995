using System.Numerics.Tensors;

namespace EchoTune.Audio.Fingerprint;

/// <summary>
/// Makes the words of a fingerprint from a picture of pitch over time, in the manner of Jang, Yoo, Lee, Kim and Kalker
/// (<i>Pairwise boosted audio fingerprint</i>, 2009) and of Haitsma and Kalker (2002): a bit says whether one stretch of
/// pitch grew stronger against another from before a moment to after it. Bands are not folded to an octave, so that another
/// performance of the same chords has other bits.
/// </summary>
public sealed class FingerprintBuilder
{
    /// <summary>Words a second.</summary>
    public const int WordsPerSecond = 8;

    /// <summary>Seconds from the start that are heard.</summary>
    public const int Seconds = 120;

    /// <summary>Bands of the picture.</summary>
    internal const int Bands = 34;

    private const double LowestHz = 130;
    private const double HighestHz = 3600;

    // What lies this far below the loudest band of the seconds about it counts as silence: codecs differ there.
    private const float Floor = 1e-4f;
    private const int Neighbourhood = 20;

    // Pairs of bands a sixth of an octave wide over half a second, and of four such bands over a second.
    private const double ShortSpan = 0.5;
    private const double LongSpan = 1.0;
    private const double Margin = 0.02;

    private readonly double _framesPerSecond;
    private readonly int _most;
    private readonly int[] _edges = new int[Bands + 1];
    private readonly List<float[]> _rows = [];

    /// <summary>Prepares a fingerprint.</summary>
    /// <param name="framesPerSecond">Spectra that will come a second, at least 4.</param>
    /// <param name="hzPerBin">Width of a bin of a spectrum.</param>
    public FingerprintBuilder(double framesPerSecond, double hzPerBin)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(framesPerSecond, 4);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hzPerBin);
        _framesPerSecond = framesPerSecond;
        _most = (int)Math.Ceiling(Seconds * framesPerSecond) + 1;
        for (var b = 0; b <= Bands; b++)
        {
            _edges[b] = (int)Math.Round(LowestHz * Math.Pow(HighestHz / LowestHz, (double)b / Bands) / hzPerBin);
        }
    }

    /// <summary>Whether the start of the track that is heard is over.</summary>
    public bool IsFull => _rows.Count >= _most;

    /// <summary>Takes the next power spectrum; those after the first two minutes are ignored.</summary>
    /// <param name="power">Squared magnitudes from 0 Hz up, to at least 3.6 kHz; a shorter one counts as silent above.</param>
    public void Add(ReadOnlySpan<float> power)
    {
        if (IsFull)
        {
            return;
        }

        // One row a frame is what is kept of it, as in FrameStore.
        var row = new float[Bands];
        for (var b = 0; b < Bands; b++)
        {
            int from = Math.Min(_edges[b], power.Length), to = Math.Clamp(Math.Max(_edges[b + 1], _edges[b] + 1), from, power.Length);
            row[b] = to > from ? TensorPrimitives.Sum(power[from..to]) / (to - from) : 0;
        }

        _rows.Add(row);
    }

    /// <summary>The words of what came so far: word n is about n / <see cref="WordsPerSecond"/> seconds.</summary>
    /// <returns>32 bits a word; empty for silence and for less than three seconds.</returns>
    public uint[] Build()
    {
        var seconds = Math.Min(Seconds, _rows.Count / _framesPerSecond);
        var loudest = _rows.Count == 0 ? 0 : _rows.Max(row => TensorPrimitives.Max(row));
        if (seconds < 3 || loudest < 1e-7f)
        {
            return [];
        }

        var integral = Integrate(loudest);
        var words = new uint[(int)(seconds * WordsPerSecond)];
        double[] before = new double[Bands], after = new double[Bands];
        for (var n = 0; n < words.Length; n++)
        {
            var centre = (double)n / WordsPerSecond * _framesPerSecond;
            var word = 0u;
            Means(integral, centre, ShortSpan, before, after);
            for (var i = 0; i < 16; i++)
            {
                // Two neighbours of two bands each.
                var change = Change(before, after, 2 * i, 2) - Change(before, after, (2 * i) + 2, 2);
                word |= change > Margin ? 1u << i : 0;
            }

            Means(integral, centre, LongSpan, before, after);
            for (var i = 0; i < 16; i++)
            {
                var change = Change(before, after, 2 * i, 4) - Change(before, after, 2 * ((i + 5) % 16), 4);
                word |= change > Margin ? 1u << (16 + i) : 0;
            }

            words[n] = word;
        }

        return words;
    }

    private static double Change(double[] before, double[] after, int first, int count)
    {
        var sum = 0.0;
        for (var b = first; b < first + count; b++)
        {
            sum += after[b] - before[b];
        }

        return sum / count;
    }

    // Running sums of the logarithmic picture: row n holds all rows before n.
    private double[][] Integrate(float loudest)
    {
        var peaks = _rows.ConvertAll(row => TensorPrimitives.Max(row));
        var integral = new double[_rows.Count + 1][];
        integral[0] = new double[Bands];
        for (var n = 0; n < _rows.Count; n++)
        {
            var local = 1e-6f * loudest;
            for (var m = Math.Max(0, n - Neighbourhood); m < Math.Min(peaks.Count, n + Neighbourhood + 1); m++)
            {
                local = Math.Max(local, peaks[m]);
            }

            var sums = integral[n + 1] = new double[Bands];
            for (var b = 0; b < Bands; b++)
            {
                sums[b] = integral[n][b] + Math.Log((_rows[n][b] / local) + Floor);
            }
        }

        return integral;
    }

    // Means over the span before a moment and over the one after it; at the ends over what there is.
    private void Means(double[][] integral, double centre, double span, double[] before, double[] after)
    {
        var frames = span * _framesPerSecond;
        Mean(integral, centre - frames, centre, before);
        Mean(integral, centre, centre + frames, after);
    }

    private static void Mean(double[][] integral, double from, double to, double[] mean)
    {
        var last = integral.Length - 1;
        // Frame n stands for the time from half a frame before n to half a frame after it.
        from = Math.Clamp(from + 0.5, 0, last - 1);
        to = Math.Clamp(to + 0.5, from + 1, last);
        int i = (int)from, j = Math.Min((int)to, last - 1);
        double a = from - i, c = to - j;
        for (var b = 0; b < mean.Length; b++)
        {
            var low = integral[i][b] + (a * (integral[i + 1][b] - integral[i][b]));
            var high = integral[j][b] + (c * (integral[j + 1][b] - integral[j][b]));
            mean[b] = (high - low) / (to - from);
        }
    }
}
