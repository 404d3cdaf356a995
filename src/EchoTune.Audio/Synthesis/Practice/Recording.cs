using System.Numerics.Tensors;
using EchoTune.Audio.Synthesis.Mastering;
using EchoTune.Audio.Synthesis.Sound;
using EchoTune.Audio.Synthesis.Sound.Effects;

namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>What recordings do to music: tilt, narrow bands, rooms, noise, an audience, clipping, coarse steps, levels.</summary>
internal static class Recording
{
    private const int Rate = DemoLibrary.SampleRate;
    private const int Block = ScoreRenderer.Block;

    /// <summary>Worsens a recording in place.</summary>
    /// <returns>What was done, in words, each after a comma.</returns>
    public static string Degrade(SeededRandom random, float[] left, float[] right)
    {
        var words = "";
        Settle(left, right, 0.8f);
        if (random.Chance(0.2))
        {
            Room(left, right, random.Between(0.4, 2.5), (float)random.Between(0.15, 0.6));
            words += ", far away";
        }

        if (random.Chance(0.45))
        {
            var tilt = random.Between(-9, 9);
            Tilt(left, right, random.Between(300, 1500), tilt);
            words += FormattableString.Invariant($", tilted {tilt:0} dB");
        }

        if (random.Chance(0.3))
        {
            var (low, high) = (random.Between(30, 350), random.Between(2800, 14_000));
            new StereoFilter(low, high: true).Process(left, right);
            new StereoFilter(high, high: false, 1.8478f).Process(left, right);
            new StereoFilter(high, high: false, 0.7654f).Process(left, right);
            words += FormattableString.Invariant($", band {low:0}–{high:0} Hz");
        }

        if (random.Chance(0.3))
        {
            BusCompressor.Process(left, right);
            words += ", compressed";
        }

        if (random.Chance(0.5))
        {
            var snr = random.Between(10, 40);
            var isCrowd = random.Chance(0.35);
            Noise(random, left, right, snr, isCrowd);
            words += FormattableString.Invariant($", {(isCrowd ? "crowd" : "noise")} at {snr:0} dB");
        }

        Settle(left, right, 0.9f);
        if (random.Chance(0.3))
        {
            var drive = (float)Math.Pow(10, random.Between(1, 9) / 20);
            var isHard = random.Chance(0.5);
            foreach (var channel in (float[][])[left, right])
            {
                TensorPrimitives.Multiply<float>(channel, drive, channel);
                if (isHard)
                {
                    TensorPrimitives.Min<float>(channel, 0.95f, channel);
                    TensorPrimitives.Max<float>(channel, -0.95f, channel);
                }
                else
                {
                    TensorPrimitives.Tanh<float>(channel, channel);
                }
            }

            words += isHard ? ", clipped" : ", saturated";
        }

        if (random.Chance(0.08))
        {
            foreach (var channel in (float[][])[left, right])
            {
                TensorPrimitives.Multiply<float>(channel, 127, channel);
                TensorPrimitives.Round<float>(channel, channel);
                TensorPrimitives.Multiply<float>(channel, 1f / 127, channel);
            }

            words += ", 8 bit";
        }

        if (random.Chance(0.5))
        {
            var gain = (float)Math.Pow(10, -random.Between(0, 24) / 20);
            TensorPrimitives.Multiply<float>(left, gain, left);
            TensorPrimitives.Multiply<float>(right, gain, right);
            words += ", quieter";
        }

        return words;
    }

    /// <summary>Brings the peak to a level, the rare highest ones bent rather than everything turned down for them.</summary>
    public static void Settle(float[] left, float[] right, float peak)
    {
        // The loudest of one block in two hundred may be bent.
        const int window = 1024;
        var peaks = new float[(left.Length / window) + 1];
        for (var i = 0; i < peaks.Length; i++)
        {
            var at = Math.Min(i * window, left.Length);
            var count = Math.Min(window, left.Length - at);
            peaks[i] = count == 0 ? 0 : Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude<float>(left.AsSpan(at, count))), Math.Abs(TensorPrimitives.MaxMagnitude<float>(right.AsSpan(at, count))));
        }

        Array.Sort(peaks);
        var usual = peaks[(int)(0.995 * (peaks.Length - 1))];
        if (usual < 1e-6f)
        {
            return;
        }

        // Linear to eight tenths, then bent towards 1.
        var gain = 0.8f / usual;
        foreach (var channel in (float[][])[left, right])
        {
            for (var i = 0; i < channel.Length; i++)
            {
                var v = channel[i] * gain;
                var magnitude = Math.Abs(v);
                channel[i] = peak * (magnitude <= 0.8f ? v : MathF.CopySign(1 - (0.04f / (magnitude - 0.6f)), v));
            }
        }
    }

    private static void Tilt(float[] left, float[] right, double hz, double db)
    {
        // One pole splits the band; one side goes up as the other goes down.
        var k = (float)(1 - Math.Exp(-2 * Math.PI * hz / Rate));
        float low = (float)Math.Pow(10, -db / 40), high = (float)Math.Pow(10, db / 40);
        foreach (var channel in (float[][])[left, right])
        {
            var state = 0f;
            for (var i = 0; i < channel.Length; i++)
            {
                state += (k * (channel[i] - state)) + 1e-18f;
                channel[i] = (low * state) + (high * (channel[i] - state));
            }
        }
    }

    private static void Room(float[] left, float[] right, double seconds, float wet)
    {
        var reverb = new Reverb(seconds);
        float[] l = new float[Block], r = new float[Block];
        for (var at = 0; at < left.Length; at += Block)
        {
            var count = Math.Min(Block, left.Length - at);
            left.AsSpan(at, count).CopyTo(l);
            right.AsSpan(at, count).CopyTo(r);
            reverb.Process(l.AsSpan(0, count), r.AsSpan(0, count));
            TensorPrimitives.MultiplyAdd<float>(l.AsSpan(0, count), wet, left.AsSpan(at, count), left.AsSpan(at, count));
            TensorPrimitives.MultiplyAdd<float>(r.AsSpan(0, count), wet, right.AsSpan(at, count), right.AsSpan(at, count));
        }
    }

    // Hiss from white to dark; a crowd is noise of the middle register that swells, with claps that keep no time.
    private static void Noise(SeededRandom random, float[] left, float[] right, double snrDb, bool isCrowd)
    {
        var colour = (float)(isCrowd ? 0.12 : random.Chance(0.4) ? 1 : random.Between(0.03, 0.6));
        var power = (TensorPrimitives.SumOfSquares<float>(left) + TensorPrimitives.SumOfSquares<float>(right)) / (2.0 * Math.Max(1, left.Length));
        var gain = Math.Sqrt(power * Math.Pow(10, -snrDb / 10));
        // One pole passes k / (2 − k) of the power of white noise, whose samples have a third.
        gain /= Math.Sqrt(colour / (2 - colour) / 3);
        double rate = random.Between(0.05, 0.4), phase = random.Between(0, 6.28);
        var clapsPerSample = 1 / (Rate * random.Between(0.02, 0.12));
        foreach (var channel in (float[][])[left, right])
        {
            var state = (uint)random.NextULong() | 1;
            float low = 0, bottom = 0, clap = 0;
            var level = (float)gain;
            for (var i = 0; i < channel.Length; i++)
            {
                if (isCrowd && (i & 1023) == 0)
                {
                    level = (float)(gain * (0.75 + (0.5 * Math.Sin((6.28 * rate * i / Rate) + phase))));
                    clap = random.Chance(1024 * clapsPerSample) ? (float)random.Between(1, 4) : clap;
                }

                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                var white = (int)state * (1f / 2147483648f);
                low += colour * (white - low);
                if (isCrowd)
                {
                    // Nobody cheers below 200 Hz.
                    bottom += 0.03f * (low - bottom);
                    channel[i] += level * (1 + clap) * (low - bottom);
                    clap *= 0.9985f;
                }
                else
                {
                    channel[i] += level * low;
                }
            }
        }
    }
}
