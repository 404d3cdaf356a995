using System.Numerics;
using System.Numerics.Tensors;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Sequence;

/// <summary>How a <see cref="SequenceNetwork"/> is trained.</summary>
internal sealed record SequenceKnobs
{
    public int Dimension { get; init; } = 96;

    public int Hidden { get; init; } = 96;

    public float Scale { get; init; } = 14;

    public float Dropout { get; init; } = 0.25f;

    public int Negatives { get; init; } = 1024;

    /// <summary>An item is drawn as a negative in proportion to its count to this power.</summary>
    public double Power { get; init; } = 0.6;

    public float Rate { get; init; } = 0.01f;

    public int Epochs { get; init; } = 10;
}

/// <summary>Trains by Adam on batches of sessions; the same for any number of threads, since the parts of a batch and the order of their sums are fixed.</summary>
internal sealed class SequenceTraining
{
    private const int Parts = 4;
    private const int MostPlaces = 256;

    // Little data is cut into smaller batches, so that there are steps enough to learn from.
    private const int Batches = 40;

    // Batches between two looks at the clock.
    private const int AskEvery = 50;

    // The share of all steps in which the rate rises.
    private const double Warmup = 0.03;
    private const float Decay1 = 0.9f;
    private const float Decay2 = 0.99f;

    private readonly SequenceNetwork network;
    private readonly SequenceKnobs knobs;
    private readonly SequencePass[] passes;
    private readonly SequenceLoss[] losses;
    private readonly SequenceNegatives negatives;
    private readonly int partPlaces;
    private readonly double[] cumulative;
    private readonly float[] rowMoments;
    private readonly float[] biasMoments;
    private readonly float[] denseMoments;
    private readonly List<long> slots = [];
    private readonly List<int> groups = [];
    private long step;

    public SequenceTraining(SequenceNetwork network, SequenceKnobs knobs, Sessions sessions)
    {
        (this.network, this.knobs) = (network, knobs);
        var drawn = Math.Clamp(knobs.Negatives, 1, Math.Max(1, network.Items));
        negatives = new SequenceNegatives(drawn, network.Dimension);
        partPlaces = Math.Clamp(sessions.EventCount / (Parts * Batches), SequenceNetwork.Longest, MostPlaces);
        passes = [.. Enumerable.Range(0, Parts).Select(_ => new SequencePass(network, partPlaces))];
        losses = [.. Enumerable.Range(0, Parts).Select(_ => new SequenceLoss(network, partPlaces, drawn))];
        rowMoments = new float[2 * network.Embeddings.Length];
        biasMoments = new float[2 * network.Items];
        denseMoments = new float[2 * network.Dense.Length];
        cumulative = Cumulative(sessions, knobs.Power);
    }

    /// <summary>The mean loss of each epoch so far.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>How many epochs were gone through, parts counted.</summary>
    public double Epochs { get; private set; }

    /// <summary>Goes through sessions <see cref="SequenceKnobs.Epochs"/> times, the rate falling to nothing at the end.</summary>
    /// <param name="sessions">The sessions; those of one item teach nothing.</param>
    /// <param name="options">How to run.</param>
    /// <param name="plan">Told from time to time how many epochs (and parts of one) are done, says how many there is time for in all; null for all.</param>
    public void Train(Sessions sessions, FitOptions options, Func<double, double>? plan = null)
    {
        var windows = Windows(sessions);
        var epochs = (double)knobs.Epochs;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            Shuffle(windows, options.Seed + (ulong)epoch);
            var (next, loss, places, done) = (0, 0.0, 0, (double)epoch);
            for (var batches = 1; next < windows.Length && done < epochs; batches++)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                next = Fill(sessions, windows, next);
                done = epoch + (next / (double)windows.Length);
                var batch = passes.Sum(p => p.Places);
                loss += batch * Batch(options, knobs.Rate * (float)Math.Min(((done / epochs) + 1e-4) / Warmup, Math.Max(0, 1 - (done / epochs)) + 1e-3));
                (places, Epochs) = (places + batch, done);
                options.Progress?.Report(Math.Min(1, done / epochs));
                if (plan is not null && (batches % AskEvery == 0 || next == windows.Length))
                {
                    epochs = Math.Min(knobs.Epochs, plan(done));
                }
            }

            Losses.Add(loss / Math.Max(1, places));
        }
    }

    /// <summary>Stretches of sessions as (session, first place, length), none longer than the network looks at and each with something to guess.</summary>
    internal static (int Session, int First, int Length)[] Windows(Sessions sessions)
    {
        List<(int, int, int)> windows = [];
        for (var s = 0; s < sessions.Count; s++)
        {
            for (var first = 0; first + 1 < sessions[s].Length; first += SequenceNetwork.Longest)
            {
                windows.Add((s, first, Math.Min(SequenceNetwork.Longest, sessions[s].Length - 1 - first)));
            }
        }

        return [.. windows];
    }

    private static double[] Cumulative(Sessions sessions, double power)
    {
        var counts = PopularSessionTrainer.Counts(sessions);
        var weights = Array.ConvertAll(counts, c => Math.Pow(Math.Max(c, 0.5), power));
        var (total, sum) = (weights.Sum(), 0.0);
        return Array.ConvertAll(weights, w => (sum += w) / total);
    }

    private static void Shuffle((int, int, int)[] windows, ulong seed)
    {
        var random = new Draws(seed * 0x2545F4914F6CDD1DUL);
        for (var i = windows.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (windows[i], windows[j]) = (windows[j], windows[i]);
        }
    }

    private int Fill(Sessions sessions, (int Session, int First, int Length)[] windows, int next)
    {
        foreach (var pass in passes)
        {
            pass.Clear();
            while (next < windows.Length)
            {
                var (session, first, length) = windows[next];
                if (!pass.TryAdd(sessions[session].Slice(first, length), sessions[session].Slice(first + 1, length)))
                {
                    break;
                }

                next++;
            }
        }

        return next;
    }

    private double Batch(FitOptions options, float rate)
    {
        step++;
        var seed = (options.Seed * 0x9E3779B97F4A7C15UL) + (ulong)(step * (Parts + 1));
        negatives.Draw(network, cumulative, seed);
        var weight = 1f / passes.Sum(p => p.Places);
        var results = new double[Parts];
        Parallel.For(0, Parts, options.Parallelism, part =>
        {
            passes[part].Forward(knobs.Dropout, seed + 1 + (ulong)part);
            results[part] = losses[part].Run(passes[part], negatives, weight);
            passes[part].Backward();
        });
        StepRows(options, rate);
        StepDense(rate);
        return results.Sum();
    }

    private void StepDense(float rate)
    {
        var gradient = passes[0].DenseGradient;
        foreach (var pass in passes[1..])
        {
            TensorPrimitives.Add<float>(gradient, pass.DenseGradient, gradient);
        }

        var half = denseMoments.Length / 2;
        // Dense weights see every place of a batch: a quarter of the rows' rate is steadier.
        Adam(network.Dense, gradient, denseMoments.AsSpan(0, half), denseMoments.AsSpan(half), rate / 4);
    }

    // Every row that the batch touched: what its places, its targets and its negatives say is summed in a fixed order.
    private void StepRows(FitOptions options, float rate)
    {
        slots.Clear();
        groups.Clear();
        for (var part = 0; part < Parts; part++)
        {
            for (var place = 0; place < passes[part].Places; place++)
            {
                slots.Add(((long)passes[part].Inputs[place] << 32) | (uint)(((part * partPlaces) + place) << 2));
                slots.Add(((long)passes[part].Targets[place] << 32) | (uint)((((part * partPlaces) + place) << 2) | 1));
            }
        }

        for (var n = 0; n < negatives.Items.Length; n++)
        {
            slots.Add(((long)negatives.Items[n] << 32) | (uint)((n << 2) | 2));
        }

        slots.Sort();
        for (var i = 0; i < slots.Count; i++)
        {
            if (i == 0 || slots[i] >> 32 != slots[i - 1] >> 32)
            {
                groups.Add(i);
            }
        }

        const int Together = 64;
        Parallel.For(0, (groups.Count + Together - 1) / Together, options.Parallelism, block =>
        {
            Span<float> gradient = stackalloc float[network.Dimension];
            for (var g = block * Together; g < Math.Min(groups.Count, (block + 1) * Together); g++)
            {
                StepRow(groups[g], g + 1 < groups.Count ? groups[g + 1] : slots.Count, gradient, rate);
            }
        });
    }

    private void StepRow(int first, int end, Span<float> gradient, float rate)
    {
        var (d, item, bias) = (network.Dimension, (int)(slots[first] >> 32), 0f);
        gradient.Clear();
        for (var i = first; i < end; i++)
        {
            var (kind, at) = ((int)slots[i] & 3, (int)(uint)slots[i] >> 2);
            if (kind == 2)
            {
                foreach (var loss in losses)
                {
                    TensorPrimitives.Add(gradient, loss.NegativeGradient.AsSpan(at * d, d), gradient);
                    bias += loss.NegativeBiasGradient[at];
                }

                continue;
            }

            var (part, place) = (at / partPlaces, at % partPlaces);
            if (kind == 0)
            {
                TensorPrimitives.Add(gradient, passes[part].GradientX.AsSpan(place * d, d), gradient);
                TensorPrimitives.Add(gradient, losses[part].InputGradient.AsSpan(place * d, d), gradient);
                bias += losses[part].InputBiasGradient[place];
            }
            else
            {
                bias += losses[part].TargetGradient[place];
                TensorPrimitives.MultiplyAdd(passes[part].Z.AsSpan(place * d, d), network.Scale * losses[part].TargetGradient[place], gradient, gradient);
            }
        }

        // Only turning counts: rows are of unit length and stay so.
        var row = network.Embeddings.AsSpan(item * d, d);
        SequencePass.Unnormalise(gradient, row, 1);
        var half = rowMoments.Length / 2;
        Adam(row, gradient, rowMoments.AsSpan(item * d, d), rowMoments.AsSpan(half + (item * d), d), rate);
        TensorPrimitives.Divide(row, MathF.Max(TensorPrimitives.Norm<float>(row), 1e-6f), row);
        Adam(network.Biases.AsSpan(item, 1), [bias], biasMoments.AsSpan(2 * item, 1), biasMoments.AsSpan((2 * item) + 1, 1), rate);
    }

    private void Adam(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float rate)
    {
        var correct1 = 1 / (1 - MathF.Pow(Decay1, Math.Min(step, 10_000)));
        var root2 = 1 / MathF.Sqrt(1 - MathF.Pow(Decay2, Math.Min(step, 10_000)));
        var at = 0;
        var width = Vector<float>.Count;
        for (; at + width <= weights.Length; at += width)
        {
            var g = new Vector<float>(gradient[at..]);
            var m = (Decay1 * new Vector<float>(first[at..])) + ((1 - Decay1) * g);
            var v = (Decay2 * new Vector<float>(second[at..])) + ((1 - Decay2) * g * g);
            m.CopyTo(first[at..]);
            v.CopyTo(second[at..]);
            (new Vector<float>(weights[at..]) - (rate * correct1 * m / ((root2 * Vector.SquareRoot(v)) + new Vector<float>(1e-8f)))).CopyTo(weights[at..]);
        }

        for (; at < weights.Length; at++)
        {
            first[at] = (Decay1 * first[at]) + ((1 - Decay1) * gradient[at]);
            second[at] = (Decay2 * second[at]) + ((1 - Decay2) * gradient[at] * gradient[at]);
            weights[at] -= rate * correct1 * first[at] / ((root2 * MathF.Sqrt(second[at])) + 1e-8f);
        }
    }
}
