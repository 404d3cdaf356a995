using EchoTune.Recommendation.Evaluation;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Evaluation;

public sealed class DriftDetectorTests
{
    [Fact]
    public void A_metric_that_only_varies_raises_no_alarm()
    {
        var random = new Random(5);
        var detector = new DriftDetector(warmUp: 30);

        Enumerable.Range(0, 500).Count(_ => detector.Observe(0.2 + (0.02 * (random.NextDouble() - 0.5)))).ShouldBe(0);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(2000)]
    public void A_fall_is_noticed_soon_and_told_once_whatever_the_unit(double scale)
    {
        var random = new Random(5);
        var detector = new DriftDetector();
        for (var day = 0; day < 40; day++)
        {
            detector.Observe(Value(1)).ShouldBeFalse();
        }

        var alarms = Enumerable.Range(0, 20).Where(_ => detector.Observe(Value(0.8))).ToArray();
        alarms.ShouldHaveSingleItem().ShouldBeLessThan(5);
        detector.Usual.ShouldBe(scale * 0.8, scale * 0.05);

        double Value(double level) => scale * (level + (0.05 * (random.NextDouble() - 0.5)));
    }

    [Fact]
    public void A_rise_is_no_drift()
    {
        var detector = new DriftDetector();
        Enumerable.Range(0, 60).ShouldAllBe(day => !detector.Observe(day));
    }

    [Fact]
    public void A_metric_that_stood_still_may_move_a_little()
    {
        var detector = new DriftDetector();
        for (var day = 0; day < 20; day++)
        {
            detector.Observe(0.5);
        }

        detector.Observe(0.499).ShouldBeFalse();
        Enumerable.Range(0, 5).Any(_ => detector.Observe(0.4)).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => detector.Observe(double.NaN));
        Should.Throw<ArgumentException>(() => new DriftDetector(1));
    }
}
