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
