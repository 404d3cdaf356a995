using System.Numerics.Tensors;
using EchoTune.Audio.Analysis.Tonal;
using EchoTune.Audio.Neural;

namespace EchoTune.Audio.Training;

/// <summary>Trains the network of chords.</summary>
internal static class ChordTraining
{
    private const int Batch = 32;

    // Of a stretch this much must be one chord to learn from it.
    private const double Clear = 0.75;

    /// <summary>Trains.</summary>
    /// <param name="examples">What to learn from.</param>
    /// <param name="epochs">How often everything is seen.</param>
    /// <param name="seed">Seed of all chance.</param>
    /// <param name="log">Takes a line an epoch.</param>
    /// <returns>The network.</returns>
    public static Network Train(IReadOnlyList<HarmonyExample> examples, int epochs, int seed, Action<string> log)
    {
        var random = new Random(seed);
        var network = Build(random);
        var optimiser = new Adam(network.Parameters) { Decay = 0.002f };
        var pass = new NetworkPass(training: true);
        var rows = new float[Batch * ChordFeatures.Roots * ChordFeatures.Inputs];
        var gradient = new float[Batch * ChordFeatures.Roots * ChordNetwork.Outputs];
        var (scores, slopes) = (new float[Batch * ChordVocabulary.Count], new float[Batch * ChordVocabulary.Count]);
        var targets = new int[Batch];
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var work = Gather(examples, random);
            var (loss, right) = (0.0, 0);
            var count = work.Count / Batch;
            for (var b = 0; b < count; b++)
            {
                for (var i = 0; i < Batch; i++)
                {
                    var (stretches, index, chord) = work[(b * Batch) + i];
                    targets[i] = chord;
                    ChordFeatures.Fill(stretches, index, rows.AsSpan(i * ChordFeatures.Roots * ChordFeatures.Inputs));
                }

                var outputs = network.Forward(rows, Batch * ChordFeatures.Roots, pass, random);
                for (var i = 0; i < Batch; i++)
                {
                    var row = scores.AsSpan(i * ChordVocabulary.Count, ChordVocabulary.Count);
                    ChordNetwork.Gather(outputs[(i * ChordFeatures.Roots * ChordNetwork.Outputs)..], row);
                    right += TensorPrimitives.IndexOfMax<float>(row) == targets[i] ? 1 : 0;
                }

                loss += Loss.Softmax(scores, ChordVocabulary.Count, targets, slopes);
                Scatter(slopes, gradient);
                network.Backward(pass, gradient);
                // Falls by the cosine's half wave.
                var progress = (epoch + ((double)b / count)) / epochs;
                optimiser.Step(0.0015 * (0.02 + (0.98 * 0.5 * (1 + Math.Cos(Math.PI * progress)))), 1.0 / Batch);
            }

            log(FormattableString.Invariant($"chords, epoch {epoch + 1} of {epochs}: loss {loss / (count * Batch):0.000}, right {100.0 * right / (count * Batch):0.0} % of {count * Batch} stretches"));
        }

        return network;
    }

    private static Network Build(Random random)
    {
        const int first = 96, second = 48;
        var network = new Network(ChordFeatures.Inputs);
        network.Add(new Dropout(ChordFeatures.Inputs, 0.1f));
        network.Add(new Dense(ChordFeatures.Inputs, first).Initialise(random));
        network.Add(new Relu(first));
        network.Add(new Dropout(first, 0.2f));
        network.Add(new Dense(first, second).Initialise(random));
        network.Add(new Relu(second));
        network.Add(new Dense(second, ChordNetwork.Outputs).Initialise(random, 1));
        return network;
    }

    private static void Scatter(float[] slopes, float[] gradient)
    {
        for (var i = 0; i < Batch; i++)
        {
            var row = slopes.AsSpan(i * ChordVocabulary.Count, ChordVocabulary.Count);
            for (var root = 0; root < ChordFeatures.Roots; root++)
            {
                var at = gradient.AsSpan(((i * ChordFeatures.Roots) + root) * ChordNetwork.Outputs, ChordNetwork.Outputs);
                for (var q = 0; q < ChordVocabulary.Qualities; q++)
                {
                    at[q] = row[(12 * q) + root];
                }

                at[ChordVocabulary.Qualities] = row[ChordVocabulary.None] / ChordFeatures.Roots;
            }
        }
    }

    // All stretches with a clear chord in random order. The beats are never heard exactly: each time they stray a little.
    private static List<(ChordStretches Stretches, int Index, int Chord)> Gather(IReadOnlyList<HarmonyExample> examples, Random random)
    {
        var work = new List<(ChordStretches, int, int)>();
        foreach (var example in examples)
        {
            var grid = Blur(example, random);
            var stretches = ChordStretches.Of(example.Notes, grid);
            for (var s = 0; s < grid.Count; s++)
            {
                var chord = ChordAt(example, grid.Bounds[s], grid.Bounds[s + 1]);
                if (chord >= 0)
                {
                    work.Add((stretches, s, chord));
                }
            }
        }

        var order = work.ToArray();
        random.Shuffle(order);
        return [.. order];
    }

    private static ChordGrid Blur(HarmonyExample example, Random random)
    {
        var late = 0.06 * (random.NextDouble() - 0.5);
        var beats = example.Beats.Select(b => b + late + (0.04 * (random.NextDouble() - 0.5))).ToList();
        switch (random.Next(6))
        {
            case 0:
                beats = [.. beats.SelectMany((b, i) => i + 1 < beats.Count ? [b, (b + beats[i + 1]) / 2] : (double[])[b])];
                break;
            case 1:
                beats = [.. beats.Where((_, i) => i % 2 == 0)];
                break;
            case 2:
                beats = [];
                break;
        }

        return ChordGrid.Of([.. beats.Where(b => b > 0).Order()], [], example.DurationSeconds);
    }

    private static int ChordAt(HarmonyExample example, double from, double to)
    {
        Span<double> shares = stackalloc double[ChordVocabulary.Count];
        double covered = 0;
        foreach (var (start, end, chord) in example.Chords)
        {
            var share = Math.Min(to, end) - Math.Max(from, start);
            if (share > 0)
            {
                covered += share;
                if (chord >= 0)
                {
                    shares[chord] += share;
                }
            }
        }

        shares[ChordVocabulary.None] += Math.Max(0, to - from - covered);
        var best = TensorPrimitives.IndexOfMax<double>(shares);
        return shares[best] >= Clear * (to - from) ? best : -1;
    }
}
