namespace EchoTune.Audio.Neural;

/// <summary>
/// Room for runs of one network at a time: what came out at each place and, in training, the gradients there. Outside training
/// places share room once nothing reads them any more. Not thread-safe.
/// </summary>
/// <param name="training">Whether every output is kept, for the way back.</param>
internal sealed class NetworkPass(bool training = false)
{
    private Network? _network;
    private int _capacity;

    /// <summary>Rows of the last run.</summary>
    public int Rows { get; private set; }

    /// <summary>What came out at each place; place 0 is the input.</summary>
    public float[][] Outputs { get; private set; } = [];

    /// <summary>Gradient of the loss at each place.</summary>
    public float[][] Gradients { get; private set; } = [];

    internal void Prepare(Network network, int rows)
    {
        Rows = rows;
        if (ReferenceEquals(network, _network) && rows <= _capacity)
        {
            return;
        }

        (_network, _capacity, Gradients) = (network, rows, []);
        Outputs = training ? Keep(network, rows) : Share(network, rows);
    }

    internal void PrepareGradients(Network network)
    {
        if (!training)
        {
            throw new InvalidOperationException("This pass keeps nothing for the way back.");
        }

        if (Gradients.Length == 0)
        {
            Gradients = [.. Outputs.Select(o => new float[o.Length])];
        }

        for (var i = 0; i < Gradients.Length; i++)
        {
            Array.Clear(Gradients[i], 0, Rows * network.WidthOf(i));
        }
    }

    private static float[][] Keep(Network network, int rows) =>
        [.. Enumerable.Range(0, network.Layers.Count + 1).Select(i => new float[rows * network.WidthOf(i)])];

    // A place gets the room of one that is read no more.
    private static float[][] Share(Network network, int rows)
    {
        var layers = network.Layers;
        var lastRead = new int[layers.Count + 1];
        for (var i = 0; i < layers.Count; i++)
        {
            lastRead[i] = Math.Max(lastRead[i], i + 1);
            if (layers[i].Plus >= 0)
            {
                lastRead[layers[i].Plus] = i + 1;
            }
        }

        lastRead[^1] = int.MaxValue;
        var outputs = new float[layers.Count + 1][];
        for (var i = 0; i < outputs.Length; i++)
        {
            var size = rows * network.WidthOf(i);
            var free = Enumerable.Range(0, i).Where(k => outputs[k].Length == size && Enumerable.Range(0, i).All(j => outputs[j] != outputs[k] || lastRead[j] < i));
            outputs[i] = free.Select(k => outputs[k]).FirstOrDefault() ?? new float[size];
        }

        return outputs;
    }
}
