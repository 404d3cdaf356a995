using System.Numerics.Tensors;

namespace EchoTune.Audio.Neural;

/// <summary>
/// Dilated convolution over rows (time), centred, with zeros beyond both ends, so that as many rows come out as go in:
/// y[t] = bias + Σ_tap x[t + (tap − taps / 2) × dilation] · weights[tap].
/// </summary>
internal sealed class Conv1d : Layer
{
    private const int Block = 256;
    private readonly Parameter[] _parameters;

    /// <summary>Makes a layer of zeros; see <see cref="Initialise"/>.</summary>
    /// <param name="inputs">Numbers a row in.</param>
    /// <param name="outputs">Numbers a row out; multiples of 16 run fastest.</param>
    /// <param name="taps">Rows that are weighed; odd.</param>
    /// <param name="dilation">Rows from one tap to the next.</param>
    public Conv1d(int inputs, int outputs, int taps, int dilation = 1)
        : base(inputs, outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(taps % 2, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dilation, 1);
        Taps = taps;
        Dilation = dilation;
        Weights = new Parameter(taps * inputs * outputs);
        Bias = new Parameter(outputs);
        _parameters = [Weights, Bias];
    }

    /// <summary>Rows that are weighed.</summary>
    public int Taps { get; }

    /// <summary>Rows from one tap to the next.</summary>
    public int Dilation { get; }

    /// <summary>Taps × inputs × outputs.</summary>
    public Parameter Weights { get; }

    /// <summary>One an output.</summary>
    public Parameter Bias { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => _parameters;

    /// <inheritdoc/>
    public override int Reach => Taps / 2 * Dilation;

    /// <summary>Random weights that keep the variance of what goes through (He and others 2015); bias 0.</summary>
    /// <param name="random">Source of chance.</param>
    /// <param name="gain">√2 before a rectifier, 1 elsewhere.</param>
    /// <returns>This layer.</returns>
    public Conv1d Initialise(Random random, double gain = 1.414)
    {
        Weights.Randomise(random, gain / Math.Sqrt(Taps * Inputs));
        return this;
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> x, int rows, Span<float> y)
    {
        // In blocks of rows that stay in the cache while all taps pass over them.
        for (var start = 0; start < rows; start += Block)
        {
            var end = Math.Min(rows, start + Block);
            for (var t = start; t < end; t++)
            {
                Bias.Values.CopyTo(y[(t * Outputs)..]);
            }

            for (var tap = 0; tap < Taps; tap++)
            {
                var (from, count, shift) = Overlap(tap, start, end, rows);
                if (count > 0)
                {
                    MatrixProduct.Add(
                        x[((from + shift) * Inputs)..], Inputs, 1, Tap(Weights.Values, tap), Outputs, y[(from * Outputs)..], Outputs, count, Inputs, Outputs);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        for (var t = 0; t < rows; t++)
        {
            TensorPrimitives.Add(Bias.Gradient, outputGradient.Slice(t * Outputs, Outputs), Bias.Gradient);
        }

        var turned = inputGradient.IsEmpty ? [] : new float[Inputs * Outputs];
        for (var tap = 0; tap < Taps; tap++)
        {
            var (from, count, shift) = Overlap(tap, 0, rows, rows);
            if (count <= 0)
            {
                continue;
            }

            var above = outputGradient[(from * Outputs)..];
            MatrixProduct.Add(x[((from + shift) * Inputs)..], 1, Inputs, above, Outputs, Tap(Weights.Gradient, tap), Outputs, Inputs, count, Outputs);
            if (inputGradient.IsEmpty)
            {
                continue;
            }

            var weights = Tap(Weights.Values, tap);
            for (var i = 0; i < weights.Length; i++)
            {
                turned[(i % Outputs * Inputs) + (i / Outputs)] = weights[i];
            }

            MatrixProduct.Add(above, Outputs, 1, turned, Inputs, inputGradient[((from + shift) * Inputs)..], Inputs, count, Outputs, Inputs);
        }
    }

    // The rows from start to end whose tap lies inside the sequence.
    private (int From, int Count, int Shift) Overlap(int tap, int start, int end, int rows)
    {
        var shift = (tap - (Taps / 2)) * Dilation;
        var from = Math.Max(start, -shift);
        return (from, Math.Min(end, rows - shift) - from, shift);
    }

    private Span<float> Tap(float[] values, int tap) => values.AsSpan(tap * Inputs * Outputs, Inputs * Outputs);
}
