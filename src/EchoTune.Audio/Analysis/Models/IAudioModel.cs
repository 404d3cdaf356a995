namespace EchoTune.Audio.Analysis.Models;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its dimensions; −1 for one that is free.</param>
public sealed record ModelTensor(string Name, IReadOnlyList<long> Shape);

/// <summary>A trained network of somebody else's, that a runtime outside this library executes. Calls may come from several threads at once.</summary>
public interface IAudioModel : IDisposable
{
    /// <summary>What goes in.</summary>
    IReadOnlyList<ModelTensor> Inputs { get; }

    /// <summary>What comes out.</summary>
    IReadOnlyList<ModelTensor> Outputs { get; }

    /// <summary>Runs the model.</summary>
    /// <param name="input">Name of the input to fill.</param>
    /// <param name="shape">Its dimensions; their product is the number of values.</param>
    /// <param name="values">Values in row-major order.</param>
    /// <param name="output">Name of the output to read.</param>
    /// <param name="result">Takes the output's values; as long as they are many.</param>
    void Run(string input, ReadOnlySpan<long> shape, ReadOnlySpan<float> values, string output, Span<float> result);
}
