using System.Numerics.Tensors;

namespace EchoTune.Audio.Neural;

/// <summary>Losses on the raw outputs of a network, each the sum over rows, with its gradient.</summary>
internal static class Loss
{
    /// <summary>1 / (1 + e⁻ˣ).</summary>
    /// <param name="x">A raw output.</param>
    public static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    /// <summary>Cross-entropy of independent yes-or-no answers.</summary>
    /// <param name="outputs">Raw outputs.</param>
    /// <param name="targets">0–1 for each output.</param>
    /// <param name="weights">How much each output counts.</param>
    /// <param name="gradient">The gradient of the loss in each output, overwritten.</param>
    /// <returns>The weighted sum.</returns>
    public static double Binary(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        var sum = 0.0;
        for (var i = 0; i < outputs.Length; i++)
        {
            var x = outputs[i];
            // ln(1 + eˣ) − t x, written so that nothing overflows.
            sum += weights[i] * (Math.Max(x, 0) - (x * targets[i]) + Math.Log(1 + Math.Exp(-Math.Abs(x))));
            gradient[i] = weights[i] * (Sigmoid(x) - targets[i]);
        }

        return sum;
    }

    /// <summary>Cross-entropy of one answer of several a row.</summary>
    /// <param name="outputs">Raw outputs, rows × classes.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="targets">Index of the right class of each row; below 0 the row does not count.</param>
    /// <param name="gradient">The gradient of the loss in each output, overwritten.</param>
    /// <returns>The sum over rows.</returns>
    public static double Softmax(ReadOnlySpan<float> outputs, int classes, ReadOnlySpan<int> targets, Span<float> gradient)
    {
        var sum = 0.0;
        for (var r = 0; r < targets.Length; r++)
        {
            var row = gradient.Slice(r * classes, classes);
            if (targets[r] < 0)
            {
                row.Clear();
                continue;
            }

            TensorPrimitives.SoftMax(outputs.Slice(r * classes, classes), row);
            sum -= Math.Log(Math.Max(row[targets[r]], 1e-30));
            row[targets[r]] -= 1;
        }

        return sum;
    }
}
