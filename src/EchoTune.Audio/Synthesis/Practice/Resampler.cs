namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>Plays samples faster or slower by cubic (Catmull and Rom) interpolation; good for the few per cent that tape strays.</summary>
internal static class Resampler
{
    /// <summary>The samples at another speed.</summary>
    /// <param name="samples">What is played.</param>
    /// <param name="speed">1 as it is, 2 twice as fast and an octave higher.</param>
    public static float[] Faster(float[] samples, double speed)
    {
        var result = new float[(int)(samples.Length / speed)];
        for (var i = 0; i < result.Length; i++)
        {
            var place = i * speed;
            var at = (int)place;
            var f = (float)(place - at);
            float a = samples[Math.Max(0, at - 1)], b = samples[Math.Min(at, samples.Length - 1)];
            float c = samples[Math.Min(at + 1, samples.Length - 1)], d = samples[Math.Min(at + 2, samples.Length - 1)];
            result[i] = b + (0.5f * f * (c - a + (f * ((2 * a) - (5 * b) + (4 * c) - d + (f * ((3 * (b - c)) + d - a))))));
        }

        return result;
    }
}
