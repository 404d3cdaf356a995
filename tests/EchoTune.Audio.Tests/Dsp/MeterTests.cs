using EchoTune.Audio.Dsp;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Dsp;

/// <summary>Cases in the manner of EBU Tech 3341, at the tolerance it sets (±0.1 LU; true peak +0.2/−0.4 dB).</summary>
public sealed class MeterTests
{
    private const int Rate = 44100;

    [Theory]
    [InlineData(44100, -23.0)]
    [InlineData(48000, -23.0)]
    [InlineData(44100, -33.0)]
    [InlineData(96000, -14.0)]
    public void A_stereo_sine_of_1_kHz_measures_its_peak_level(int rate, double db)
    {
        var meter = new LoudnessMeter(rate);
        var sine = Sine(rate, 1000, db, 20);
        meter.Process(sine, sine);
        meter.Integrated.Value.ShouldBe(db, 0.1);
    }

    [Fact]
    public void The_relative_gate_leaves_quiet_stretches_out()
    {
        // Tech 3341 case 3: -36, -23, -36 dBFS for 10, 60, 10 s.
        var meter = new LoudnessMeter(Rate);
        foreach (var (db, seconds) in new[] { (-36.0, 10), (-23.0, 60), (-36.0, 10) })
        {
            var sine = Sine(Rate, 1000, db, seconds);
            meter.Process(sine, sine);
        }

        meter.Integrated.Value.ShouldBe(-23, 0.1);
    }

    [Fact]
    public void The_absolute_gate_leaves_near_silence_out()
    {
        // Tech 3341 case 4: -72, -36, -23, -36, -72 dBFS.
        var meter = new LoudnessMeter(Rate);
        foreach (var (db, seconds) in new[] { (-72.0, 10), (-36.0, 10), (-23.0, 60), (-36.0, 10), (-72.0, 10) })
        {
            var sine = Sine(Rate, 1000, db, seconds);
            meter.Process(sine, sine);
        }

        meter.Integrated.Value.ShouldBe(-23, 0.1);
    }

    [Fact]
    public void Levels_that_all_pass_the_gates_average_by_energy()
    {
        // Tech 3341 case 5: -26, -20, -26 dBFS for 20, 20.1, 20 s make -23 LUFS.
        var meter = new LoudnessMeter(Rate);
        foreach (var (db, seconds) in new[] { (-26.0, 20.0), (-20.0, 20.1), (-26.0, 20.0) })
        {
            var sine = Sine(Rate, 1000, db, seconds);
            meter.Process(sine, sine);
        }

        meter.Integrated.Value.ShouldBe(-23, 0.1);
    }

    [Fact]
    public void Silence_measures_the_floor_and_a_short_sound_its_own_level()
    {
        var silent = new LoudnessMeter(Rate);
        silent.Process(new float[Rate], new float[Rate]);
        silent.Integrated.Value.ShouldBe(-70);

        var brief = new LoudnessMeter(Rate);
        var sine = Sine(Rate, 1000, -20, 0.2);
        brief.Process(sine, sine);
        brief.Integrated.Value.ShouldBe(-20, 0.5);
    }

    [Fact]
    public void Bass_weighs_less_and_treble_more()
    {
        double Measure(double hz)
        {
            var meter = new LoudnessMeter(Rate);
            var sine = Sine(Rate, hz, -23, 5);
            meter.Process(sine, sine);
            return meter.Integrated.Value;
        }

        Measure(30).ShouldBeLessThan(-26);
        Measure(8000).ShouldBe(-23 + 3.3, 0.3);
    }

    [Theory]
    [InlineData(0.25, 45, -3.0)]
    [InlineData(0.25, 0, 0.0)]
    [InlineData(1 / 6.0, 60, -1.25)]
    [InlineData(0.125, 67.5, -0.7)]
    public void True_peak_sees_between_the_samples(double frequency, double degrees, double sampleDb)
    {
        // Full-scale sines whose samples miss the crest by sampleDb (Tech 3341 cases 15 to 18).
        var samples = new float[4096];
        for (var n = 0; n < samples.Length; n++)
        {
            samples[n] = (float)(0.5 * Math.Sin((2 * Math.PI * frequency * n) + (degrees * Math.PI / 180)));
        }

        var fade = 256;
        for (var n = 0; n < fade; n++)
        {
            samples[n] *= (float)n / fade;
        }

        var meter = new TruePeakMeter();
        meter.Process(samples);
        var trueDb = 20 * Math.Log10(meter.Peak);
        trueDb.ShouldBeInRange(-6.02 - 0.4, -6.02 + 0.2);
        (20 * Math.Log10(samples.Max(Math.Abs) / 0.5)).ShouldBe(sampleDb, 0.35);
    }

    [Fact]
    public void True_peak_does_not_depend_on_how_the_samples_are_cut()
    {
        var random = new Random(5);
        var samples = Enumerable.Range(0, 20_000).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray();
        var whole = new TruePeakMeter();
        whole.Process(samples);
        var cut = new TruePeakMeter(64);
        for (var i = 0; i < samples.Length;)
        {
            var n = Math.Min(random.Next(1, 300), samples.Length - i);
            cut.Process(samples.AsSpan(i, n));
            i += n;
        }

        cut.Peak.ShouldBe(whole.Peak, 1e-6f);
        whole.Peak.ShouldBeGreaterThanOrEqualTo(samples.Max(Math.Abs));
    }

    [Theory]
    [InlineData(1000, 0.7071, 0.01)]
    [InlineData(8000, 0.7071, 0.01)]
    [InlineData(13000, 0, 0.001)]
    [InlineData(16000, 0, 0.001)]
    public void The_decimator_keeps_what_fits_and_removes_what_would_fold_back(double hz, double rms, double tolerance)
    {
        var input = Sine(Rate, hz, 0, 1);
        var output = new float[Rate];
        var decimator = new HalfDecimator(1024);
        var written = 0;
        for (var i = 0; i < input.Length; i += 1000)
        {
            written += decimator.Process(input.AsSpan(i, Math.Min(1000, input.Length - i)), output.AsSpan(written));
        }

        written.ShouldBeInRange((Rate / 2) - 32, (Rate / 2) + 1);
        var body = output.AsSpan(200, written - 400).ToArray();
        Math.Sqrt(body.Average(v => v * v)).ShouldBe(rms, tolerance);
    }

    private static float[] Sine(int rate, double hz, double db, double seconds)
    {
        var amplitude = Math.Pow(10, db / 20);
        var samples = new float[(int)Math.Round(rate * seconds)];
        for (var n = 0; n < samples.Length; n++)
        {
            samples[n] = (float)(amplitude * Math.Sin(2 * Math.PI * hz * n / rate));
        }

        return samples;
    }
}
