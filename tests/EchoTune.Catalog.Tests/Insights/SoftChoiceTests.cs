using EchoTune.Catalog.Insights;

namespace EchoTune.Catalog.Tests.Insights;

public sealed class SoftChoiceTests
{
    [Fact]
    public void Better_scores_are_likelier_and_nothing_is_impossible()
    {
        var chances = Chances(3, 2, 1, -40);

        chances.ShouldBeInOrder(SortDirection.Descending);
        chances.Sum().ShouldBe(1, 1e-12);
        chances.ShouldAllBe(chance => chance >= SoftChoice.Exploration / 4);
        (chances[0] / chances[1]).ShouldBeLessThan(1.2, "beside one that is far off, the others are alike");
    }

    [Fact]
    public void Only_differences_inside_the_answer_count()
    {
        var chances = Chances(1, 2, 4);

        var moved = Chances(1001, 1002, 1004);
        var scaled = Chances(10, 20, 40);

        for (var i = 0; i < 3; i++)
        {
            moved[i].ShouldBe(chances[i], 1e-9);
            scaled[i].ShouldBe(chances[i], 1e-9);
        }
    }

    [Fact]
    public void Equal_and_unusable_scores_do_no_harm()
    {
        Chances(5, 5, 5, 5).ShouldAllBe(chance => Math.Abs(chance - 0.25) < 1e-12);
        Chances(double.NaN, double.PositiveInfinity).ShouldAllBe(chance => Math.Abs(chance - 0.5) < 1e-12);
        Chances(7).ShouldBe([1]);
        Chances().ShouldBeEmpty();
        var mixed = Chances(1, double.NaN, 2);
        mixed.Sum().ShouldBe(1, 1e-12);
        mixed[1].ShouldBe(mixed[0], 1e-12, "what is no number counts as the least");
        Should.Throw<ArgumentException>(() => SoftChoice.Chances([1, 2], new double[1]));
    }

    private static double[] Chances(params double[] scores)
    {
        var chances = new double[scores.Length];
        SoftChoice.Chances(scores, chances);
        return chances;
    }
}
