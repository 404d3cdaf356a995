using System.Numerics.Tensors;

namespace EchoTune.Audio.Synthesis.Mastering;

/// <summary>A slow compressor of ratio 2 above a share of the piece's own level, that holds the mix together.</summary>
internal static class BusCompressor
{
    private const int Step = Limiter.Step;
    private const double Ratio = 2;

    /// <summary>Compresses in place; both channels alike.</summary>
    public static void Process(float[] left, float[] right)
    {
        var total = TensorPrimitives.SumOfSquares<float>(left) + TensorPrimitives.SumOfSquares<float>(right);
        // 1 dB above the mean level, so that loud passages are touched and quiet ones are not.
        var threshold = 1.26 * total / Math.Max(1, left.Length);
        if (threshold <= 0)
        {
            return;
        }

        var attack = 1 - Math.Exp(-Step / (0.015 * DemoLibrary.SampleRate));
        var release = 1 - Math.Exp(-Step / (0.16 * DemoLibrary.SampleRate));
        double level = 0;
        var gain = 1f;
        for (var at = 0; at < left.Length; at += Step)
        {
            var count = Math.Min(Step, left.Length - at);
            var l = left.AsSpan(at, count);
            var r = right.AsSpan(at, count);
            double now = (TensorPrimitives.SumOfSquares<float>(l) + TensorPrimitives.SumOfSquares<float>(r)) / count;
            level += (now - level) * (now > level ? attack : release);
            var next = level <= threshold ? 1f : (float)Math.Max(0.5, Math.Pow(level / threshold, 0.5 * ((1 / Ratio) - 1)));
            var slope = (next - gain) / count;
            for (var i = 0; i < count; i++)
            {
                gain += slope;
                l[i] *= gain;
                r[i] *= gain;
            }

            gain = next;
        }
    }
}
