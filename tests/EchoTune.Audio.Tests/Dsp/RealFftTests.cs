using EchoTune.Audio.Dsp;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Dsp;

public sealed class RealFftTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(1024)]
    public void Equals_the_definition_of_the_transform(int size)
    {
        var input = Noise(size, seed: size);
        var fft = new RealFft(size);
        var (re, im) = (new float[fft.Bins], new float[fft.Bins]);
        fft.Forward(input, re, im);
        for (var k = 0; k < fft.Bins; k++)
        {
            double a = 0, b = 0;
            for (var n = 0; n < size; n++)
            {
                a += input[n] * Math.Cos(2 * Math.PI * k * n / size);
                b -= input[n] * Math.Sin(2 * Math.PI * k * n / size);
            }

            re[k].ShouldBe((float)a, 1e-3f);
            im[k].ShouldBe((float)b, 1e-3f);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(128)]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(8192)]
    public void The_vector_path_equals_the_scalar_one(int size)
    {
        var input = Noise(size, seed: 3);
        RealFft simd = new(size), scalar = new(size, useSimd: false);
        float[] a = new float[simd.Bins], b = new float[simd.Bins], c = new float[simd.Bins], d = new float[simd.Bins];
        simd.Forward(input, a, b);
        scalar.Forward(input, c, d);
        for (var k = 0; k < a.Length; k++)
        {
            a[k].ShouldBe(c[k], 1e-3f);
            b[k].ShouldBe(d[k], 1e-3f);
        }
    }

    [Fact]
    public void Keeps_energy_and_is_linear() => Prop.ForAll(
        Gen.Choose(3, 10).SelectMany(e => Gen.Choose(1, 1_000_000).Select(seed => (Size: 1 << e, Seed: seed))).ToArbitrary(),
        c =>
        {
            float[] x = Noise(c.Size, c.Seed), y = Noise(c.Size, c.Seed + 1);
            var sum = x.Zip(y, (a, b) => a + (2 * b)).ToArray();
            var fft = new RealFft(c.Size);
            float[] xr = new float[fft.Bins], xi = new float[fft.Bins], yr = new float[fft.Bins], yi = new float[fft.Bins];
            float[] sr = new float[fft.Bins], si = new float[fft.Bins], power = new float[fft.Bins];
            fft.Forward(x, xr, xi);
            fft.Forward(y, yr, yi);
            fft.Forward(sum, sr, si);
            fft.Power(x, power);
            var linear = Enumerable.Range(0, fft.Bins).All(k =>
                Math.Abs(sr[k] - xr[k] - (2 * yr[k])) < 1e-2 && Math.Abs(si[k] - xi[k] - (2 * yi[k])) < 1e-2);
            // Parseval: bins between 0 Hz and half the rate stand for two.
            var energy = power.Select((p, k) => k == 0 || k == fft.Bins - 1 ? p : 2.0 * p).Sum() / c.Size;
            var expected = x.Sum(v => (double)v * v);
            return linear && Math.Abs(energy - expected) < 1e-3 * (1 + expected);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(1000)]
    public void Takes_powers_of_two_only(int size) => Should.Throw<ArgumentOutOfRangeException>(() => new RealFft(size));

    [Fact]
    public void Refuses_a_block_of_another_length() =>
        Should.Throw<ArgumentException>(() => new RealFft(16).Power(new float[15], new float[9]));

    private static float[] Noise(int size, int seed)
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, size).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }
}
