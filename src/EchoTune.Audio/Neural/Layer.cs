namespace EchoTune.Audio.Neural;

/// <summary>
/// One step of a network, from rows of <see cref="Inputs"/> numbers to as many rows of <see cref="Outputs"/> numbers; a row is a
/// frame of a sequence or an example. A layer holds nothing but its parameters, so many threads may run it forward at once.
/// Matrices are row-major.
/// </summary>
internal abstract class Layer(int inputs, int outputs)
{
    /// <summary>Numbers a row that go in.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>Numbers a row that come out.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>What training changes.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Rows before and after one that its output depends on.</summary>
    public virtual int Reach => 0;

    /// <summary>Runs forward. Allocates nothing.</summary>
    /// <param name="x">Rows × inputs.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="y">Rows × outputs, overwritten.</param>
    public abstract void Forward(ReadOnlySpan<float> x, int rows, Span<float> y);

    /// <summary>Runs forward for training; differs from <see cref="Forward"/> where a layer leaves things to chance.</summary>
    /// <param name="x">Rows × inputs.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="y">Rows × outputs, overwritten.</param>
    /// <param name="random">Source of chance.</param>
    public virtual void ForwardTraining(ReadOnlySpan<float> x, int rows, Span<float> y, Random random) => Forward(x, rows, y);

    /// <summary>Runs backward: adds to the gradients of the parameters and to that of the input.</summary>
    /// <param name="x">What went in.</param>
    /// <param name="y">What came out.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="outputGradient">Gradient of the loss in what came out.</param>
    /// <param name="inputGradient">Where that in what went in is added; empty where nobody needs it.</param>
    public abstract void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows, ReadOnlySpan<float> outputGradient, Span<float> inputGradient);
}
