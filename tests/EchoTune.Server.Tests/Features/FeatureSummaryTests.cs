using EchoTune.Server.Features.Tracks;

namespace EchoTune.Server.Tests.Features;

public sealed class FeatureSummaryTests
{
    [Theory]
    [InlineData(-14, -3, 0)]
    [InlineData(-8, -0.1, -6)]
    [InlineData(-20, -10, 6)]
    [InlineData(-20, -3, 2)]
    [InlineData(-70, -70, 12)]
    [InlineData(-14, 3, -4)]
    public void Gain_reaches_the_target_unless_the_peak_forbids_it(double lufs, double peak, double gain) =>
        FeatureSummaryCache.GainDb(lufs, peak).ShouldBe(gain);
}
