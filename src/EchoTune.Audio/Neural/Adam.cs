using System.Numerics.Tensors;

namespace EchoTune.Audio.Neural;

/// <summary>Adam (Kingma and Ba 2015) with decoupled decay of weights (Loshchilov and Hutter 2019) and a limit on the gradient's length.</summary>
/// <param name="parameters">What it changes.</param>
internal sealed class Adam(IEnumerable<Parameter> parameters)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private readonly (Parameter Parameter, float[] Mean, float[] Square)[] _state =
        [.. parameters.Select(p => (p, new float[p.Values.Length], new float[p.Values.Length]))];

    private int _steps;

    /// <summary>Longest gradient that is followed; longer ones are shortened to it.</summary>
    public double LongestGradient { get; init; } = 1;

    /// <summary>Share of each weight that is taken off at a step, times the rate.</summary>
    public float Decay { get; init; }

    /// <summary>Takes one step down the gradients and clears them.</summary>
    /// <param name="rate">How far; 0.001 is usual.</param>
    /// <param name="scale">What gradients are multiplied with first, e.g. 1 / rows of the batch.</param>
    /// <returns>The length of the scaled gradient before it was limited.</returns>
    public double Step(double rate, double scale = 1)
    {
        _steps++;
        var length = Math.Sqrt(_state.Sum(s => (double)TensorPrimitives.SumOfSquares<float>(s.Parameter.Gradient))) * scale;
        var factor = (float)(scale * (length > LongestGradient ? LongestGradient / length : 1));
        var step = (float)(rate * Math.Sqrt(1 - Math.Pow(Beta2, _steps)) / (1 - Math.Pow(Beta1, _steps)));
        foreach (var (parameter, mean, square) in _state)
        {
            var (values, gradient) = (parameter.Values, parameter.Gradient);
            for (var i = 0; i < values.Length; i++)
            {
                var g = gradient[i] * factor;
                mean[i] += (1 - Beta1) * (g - mean[i]);
                square[i] += (1 - Beta2) * ((g * g) - square[i]);
                values[i] -= (step * mean[i] / (MathF.Sqrt(square[i]) + 1e-8f)) + ((float)rate * Decay * values[i]);
            }

            Array.Clear(gradient);
        }

        return length;
    }
}
