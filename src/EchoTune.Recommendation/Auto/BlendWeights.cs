using EchoTune.Recommendation.Collaborative;

namespace EchoTune.Recommendation.Auto;

/// <summary>
/// Finds how much each model counts: starting from the best alone, the model that helps most is added again and again, and weights are
/// moved one at a time while the lists get better (Caruana et al. 2004 with coordinate ascent). Only each model's best items are looked at.
/// </summary>
internal sealed class BlendWeights
{
    private const int Candidates = 120;

    // A gain smaller than this share may be chance, and costs a model.
    private const double LeastGain = 0.003;

    private readonly ValidationJudge judge;
    private readonly ParallelOptions parallelism;
    private readonly int[][] items;
    private readonly float[][] scores;
    private readonly int members;

    public BlendWeights(ValidationJudge judge, IReadOnlyList<IScoringModel> models, ParallelOptions parallelism)
    {
        (this.judge, this.parallelism, members) = (judge, parallelism, models.Count);
        var count = judge.Listeners.Length;
        items = new int[count][];
        scores = new float[count][];
        Parallel.For(0, count, parallelism, () => new Workspace(models.Count, judge.ItemCount), (index, _, space) =>
        {
            (items[index], scores[index]) = space.Look(judge, models, judge.Listeners[index]);
            return space;
        }, _ => { });
    }

    /// <summary>The weights, all together 1, and NDCG@10 with them.</summary>
    public (double[] Weights, double Ndcg) Find()
    {
        var weights = new double[members];
        var alone = Enumerable.Range(0, members).Select(m => Judge(Unit(m)).Objective).ToArray();
        var first = Array.IndexOf(alone, alone.Max());
        weights[first] = 1;
        var best = alone[first];
        while (true)
        {
            var (gain, member, next) = (best * (1 + LeastGain), -1, weights);
            for (var m = 0; m < members; m++)
            {
                if (weights[m] == 0)
                {
                    foreach (var share in new[] { 0.1, 0.25, 0.5 })
                    {
                        var tried = weights.ToArray();
                        tried[m] = share / (1 - share) * weights.Sum();
                        var objective = Judge(tried).Objective;
                        (gain, member, next) = objective > gain ? (objective, m, tried) : (gain, member, next);
                    }
                }
            }

            if (member < 0)
            {
                break;
            }

            (weights, best) = Refine(next, gain);
        }

        var sum = weights.Sum();
        weights = [.. weights.Select(weight => weight / sum)];
        return (weights, Judge(weights).Ndcg);
    }

    private (double[] Weights, double Objective) Refine(double[] weights, double best)
    {
        foreach (var factor in new[] { 1.6, 1.25, 1.1 })
        {
            for (var isBetter = true; isBetter;)
            {
                isBetter = false;
                for (var m = 0; m < members; m++)
                {
                    foreach (var ratio in new[] { factor, 1 / factor })
                    {
                        if (weights[m] > 0)
                        {
                            var tried = weights.ToArray();
                            tried[m] *= ratio;
                            var objective = Judge(tried).Objective;
                            if (objective > best * 1.0001)
                            {
                                (weights, best, isBetter) = (tried, objective, true);
                            }
                        }
                    }
                }
            }
        }

        return (weights, best);
    }

    private double[] Unit(int member)
    {
        var unit = new double[members];
        unit[member] = 1;
        return unit;
    }

    private (double Ndcg, double Objective) Judge(double[] weights)
    {
        var results = new (double Ten, double Twenty)[items.Length];
        Parallel.For(0, items.Length, parallelism, () => (Heap: new float[ValidationJudge.Length], Top: new int[ValidationJudge.Length], Sums: new float[members * Candidates]), (index, _, space) =>
        {
            var own = items[index];
            var sums = space.Sums.AsSpan(0, own.Length);
            sums.Clear();
            for (var m = 0; m < members; m++)
            {
                if (weights[m] != 0)
                {
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(scores[index].AsSpan(m * own.Length, own.Length), (float)weights[m], sums, sums);
                }
            }

            var count = Evaluation.TopList.Select(sums, space.Heap, space.Top);
            for (var rank = 0; rank < count; rank++)
            {
                space.Top[rank] = own[space.Top[rank]];
            }

            results[index] = ValidationJudge.Gains(space.Top.AsSpan(0, count), judge.Wanted(judge.Listeners[index]));
            return space;
        }, _ => { });
        return results.Length == 0 ? (0, 0) : (results.Average(r => r.Ten), results.Average(r => (r.Ten + r.Twenty) / 2));
    }

    private sealed class Workspace(int models, int itemCount)
    {
        private readonly float[] all = new float[models * itemCount];
        private readonly float[] hidden = new float[itemCount];
        private readonly float[] heap = new float[Candidates];
        private readonly int[] top = new int[Candidates];

        // The best items of every model, and what each model says of all of them on one scale.
        public (int[] Items, float[] Scores) Look(ValidationJudge judge, IReadOnlyList<IScoringModel> members, int listener)
        {
            var known = judge.Known(listener);
            var union = new SortedSet<int>();
            for (var m = 0; m < models; m++)
            {
                var own = all.AsSpan(m * itemCount, itemCount);
                members[m].Score(judge.History(listener), own);
                own.CopyTo(hidden);
                foreach (var item in known)
                {
                    hidden[item] = float.NegativeInfinity;
                }

                union.UnionWith(top[..Evaluation.TopList.Select(hidden, heap, top)]);
                var (mean, inverse) = ScoreScale.Of(own, known);
                System.Numerics.Tensors.TensorPrimitives.Add(own, -mean, own);
                System.Numerics.Tensors.TensorPrimitives.Multiply(own, inverse, own);
            }

            int[] items = [.. union];
            var scores = new float[models * items.Length];
            for (var m = 0; m < models; m++)
            {
                for (var k = 0; k < items.Length; k++)
                {
                    scores[m * items.Length + k] = all[m * itemCount + items[k]];
                }
            }

            return (items, scores);
        }
    }
}
