using System.Numerics;

namespace EchoTune.Audio.Synthesis.Sound.Effects;

/// <summary>
/// Soft clipping x − x³/3 of one channel, made of differences of its integral so that the partials it adds fold back less
/// (Parker, Zavalishin and Le Bivic, "Reducing the aliasing of nonlinear waveshaping", DAFx 2016).
/// </summary>
internal sealed class Saturator
{
    private readonly float[] _shifted = new float[ScoreRenderer.Block + 1];

    /// <summary>Shapes a block of at most <see cref="ScoreRenderer.Block"/> samples in place.</summary>
    public void Process(Span<float> samples, float gain)
    {
        var n = samples.Length;
        for (var i = 0; i < n; i++)
        {
            _shifted[i + 1] = samples[i] * gain;
        }

        var at = 0;
        for (; at + Vector<float>.Count <= n; at += Vector<float>.Count)
        {
            var x0 = new Vector<float>(_shifted, at);
            var x1 = new Vector<float>(_shifted, at + 1);
            var difference = x1 - x0;
            var close = Vector.LessThan(Vector.Abs(difference), new Vector<float>(0.01f));
            var slope = (Integral(x1) - Integral(x0)) / Vector.ConditionalSelect(close, Vector<float>.One, difference);
            Vector.ConditionalSelect(close, Shape((x0 + x1) * new Vector<float>(0.5f)), slope).CopyTo(samples[at..]);
        }

        for (; at < n; at++)
        {
            var middle = Math.Clamp(0.5f * (_shifted[at] + _shifted[at + 1]), -1, 1);
            samples[at] = middle - (middle * middle * middle / 3);
        }

        _shifted[0] = _shifted[n];
    }

    private static Vector<float> Shape(Vector<float> x)
    {
        var c = Vector.Min(Vector.Max(x, -Vector<float>.One), Vector<float>.One);
        return c - (c * c * c * new Vector<float>(1f / 3));
    }

    private static Vector<float> Integral(Vector<float> x)
    {
        var m = Vector.Abs(x);
        var square = m * m;
        var inside = (square * new Vector<float>(0.5f)) - (square * square * new Vector<float>(1f / 12));
        var outside = (m * new Vector<float>(2f / 3)) - new Vector<float>(0.25f);
        return Vector.ConditionalSelect(Vector.LessThan(m, Vector<float>.One), inside, outside);
    }
}
