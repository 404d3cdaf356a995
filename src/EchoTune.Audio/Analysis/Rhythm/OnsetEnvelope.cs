using EchoTune.Audio.Analysis.FrontEnd;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>Turns raw onset bands into envelopes of equal standing: locally centred, scaled by their local strength, smoothed.</summary>
internal static class OnsetEnvelope
{
    /// <summary>An envelope about zero mean where silent, peaks of order 1 to 5 at onsets; never negative.</summary>
    /// <param name="raw">One band, a value a frame.</param>
    public static float[] Normalise(float[] raw)
    {
        var n = raw.Length;
        var centred = new float[n];
        var mean = MovingMean(raw, (int)(0.5 * FrameFormat.FramesPerSecond));
        for (var i = 0; i < n; i++)
        {
            centred[i] = Math.Max(0, raw[i] - mean[i]);
        }

        var squares = new float[n];
        var all = 0.0;
        for (var i = 0; i < n; i++)
        {
            squares[i] = centred[i] * centred[i];
            all += squares[i];
        }

        // A band that is silent for a while is not blown up: at least a quarter of its strength over the track.
        var global = Math.Sqrt(all / Math.Max(1, n));
        if (global < 1e-4)
        {
            return new float[n];
        }

        var power = MovingMean(squares, (int)(5 * FrameFormat.FramesPerSecond));
        for (var i = 0; i < n; i++)
        {
            var local = Math.Sqrt(power[i]);
            centred[i] = (float)Math.Min(6, centred[i] / ((0.75 * local) + (0.25 * global)));
        }

        return Smooth(centred);
    }

    /// <summary>Weighted sum of envelopes.</summary>
    public static float[] Combine(float[][] bands, ReadOnlySpan<float> weights)
    {
        var sum = new float[bands[0].Length];
        for (var b = 0; b < bands.Length; b++)
        {
            var (band, w) = (bands[b], weights[b]);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += w * band[i];
            }
        }

        return sum;
    }

    /// <summary>Mean over <paramref name="reach"/> values each side.</summary>
    public static float[] MovingMean(float[] values, int reach)
    {
        var result = new float[values.Length];
        var sum = 0.0;
        int from = 0, to = 0;
        for (var i = 0; i < values.Length; i++)
        {
            for (; to < Math.Min(values.Length, i + reach + 1); to++)
            {
                sum += values[to];
            }

            for (; from < i - reach; from++)
            {
                sum -= values[from];
            }

            result[i] = (float)Math.Max(0, sum / (to - from));
        }

        return result;
    }

    // A short bell (17 ms standard deviation) lets onsets that straddle frames add up.
    private static float[] Smooth(float[] values)
    {
        ReadOnlySpan<float> kernel = [0.054f, 0.242f, 0.408f, 0.242f, 0.054f];
        var result = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var sum = 0f;
            for (var k = -2; k <= 2; k++)
            {
                var j = i + k;
                if (j >= 0 && j < values.Length)
                {
                    sum += kernel[k + 2] * values[j];
                }
            }

            result[i] = sum;
        }

        return result;
    }
}
