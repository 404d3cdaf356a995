using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace EchoTune.Audio.Neural;

/// <summary>Rectifier: max(0, x).</summary>
internal sealed class Relu(int width) : Layer(width, width)
{
    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> x, int rows, Span<float> y) => TensorPrimitives.Max(x[..(rows * Inputs)], 0f, y);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        for (var i = 0; i < inputGradient.Length; i++)
        {
            inputGradient[i] += y[i] > 0 ? outputGradient[i] : 0;
        }
    }
}

/// <summary>Exponential linear unit (Clevert and others 2016): x above 0, eˣ − 1 below.</summary>
internal sealed class Elu(int width) : Layer(width, width)
{
    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> x, int rows, Span<float> y)
    {
        var n = rows * Inputs;
        x = x[..n];
        y = y[..n];
        var wide = MemoryMarshal.Cast<float, Vector<float>>(x);
        var results = MemoryMarshal.Cast<float, Vector<float>>(y);
        for (var i = 0; i < wide.Length; i++)
        {
            results[i] = Vector.Max(wide[i], Vector<float>.Zero) + (Vector.Exp(Vector.Min(wide[i], Vector<float>.Zero)) - Vector<float>.One);
        }

        for (var i = wide.Length * Vector<float>.Count; i < n; i++)
        {
            y[i] = x[i] > 0 ? x[i] : MathF.Exp(x[i]) - 1;
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        for (var i = 0; i < inputGradient.Length; i++)
        {
            inputGradient[i] += y[i] > 0 ? outputGradient[i] : outputGradient[i] * (1 + y[i]);
        }
    }
}

/// <summary>
/// In training silences a random share of the numbers and raises the others, so that no unit relies on another (Srivastava and
/// others 2014); otherwise lets everything through.
/// </summary>
/// <param name="width">Numbers a row.</param>
/// <param name="share">Share that is silenced, 0 to below 1.</param>
internal sealed class Dropout(int width, float share) : Layer(width, width)
{
    /// <summary>Share that is silenced.</summary>
    public float Share { get; } = share;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> x, int rows, Span<float> y) => x[..(rows * Inputs)].CopyTo(y);

    /// <inheritdoc/>
    public override void ForwardTraining(ReadOnlySpan<float> x, int rows, Span<float> y, Random random)
    {
        var scale = 1 / (1 - Share);
        for (var i = 0; i < rows * Inputs; i++)
        {
            y[i] = random.NextSingle() < Share ? 0 : x[i] * scale;
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        // The output tells what was done: silenced, raised, or (outside training) neither.
        for (var i = 0; i < inputGradient.Length; i++)
        {
            inputGradient[i] += x[i] != 0 ? outputGradient[i] * (y[i] / x[i]) : 0;
        }
    }
}

/// <summary>Brings each input to mean 0 and deviation 1: y = (x − mean) / deviation. Fitted once to data, not trained.</summary>
internal sealed class Standardise(int width) : Layer(width, width)
{
    /// <summary>What is taken off each input.</summary>
    public float[] Means { get; } = new float[width];

    /// <summary>What each is then multiplied with.</summary>
    public float[] Scales { get; } = [.. Enumerable.Repeat(1f, width)];

    /// <summary>Fits to rows.</summary>
    /// <param name="x">Rows × width.</param>
    /// <param name="rows">How many.</param>
    /// <returns>This layer.</returns>
    public Standardise Fit(ReadOnlySpan<float> x, int rows)
    {
        var (sums, squares) = (new double[Inputs], new double[Inputs]);
        for (var i = 0; i < rows * Inputs; i++)
        {
            sums[i % Inputs] += x[i];
            squares[i % Inputs] += (double)x[i] * x[i];
        }

        for (var c = 0; c < Inputs; c++)
        {
            var mean = sums[c] / Math.Max(1, rows);
            Means[c] = (float)mean;
            Scales[c] = (float)(1 / Math.Sqrt(Math.Max(1e-6, (squares[c] / Math.Max(1, rows)) - (mean * mean))));
        }

        return this;
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> x, int rows, Span<float> y)
    {
        for (var t = 0; t < rows; t++)
        {
            var row = y.Slice(t * Inputs, Inputs);
            TensorPrimitives.Subtract(x.Slice(t * Inputs, Inputs), Means, row);
            TensorPrimitives.Multiply(row, Scales, row);
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        for (var i = 0; i < inputGradient.Length; i++)
        {
            inputGradient[i] += outputGradient[i] * Scales[i % Inputs];
        }
    }
}
