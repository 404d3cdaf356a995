using EchoTune.Audio.Synthesis.Sound.Drums;
using EchoTune.Audio.Dsp;
using EchoTune.Audio.Synthesis.Score;
using EchoTune.Audio.Synthesis.Sound;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Synthesis.Sound;

public sealed class SoundTests
{
    private const int Rate = 44_100;

    [Fact]
    public void Every_patch_is_audible_bounded_and_falls_silent()
    {
        foreach (var patch in Scores.AllPatches)
        {
            var (left, right) = ScoreRenderer.Mix(Scores.Single(patch, 57, 0.8, 6), TestContext.Current.CancellationToken);
            left.All(float.IsFinite).ShouldBeTrue(patch.Name);
            Rms(left.AsSpan(Rate / 10, Rate)).ShouldBeInRange(0.01f, 0.5f, patch.Name);
            left.Max(MathF.Abs).ShouldBeLessThan(3f, patch.Name);
            right.Max(MathF.Abs).ShouldBeInRange(0.02f, 3f, patch.Name);
            Rms(left.AsSpan(^(Rate / 4))).ShouldBeLessThan(0.002f, patch.Name);
        }
    }

    [Fact]
    public void Every_pitched_patch_is_in_tune_within_10_cents()
    {
        foreach (var patch in Scores.AllPatches.Where(p => p.Waves[0] != Wave.Noise))
        {
            var pitch = patch.Name.Contains("bass", StringComparison.Ordinal) ? 57 : 69;
            var (left, right) = ScoreRenderer.Mix(Scores.Single(patch, pitch, 1.2, 1.4), TestContext.Current.CancellationToken);
            var expected = 440 * Math.Pow(2, (pitch - 69) / 12.0);
            Math.Abs(Cents(left, right, expected)).ShouldBeLessThan(10, patch.Name);
        }
    }

    [Fact]
    public void Every_drum_of_every_kit_is_audible_bounded_and_ends_softly()
    {
        foreach (var kit in Enum.GetValues<KitKind>())
        {
            foreach (var drum in Enum.GetValues<Drum>())
            {
                var name = $"{kit} {drum}";
                var hard = DrumSynth.Render(drum, kit, soft: false, 1, DrumTuning.None);
                hard.All(float.IsFinite).ShouldBeTrue(name);
                hard.Max(MathF.Abs).ShouldBeInRange(0.1f, 1.001f, name);
                Rms(hard).ShouldBeGreaterThan(0.005f, name);
                Math.Abs(hard[^1]).ShouldBeLessThan(1e-3f, name);
                Math.Abs(hard.Average()).ShouldBeLessThan(0.02f, name);
            }
        }
    }

    [Fact]
    public void A_closed_hat_stops_an_open_one()
    {
        float Late(params DrumHit[] hits)
        {
            var score = new PieceScore { DurationSeconds = 1, TempoBpm = 120, Seed = 1, Parts = [], Drums = hits, Wet = 0, Kit = KitKind.Rock };
            var (left, _) = ScoreRenderer.Mix(score, TestContext.Current.CancellationToken);
            return Rms(left.AsSpan((int)(0.42 * Rate), Rate / 10)) / Rms(left.AsSpan(0, Rate / 10));
        }

        var open = new DrumHit(0, Drum.OpenHat, 1);
        (Late(open, new DrumHit(0.2, Drum.ClosedHat, 0.6f)) * 3).ShouldBeLessThan(Late(open));
    }

    [Fact]
    public void No_two_recordings_have_the_same_drums()
    {
        var kicks = Enumerable.Range(1, 12).Select(seed => DrumSynth.Render(Drum.Kick, KitKind.Rock, soft: false, 1, DrumTuning.Of((ulong)seed))).ToList();

        // The body of the drum, after the beater: how often it crosses zero is its pitch.
        var pitches = kicks.ConvertAll(kick => Enumerable.Range(Rate / 20, Rate / 5).Count(i => kick[i] >= 0 != kick[i + 1] >= 0) * 2.5);
        (pitches.Max() - pitches.Min()).ShouldBeInRange(4, 20);
        kicks.Select(kick => kick.Length).Distinct().Count().ShouldBeGreaterThan(6);
    }

    [Fact]
    public void A_filter_passes_what_it_should_and_takes_12_dB_an_octave_off_the_rest()
    {
        foreach (var (corner, high) in new[] { (24.0, true), (200.0, false), (1000.0, false), (1000.0, true), (9000.0, false), (9000.0, true) })
        {
            foreach (var octaves in new[] { -3, 0, 1 })
            {
                var hz = corner * Math.Pow(2, octaves);
                var left = new float[Rate];
                for (var i = 0; i < left.Length; i++)
                {
                    left[i] = (float)Math.Sin(2 * Math.PI * hz * i / Rate);
                }

                float[] right = [.. left.Select(s => -s)];
                new EchoTune.Audio.Synthesis.Sound.Effects.StereoFilter(corner, high).Process(left, right);

                // Butterworth, with the frequencies warped by the trapezoidal rule.
                var ratio = Math.Tan(Math.PI * hz / Rate) / Math.Tan(Math.PI * corner / Rate);
                var expected = 1 / Math.Sqrt(1 + Math.Pow(high ? 1 / ratio : ratio, 4));
                ((double)Rms(left.AsSpan(Rate / 2)) * Math.Sqrt(2)).ShouldBe(expected, 0.01, $"{(high ? "high" : "low")}-pass {corner} Hz at {hz} Hz");
                right.Zip(left).ShouldAllBe(pair => Math.Abs(pair.First + pair.Second) < 1e-6f);
            }
        }
    }

    [Fact]
    public void The_ensemble_swells_as_written()
    {
        var song = Scores.Song(10);
        var (plain, _) = ScoreRenderer.Mix(song, TestContext.Current.CancellationToken);
        var (shaped, _) = ScoreRenderer.Mix(song with { Swell = [(0, -12), (4, -12), (4.5, 0)] }, TestContext.Current.CancellationToken);

        (Rms(shaped.AsSpan(Rate, 2 * Rate)) / Rms(plain.AsSpan(Rate, 2 * Rate))).ShouldBe((float)Math.Pow(10, -12 / 20.0), 1e-3f);
        shaped[(5 * Rate)..].ShouldBe(plain[(5 * Rate)..]);
    }

    [Fact]
    public void The_kick_ducks_the_pad()
    {
        var notes = new ScoreNote[] { new(0, 3, 60, 0.8f) };
        var score = new PieceScore { DurationSeconds = 3, TempoBpm = 120, Seed = 1, Sidechain = 0.8, Wet = 0, Parts = [new(Layer.Pad, Patches.WarmPad, 0, 0, notes)], Drums = [new(2, Drum.Kick, 1)], DrumsGainDb = -100 };
        var (left, _) = ScoreRenderer.Mix(score, TestContext.Current.CancellationToken);
        (Rms(left.AsSpan((int)(2.005 * Rate), Rate / 30)) * 1.8f).ShouldBeLessThan(Rms(left.AsSpan((int)(1.9 * Rate), Rate / 30)));
    }

    [Fact]
    public void Rendering_is_deterministic_and_of_the_stated_length()
    {
        var score = Scores.Song(4.003) with { Worn = 0.7 };
        var first = ScoreRenderer.Render(score, TestContext.Current.CancellationToken);
        first.Length.ShouldBe((int)Math.Round(4.003 * Rate) * 2);
        ScoreRenderer.Render(score, TestContext.Current.CancellationToken).AsSpan().SequenceEqual(first).ShouldBeTrue();
    }

    [Fact]
    public void Rendering_stops_when_cancelled() =>
        Should.Throw<OperationCanceledException>(() => ScoreRenderer.Render(Scores.Song(4), new CancellationToken(canceled: true)));

    [Fact]
    public void A_longer_piece_allocates_only_its_samples_more()
    {
        long Allocated(double seconds)
        {
            var score = Scores.Song(4) with { DurationSeconds = seconds };
            ScoreRenderer.Mix(score, default);
            var before = GC.GetAllocatedBytesForCurrentThread();
            ScoreRenderer.Mix(score, default);
            return GC.GetAllocatedBytesForCurrentThread() - before - (long)(seconds * Rate * 8);
        }

        (Allocated(10) - Allocated(5)).ShouldBeLessThan(16_384);
    }

    private static float Rms(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += sample * sample;
        }

        return (float)Math.Sqrt(sum / samples.Length);
    }

    // Middle of the power around the fundamental, so that detuned pairs and vibrato count as their middle.
    private static double Cents(float[] left, float[] right, double expected)
    {
        const int size = 32_768;
        var fft = new RealFft(size);
        var input = new float[size];
        for (var i = 0; i < size; i++)
        {
            var window = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / size));
            input[i] = (float)((left[(Rate / 4) + i] + (0.5 * right[(Rate / 4) + i])) * window);
        }

        var power = new float[fft.Bins];
        fft.Power(input, power);
        var (weighted, total) = (0.0, 0.0);
        var centre = expected * size / Rate;
        for (var bin = (int)(centre * 0.96); bin <= (int)(centre * 1.042) + 1; bin++)
        {
            weighted += bin * (double)power[bin];
            total += power[bin];
        }

        return 1200 * Math.Log2(weighted / total / centre);
    }
}
