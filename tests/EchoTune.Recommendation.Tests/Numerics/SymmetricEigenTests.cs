using EchoTune.Recommendation.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Numerics;

public sealed class SymmetricEigenTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary();

    [Fact]
    public void Eigenvectors_are_orthogonal_and_give_the_matrix_back() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var n = random.Next(1, 40);

        // Of low rank, as often as not: then eigenvalues repeat.
        var matrix = Gram(random, n, random.Next(1, 2 * n));
        Holds(matrix, n);
    }));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Matrices_that_are_diagonal_already_are_decomposed(int n)
    {
        Holds(new double[n * n], n);
        var identity = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            identity[(i * n) + i] = i % 2 == 0 ? 3 : -1;
        }

        Holds(identity, n);
    }

    [Theory]
    [InlineData(96, 12)]
    [InlineData(160, 40)]
    [InlineData(256, 30)]
    public void Eigenvalues_that_shrink_far_below_the_rounding_of_the_largest_are_found(int n, int rank)
    {
        // What a fit with more factors than the data bears comes to: a few directions, the others fading sweep by sweep.
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var rows = Enumerable.Range(0, rank + 20).Select(row => Enumerable.Range(0, n).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, row < rank ? -row * (seed % 4) * 0.25 : -4 - (seed % 7)))).ToArray()).ToArray();
            var matrix = new double[n * n];
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    matrix[(i * n) + j] = matrix[(j * n) + i] = rows.Sum(row => (double)row[i] * row[j]);
                }
            }

            var values = new double[n];
            SymmetricEigen.Decompose([.. matrix], values, new double[n * n]);
            values.Sum().ShouldBe(Enumerable.Range(0, n).Sum(i => matrix[(i * n) + i]), 1e-9 * values.Max());
            values.Min().ShouldBeGreaterThan(-1e-12 * values.Max());
        }
    }

    [Fact]
    public void A_matrix_that_is_not_finite_is_refused() =>
        Should.Throw<ArgumentException>(() => SymmetricEigen.Decompose([1, double.NaN, 0, double.NaN, 1, 2, 0, 2, 1], new double[3], new double[9]));

    private static void Holds(double[] matrix, int n)
    {
        var values = new double[n];
        var vectors = new double[n * n];
        SymmetricEigen.Decompose([.. matrix], values, vectors);
        var size = 1 + matrix.Max(Math.Abs);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                Enumerable.Range(0, n).Sum(k => vectors[(k * n) + i] * values[k] * vectors[(k * n) + j]).ShouldBe(matrix[(i * n) + j], 1e-10 * size);
                Enumerable.Range(0, n).Sum(k => vectors[(i * n) + k] * vectors[(j * n) + k]).ShouldBe(i == j ? 1 : 0, 1e-10);
            }
        }
    }

    private static double[] Gram(Random random, int n, int rows)
    {
        var matrix = new double[n * n];
        for (var row = 0; row < rows; row++)
        {
            var x = Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.3).ToArray();
            for (var at = 0; at < matrix.Length; at++)
            {
                matrix[at] += x[at / n] * x[at % n];
            }
        }

        return matrix;
    }
}
