using System.Numerics.Tensors;
using EchoTune.Audio.Neural;

namespace EchoTune.Audio.Analysis.Tonal;

/// <summary>How likely each key is in some stretches, by a small network that was trained on synthesised music.</summary>
internal static class KeyNetwork
{
    /// <summary>What the weights are for.</summary>
    public const string Purpose = "key";

    /// <summary>Keys: twelve major from C, then twelve minor.</summary>
    public const int Keys = 24;

    private static readonly Lazy<Network> Shipped = new(() => EmbeddedNetwork.Load(Purpose));

    /// <summary>Logarithms of the probabilities of all keys between two stretches.</summary>
    public static float[] Score(ChordStretches stretches, int[] path, ChordGrid grid, int from, int to, NetworkPass pass) =>
        Score(Shipped.Value, stretches, path, grid, from, to, pass);

    /// <summary>The same by a given network.</summary>
    public static float[] Score(Network network, ChordStretches stretches, int[] path, ChordGrid grid, int from, int to, NetworkPass pass)
    {
        var rows = new float[KeyFeatures.Tonics * KeyFeatures.Inputs];
        KeyFeatures.Fill(stretches, path, grid, from, to, rows);
        var scores = new float[Keys];
        Gather(network.Forward(rows, KeyFeatures.Tonics, pass), scores);
        TensorPrimitives.SoftMax<float>(scores, scores);
        TensorPrimitives.Max(scores, 1e-9f, scores);
        TensorPrimitives.Log<float>(scores, scores);
        return scores;
    }

    /// <summary>Brings the answers of the twelve rows into the order of keys.</summary>
    public static void Gather(ReadOnlySpan<float> outputs, Span<float> scores)
    {
        for (var tonic = 0; tonic < KeyFeatures.Tonics; tonic++)
        {
            scores[tonic] = outputs[2 * tonic];
            scores[12 + tonic] = outputs[(2 * tonic) + 1];
        }
    }
}
