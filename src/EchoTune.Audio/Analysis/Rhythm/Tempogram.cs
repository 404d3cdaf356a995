using System.Numerics.Tensors;
using EchoTune.Audio.Dsp;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// Local autocorrelation of onset envelopes: in windows of 11.9 s every 2 s, the mean of the normalised autocorrelations of
/// all bands (so that a steady hi-hat cannot drown a sparse drum). 1 at lag 0; periodicity shows as peaks.
/// </summary>
internal sealed class Tempogram
{
    /// <summary>Frames a window.</summary>
    public const int Window = 1024;

    /// <summary>Frames between windows.</summary>
    public const int Hop = 172;

    /// <summary>Lags kept, frames; 6.5 s.</summary>
    public const int Lags = 560;

    private Tempogram(float[][] rows, float[][] alternation, double[] weights, float[][] tracks)
    {
        Rows = rows;
        Alternation = alternation;
        Weights = weights;
        Tracks = tracks;
    }

    /// <summary>A row a window: autocorrelation by lag.</summary>
    public float[][] Rows { get; }

    /// <summary>
    /// A row a window: symmetric cross-correlation of the lowest band with the snare's, by lag. Where a back-beat alternates
    /// with a bass drum it peaks at odd numbers of beats: it tells the beat from its half and its double.
    /// </summary>
    public float[][] Alternation { get; }

    /// <summary>How much pulse each window holds: the energy of its onsets.</summary>
    public double[] Weights { get; }

    /// <summary>Normalised autocorrelation over the whole track of each band and, last, of the change of harmony.</summary>
    public float[][] Tracks { get; }

    /// <summary>Centre of a window, frames.</summary>
    public static int CentreOf(int row) => (row * Hop) + (Window / 2);

    /// <summary>Measures the windows.</summary>
    /// <param name="bands">Onset strength in five bands.</param>
    /// <param name="bandWeights">What each band counts in <see cref="Rows"/>.</param>
    /// <param name="novelty">Change of harmony; as long as the bands.</param>
    public static Tempogram Of(float[][] bands, ReadOnlySpan<float> bandWeights, float[] novelty)
    {
        var n = bands[0].Length;
        var count = Math.Max(1, ((n - Window) / Hop) + 1);
        var fft = new RealFft(2 * Window);
        var block = new float[2 * Window];
        var power = new float[fft.Bins];
        var (re, im) = (new float[fft.Bins], new float[fft.Bins]);
        var sum = new float[fft.Bins];
        var (lowRe, lowIm) = (new float[fft.Bins], new float[fft.Bins]);
        var cross = new float[fft.Bins];
        var rows = new float[count][];
        var alternation = new float[count][];
        var weights = new double[count];
        var trackPower = Array.ConvertAll(new float[bands.Length + 1][], _ => new float[fft.Bins]);
        var trackEnergy = new double[bands.Length + 1];
        for (var r = 0; r < count; r++)
        {
            Array.Clear(sum);
            Array.Clear(cross);
            var used = 0f;
            var lowEnergy = 0.0;
            for (var b = 0; b <= bands.Length; b++)
            {
                var energy = Fill(b < bands.Length ? bands[b] : novelty, r * Hop, block);
                weights[r] += b < bands.Length ? energy * bandWeights[b] : 0;
                if (energy < 1e-3)
                {
                    continue;
                }

                fft.Forward(block, re, im);
                for (var k = 0; k < power.Length; k++)
                {
                    power[k] = (re[k] * re[k]) + (im[k] * im[k]);
                }

                TensorPrimitives.Add(trackPower[b], power, trackPower[b]);
                trackEnergy[b] += energy;
                if (b == bands.Length)
                {
                    continue;
                }

                if (b == OnsetBands.BassDrum)
                {
                    lowEnergy = energy;
                    re.CopyTo(lowRe, 0);
                    im.CopyTo(lowIm, 0);
                }
                else if (b == OnsetBands.Snare && lowEnergy > 0)
                {
                    var unit = (float)(1 / Math.Sqrt(energy * lowEnergy));
                    for (var k = 0; k < cross.Length; k++)
                    {
                        cross[k] = ((re[k] * lowRe[k]) + (im[k] * lowIm[k])) * unit;
                    }
                }

                var scale = bandWeights[b] / (float)energy;
                used += bandWeights[b];
                for (var k = 0; k < sum.Length; k++)
                {
                    sum[k] += power[k] * scale;
                }
            }

            rows[r] = new float[Lags];
            alternation[r] = new float[Lags];
            if (used > 0)
            {
                Invert(fft, sum, 1 / used, block, re, im, rows[r]);
                Invert(fft, cross, 1, block, re, im, alternation[r]);
            }
        }

        var tracks = Array.ConvertAll(trackPower, _ => new float[Lags]);
        for (var b = 0; b < tracks.Length; b++)
        {
            if (trackEnergy[b] > 0)
            {
                Invert(fft, trackPower[b], (float)(1 / trackEnergy[b]), block, re, im, tracks[b]);
            }
        }

        return new Tempogram(rows, alternation, weights, tracks);
    }

    // The inverse transform of a real, even spectrum is its forward transform over the length.
    private static void Invert(RealFft fft, float[] spectrum, float scale, float[] block, float[] re, float[] im, float[] row)
    {
        for (var k = 0; k <= Window; k++)
        {
            block[k] = spectrum[k];
            block[((2 * Window) - k) % (2 * Window)] = spectrum[k];
        }

        fft.Forward(block, re, im);
        for (var lag = 0; lag < row.Length; lag++)
        {
            row[lag] = re[lag] * scale / (2 * Window) * Window / (Window - lag);
        }
    }

    private static double Fill(float[] band, int start, float[] block)
    {
        Array.Clear(block);
        var n = Math.Min(Window, band.Length - start);
        var mean = 0.0;
        for (var i = 0; i < n; i++)
        {
            mean += band[start + i];
        }

        mean /= Math.Max(1, n);
        var energy = 0.0;
        for (var i = 0; i < n; i++)
        {
            var v = (float)(band[start + i] - mean);
            block[i] = v;
            energy += v * v;
        }

        return energy;
    }
}
