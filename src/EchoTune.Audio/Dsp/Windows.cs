namespace EchoTune.Audio.Dsp;

/// <summary>Window functions for analysis and filter design.</summary>
public static class Windows
{
    /// <summary>A periodic Hann window.</summary>
    /// <param name="length">Samples.</param>
    /// <returns>Weights 0–1, to be multiplied with a block before a transform.</returns>
    public static float[] Hann(int length)
    {
        var window = new float[length];
        for (var i = 0; i < length; i++)
        {
            window[i] = (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * i / length)));
        }

        return window;
    }

    /// <summary>A low-pass filter: a sinc cut by a Kaiser window, unity gain at 0 Hz.</summary>
    /// <param name="taps">Length of the filter.</param>
    /// <param name="cutoff">Cutoff as a share of the sample rate, above 0 and below 0.5 (−6 dB there).</param>
    /// <param name="beta">Kaiser shape; 8 gives about 80 dB of stop-band attenuation.</param>
    /// <returns>Coefficients, symmetric.</returns>
    public static double[] LowPass(int taps, double cutoff, double beta)
    {
        var filter = new double[taps];
        var centre = (taps - 1) / 2.0;
        var sum = 0.0;
        for (var i = 0; i < taps; i++)
        {
            var x = i - centre;
            var sinc = Math.Abs(x) < 1e-9 ? 2 * cutoff : Math.Sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
            var r = x / (centre + 0.5);
            filter[i] = sinc * Bessel(beta * Math.Sqrt(Math.Max(0, 1 - (r * r)))) / Bessel(beta);
            sum += filter[i];
        }

        for (var i = 0; i < taps; i++)
        {
            filter[i] /= sum;
        }

        return filter;
    }

    // Modified Bessel function of the first kind, order 0, by its power series.
    private static double Bessel(double x)
    {
        double sum = 1, term = 1;
        for (var k = 1; k < 50 && term > 1e-12 * sum; k++)
        {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }

        return sum;
    }
}
