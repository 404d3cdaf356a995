using System.Numerics.Tensors;

namespace EchoTune.Audio.Dsp;

/// <summary>
/// Halves the sample rate of a mono stream: a 64-tap Kaiser low-pass (flat to 0.2 of the input rate, 80 dB down above
/// 0.28), then every second sample. Keeps its state between blocks; does not allocate. Latency: 32 input samples.
/// </summary>
public sealed class HalfDecimator
{
    private const int Taps = 64;
    private readonly float[] _filter = new float[Taps];
    private readonly float[] _buffer;
    private int _filled;
    private int _next;

    /// <summary>Prepares a decimator.</summary>
    /// <param name="maxBlock">The largest block that will come, samples.</param>
    public HalfDecimator(int maxBlock)
    {
        var design = Windows.LowPass(Taps, 0.235, 8);
        for (var i = 0; i < Taps; i++)
        {
            _filter[i] = (float)design[i];
        }

        _buffer = new float[Taps + maxBlock];
        // Half a filter of silence before the first sample, so that output sample n stands for input sample 2n.
        _filled = Taps / 2;
    }

    /// <summary>Filters and decimates a block.</summary>
    /// <param name="input">Samples, at most the largest block.</param>
    /// <param name="output">Takes at most <c>(input.Length + 1) / 2</c> samples.</param>
    /// <returns>How many samples were written.</returns>
    public int Process(ReadOnlySpan<float> input, Span<float> output)
    {
        input.CopyTo(_buffer.AsSpan(_filled));
        _filled += input.Length;
        var written = 0;
        ReadOnlySpan<float> buffer = _buffer, filter = _filter;
        while (_next + Taps <= _filled)
        {
            output[written++] = TensorPrimitives.Dot(buffer.Slice(_next, Taps), filter);
            _next += 2;
        }

        var keep = _filled - _next;
        if (keep > 0)
        {
            _buffer.AsSpan(_next, keep).CopyTo(_buffer);
            _filled = keep;
            _next = 0;
        }
        else
        {
            _next -= _filled;
            _filled = 0;
        }

        return written;
    }
}
