using System.Numerics.Tensors;
using EchoTune.Audio.Analysis.Tonal;
using EchoTune.Audio.Neural;
using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Training;

/// <summary>Trains the network of keys on whole pieces and on passages of them, with the chords as they are heard.</summary>
internal static class KeyTraining
{
    private const int Batch = 16;

    // Passages a piece and an epoch; the first is the whole piece.
    private const int Passages = 4;

    /// <summary>Trains.</summary>
    /// <param name="pieces">What to learn from.</param>
    /// <param name="epochs">How often everything is seen.</param>
    /// <param name="seed">Seed of all chance.</param>
    /// <param name="log">Takes a line now and then.</param>
    /// <returns>The network.</returns>
    public static Network Train(IReadOnlyList<HeardHarmony> pieces, int epochs, int seed, Action<string> log)
    {
        var random = new Random(seed);
        var network = Build(random);
        var optimiser = new Adam(network.Parameters) { Decay = 0.01f };
        var pass = new NetworkPass(training: true);
        const int size = KeyFeatures.Tonics * KeyFeatures.Inputs;
        var rows = new float[Batch * size];
        var (scores, slopes) = (new float[Batch * KeyNetwork.Keys], new float[Batch * KeyNetwork.Keys]);
        var gradient = new float[scores.Length];
        var targets = new int[Batch];
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var work = pieces.SelectMany(p => Enumerable.Range(0, Passages).Select(i => Passage(p, i == 0, random))).Where(w => w.Key >= 0).ToArray();
            random.Shuffle(work);
            var (loss, right) = (0.0, 0);
            var count = work.Length / Batch;
            for (var b = 0; b < count; b++)
            {
                for (var i = 0; i < Batch; i++)
                {
                    var (piece, from, to, key) = work[(b * Batch) + i];
                    targets[i] = key;
                    KeyFeatures.Fill(piece.Stretches, piece.Path, piece.Grid, from, to, rows.AsSpan(i * size));
                }

                var outputs = network.Forward(rows, Batch * KeyFeatures.Tonics, pass, random);
                for (var i = 0; i < Batch; i++)
                {
                    KeyNetwork.Gather(outputs[(i * KeyNetwork.Keys)..], scores.AsSpan(i * KeyNetwork.Keys, KeyNetwork.Keys));
                    right += TensorPrimitives.IndexOfMax<float>(scores.AsSpan(i * KeyNetwork.Keys, KeyNetwork.Keys)) == targets[i] ? 1 : 0;
                }

                loss += Loss.Softmax(scores, KeyNetwork.Keys, targets, slopes);
                for (var i = 0; i < gradient.Length; i++)
                {
                    var (item, output) = (i / KeyNetwork.Keys, i % KeyNetwork.Keys);
                    gradient[i] = slopes[(item * KeyNetwork.Keys) + (12 * (output % 2)) + (output / 2)];
                }

                network.Backward(pass, gradient);
                var progress = (epoch + ((double)b / count)) / epochs;
                optimiser.Step(0.003 * (0.02 + (0.98 * 0.5 * (1 + Math.Cos(Math.PI * progress)))), 1.0 / Batch);
            }

            if ((epoch + 1) % 5 == 0 || epoch + 1 == epochs)
            {
                log(FormattableString.Invariant($"key, epoch {epoch + 1} of {epochs}: loss {loss / (count * Batch):0.000}, right {100.0 * right / (count * Batch):0.0} % of {count * Batch} passages"));
            }
        }

        return network;
    }

    /// <summary>A key's place among the answers.</summary>
    public static int IndexOf(MusicalKey key) => key.Tonic + (key.Mode == KeyMode.Minor ? 12 : 0);

    private static Network Build(Random random)
    {
        const int hidden = 32;
        var network = new Network(KeyFeatures.Inputs);
        network.Add(new Dropout(KeyFeatures.Inputs, 0.2f));
        network.Add(new Dense(KeyFeatures.Inputs, hidden).Initialise(random));
        network.Add(new Relu(hidden));
        network.Add(new Dropout(hidden, 0.3f));
        network.Add(new Dense(hidden, 2).Initialise(random, 1));
        return network;
    }

    private static (HeardHarmony Piece, int From, int To, int Key) Passage(HeardHarmony piece, bool isWhole, Random random)
    {
        var count = piece.Grid.Count;
        if (count < 2)
        {
            return (piece, 0, count, -1);
        }

        var bounds = piece.Grid.Bounds;
        var length = isWhole ? bounds[^1] : Math.Min(bounds[^1], 8 + (50 * random.NextDouble() * random.NextDouble()));
        var at = isWhole ? 0 : random.NextDouble() * (bounds[^1] - length);
        var from = Math.Clamp(Array.FindIndex(bounds, b => b >= at), 0, count - 1);
        var to = isWhole ? count : Math.Clamp(Array.FindLastIndex(bounds, b => b <= at + length), from + 1, count);
        return (piece, from, to, piece.Example.KeyBetween(bounds[from], bounds[to]) is { } key ? IndexOf(key) : -1);
    }
}

/// <summary>A piece with the chords that are heard in it.</summary>
/// <param name="Example">The piece.</param>
/// <param name="Grid">Its beats.</param>
/// <param name="Stretches">What sounds.</param>
/// <param name="Path">The chord heard in each stretch.</param>
internal sealed record HeardHarmony(HarmonyExample Example, ChordGrid Grid, ChordStretches Stretches, int[] Path)
{
    /// <summary>Hears the chords of a piece with a network.</summary>
    public static HeardHarmony Of(HarmonyExample example, Network chords)
    {
        var grid = ChordGrid.Of(example.Beats, example.Downbeats, example.DurationSeconds);
        var stretches = ChordStretches.Of(example.Notes, grid);
        return new HeardHarmony(example, grid, stretches, ChordDecoder.Decode(ChordNetwork.Score(chords, stretches), grid, ChordDecoder.AnyKey(grid.Count)));
    }
}
