using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Evaluation;
using EchoTune.Recommendation.Tests.Collaborative;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Evaluation;

public sealed class RankingEvaluatorTests
{
    [Fact]
    public void Known_items_are_hidden_and_listeners_without_test_items_left_out()
    {
        // Items are scored 5, 4, 3, 2, 1. Listener 0 knows 0, hides 1, is tested on 2 and 4: the list is 2, 3, 4. Listener 1 is not tested.
        var train = Cells(2, 5, (0, 0), (1, 3));
        var report = RankingEvaluator.Evaluate(
            new Fixed([5, 4, 3, 2, 1]), train, Cells(2, 5, (0, 2), (0, 4)), Cells(2, 5, (0, 1)), new EvaluationOptions { CutOffs = [2, 10] });

        report.Listeners.ShouldBe(1);
        report.Metrics["ndcg@2"].ShouldBe(1 / (1 + 1 / Math.Log2(3)), 1e-12);
        report.Metrics["ndcg@10"].ShouldBe((1 + 0.5) / (1 + 1 / Math.Log2(3)), 1e-12);
        report.Metrics["recall@2"].ShouldBe(0.5);
        report.Metrics["recall@10"].ShouldBe(1);
        report.Metrics["mrr"].ShouldBe(1);
        report.Metrics["coverage@2"].ShouldBe(0.4);
        report.Metrics["coverage@10"].ShouldBe(0.6);
        report.Metrics["gini@10"].ShouldBe(0.4, 1e-9);
        report.RecommendationsPerSecond.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_reciprocal_rank_looks_beyond_the_list()
    {
        var report = RankingEvaluator.Evaluate(new Fixed([5, 4, 3, 2, 1]), Cells(1, 5, (0, 0)), Cells(1, 5, (0, 4)), null, new EvaluationOptions { CutOffs = [1] });

        report.Metrics["mrr"].ShouldBe(0.25);
        report.Metrics["hitrate@1"].ShouldBe(0);
    }

    [Fact]
    public void A_hit_that_popularity_would_have_given_is_no_surprise()
    {
        // Item 0 is what everyone hears; both tested listeners find what they look for, one of them only beside the popular.
        var train = Cells(4, 4, (2, 0), (3, 0), (0, 1), (1, 1), (2, 2));
        var test = Cells(4, 4, (0, 0), (1, 3));
        var report = RankingEvaluator.Evaluate(new PerListener([[9, 0, 0, 0], [0, 0, 0, 9], [0, 0, 0, 0], [0, 0, 0, 0]]), train, test, null, new EvaluationOptions { CutOffs = [1] });

        report.Metrics["hitrate@1"].ShouldBe(1);
        report.Metrics["serendipity@1"].ShouldBe(0.5);
    }

    [Fact]
    public void Diversity_is_none_for_items_with_the_same_listeners()
    {
        var train = Cells(3, 4, (1, 0), (1, 1), (2, 0), (2, 1), (1, 2));
        var options = new EvaluationOptions { CutOffs = [2] };

        RankingEvaluator.Evaluate(new Fixed([9, 8, 1, 0]), train, Cells(3, 4, (0, 3)), null, options).Metrics["diversity@2"].ShouldBe(0, 1e-9);
        RankingEvaluator.Evaluate(new Fixed([9, 1, 8, 0]), train, Cells(3, 4, (0, 3)), null, options).Metrics["diversity@2"].ShouldBe(1 - 1 / Math.Sqrt(2), 1e-9);
    }

    [Fact]
    public void The_same_for_any_number_of_threads_and_equal_to_a_full_sort() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40),
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (listeners, items) = (random.Next(1, 90), random.Next(2, 40));
            var scores = Enumerable.Range(0, listeners).Select(_ => Enumerable.Range(0, items).Select(_ => (float)random.Next(6)).ToArray()).ToArray();
            var cells = Enumerable.Range(0, listeners * 3).Select(_ => (random.Next(listeners), random.Next(items))).Distinct().ToArray();
            var half = cells.Length / 2;
            var (train, test) = (Cells(listeners, items, cells[..half]), Cells(listeners, items, cells[half..]));
            var k = random.Next(1, 12);
            var one = RankingEvaluator.Evaluate(new PerListener(scores), train, test, null, new EvaluationOptions { CutOffs = [k] });
            var three = RankingEvaluator.Evaluate(new PerListener(scores), train, test, null, new EvaluationOptions { CutOffs = [k], Threads = 3 });

            var naive = Enumerable.Range(0, listeners).Where(l => test.Items(l).Length > 0).Average(l =>
            {
                var (known, wanted) = (train.Items(l).ToArray(), test.Items(l).ToArray());
                var order = Enumerable.Range(0, items).Except(known).OrderByDescending(i => scores[l][i]).ThenBy(i => i).Take(k);
                return RankingMetrics.Ndcg([.. order.Select(wanted.Contains)], k, wanted.Length);
            });
            return Math.Abs(one.Metrics[$"ndcg@{k}"] - naive) < 1e-9
                && one.Metrics.All(m => three.Metrics[m.Key] == m.Value) && one.Intervals.All(i => three.Intervals[i.Key] == i.Value);
        }));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Lists_found_by_an_index_are_those_of_all_scores(bool hides)
    {
        var train = Planted.Listening(11, 90, 120, 20);
        var test = Planted.Listening(12, 90, 120, 20);
        var hidden = hides ? Planted.Listening(13, 90, 120, 30) : null;
        var model = new ImplicitAlsTrainer().Fit(new TrainingData(train), Hyperparameters.Defaults.With("factors", 12), new FitOptions());
        var options = new EvaluationOptions { CutOffs = [5, 120], Threads = 2, Resamplings = 0 };

        var found = RankingEvaluator.Evaluate(model, train, test, hidden, options);
        var plain = RankingEvaluator.Evaluate(new OnlyScores(model), train, test, hidden, options);

        foreach (var (name, value) in plain.Metrics)
        {
            // Sums are rounded in another order, and of two scores that are all but equal another may come first.
            found.Metrics[name].ShouldBe(value, 2e-3, name);
        }
    }

    [Fact]
    public void The_interval_holds_the_mean_and_narrows_with_more_listeners()
    {
        (double Low, double High) Interval(int listeners)
        {
            var test = Cells(listeners, 2, [.. Enumerable.Range(0, listeners).Select(l => (l, l % 2))]);
            return RankingEvaluator.Evaluate(new Fixed([2, 1]), Cells(listeners, 2), test, null, new EvaluationOptions { CutOffs = [1] }).Intervals["hitrate@1"];
        }

        var (few, many) = (Interval(40), Interval(4000));

        (few.Low < 0.5 && few.High > 0.5 && many.Low < 0.5 && many.High > 0.5).ShouldBeTrue();
        // The standard error falls with the root of the number of listeners: ten times here.
        ((few.High - few.Low) / (many.High - many.Low)).ShouldBeInRange(5, 20);
    }

    [Fact]
    public void Shapes_that_differ_and_nothing_to_test_are_refused()
    {
        var train = Cells(2, 3, (0, 0));
        Should.Throw<ArgumentException>(() => RankingEvaluator.Evaluate(new Fixed([1, 2, 3]), train, Cells(2, 3), null, new EvaluationOptions()));
        Should.Throw<ArgumentException>(() => RankingEvaluator.Evaluate(new Fixed([1, 2, 3]), train, Cells(3, 3, (0, 1)), null, new EvaluationOptions()));
        Should.Throw<ArgumentException>(() => RankingEvaluator.Evaluate(new Fixed([1, 2]), train, Cells(2, 3, (0, 1)), null, new EvaluationOptions()));
        Should.Throw<ArgumentException>(() => RankingEvaluator.Evaluate(new Fixed([1, 2, 3]), train, Cells(2, 3, (0, 1)), null, new EvaluationOptions { CutOffs = [0] }));
    }

    private static Interactions Cells(int listeners, int items, params (int Listener, int Item)[] cells) =>
        Interactions.FromCells(listeners, items, [.. cells.Select(c => c.Listener)], [.. cells.Select(c => c.Item)]);

    private sealed class Fixed(float[] values) : IScoringModel
    {
        public string Name => "fixed";

        public int ItemCount => values.Length;

        public void Score(in ListenerHistory history, Span<float> scores) => values.CopyTo(scores);
    }

    private sealed class OnlyScores(IScoringModel model) : IScoringModel
    {
        public string Name => model.Name;

        public int ItemCount => model.ItemCount;

        public void Score(in ListenerHistory history, Span<float> scores) => model.Score(history, scores);
    }

    private sealed class PerListener(float[][] values) : IScoringModel
    {
        public string Name => "per listener";

        public int ItemCount => values[0].Length;

        public void Score(in ListenerHistory history, Span<float> scores) => values[history.Listener].CopyTo(scores);
    }
}
