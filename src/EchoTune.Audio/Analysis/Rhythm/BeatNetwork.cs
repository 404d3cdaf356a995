using EchoTune.Audio.Neural;

namespace EchoTune.Audio.Analysis.Rhythm;

/// <summary>
/// The network that hears beats and first beats: dilated convolutions over time with residual connections (after Davies and
/// Böck 2019), which see 24 s each side. Its weights are part of the assembly; docs/concepts/rhythm.md says what they were
/// trained on.
/// </summary>
internal static class BeatNetwork
{
    /// <summary>What its weight file says it is for.</summary>
    public const string Purpose = "beats";

    /// <summary>Outputs a row: beat, first beat; raw, before the sigmoid.</summary>
    public const int Outputs = 2;

    /// <summary>Rows that are answered at a time: with what they reach for, two minutes and a half of music.</summary>
    private const int Chunk = 4096;

    private const int Channels = 32;
    private const int Blocks = 9;
    private const float Silenced = 0.1f;

    private static readonly Lazy<Network> Shipped = new(Load);

    /// <summary>Starts listening to a track.</summary>
    /// <param name="answer">Takes rows of <see cref="Outputs"/> numbers as they are answered.</param>
    public static SlidingNetwork Start(SlidingNetwork.Answer answer) => new(Shipped.Value, Chunk, answer);

    /// <summary>A network to be trained.</summary>
    /// <param name="random">Source of its first weights.</param>
    /// <param name="scale">The standardisation of rows, fitted.</param>
    public static Network Create(Random random, Standardise scale)
    {
        var network = new Network(BeatRows.Width);
        network.Add(scale);
        network.Add(new Conv1d(BeatRows.Width, Channels, 3).Initialise(random));
        network.Add(new Elu(Channels));
        var place = network.Add(new Dropout(Channels, Silenced));
        for (var b = 0; b < Blocks; b++)
        {
            network.Add(new Conv1d(Channels, Channels, 5, 1 << b).Initialise(random));
            network.Add(new Elu(Channels));
            network.Add(new Dropout(Channels, Silenced));
            place = network.Add(new Dense(Channels, Channels).Initialise(random, 0.5), place);
        }

        network.Add(new Elu(Channels));
        var last = new Dense(Channels, Outputs).Initialise(random, 0.5);
        // Most rows are no beat.
        last.Bias.Values.AsSpan().Fill(-2);
        network.Add(last);
        return network;
    }

    private static Network Load()
    {
        using var stream = typeof(BeatNetwork).Assembly.GetManifestResourceStream(typeof(BeatNetwork), "beats.etnn")
            ?? throw new InvalidOperationException("The assembly lacks the weights of the network of beats.");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return WeightFile.Read(file, Purpose).Network;
    }
}
