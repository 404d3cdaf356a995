using EchoTune.Recommendation.Collaborative;

namespace EchoTune.Recommendation.Sequence;

/// <summary>Fits <see cref="SequenceNetwork"/> by gradient descent.</summary>
public sealed class SequenceTrainer : ISessionTrainer
{
    /// <inheritdoc/>
    public string Name => "attention";

    /// <inheritdoc/>
    public string Description => "A small self-attention network on unit vectors, trained by gradient on sampled softmax (after SASRec, Kang & McAuley 2018, and NISER, Gupta et al. 2019).";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space => field ??=
    [
        new("dimension", 64, 16, 256, IsLogarithmic: true, IsInteger: true),
        new("hidden", 64, 16, 512, IsLogarithmic: true, IsInteger: true),
        new("scale", 14, 8, 24),
        new("dropout", 0.25, 0, 0.5),
        new("negatives", 512, 64, 4096, IsLogarithmic: true, IsInteger: true),
        new("power", 0.6, 0, 1),
        new("rate", 0.016, 0.001, 0.05, IsLogarithmic: true),
        new("epochs", 8, 1, 40, IsLogarithmic: true, IsInteger: true),
    ];

    /// <inheritdoc/>
    public ISessionModel Fit(Sessions sessions, Hyperparameters hyperparameters, FitOptions options)
    {
        var knobs = Knobs(hyperparameters);
        var network = SequenceNetwork.Create(sessions.ItemCount, knobs.Dimension, knobs.Hidden, knobs.Scale, options.Seed);
        if (sessions.ItemCount > 0)
        {
            new SequenceTraining(network, knobs, sessions).Train(sessions, options);
        }

        return new SequenceModel(Name, network);
    }

    internal SequenceKnobs Knobs(Hyperparameters hyperparameters) => new()
    {
        Dimension = (int)Math.Clamp(hyperparameters[Space[0]], 1, 1024), Hidden = (int)Math.Clamp(hyperparameters[Space[1]], 1, 4096), Scale = (float)Math.Clamp(hyperparameters[Space[2]], 0.1, 100),
        Dropout = (float)Math.Clamp(hyperparameters[Space[3]], 0, 0.9), Negatives = (int)Math.Clamp(hyperparameters[Space[4]], 1, 65536), Power = Math.Clamp(hyperparameters[Space[5]], 0, 2),
        Rate = (float)Math.Clamp(hyperparameters[Space[6]], 0, 1), Epochs = (int)Math.Clamp(hyperparameters[Space[7]], 0, 1000),
    };
}

/// <summary>Scores by a trained network. Its items lie in panels as <see cref="MatrixProduct"/> wants them.</summary>
internal sealed class SequenceModel : ISessionModel
{
    private const int Together = 32;

    private readonly SequenceNetwork network;
    private readonly float[] panels;
    private readonly Scratch<SequencePass> passes;

    public SequenceModel(string name, SequenceNetwork network)
    {
        (Name, this.network) = (name, network);
        passes = new Scratch<SequencePass>(() => new SequencePass(network, Together * SequenceNetwork.Longest));
        var (d, width) = (network.Dimension, MatrixProduct.PanelWidth);
        var count = (network.Items + width - 1) / width;
        panels = new float[count * width * d];
        var items = MatrixView.Of(network.Embeddings, network.Items, d).Transposed;
        for (var p = 0; p < count; p++)
        {
            MatrixProduct.Pack(items, p * width, Math.Min(width, network.Items - (p * width)), panels.AsSpan(p * width * d, width * d));
        }
    }

    public string Name { get; }

    public int ItemCount => network.Items;

    /// <summary>The weights.</summary>
    public SequenceNetwork Network => network;

    public void Score(ReadOnlySpan<int> prefix, Span<float> scores)
    {
        if (ItemCount == 0)
        {
            return;
        }

        var pass = passes.Rent();
        Span<float> state = stackalloc float[network.Dimension];
        pass.Clear();
        state.Clear();
        if (Add(pass, prefix))
        {
            pass.Forward(0, 0);
            State(pass, pass.Places - 1, state);
        }

        Multiply(state, 1, scores);
        Repeat(pass, pass.Places - 1, scores);
        passes.Return(pass);
    }

    public void ScoreMany(ReadOnlySpan<ReadOnlyMemory<int>> prefixes, Span<float> scores)
    {
        var pass = passes.Rent();
        if (ItemCount == 0)
        {
            passes.Return(pass);
            return;
        }

        var d = network.Dimension;
        var states = new float[Together * d];
        Span<int> ends = stackalloc int[Together];
        for (var first = 0; first < prefixes.Length; first += Together)
        {
            var count = Math.Min(Together, prefixes.Length - first);
            Array.Clear(states);
            pass.Clear();
            for (var i = 0; i < count; i++)
            {
                ends[i] = Add(pass, prefixes[first + i].Span) ? pass.Places - 1 : -1;
            }

            pass.Forward(0, 0);
            for (var i = 0; i < count; i++)
            {
                if (ends[i] >= 0)
                {
                    State(pass, ends[i], states.AsSpan(i * d, d));
                }
            }

            var part = scores.Slice(first * ItemCount, count * ItemCount);
            Multiply(states.AsSpan(0, count * d), count, part);
            for (var i = 0; i < count; i++)
            {
                Repeat(pass, ends[i], part.Slice(i * ItemCount, ItemCount));
            }
        }

        passes.Return(pass);
    }

    private bool Add(SequencePass pass, ReadOnlySpan<int> prefix)
    {
        Span<int> known = stackalloc int[SequenceNetwork.Longest];
        var at = known.Length;
        for (var i = prefix.Length - 1; i >= 0 && at > 0; i--)
        {
            if ((uint)prefix[i] < (uint)ItemCount)
            {
                known[--at] = prefix[i];
            }
        }

        return at < known.Length && pass.TryAdd(known[at..], known[at..]);
    }

    // Adds what the tables say of items that the session holds.
    private void Repeat(SequencePass pass, int place, Span<float> scores)
    {
        if (place < 0)
        {
            return;
        }

        var heard = pass.Heard;
        var repeat = new DenseParts(network.Dense, network.Dimension, network.Hidden).Repeat;
        heard.Read(pass.Inputs.AsSpan(pass.Start(place)..(place + 1)));
        for (var i = 0; i < heard.Count; i++)
        {
            scores[pass.Inputs[place - heard.Ago[i]]] += repeat[heard.Table + heard.Ago[i]];
        }
    }

    private void State(SequencePass pass, int place, Span<float> state)
    {
        for (var k = 0; k < state.Length; k++)
        {
            state[k] = network.Scale * pass.Z[(place * network.Dimension) + k];
        }
    }

    private void Multiply(ReadOnlySpan<float> states, int count, Span<float> scores)
    {
        var (d, width) = (network.Dimension, MatrixProduct.PanelWidth);
        for (var i = 0; i < count; i++)
        {
            network.Biases.CopyTo(scores[(i * ItemCount)..]);
        }

        for (var item = 0; item < ItemCount; item += width)
        {
            MatrixProduct.AddPanel(MatrixView.Of(states, count, d), panels.AsSpan(item * d, width * d), Math.Min(width, ItemCount - item), scores[item..], ItemCount);
        }
    }
}
