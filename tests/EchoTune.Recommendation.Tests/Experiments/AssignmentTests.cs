using EchoTune.Recommendation.Experiments;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Experiments;

public sealed class AssignmentTests
{
    private static readonly string[] Subjects = [.. Enumerable.Range(0, 20_000).Select(i => $"listener-{i}")];

    [Fact]
    public void Arms_get_their_shares_of_those_who_take_part()
    {
        double[] shares = [2, 1, 1];
        var arms = Subjects.Select(subject => Assignment.Arm("order", subject, 0.4, shares)).ToArray();

        // Four standard deviations of a draw.
        Share(arms, arm => arm != Assignment.Outside).ShouldBe(0.4, 0.014);
        var inside = arms.Where(arm => arm >= 0).ToArray();
        Share(inside, arm => arm == 0).ShouldBe(0.5, 0.023);
        Share(inside, arm => arm == 2).ShouldBe(0.25, 0.02);

        static double Share(int[] of, Func<int, bool> which) => (double)of.Count(which) / of.Length;
    }

    [Fact]
    public void A_wider_ramp_only_adds_subjects() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<byte>(), ArbMap.Default.ArbFor<byte>(), (subject, a, b) =>
    {
        var (narrow, wide) = (Math.Min(a, b) / 255.0, Math.Max(a, b) / 255.0);
        var before = Assignment.Arm("x", subject.Get, narrow, [1, 1]);
        var after = Assignment.Arm("x", subject.Get, wide, [1, 1]);
        return (before == Assignment.Outside || before == after) && (wide < 1 || after != Assignment.Outside);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Experiments_are_independent_of_each_other()
    {
        var first = Subjects.Select(subject => Assignment.Arm("first", subject, 1, [1, 1]));
        var second = Subjects.Select(subject => Assignment.Arm("second", subject, 1, [1, 1]));

        first.Zip(second).Average(pair => pair.First == pair.Second ? 1.0 : 0).ShouldBe(0.5, 0.0142);
    }

    [Fact]
    public void An_arm_without_a_share_stays_empty() =>
        Subjects.ShouldAllBe(subject => Assignment.Arm("x", subject, 1, new double[] { 1, 0 }) == 0);

    [Fact]
    public void What_is_no_share_is_refused()
    {
        Should.Throw<ArgumentException>(() => Assignment.Arm("x", "a", 1, []));
        Should.Throw<ArgumentException>(() => Assignment.Arm("x", "a", 1, [0, 0]));
        Should.Throw<ArgumentException>(() => Assignment.Arm("x", "a", 1, [1, -1]));
        Should.Throw<ArgumentException>(() => Assignment.Arm("x", "a", 1, [1, double.NaN]));
        Should.Throw<ArgumentException>(() => Assignment.Arm("x", "a", double.NaN, [1]));
        Should.Throw<ArgumentException>(() => Assignment.Arm("x", "a", 1.1, [1]));
    }
}
