using EchoTune.Audio.Synthesis;

namespace EchoTune.Audio.Training;

/// <summary>Sounds without harmony, to learn from what has no chord: noise of any colour, strokes, clicks, hum, and voices that speak.</summary>
internal static class UnpitchedSounds
{
    private const int Rate = DemoLibrary.SampleRate;
    private const int Seconds = 20;

    /// <summary>Makes one.</summary>
    /// <param name="seed">Any number.</param>
    /// <returns>Interleaved stereo.</returns>
    public static float[] Make(ulong seed)
    {
        var random = new SeededRandom(SeededRandom.Combine(seed, 0x0D));
        var mono = new float[Seconds * Rate];
        switch (random.Next(4))
        {
            case 0:
                Noise(random, mono, 0, mono.Length, random.Between(0, 0.995), 0.2, 0);
                break;
            case 1:
                Strokes(random, mono);
                break;
            case 2:
                Speech(random, mono);
                break;
            default:
                Strokes(random, mono);
                Noise(random, mono, 0, mono.Length, random.Between(0, 0.99), 0.03, 0);
                break;
        }

        var stereo = new float[2 * mono.Length];
        for (var i = 0; i < mono.Length; i++)
        {
            stereo[2 * i] = stereo[(2 * i) + 1] = mono[i];
        }

        return stereo;
    }

    // Noise through a filter of one pole: 0 white, near 1 dark.
    private static void Noise(SeededRandom random, float[] to, int from, int count, double pole, double level, double decay)
    {
        var state = 0.0;
        var gain = level * Math.Sqrt(1 - (pole * pole));
        for (var i = 0; i < count && from + i < to.Length; i++)
        {
            state = (pole * state) + ((random.NextDouble() * 2) - 1);
            to[from + i] += (float)(gain * state * Math.Exp(-decay * i / Rate));
        }
    }

    // Drums: falling tones and bursts on a pulse.
    private static void Strokes(SeededRandom random, float[] to)
    {
        var beat = 60 / random.Between(70, 180);
        double low = random.Between(45, 90), drop = random.Between(10, 60), snare = random.Between(150, 240);
        for (var n = 0; (n + 1) * beat / 2 < Seconds; n++)
        {
            var at = (int)(n * beat / 2 * Rate);
            if (n % 2 == 0 && random.Chance(0.8))
            {
                Drum(to, at, low, n % 4 == 0 ? drop : snare, random.Between(6, 16));
            }

            Noise(random, to, at, Rate / 5, 0, random.Between(0.03, 0.3), random.Between(15, 120));
        }
    }

    private static void Drum(float[] to, int at, double low, double drop, double decay)
    {
        var phase = 0.0;
        for (var i = 0; i < Rate / 2 && at + i < to.Length; i++)
        {
            var t = (double)i / Rate;
            phase += 2 * Math.PI * (low + (drop * Math.Exp(-25 * t))) / Rate;
            to[at + i] += (float)(0.6 * Math.Exp(-decay * t) * Math.Sin(phase));
        }
    }

    // Syllables whose pitch glides, with hisses and pauses between.
    private static void Speech(SeededRandom random, float[] to)
    {
        var middle = random.Between(90, 230);
        for (var at = 0.1; at < Seconds - 1;)
        {
            var length = random.Between(0.08, 0.35);
            double from = middle * random.Between(0.8, 1.35), till = from * random.Between(0.75, 1.25), formant = random.Between(300, 1200);
            var phase = 0.0;
            for (var i = 0; i < length * Rate; i++)
            {
                var x = i / (length * Rate);
                var hz = from + ((till - from) * x);
                phase += 2 * Math.PI * hz / Rate;
                var v = 0.0;
                for (var h = 1; h * hz < 4000; h++)
                {
                    v += Math.Sin(h * phase) / (1 + Math.Abs((h * hz) - formant) / 250);
                }

                to[(int)(at * Rate) + i] += (float)(0.08 * v * Math.Sin(Math.PI * x));
            }

            at += length;
            if (random.Chance(0.4))
            {
                Noise(random, to, (int)(at * Rate), Rate / 12, 0, 0.06, 10);
                at += 0.07;
            }

            at += random.Chance(0.2) ? random.Between(0.2, 0.7) : random.Between(0, 0.06);
        }
    }
}
