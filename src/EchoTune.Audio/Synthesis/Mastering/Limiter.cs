using System.Numerics.Tensors;
using EchoTune.Audio.Dsp;

namespace EchoTune.Audio.Synthesis.Mastering;

/// <summary>
/// A lookahead true-peak limiter. The true peak of every step of 63 samples is found once; envelopes for any gain follow
/// from these, so that a loudness can be aimed at without touching the audio.
/// </summary>
internal sealed class Limiter
{
    /// <summary>Samples in a step; 70 steps are 100 ms.</summary>
    public const int Step = 63;

    // The gain reaches its low this many steps (6 ms) early and passes it as late.
    private const int Reach = 4;
    private const int Taps = 16;
    private static readonly float[][] Phases = BuildPhases();
    private readonly float[] _left;
    private readonly float[] _right;
    private readonly double _ceiling;
    private readonly float[] _peaks;

    /// <summary>Finds the peaks of a piece.</summary>
    public Limiter(float[] left, float[] right, double ceiling)
    {
        _left = left;
        _right = right;
        _ceiling = ceiling;
        _peaks = new float[(left.Length + Step - 1) / Step];
        Find(left);
        Find(right);
    }

    /// <summary>Gain at each boundary of steps (one more than steps): the wanted gain, lowered around peaks.</summary>
    public float[] Envelope(double gain)
    {
        var needed = new float[_peaks.Length];
        for (var i = 0; i < needed.Length; i++)
        {
            needed[i] = (float)Math.Min(gain, _ceiling / Math.Max(_peaks[i], 1e-9f));
        }

        // The lowest gain needed within reach, a slow way back up, then a mean over the same reach, which cannot exceed it.
        var held = new float[needed.Length + 1];
        var recover = 1 - MathF.Exp(-Step / (0.12f * DemoLibrary.SampleRate));
        var state = (float)gain;
        for (var i = 0; i < held.Length; i++)
        {
            var low = (float)gain;
            for (var j = Math.Max(0, i - Reach - 1); j <= Math.Min(needed.Length - 1, i + Reach); j++)
            {
                low = Math.Min(low, needed[j]);
            }

            state = low < state ? low : Math.Min(low, state + (((float)gain - state) * recover));
            held[i] = state;
        }

        var envelope = new float[held.Length];
        for (var i = 0; i < envelope.Length; i++)
        {
            var from = Math.Max(0, i - Reach);
            var to = Math.Min(held.Length - 1, i + Reach);
            envelope[i] = TensorPrimitives.Sum<float>(held.AsSpan(from, to - from + 1)) / (to - from + 1);
        }

        return envelope;
    }

    /// <summary>Applies an envelope.</summary>
    public void Apply(float[] envelope)
    {
        for (var i = 0; i < _peaks.Length; i++)
        {
            var at = i * Step;
            var count = Math.Min(Step, _left.Length - at);
            var l = _left.AsSpan(at, count);
            var r = _right.AsSpan(at, count);
            if (envelope[i] == envelope[i + 1])
            {
                TensorPrimitives.Multiply<float>(l, envelope[i], l);
                TensorPrimitives.Multiply<float>(r, envelope[i], r);
                continue;
            }

            var slope = (envelope[i + 1] - envelope[i]) / Step;
            var gain = envelope[i];
            for (var s = 0; s < count; s++)
            {
                gain += slope;
                l[s] *= gain;
                r[s] *= gain;
            }
        }
    }

    // Only samples that may reach the ceiling after gain (at −14 LUFS, 10 dB above the mean) are looked at closely.
    private void Find(float[] samples)
    {
        var mean = MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(samples) / Math.Max(1, samples.Length));
        for (var i = 0; i < _peaks.Length; i++)
        {
            var at = i * Step;
            var end = Math.Min(at + Step, samples.Length);
            var peak = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(samples.AsSpan(at, end - at)));
            var from = Math.Max(at - 1, (Taps / 2) - 1);
            var to = Math.Min(end, samples.Length - (Taps / 2));
            for (var s = from; s < to && peak > 1.8f * mean; s++)
            {
                // A peak between two samples is at most about 1.5 times the larger of them and is found only near one.
                if (Math.Max(Math.Abs(samples[s]), Math.Abs(samples[s + 1])) * 1.5f < peak)
                {
                    continue;
                }

                var window = samples.AsSpan(s - (Taps / 2) + 1, Taps);
                foreach (var phase in Phases)
                {
                    peak = Math.Max(peak, MathF.Abs(TensorPrimitives.Dot<float>(window, phase)));
                }
            }

            _peaks[i] = Math.Max(_peaks[i], peak);
        }
    }

    // Interpolation by four, as in TruePeakMeter: the three points between two samples.
    private static float[][] BuildPhases()
    {
        var design = Windows.LowPass((4 * Taps) - 1, 0.125, 7);
        var phases = new float[3][];
        for (var p = 0; p < phases.Length; p++)
        {
            var taps = Enumerable.Range(0, Taps).Select(t => (double)design[(t * 4) + p]).ToArray();
            var sum = taps.Sum();
            phases[p] = [.. taps.Select(t => (float)(t / sum))];
        }

        return phases;
    }
}
