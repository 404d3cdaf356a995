using EchoTune.Recommendation.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Numerics;

public sealed class ObliviousForestTests
{
    [Fact]
    public void Many_rows_at_once_equal_one_walk_after_the_other() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(50),
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (rows, count, trees, depth) = (random.Next(1, 1200), random.Next(1, 6), random.Next(1, 6), random.Next(1, 6));
            var columns = Enumerable.Range(0, rows * count).Select(_ => (float)random.Next(8)).ToArray();
            var features = Enumerable.Range(0, trees * depth).Select(_ => random.Next(count)).ToArray();
            var thresholds = Enumerable.Range(0, trees * depth).Select(_ => (float)random.Next(8)).ToArray();
            var leaves = Enumerable.Range(0, trees << depth).Select(_ => random.NextSingle()).ToArray();
            var scores = new float[rows];

            new ObliviousForest(depth, features, thresholds, leaves).Add(columns, scores);

            return Enumerable.Range(0, rows).All(row =>
            {
                var sum = 0f;
                for (var tree = 0; tree < trees; tree++)
                {
                    var place = 0;
                    for (var level = 0; level < depth; level++)
                    {
                        place += columns[features[tree * depth + level] * rows + row] > thresholds[tree * depth + level] ? 1 << level : 0;
                    }

                    sum += leaves[(tree << depth) + place];
                }

                return sum == scores[row];
            });
        }));

    [Fact]
    public void What_needs_two_questions_together_is_learnt_and_noise_is_not_followed()
    {
        var random = new Random(3);
        var columns = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 4000).Select(_ => random.NextSingle()).ToArray()).ToArray();
        var labels = Enumerable.Range(0, 4000).Select(row => columns[1][row] > 0.6f && columns[2][row] < 0.3f != random.NextDouble() < 0.05).ToArray();
        var weights = Enumerable.Repeat(1f, 4000).ToArray();

        var forest = new ForestTraining(columns).Grow(labels, weights, 30, 3, 0.3, new ParallelOptions { MaxDegreeOfParallelism = 2 });

        // (1, 2) = (0.9, 0.1) is what is looked for; the others lack one half each.
        var scores = new float[3];
        forest.Add([.5f, .5f, .5f, .9f, .9f, .1f, .1f, .9f, .1f, .5f, .5f, .5f], scores);
        scores[0].ShouldBeGreaterThan(scores[1] + 2);
        scores[0].ShouldBeGreaterThan(scores[2] + 2);

        var again = new float[3];
        new ForestTraining(columns).Grow(labels, weights, 30, 3, 0.3, new ParallelOptions { MaxDegreeOfParallelism = 1 }).Add([.5f, .5f, .5f, .9f, .9f, .1f, .1f, .9f, .1f, .5f, .5f, .5f], again);
        again.ShouldBe(scores);
    }

    [Fact]
    public void Nothing_to_learn_from_says_nothing()
    {
        var scores = new float[2];
        new ForestTraining([]).Grow([], [], 3, 2, 0.1, new ParallelOptions()).Add([], scores);
        new ForestTraining([[1, 1, 1]]).Grow([true, false, false], [1, 1, 1], 3, 2, 0.1, new ParallelOptions()).Add([0, 5], scores);

        scores[0].ShouldBe(scores[1]);
        float.IsFinite(scores[0]).ShouldBeTrue();
    }
}
