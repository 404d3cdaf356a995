using System.Numerics.Tensors;

namespace EchoTune.Audio.Neural;

/// <summary>
/// Layers one after another, each optionally with an earlier output added to its own (a residual connection). The network
/// itself is only its parameters: what a run needs lies in a <see cref="NetworkPass"/>, one a thread.
/// </summary>
/// <param name="inputs">Numbers a row that go in.</param>
internal sealed class Network(int inputs)
{
    private readonly List<(Layer Layer, int Plus)> _layers = [];

    /// <summary>Numbers a row that go in.</summary>
    public int Inputs => inputs;

    /// <summary>Numbers a row that come out.</summary>
    public int Outputs => WidthOf(_layers.Count);

    /// <summary>The layers with the place whose output is added to each: 0 the input, k that of the k-th layer, −1 none.</summary>
    public IReadOnlyList<(Layer Layer, int Plus)> Layers => _layers;

    /// <summary>Everything that training changes.</summary>
    public IEnumerable<Parameter> Parameters => _layers.SelectMany(l => l.Layer.Parameters);

    /// <summary>Rows before and after one that its output depends on.</summary>
    public int Reach => _layers.Sum(l => l.Layer.Reach);

    /// <summary>Appends a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="plus">Place whose output is added to the layer's: 0 the input, k the k-th layer; −1 none.</param>
    /// <returns>The place of this layer.</returns>
    /// <exception cref="ArgumentException">Where widths do not fit.</exception>
    public int Add(Layer layer, int plus = -1)
    {
        if (layer.Inputs != Outputs || plus > _layers.Count || (plus >= 0 && WidthOf(plus) != layer.Outputs))
        {
            throw new ArgumentException($"A layer from {layer.Inputs} to {layer.Outputs} (plus place {plus}) does not follow {Outputs}.", nameof(layer));
        }

        if (plus >= 0 && layer is not (Dense or Conv1d))
        {
            // The others judge on the way back by what they alone gave.
            throw new ArgumentException("Only to what a dense or a convolution gives an earlier output can be added.", nameof(plus));
        }

        _layers.Add((layer, plus));
        return _layers.Count;
    }

    /// <summary>Runs forward.</summary>
    /// <param name="x">Rows × inputs.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="pass">Room for the run; grows when rows do, otherwise nothing is allocated.</param>
    /// <param name="random">Given in training, for layers that leave things to chance.</param>
    /// <returns>Rows × outputs, valid until the pass is used again.</returns>
    public ReadOnlySpan<float> Forward(ReadOnlySpan<float> x, int rows, NetworkPass pass, Random? random = null)
    {
        pass.Prepare(this, rows);
        x[..(rows * inputs)].CopyTo(pass.Outputs[0]);
        for (var i = 0; i < _layers.Count; i++)
        {
            var (layer, plus) = _layers[i];
            var y = pass.Outputs[i + 1].AsSpan(0, rows * layer.Outputs);
            var from = pass.Outputs[i].AsSpan(0, rows * layer.Inputs);
            if (random is null)
            {
                layer.Forward(from, rows, y);
            }
            else
            {
                layer.ForwardTraining(from, rows, y, random);
            }

            if (plus >= 0)
            {
                TensorPrimitives.Add(y, pass.Outputs[plus].AsSpan(0, y.Length), y);
            }
        }

        return pass.Outputs[_layers.Count].AsSpan(0, rows * Outputs);
    }

    /// <summary>Runs backward after <see cref="Forward"/> with the same pass, which must be one for training: adds to the gradients of the parameters.</summary>
    /// <param name="pass">The pass of the run forward.</param>
    /// <param name="outputGradient">Gradient of the loss in what came out, rows × outputs.</param>
    public void Backward(NetworkPass pass, ReadOnlySpan<float> outputGradient)
    {
        var rows = pass.Rows;
        pass.PrepareGradients(this);
        outputGradient[..(rows * Outputs)].CopyTo(pass.Gradients[_layers.Count]);
        for (var i = _layers.Count - 1; i >= 0; i--)
        {
            var (layer, plus) = _layers[i];
            var above = pass.Gradients[i + 1].AsSpan(0, rows * layer.Outputs);
            if (plus > 0)
            {
                var target = pass.Gradients[plus].AsSpan(0, above.Length);
                TensorPrimitives.Add(target, above, target);
            }

            layer.Backward(
                pass.Outputs[i].AsSpan(0, rows * layer.Inputs), pass.Outputs[i + 1].AsSpan(0, rows * layer.Outputs), rows, above,
                i == 0 ? [] : pass.Gradients[i].AsSpan(0, rows * layer.Inputs));
        }
    }

    internal int WidthOf(int place) => place == 0 ? inputs : _layers[place - 1].Layer.Outputs;
}
