using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace EchoTune.Audio.Dsp;

/// <summary>
/// True peak of a mono stream after ITU-R BS.1770-4 annex 2: the largest magnitude of the signal oversampled four times. A
/// polyphase filter of 16 taps a phase; stretches that cannot exceed the peak so far, by the filter's largest possible
/// gain, are skipped. Does not allocate.
/// </summary>
public sealed class TruePeakMeter
{
    private const int Phases = 4;
    private const int Taps = 16;
    private const int Stretch = 64;
    private readonly float[][] _filters = new float[Phases - 1][];
    private readonly float[] _buffer;
    private readonly float _gain;
    private readonly int _maxBlock;
    private readonly bool _simd;

    /// <summary>Prepares a meter.</summary>
    /// <param name="maxBlock">Samples taken at once inside; longer blocks are split.</param>
    public TruePeakMeter(int maxBlock = 1024)
        : this(maxBlock, useSimd: true)
    {
    }

    /// <summary>Prepares a meter, with or without SIMD (tests compare both).</summary>
    internal TruePeakMeter(int maxBlock, bool useSimd)
    {
        _simd = useSimd && Vector.IsHardwareAccelerated;
        _maxBlock = maxBlock;
        _buffer = new float[Taps - 1 + maxBlock];
        // Odd length: phase 0 is then the sample itself, and phases 1 to 3 lie between it and the next.
        var design = Windows.LowPass((Phases * Taps) - 1, 0.5 / Phases, 7);
        for (var phase = 1; phase < Phases; phase++)
        {
            var filter = new float[Taps];
            var sum = 0.0;
            for (var t = 0; t < Taps; t++)
            {
                sum += design[(t * Phases) + phase - 1];
            }

            var absolute = 0.0;
            for (var t = 0; t < Taps; t++)
            {
                filter[t] = (float)(design[(t * Phases) + phase - 1] / sum);
                absolute += Math.Abs(filter[t]);
            }

            _filters[phase - 1] = filter;
            _gain = Math.Max(_gain, (float)absolute);
        }
    }

    /// <summary>The largest magnitude so far, 1 is full scale.</summary>
    public float Peak { get; private set; }

    /// <summary>The peak with what the filter still holds of the last samples, were silence to follow. Changes nothing.</summary>
    public float PeakToTheEnd()
    {
        Span<float> tail = stackalloc float[(2 * Taps) - 1];
        tail.Clear();
        _buffer.AsSpan(0, Taps - 1).CopyTo(tail);
        return Search(tail, 0, Taps, Peak);
    }

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Finite samples.</param>
    public void Process(ReadOnlySpan<float> samples)
    {
        while (samples.Length > 0)
        {
            var block = samples[..Math.Min(samples.Length, _maxBlock)];
            samples = samples[block.Length..];
            block.CopyTo(_buffer.AsSpan(Taps - 1));
            Peak = Math.Max(Peak, TensorPrimitives.MaxMagnitude(block) is var m ? MathF.Abs(m) : 0);
            ReadOnlySpan<float> buffer = _buffer.AsSpan(0, Taps - 1 + block.Length);
            for (var start = 0; start < block.Length; start += Stretch)
            {
                var end = Math.Min(start + Stretch, block.Length);
                if (MathF.Abs(TensorPrimitives.MaxMagnitude(buffer[start..(end + Taps - 1)])) * _gain > Peak)
                {
                    Peak = Search(buffer, start, end, Peak);
                }
            }

            buffer[^(Taps - 1)..].CopyTo(_buffer);
        }
    }

    private float Search(ReadOnlySpan<float> buffer, int start, int end, float peak)
    {
        var i = start;
        if (_simd)
        {
            // Eight places at a time (or as many as a vector holds), all three phases of each.
            ref var samples = ref MemoryMarshal.GetReference(buffer);
            var highest = new Vector<float>(peak);
            float[] f1 = _filters[0], f2 = _filters[1], f3 = _filters[2];
            for (; i + Vector<float>.Count <= end; i += Vector<float>.Count)
            {
                Vector<float> a = Vector<float>.Zero, b = Vector<float>.Zero, c = Vector<float>.Zero;
                for (var t = 0; t < Taps; t++)
                {
                    var x = Vector.LoadUnsafe(ref samples, (nuint)(i + t));
                    a = Vector.FusedMultiplyAdd(x, new Vector<float>(f1[t]), a);
                    b = Vector.FusedMultiplyAdd(x, new Vector<float>(f2[t]), b);
                    c = Vector.FusedMultiplyAdd(x, new Vector<float>(f3[t]), c);
                }

                highest = Vector.Max(highest, Vector.Max(Vector.Abs(a), Vector.Max(Vector.Abs(b), Vector.Abs(c))));
            }

            for (var lane = 0; lane < Vector<float>.Count; lane++)
            {
                peak = Math.Max(peak, highest[lane]);
            }
        }

        for (; i < end; i++)
        {
            var window = buffer.Slice(i, Taps);
            foreach (var filter in _filters)
            {
                var sum = 0f;
                for (var t = 0; t < Taps; t++)
                {
                    sum += window[t] * filter[t];
                }

                peak = Math.Max(peak, MathF.Abs(sum));
            }
        }

        return peak;
    }
}
