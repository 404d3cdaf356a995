using EchoTune.Recommendation.Experiments;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Experiments;

public sealed class SequentialTestTests
{
    [Fact]
    public void Moments_are_those_of_all_values_however_they_are_joined() => Prop.ForAll(
        ArbMap.Default.ArbFor<NormalFloat[]>(), ArbMap.Default.ArbFor<NormalFloat[]>(), (a, b) =>
    {
        var (first, second) = (Small(a), Small(b));
        var joined = Of(first).And(Of(second));
        var (count, mean) = (first.Length + second.Length, first.Concat(second).DefaultIfEmpty(0).Average());
        var squares = first.Concat(second).Sum(value => (value - mean) * (value - mean));
        return joined.Count == count && Math.Abs(joined.Mean - mean) < 1e-6 && Math.Abs(joined.Squares - squares) < 1e-6 * (1 + squares);

        static double[] Small(NormalFloat[] values) => [.. values.Select(value => Math.Tanh(value.Get) * 10)];
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Peeking_after_every_value_finds_no_difference_where_there_is_none_more_often_than_the_level()
    {
        var test = new SequentialTest(0.1, 0.05);
        var alarms = Enumerable.Range(0, 400).Count(run => FirstDifference(test, run, 0, 2_000) is not null);

        // 5 % of 400 are 20; a fixed test that peeked as often would give over 100.
        alarms.ShouldBeLessThan(36);
    }

    [Fact]
    public void A_difference_is_found_in_the_right_direction()
    {
        var test = new SequentialTest(0.1, 0.05);
        var found = Enumerable.Range(0, 50).Select(run => FirstDifference(test, run, -0.25, 4_000)).ToArray();

        found.Count(at => at is not null).ShouldBeGreaterThan(47);
        found.ShouldAllBe(at => at == null || at.Value.IsWorse);
    }

    [Fact]
    public void The_interval_excludes_no_difference_exactly_when_the_p_value_is_below_the_level() => Prop.ForAll(
        ArbMap.Default.ArbFor<NormalFloat>(), ArbMap.Default.ArbFor<PositiveInt>(), (difference, count) =>
    {
        var n = SequentialTest.LeastCount + count.Get;
        var compared = new SequentialTest(0.2).Compare(new Moments(n, 0, n - 1), new Moments(n, Math.Tanh(difference.Get), n - 1));
        return Math.Abs(compared.PValue - 0.05) < 1e-9 || (compared.PValue < 0.05) == (compared.IsBetter || compared.IsWorse);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_few_values_say_nothing_and_constants_are_certain()
    {
        var test = new SequentialTest(0.1);
        test.Compare(new Moments(29, 0, 0), new Moments(1000, 5, 0)).PValue.ShouldBe(1);
        test.Compare(new Moments(50, 1, 0), new Moments(50, 2, 0)).IsBetter.ShouldBeTrue();
        test.Compare(new Moments(50, 1, 0), new Moments(50, 1, 0)).PValue.ShouldBe(1);
        Should.Throw<ArgumentException>(() => new SequentialTest(0));
        Should.Throw<ArgumentException>(() => new SequentialTest(1, 1));
        Should.Throw<ArgumentException>(() => default(Moments).With(double.NaN));
    }

    internal static Moments Of(IEnumerable<double> values) => values.Aggregate(default(Moments), (moments, value) => moments.With(value));

    private static Comparison? FirstDifference(SequentialTest test, int run, double difference, int most)
    {
        var random = new Random(run);
        var (control, treatment) = (default(Moments), default(Moments));
        for (var i = 0; i < most; i++)
        {
            (control, treatment) = (control.With(Normal()), treatment.With(Normal() + difference));
            if (test.Compare(control, treatment) is { PValue: < 0.05 } found)
            {
                return found;
            }
        }

        return null;

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
