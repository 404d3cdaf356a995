using EchoTune.Audio.Analysis;
using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Tests.Analysis;

/// <summary>Test music at the pipeline's rate, mono, made by rule.</summary>
internal static class Signals
{
    public const int Rate = AnalysisPipeline.SampleRate;

    public static TrackFeatures Analyse(float[] mono, int block = 8192) => AnalyseStereo(Stereo(mono), block);

    public static TrackFeatures AnalyseStereo(float[] interleaved, int block = 8192)
    {
        using var analysis = AnalysisPipeline.Start();
        for (var i = 0; i < interleaved.Length; i += block)
        {
            analysis.Process(interleaved.AsSpan(i, Math.Min(block, interleaved.Length - i)));
        }

        return analysis.Complete();
    }

    public static float[] Stereo(float[] mono)
    {
        var stereo = new float[2 * mono.Length];
        for (var i = 0; i < mono.Length; i++)
        {
            stereo[2 * i] = stereo[(2 * i) + 1] = mono[i];
        }

        return stereo;
    }

    public static float[] Silence(double seconds) => new float[(int)(seconds * Rate)];

    public static float[] Noise(double seconds, double level = 0.2, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(_ => (float)(level * ((random.NextDouble() * 2) - 1)))];
    }

    /// <summary>A short decaying burst at each beat.</summary>
    public static float[] Clicks(double bpm, double seconds, double offset = 0.1)
    {
        var signal = Silence(seconds);
        for (var t = offset; t < seconds; t += 60 / bpm)
        {
            Tone(signal, t, 0.05, 1500, 0.5, decay: 60);
            Tone(signal, t, 0.05, 4100, 0.3, decay: 80);
        }

        return signal;
    }

    public static void Tone(float[] signal, double at, double seconds, double hz, double level, double decay)
    {
        int start = (int)(at * Rate), count = (int)(seconds * Rate);
        for (var i = 0; i < count && start + i < signal.Length; i++)
        {
            var t = (double)i / Rate;
            var edge = Math.Min(1, Math.Min(t, seconds - t) / 0.003);
            signal[start + i] += (float)(level * edge * Math.Exp(-decay * t) * Math.Sin(2 * Math.PI * hz * t));
        }
    }

    public static void Note(float[] signal, double at, double seconds, double midi, double level)
    {
        var hz = 440 * Math.Pow(2, (midi - 69) / 12);
        for (var h = 1; h <= 5; h++)
        {
            Tone(signal, at, seconds, hz * h, level / (h * h), decay: 1.5);
        }
    }

    public static void Burst(float[] signal, double at, double seconds, double level, double decay, Random random)
    {
        int start = (int)(at * Rate), count = (int)(seconds * Rate);
        for (var i = 0; i < count && start + i < signal.Length; i++)
        {
            signal[start + i] += (float)(level * Math.Exp(-decay * i / Rate) * ((random.NextDouble() * 2) - 1));
        }
    }

    /// <summary>I–vi–IV–V–I (or i–VI–iv–V–i) in triads with a bass, one chord every two seconds.</summary>
    public static float[] Progression(MusicalKey key, double cents = 0)
    {
        int[][] chords = key.Mode == KeyMode.Major
            ? [[0, 4, 7], [9, 12, 16], [5, 9, 12], [7, 11, 14], [0, 4, 7], [0, 4, 7]]
            : [[0, 3, 7], [8, 12, 15], [5, 8, 12], [7, 11, 14], [0, 3, 7], [0, 3, 7]];
        var signal = Silence(2 * chords.Length);
        for (var c = 0; c < chords.Length; c++)
        {
            foreach (var degree in chords[c])
            {
                Note(signal, 2 * c, 1.95, 60 + key.Tonic + degree + (cents / 100), 0.12);
            }

            Note(signal, 2 * c, 1.95, 36 + key.Tonic + (chords[c][0] % 12) + (cents / 100), 0.2);
        }

        return signal;
    }

    /// <summary>Drums and chords in bars: bass drum and chord change on one, a light stroke on the other beats.</summary>
    public static float[] Bars(double bpm, int beatsABar, int bars)
    {
        var beat = 60 / bpm;
        var random = new Random(7);
        var signal = Silence((bars * beatsABar * beat) + 0.5);
        int[] roots = [48, 53, 55, 50];
        for (var bar = 0; bar < bars; bar++)
        {
            for (var b = 0; b < beatsABar; b++)
            {
                var at = 0.2 + (((bar * beatsABar) + b) * beat);
                if (b == 0)
                {
                    Tone(signal, at, 0.25, 62, 0.7, decay: 14);
                    foreach (var degree in (int[])[0, 4, 7])
                    {
                        Note(signal, at, beatsABar * beat * 0.95, roots[bar % 4] + 12 + degree, 0.08);
                    }
                }

                Burst(signal, at, 0.06, b == 0 ? 0.12 : 0.2, 70, random);
            }
        }

        return signal;
    }

    /// <summary>A dense dance pattern: four to the floor, off-beat hats, clap, saw-like bass.</summary>
    public static float[] Dance(double bpm, double seconds)
    {
        var random = new Random(11);
        var beat = 60 / bpm;
        var signal = Silence(seconds);
        for (var n = 0; n * beat < seconds; n++)
        {
            var at = n * beat;
            Tone(signal, at, 0.22, 55, 0.6, decay: 12);
            Burst(signal, at, 0.02, 0.3, 200, random);
            Burst(signal, at + (beat / 2), 0.08, 0.25, 40, random);
            if (n % 2 == 1)
            {
                Burst(signal, at, 0.15, 0.35, 25, random);
            }

            for (var q = 0; q < 4; q++)
            {
                for (var h = 1; h <= 20; h++)
                {
                    Tone(signal, at + (q * beat / 4), beat / 4.2, 65.4 * h, 0.15 / h, decay: 3);
                }
            }
        }

        return signal;
    }

    /// <summary>
    /// A groove in bars: a bass drum, a snare and hats where the patterns have an x, a step a character, over a chord and a
    /// bass note a bar.
    /// </summary>
    public static float[] Groove(double bpm, int bars, int beatsABar, string kick, string snare, string hat)
    {
        var bar = beatsABar * 60 / bpm;
        var step = bar / kick.Length;
        var random = new Random(5);
        var signal = Silence((bars * bar) + 0.5);
        int[] roots = [45, 53, 48, 55];
        for (var b = 0; b < bars; b++)
        {
            foreach (var degree in (int[])[0, 4, 7])
            {
                Note(signal, 0.2 + (b * bar), 0.95 * bar, roots[b % 4] + 12 + degree, 0.05);
            }

            Note(signal, 0.2 + (b * bar), 0.95 * bar, roots[b % 4] - 12, 0.1);
            for (var i = 0; i < kick.Length; i++)
            {
                var at = 0.2 + (b * bar) + (i * step);
                if (kick[i] == 'x')
                {
                    Tone(signal, at, 0.2, 58, 0.7, decay: 15);
                }

                if (snare[i] == 'x')
                {
                    Burst(signal, at, 0.12, 0.35, 30, random);
                    Tone(signal, at, 0.1, 190, 0.3, decay: 30);
                }

                if (hat[i] == 'x')
                {
                    Burst(signal, at, 0.03, 0.2, 120, random);
                }
            }
        }

        return signal;
    }

    /// <summary>A slow swell of soft low chords.</summary>
    public static float[] Pad(double seconds)
    {
        var signal = Silence(seconds);
        for (var i = 0; i < signal.Length; i++)
        {
            var t = (double)i / Rate;
            var swell = 0.6 + (0.4 * Math.Sin(2 * Math.PI * t / 9));
            foreach (var hz in (double[])[130.8, 196, 246.9, 329.6])
            {
                signal[i] += (float)(0.06 * swell * Math.Sin(2 * Math.PI * hz * t));
            }
        }

        return signal;
    }

    public static float[] Gain(float[] signal, double db) => [.. signal.Select(v => (float)(v * Math.Pow(10, db / 20)))];
}
