using EchoTune.Audio.Dsp;
using EchoTune.Audio.Synthesis.Practice;

namespace EchoTune.Audio.Tests.Synthesis.Practice;

/// <summary>A plain listener: onsets as spectral flux, and how much of the sound lies on the tones of the stated chords.</summary>
internal static class Listening
{
    private const int Rate = PracticeMusic.SampleRate;
    private const int Window = 2048;
    private const int Hop = 441;

    public static double[] Flux(float[] mono)
    {
        var fft = new RealFft(Window);
        var hann = Windows.Hann(Window);
        float[] block = new float[Window], power = new float[(Window / 2) + 1], before = new float[(Window / 2) + 1];
        var flux = new double[Math.Max(0, (mono.Length - Window) / Hop)];
        for (var f = 0; f < flux.Length; f++)
        {
            for (var i = 0; i < Window; i++)
            {
                block[i] = mono[(f * Hop) + i] * hann[i];
            }

            fft.Power(block, power);
            for (var k = 1; k < 600; k++)
            {
                var log = MathF.Log(1 + (1000 * power[k]));
                flux[f] += Math.Max(0, log - before[k]);
                before[k] = log;
            }
        }

        return flux;
    }

    // The highest flux within 40 ms; the window sees what comes half of it ahead.
    public static double Peak(double[] flux, double seconds)
    {
        var centre = ((seconds * Rate) - (Window / 2)) / Hop;
        int from = Math.Max(0, (int)centre - 4), to = Math.Min(flux.Length - 1, (int)centre + 4);
        var peak = 0.0;
        for (var i = from; i <= to; i++)
        {
            peak = Math.Max(peak, flux[i]);
        }

        return peak;
    }

    public static double ChordShare(PracticePiece piece, int shift)
    {
        const int window = 16384;
        var fft = new RealFft(window);
        var hann = Windows.Hann(window);
        float[] block = new float[window], power = new float[(window / 2) + 1];
        double on = 0, all = 0;
        foreach (var chord in piece.Truth.Chords.Where(c => c.End - c.Start > 0.9))
        {
            var start = (int)((((chord.Start + chord.End) / 2) * Rate) - (window / 2));
            if (start < 0 || start + window > piece.Samples.Length)
            {
                continue;
            }

            for (var i = 0; i < window; i++)
            {
                block[i] = piece.Samples[start + i] * hann[i];
            }

            fft.Power(block, power);
            var chroma = new double[12];
            for (var k = (int)(100.0 * window / Rate); k < 1500.0 * window / Rate; k++)
            {
                var pitch = 69 + (12 * Math.Log2((double)k * Rate / window / 440)) - (piece.TuningCents / 100);
                chroma[(((int)Math.Round(pitch) % 12) + 12) % 12] += Math.Sqrt(power[k]);
            }

            var tones = Tones(chord.Label);
            on += tones.Sum(t => chroma[(t + shift) % 12]) / chroma.Sum();
            all++;
        }

        return all == 0 ? 1 : on / all;
    }

    private static int[] Tones(string label)
    {
        var root = "C D EF G A B".IndexOf(label[0], StringComparison.Ordinal) + (label.Length > 1 && label[1] == '#' ? 1 : label.Length > 1 && label[1] == 'b' ? -1 : 0);
        var rest = label[(label.Length > 1 && label[1] is '#' or 'b' ? 2 : 1)..];
        int[] intervals = rest switch
        {
            "" => [0, 4, 7], "m" => [0, 3, 7], "7" => [0, 4, 7, 10], "maj7" => [0, 4, 7, 11], "m7" => [0, 3, 7, 10], "dim" => [0, 3, 6], "m7b5" => [0, 3, 6, 10],
            "sus4" => [0, 5, 7], "sus2" => [0, 2, 7], "aug" => [0, 4, 8], "dim7" => [0, 3, 6, 9], "6" => [0, 4, 7, 9], "m6" => [0, 3, 7, 9],
            _ => throw new FormatException(label),
        };
        return [.. intervals.Select(i => (root + i + 12) % 12)];
    }
}
