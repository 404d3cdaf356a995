using EchoTune.Recommendation.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Numerics;

/// <summary>The kernels against loops that a child could read.</summary>
public sealed class FactorKernelProperties
{
    private const float Near = 2e-4f;
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(60);
    private static readonly Arbitrary<int> Seeds = Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary();

    [Fact]
    public void Gram_equals_plain() => Check.One(Runs, Prop.ForAll(Seeds, seed =>
    {
        var (x, stride, _) = Case(seed);
        var gram = new float[stride * stride];
        FactorKernels.AddGram(x.Padded, stride, gram);
        for (var i = 0; i < stride; i++)
        {
            for (var j = i; j < stride; j++)
            {
                gram[(i * stride) + j].ShouldBe(Enumerable.Range(0, x.Rows).Sum(r => x.PaddedRow(r)[i] * x.PaddedRow(r)[j]), Near);
            }
        }
    }));

    [Fact]
    public void Multiply_equals_plain() => Check.One(Runs, Prop.ForAll(Seeds, seed =>
    {
        var (x, stride, random) = Case(seed);
        var matrix = Enumerable.Range(0, stride * stride).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var before = x.Padded.ToArray();
        FactorKernels.Multiply(x.Padded, stride, matrix, new float[4 * stride]);
        for (var at = 0; at < before.Length; at++)
        {
            var (row, column) = (at / stride, at % stride);
            x.Padded[at].ShouldBe(Enumerable.Range(0, stride).Sum(k => before[(row * stride) + k] * matrix[(k * stride) + column]), Near);
        }
    }));

    [Fact]
    public void Passes_and_products_equal_plain() => Check.One(Runs, Prop.ForAll(Seeds, seed =>
    {
        var (x, stride, random) = Case(seed);
        var p = FactorMatrix.From([.. Enumerable.Range(0, x.Dimension).Select(_ => random.NextSingle() - 0.5f)], x.Dimension).PaddedRow(0).ToArray();
        var indexes = Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(x.Rows)).ToArray();
        var weights = indexes.Select(_ => random.NextSingle()).ToArray();
        var (products, sum, residual) = (new float[x.Rows], new float[stride], new float[stride]);
        FactorKernels.DotAll(x.Padded, p, products);
        FactorKernels.Pass(x.Padded, indexes, weights, p, sum, false);
        FactorKernels.Pass(x.Padded, indexes, weights, p, residual, true);
        var narrow = new float[stride];
        FactorKernels.NarrowPass(x.Padded, indexes, weights, p, narrow, 1, -1);
        var dots = Enumerable.Range(0, x.Rows).Select(r => Enumerable.Range(0, x.Dimension).Sum(k => x.Row(r)[k] * p[k])).ToArray();
        for (var r = 0; r < x.Rows; r++)
        {
            products[r].ShouldBe(dots[r], Near);
            FactorKernels.Dot(x.PaddedRow(r), p).ShouldBe(dots[r], Near);
        }

        for (var k = 0; k < stride; k++)
        {
            sum[k].ShouldBe(Enumerable.Range(0, indexes.Length).Sum(i => weights[i] * dots[indexes[i]] * x.PaddedRow(indexes[i])[k]), Near);
            narrow[k].ShouldBe(residual[k], Near);
            residual[k].ShouldBe(Enumerable.Range(0, indexes.Length).Sum(i => weights[i] * (1 - dots[indexes[i]]) * x.PaddedRow(indexes[i])[k]), Near);
        }
    }));

    [Fact]
    public void Rows_begin_on_whole_cache_lines_and_keep_their_padding_clear()
    {
        var matrix = FactorMatrix.From([1, 2, 3, 4, 5, 6], 3);
        matrix.Rows.ShouldBe(2);
        matrix.Row(1).ToArray().ShouldBe([4, 5, 6]);
        matrix.PaddedRow(1)[3..].ToArray().ShouldAllBe(value => value == 0);
        (matrix.Stride % 16).ShouldBe(0);
        new FactorMatrix(0, 5).Padded.Length.ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => new FactorMatrix(int.MaxValue, 64));
    }

    private static (FactorMatrix X, int Stride, Random Random) Case(int seed)
    {
        var random = new Random(seed);
        var dimension = random.Next(3) == 0 ? random.Next(49, 65) : random.Next(1, 80);
        var x = FactorMatrix.From([.. Enumerable.Range(0, random.Next(1, 90) * dimension).Select(_ => random.NextSingle() - 0.5f)], dimension);
        return (x, x.Stride, random);
    }
}
