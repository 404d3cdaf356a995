using System.Numerics.Tensors;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Sequence;

/// <summary>
/// Scores candidates by their features: a weighted sum and, on top, one hidden layer. Trained so that of a session's candidates the one
/// that was heard next is the likeliest (softmax cross-entropy over the list, as ListNet, Cao et al. 2007).
/// </summary>
internal sealed class SessionRanker
{
    /// <summary>Units of the hidden layer.</summary>
    public const int Hidden = 24;

    public SessionRanker(int features, ReadOnlySpan<float> prior, ulong seed)
    {
        Features = features;
        Weights = new float[features + (Hidden * (features + 2))];
        prior.CopyTo(Weights);
        var random = new Draws(seed);
        var first = Weights.AsSpan(features, Hidden * features);
        for (var i = 0; i < first.Length; i++)
        {
            first[i] = (float)((2 * random.Unit()) - 1) / MathF.Sqrt(features);
        }

        (Shift, Stretch) = (new float[features], new float[features]);
        Array.Fill(Stretch, 1);
    }

    /// <summary>How many features a candidate has.</summary>
    public int Features { get; }

    /// <summary>The sum's weights, then the hidden layer: its weights unit by unit, its biases, what its units add.</summary>
    public float[] Weights { get; }

    /// <summary>Taken from each feature before the hidden layer sees it.</summary>
    public float[] Shift { get; }

    /// <summary>What each feature is then multiplied by.</summary>
    public float[] Stretch { get; }

    /// <summary>Scores candidates.</summary>
    /// <param name="features">Row-major, candidates × <see cref="Features"/>.</param>
    /// <param name="scores">One a candidate.</param>
    public void Score(ReadOnlySpan<float> features, Span<float> scores)
    {
        Span<float> units = stackalloc float[Hidden];
        Span<float> seen = stackalloc float[Features];
        for (var c = 0; c < scores.Length; c++)
        {
            scores[c] = Forward(features.Slice(c * Features, Features), seen, units);
        }
    }

    /// <summary>Adds the gradient of one list's loss.</summary>
    /// <param name="features">Row-major, candidates × <see cref="Features"/>.</param>
    /// <param name="right">Which candidate was heard next.</param>
    /// <param name="gradient">As long as <see cref="Weights"/>; added to.</param>
    /// <returns>The loss.</returns>
    public float Learn(ReadOnlySpan<float> features, int right, Span<float> gradient)
    {
        var count = features.Length / Features;
        Span<float> units = stackalloc float[Hidden];
        Span<float> seen = stackalloc float[Features];
        var shares = new float[count];
        Score(features, shares);
        TensorPrimitives.SoftMax<float>(shares, shares);
        var loss = -MathF.Log(MathF.Max(shares[right], 1e-30f));
        shares[right] -= 1;
        var (biases, outs) = (Features * (1 + Hidden), (Features * (1 + Hidden)) + Hidden);
        for (var c = 0; c < count; c++)
        {
            var (by, row) = (shares[c], c * Features);
            if (MathF.Abs(by) < 1e-6f)
            {
                continue;
            }

            Forward(features.Slice(row, Features), seen, units);
            TensorPrimitives.MultiplyAdd(features.Slice(row, Features), by, gradient[..Features], gradient[..Features]);
            for (var h = 0; h < Hidden; h++)
            {
                gradient[outs + h] += by * units[h];
                if (units[h] > 0)
                {
                    var byUnit = by * Weights[outs + h];
                    gradient[biases + h] += byUnit;
                    var target = gradient.Slice(Features + (h * Features), Features);
                    TensorPrimitives.MultiplyAdd(seen, byUnit, target, target);
                }
            }
        }

        return loss;
    }

    private float Forward(ReadOnlySpan<float> row, Span<float> seen, Span<float> units)
    {
        TensorPrimitives.Subtract(row, Shift, seen);
        TensorPrimitives.Multiply(seen, Stretch, seen);
        var (biases, outs) = (Features * (1 + Hidden), (Features * (1 + Hidden)) + Hidden);
        for (var h = 0; h < Hidden; h++)
        {
            units[h] = MathF.Max(0, Weights[biases + h] + TensorPrimitives.Dot<float>(seen, Weights.AsSpan(Features + (h * Features), Features)));
        }

        return TensorPrimitives.Dot(row, Weights.AsSpan(0, Features)) + TensorPrimitives.Dot<float>(units, Weights.AsSpan(outs, Hidden));
    }
}

/// <summary>Lists to learn from.</summary>
internal sealed class SessionLists(int features)
{
    private readonly List<(float[] Features, int Right)> lists = [];

    public int Count => lists.Count;

    public void Add(float[] list, int right) => lists.Add((list, right));

    /// <summary>Trains a ranker by Adam, the rate falling to nothing; the same for any number of threads.</summary>
    /// <returns>The mean loss of each epoch.</returns>
    public double[] Train(SessionRanker ranker, int epochs, float rate, ulong seed, ParallelOptions parallelism)
    {
        const int Parts = 4, PartLists = 8;
        Standardise(ranker);
        var (order, random) = (Enumerable.Range(0, lists.Count).ToArray(), new Draws(seed));
        var parts = Enumerable.Range(0, Parts).Select(_ => new float[ranker.Weights.Length]).ToArray();
        var (first, second, results, step) = (new float[ranker.Weights.Length], new float[ranker.Weights.Length], new double[Parts], 0);
        var means = new double[epochs];
        var steps = epochs * (double)((order.Length + (Parts * PartLists) - 1) / (Parts * PartLists));
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            for (var i = order.Length - 1; i > 0; i--)
            {
                var j = random.Below(i + 1);
                (order[i], order[j]) = (order[j], order[i]);
            }

            for (var start = 0; start < order.Length; start += Parts * PartLists)
            {
                Parallel.For(0, Parts, parallelism, part =>
                {
                    Array.Clear(parts[part]);
                    results[part] = 0;
                    for (var i = start + (part * PartLists); i < Math.Min(order.Length, start + ((part + 1) * PartLists)); i++)
                    {
                        results[part] += ranker.Learn(lists[order[i]].Features, lists[order[i]].Right, parts[part]);
                    }
                });
                means[epoch] += results.Sum() / order.Length;
                Step(ranker.Weights, parts, 1f / Math.Min(Parts * PartLists, order.Length - start), first, second, ++step, rate * (float)(1 - (step / (steps + 1))));
            }
        }

        return means;
    }

    private void Standardise(SessionRanker ranker)
    {
        var (sums, squares, rows) = (new double[features], new double[features], 0L);
        foreach (var (list, _) in lists)
        {
            for (var i = 0; i < list.Length; i++)
            {
                sums[i % features] += list[i];
                squares[i % features] += (double)list[i] * list[i];
            }

            rows += list.Length / features;
        }

        for (var f = 0; f < features && rows > 0; f++)
        {
            var mean = sums[f] / rows;
            ranker.Shift[f] = (float)mean;
            ranker.Stretch[f] = (float)(1 / Math.Max(Math.Sqrt(Math.Max(0, (squares[f] / rows) - (mean * mean))), 0.02));
        }
    }

    private static void Step(float[] weights, float[][] parts, float scale, float[] first, float[] second, int step, float rate)
    {
        const float Decay1 = 0.9f, Decay2 = 0.99f;
        var (correct1, correct2) = (1 / (1 - MathF.Pow(Decay1, step)), 1 / (1 - MathF.Pow(Decay2, step)));
        for (var i = 0; i < weights.Length; i++)
        {
            var gradient = 0f;
            foreach (var part in parts)
            {
                gradient += part[i];
            }

            gradient *= scale;
            first[i] = (Decay1 * first[i]) + ((1 - Decay1) * gradient);
            second[i] = (Decay2 * second[i]) + ((1 - Decay2) * gradient * gradient);
            weights[i] -= rate * correct1 * first[i] / (MathF.Sqrt(correct2 * second[i]) + 1e-7f);
        }
    }
}
