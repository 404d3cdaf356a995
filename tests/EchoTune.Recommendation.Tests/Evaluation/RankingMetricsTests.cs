using EchoTune.Recommendation.Evaluation;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Evaluation;

public sealed class RankingMetricsTests
{
    private static readonly bool[] Hits = [true, false, true, false, false];

    [Fact]
    public void Figures_are_those_computed_by_hand()
    {
        // Hits at ranks 1 and 3 of 5, four relevant: gain 1 + 1/2, ideal 1 + 1/log2(3) + 1/2 + 1/log2(5).
        RankingMetrics.Ndcg(Hits, 5, 4).ShouldBe(1.5 / (1.5 + 1 / Math.Log2(3) + 1 / Math.Log2(5)), 1e-12);
        RankingMetrics.Recall(Hits, 5, 4).ShouldBe(0.5);
        RankingMetrics.Precision(Hits, 5).ShouldBe(0.4);
        RankingMetrics.HitRate(Hits, 5).ShouldBe(1);
        RankingMetrics.AveragePrecision(Hits, 5, 4).ShouldBe((1 + 2.0 / 3) / 4, 1e-12);
    }

    [Fact]
    public void Only_the_first_places_count_and_the_ideal_is_as_long_as_what_is_relevant()
    {
        RankingMetrics.Ndcg(Hits, 2, 9).ShouldBe(1 / (1 + 1 / Math.Log2(3)), 1e-12);
        RankingMetrics.Ndcg([true], 10, 1).ShouldBe(1);
        RankingMetrics.AveragePrecision([false, true], 10, 1).ShouldBe(0.5);
        RankingMetrics.HitRate([false, false, true], 2).ShouldBe(0);
        RankingMetrics.Precision([true], 10).ShouldBe(0.1);
    }

    [Fact]
    public void Gini_is_nothing_for_equal_shares_and_near_one_for_one_that_gets_all()
    {
        RankingMetrics.Gini([3, 3, 3]).ShouldBe(0, 1e-12);
        RankingMetrics.Gini([0, 0, 0, 8]).ShouldBe(0.75, 1e-12);
        RankingMetrics.Gini([0, 0]).ShouldBe(0);
        RankingMetrics.Gini([1, 3]).ShouldBe(0.25, 1e-12);
    }

    [Fact]
    public void Novelty_goes_from_what_everyone_heard_to_what_one_heard()
    {
        RankingMetrics.Novelty(8, 8).ShouldBe(0);
        RankingMetrics.Novelty(2, 8).ShouldBe(2.0 / 3, 1e-12);
        RankingMetrics.Novelty(1, 8).ShouldBe(1);
        RankingMetrics.Novelty(0, 8).ShouldBe(1);
    }

    [Fact]
    public void Metrics_lie_between_none_and_all_and_grow_when_a_hit_moves_up() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var hits = Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(3) == 0).ToArray();
            var relevant = Math.Max(1, hits.Count(true) + random.Next(5));
            var k = random.Next(1, 30);
            double[] before = [RankingMetrics.Ndcg(hits, k, relevant), RankingMetrics.AveragePrecision(hits, k, relevant), RankingMetrics.Recall(hits, k, relevant)];
            var at = Array.FindLastIndex(hits, hit => hit);
            if (at > 0)
            {
                (hits[at - 1], hits[at]) = (true, hits[at - 1]);
            }

            double[] after = [RankingMetrics.Ndcg(hits, k, relevant), RankingMetrics.AveragePrecision(hits, k, relevant), RankingMetrics.Recall(hits, k, relevant)];
            return before.All(m => m is >= 0 and <= 1 + 1e-12) && before.Zip(after).All(pair => pair.Second >= pair.First - 1e-12);
        }));
}
