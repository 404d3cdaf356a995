using System.Numerics.Tensors;

namespace EchoTune.Audio.Synthesis.Sound.Effects;

/// <summary>A gain that follows points of time: straight in dB between them, level before the first and after the last.</summary>
internal sealed class Swell(IReadOnlyList<(double Seconds, double Db)> points)
{
    private int _next;

    /// <summary>Applies it to a block.</summary>
    /// <param name="start">Sample at which the block begins; blocks come in order.</param>
    /// <param name="left">Left samples.</param>
    /// <param name="right">Right samples, as many.</param>
    public void Process(int start, Span<float> left, Span<float> right)
    {
        const int chunk = 64;
        for (var at = 0; at < left.Length; at += chunk)
        {
            var count = Math.Min(chunk, left.Length - at);
            var gain = Gain((start + at) / (double)DemoLibrary.SampleRate);
            var next = Gain((start + at + count) / (double)DemoLibrary.SampleRate);
            if (gain == next)
            {
                TensorPrimitives.Multiply<float>(left.Slice(at, count), gain, left.Slice(at, count));
                TensorPrimitives.Multiply<float>(right.Slice(at, count), gain, right.Slice(at, count));
                continue;
            }

            var step = (next - gain) / count;
            for (var i = at; i < at + count; i++)
            {
                gain += step;
                left[i] *= gain;
                right[i] *= gain;
            }
        }
    }

    private float Gain(double seconds)
    {
        while (_next < points.Count && points[_next].Seconds <= seconds)
        {
            _next++;
        }

        var db = _next == 0 ? points[0].Db : points[_next - 1].Db;
        if (_next > 0 && _next < points.Count)
        {
            var (from, to) = (points[_next - 1], points[_next]);
            db += (to.Db - from.Db) * (seconds - from.Seconds) / (to.Seconds - from.Seconds);
        }

        return (float)Math.Pow(10, db / 20);
    }
}
