using EchoTune.Recommendation.Evaluation;
using EchoTune.Recommendation.Sequence;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Evaluation;

public sealed class SessionEvaluationTests
{
    [Fact]
    public void Ranks_count_items_above_and_half_of_the_equal_ones()
    {
        SessionCase[] cases = [new(new[] { 0 }, 4), new(new[] { 0 }, 0), new(new[] { 0 }, -1), new(Array.Empty<int>(), 2)];

        SessionEvaluation.Ranks(new Fixed([1, 5, 2, 2, 9]), cases, false, 2).ShouldBe([1, 5, 0, 4]);
        SessionEvaluation.Ranks(new Fixed([3, 3, 3, 3, 3]), cases, false, 1).ShouldBe([3, 3, 0, 3]);
    }

    [Fact]
    public void What_the_prefix_holds_can_be_left_out()
    {
        SessionCase[] cases = [new(new[] { 4, 1 }, 2), new(new[] { 4 }, 4)];

        SessionEvaluation.Ranks(new Fixed([1, 5, 2, 0, 9]), cases, true, 1).ShouldBe([1, 0]);
    }

    [Fact]
    public void Metrics_are_those_of_the_definition()
    {
        int[] ranks = [1, 3, 0, 11];

        SessionEvaluation.HitRate(ranks, 10).ShouldBe(0.5);
        SessionEvaluation.HitRate(ranks, 20).ShouldBe(0.75);
        SessionEvaluation.ReciprocalRank(ranks, 10).ShouldBe((1 + (1 / 3.0)) / 4, 1e-12);
        SessionEvaluation.Ndcg(ranks, 10).ShouldBe((1 + 0.5) / 4, 1e-12);
        SessionEvaluation.HitRate([], 10).ShouldBe(0);
    }

    private sealed class Fixed(float[] all) : ISessionModel
    {
        public string Name => "fixed";

        public int ItemCount => all.Length;

        public void Score(ReadOnlySpan<int> prefix, Span<float> scores) => all.CopyTo(scores);
    }
}
