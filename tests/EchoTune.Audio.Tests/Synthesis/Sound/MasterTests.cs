using EchoTune.Audio.Dsp;
using EchoTune.Audio.Synthesis.Mastering;
using EchoTune.Audio.Synthesis.Score;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Synthesis.Sound;

public sealed class MasterTests
{
    [Theory]
    [InlineData(nameof(KitKind.Acoustic), 0.0, 0.0)]
    [InlineData(nameof(KitKind.HipHop), 0.8, 0.0)]
    [InlineData(nameof(KitKind.House), 0.0, 6000.0)]
    public void A_song_has_the_target_loudness_and_no_peak_above_minus_1(string kit, double worn, double bandwidth)
    {
        var score = Scores.Song(10, Enum.Parse<KitKind>(kit)) with { Worn = worn, Bandwidth = bandwidth };
        var samples = Audio.Synthesis.Sound.ScoreRenderer.Render(score, TestContext.Current.CancellationToken);
        var (left, right) = Split(samples);
        var meter = new LoudnessMeter(44_100);
        meter.Process(left, right);
        meter.Integrated.Value.ShouldBe(-14, 0.5);
        Peak(left, right).ShouldBeLessThanOrEqualTo(Math.Pow(10, -1.2 / 20));
        Math.Abs(left.Average()).ShouldBeLessThan(1e-3f);
        samples[0].ShouldBe(0);
        Math.Abs(samples[^1]).ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void The_last_chord_rings_out_over_two_seconds()
    {
        var random = new Audio.Synthesis.SeededRandom(3);
        var (left, right) = (new float[10 * 44_100], new float[10 * 44_100]);
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = right[i] = 0.1f * random.NextNoise();
        }

        Master.Process(left, right, TestContext.Current.CancellationToken);

        double Level(double before) => Math.Sqrt(left.AsSpan((int)((10 - before) * 44_100) - 4410, 4410).ToArray().Average(s => (double)s * s));
        (Level(2) / Level(4)).ShouldBeInRange(0.8, 1);
        (Level(1.2) / Level(4)).ShouldBeInRange(0.4, 0.65);
        (Level(0.4) / Level(4)).ShouldBeLessThan(0.12);
    }

    [Fact]
    public void Silence_stays_silence()
    {
        var (left, right) = (new float[44_100], new float[44_100]);
        Master.Process(left, right, TestContext.Current.CancellationToken);
        left.ShouldAllBe(s => Math.Abs(s) < 1e-6f);
    }

    [Fact]
    public void The_limiter_never_lets_a_sample_exceed_the_ceiling() => Prop.ForAll(
        Gen.Choose(0, 100_000).Zip(Gen.Choose(1, 60)).ToArbitrary(),
        pair =>
        {
            var random = new Audio.Synthesis.SeededRandom((ulong)pair.Item1);
            var (left, right) = (new float[5000], new float[5000]);
            for (var i = 0; i < left.Length; i++)
            {
                // Noise with rare spikes, of any length and place.
                left[i] = 0.1f * random.NextNoise() * (random.Chance(0.01) ? 30 : 1);
                right[i] = 0.3f * random.NextNoise();
            }

            var limiter = new Limiter(left, right, 0.8);
            limiter.Apply(limiter.Envelope(pair.Item2 / 10.0));
            return left.Concat(right).All(s => Math.Abs(s) <= 0.8001f);
        }).QuickCheckThrowOnFailure();

    private static (float[] Left, float[] Right) Split(float[] samples) =>
        ([.. samples.Where((_, i) => i % 2 == 0)], [.. samples.Where((_, i) => i % 2 == 1)]);

    private static double Peak(float[] left, float[] right)
    {
        var meter = new TruePeakMeter();
        meter.Process(left);
        meter.Process(right);
        return meter.Peak;
    }
}
