namespace EchoTune.Audio.Separation;

/// <summary>How near an estimate is to the truth.</summary>
public static class Distortion
{
    /// <summary>Scale-invariant signal-to-distortion ratio (Le Roux and others, "SDR – half-baked or well done?", 2019).</summary>
    /// <param name="estimate">The estimate.</param>
    /// <param name="truth">The truth, as many samples.</param>
    /// <returns>dB; NaN where the truth is silent.</returns>
    public static double Sdr(ReadOnlySpan<float> estimate, ReadOnlySpan<float> truth)
    {
        double dot = 0, power = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            dot += (double)estimate[i] * truth[i];
            power += (double)truth[i] * truth[i];
        }

        if (power < 1e-6)
        {
            return double.NaN;
        }

        double scale = dot / power, noise = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            var e = estimate[i] - (scale * truth[i]);
            noise += e * e;
        }

        return 10 * Math.Log10(((scale * scale * power) + 1e-12) / (noise + 1e-12));
    }
}
