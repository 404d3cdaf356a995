using System.Numerics.Tensors;

namespace EchoTune.Audio.Neural;

/// <summary>Each row on its own: y = bias + x · weights.</summary>
internal sealed class Dense : Layer
{
    private readonly Parameter[] _parameters;

    /// <summary>Makes a layer of zeros; see <see cref="Initialise"/>.</summary>
    /// <param name="inputs">Numbers a row in.</param>
    /// <param name="outputs">Numbers a row out.</param>
    public Dense(int inputs, int outputs)
        : base(inputs, outputs)
    {
        Weights = new Parameter(inputs * outputs);
        Bias = new Parameter(outputs);
        _parameters = [Weights, Bias];
    }

    /// <summary>Inputs × outputs.</summary>
    public Parameter Weights { get; }

    /// <summary>One an output.</summary>
    public Parameter Bias { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Random weights that keep the variance of what goes through; bias 0.</summary>
    /// <param name="random">Source of chance.</param>
    /// <param name="gain">√2 before a rectifier, 1 elsewhere.</param>
    /// <returns>This layer.</returns>
    public Dense Initialise(Random random, double gain = 1.414)
    {
        Weights.Randomise(random, gain / Math.Sqrt(Inputs));
        return this;
    }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> x, int rows, Span<float> y)
    {
        for (var t = 0; t < rows; t++)
        {
            Bias.Values.CopyTo(y[(t * Outputs)..]);
        }

        MatrixProduct.Add(x, Inputs, 1, Weights.Values, Outputs, y, Outputs, rows, Inputs, Outputs);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        for (var t = 0; t < rows; t++)
        {
            TensorPrimitives.Add(Bias.Gradient, outputGradient.Slice(t * Outputs, Outputs), Bias.Gradient);
        }

        MatrixProduct.Add(x, 1, Inputs, outputGradient, Outputs, Weights.Gradient, Outputs, Inputs, rows, Outputs);
        if (inputGradient.IsEmpty)
        {
            return;
        }

        var turned = new float[Inputs * Outputs];
        for (var i = 0; i < turned.Length; i++)
        {
            turned[(i % Outputs * Inputs) + (i / Outputs)] = Weights.Values[i];
        }

        MatrixProduct.Add(outputGradient, Outputs, 1, turned, Inputs, inputGradient, Inputs, rows, Outputs, Inputs);
    }
}
