using EchoTune.Audio.Dsp;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Dsp;

/// <summary>Cases in the manner of EBU Tech 3342 (range, ±1 LU there, ±0.1 LU here) and Tech 3341 (loudest moment, gates).</summary>
public sealed class LoudnessRangeTests
{
    private const int Rate = 48_000;

    [Theory]
    [InlineData(10, -20, -30)]
    [InlineData(5, -20, -15)]
    [InlineData(20, -40, -20)]
    public void Two_levels_of_twenty_seconds_are_as_far_apart_as_they_are(double range, double first, double second) =>
        Measure((first, 20), (second, 20)).Range.ShouldBe(range, 0.1);

    [Fact]
    public void The_quietest_and_the_loudest_level_of_five_count_and_what_is_far_below_does_not() =>
        // Tech 3342 case 4: -50, -35, -20, -35, -50 dBFS for 20 s each; the quietest lies below the relative gate.
        Measure((-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)).Range.ShouldBe(15, 0.1);

    [Fact]
    public void A_steady_tone_and_a_sound_of_two_seconds_have_no_range()
    {
        Measure((-23, 20)).Range.ShouldBe(0, 0.02);
        Measure((-23, 1), (-33, 1)).Range.ShouldBe(0);
    }

    [Fact]
    public void The_loudest_moment_is_that_of_a_burst_which_the_mean_hardly_notices()
    {
        var meter = Measure((-40, 10), (-10, 0.5), (-40, 10));
        meter.MaxMomentary.Value.ShouldBe(-10, 0.1);
        Measure((-40, 10), (-10, 0.2), (-40, 10)).MaxMomentary.Value.ShouldBe(-13, 0.2);
    }

    [Fact]
    public void A_burst_is_found_wherever_the_windows_lie()
    {
        // Tech 3341 case 13: a burst of 400 ms that starts later and later; windows every 100 ms miss at most 50 ms of it.
        for (var late = 0.0; late < 0.1; late += 0.02)
        {
            Measure((-70, 1 + late), (-23, 0.4), (-70, 2)).MaxMomentary.Value.ShouldBeInRange(-23.7, -22.9);
        }
    }

    [Fact]
    public void Silence_has_no_loudest_moment()
    {
        var meter = new LoudnessMeter(Rate);
        meter.Process(new float[Rate], new float[Rate]);
        meter.MaxMomentary.Value.ShouldBe(-70);
        meter.Range.ShouldBe(0);
        new LoudnessMeter(Rate).MaxMomentary.Value.ShouldBe(-70);
    }

    [Fact]
    public void Both_channels_are_weighted_as_the_written_out_filter_weights_one()
    {
        var random = new Random(3);
        float[] left = [.. Enumerable.Range(0, 5000).Select(_ => random.NextSingle() - 0.5f)], right = [.. left.Select(x => 0.3f * x)];
        var weighting = new KWeighting(Rate);
        var found = weighting.SumOfSquares(left.AsSpan(0, 1234), right.AsSpan(0, 1234)) + weighting.SumOfSquares(left.AsSpan(1234), right.AsSpan(1234));

        // The coefficients of BS.1770-4, tables 1 and 2, which hold at 48 kHz.
        double[] shelf = [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585];
        double[] pass = [1, -2, 1, -1.99004745483398, 0.99007225036621];
        var expected = Filter(Filter([.. left.Select(x => (double)x)], shelf), pass).Sum(y => y * y) * (1 + (0.3 * 0.3));
        found.ShouldBe(expected, 1e-4 * expected);
    }

    [Fact]
    public void True_peak_with_SIMD_is_the_true_peak_without()
    {
        var random = new Random(8);
        foreach (var length in (int[])[1, 7, 63, 64, 65, 1000, 5003])
        {
            float[] samples = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
            TruePeakMeter fast = new(256, useSimd: true), plain = new(256, useSimd: false);
            fast.Process(samples);
            plain.Process(samples);
            fast.Peak.ShouldBe(plain.Peak, 1e-5f);
        }
    }

    private static double[] Filter(double[] x, double[] c)
    {
        var y = new double[x.Length];
        for (var n = 0; n < x.Length; n++)
        {
            double X(int back) => n >= back ? x[n - back] : 0;
            double Y(int back) => n >= back ? y[n - back] : 0;
            y[n] = (c[0] * X(0)) + (c[1] * X(1)) + (c[2] * X(2)) - (c[3] * Y(1)) - (c[4] * Y(2));
        }

        return y;
    }

    private static LoudnessMeter Measure(params (double Db, double Seconds)[] stretches)
    {
        var meter = new LoudnessMeter(Rate);
        foreach (var (db, seconds) in stretches)
        {
            var amplitude = Math.Pow(10, db / 20);
            var sine = new float[(int)Math.Round(seconds * Rate)];
            for (var n = 0; n < sine.Length; n++)
            {
                sine[n] = (float)(amplitude * Math.Sin(2 * Math.PI * 1000 * n / Rate));
            }

            meter.Process(sine, sine);
        }

        return meter;
    }
}
