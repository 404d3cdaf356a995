using EchoTune.Recommendation.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Numerics;

public sealed class SymmetricInverseTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary();

    [Fact]
    public void The_product_of_rows_equals_its_naive_twin() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var (rows, columns, depth, stride) = (random.Next(1, 14), random.Next(1, 14), random.Next(0, 1100), 1100);
        var (a, b, c) = (Values(random, rows * stride), Values(random, columns * stride), Values(random, rows * stride));
        var expected = c.ToArray();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                expected[row * stride + column] -= (float)Enumerable.Range(0, depth).Sum(k => (double)a[row * stride + k] * b[column * stride + k]);
            }
        }

        ProductKernel.AddProduct(c, stride, a, stride, b, stride, rows, columns, depth, -1);
        return c.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) < 1e-3);
    }));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(95)]
    [InlineData(96)]
    [InlineData(97)]
    [InlineData(301)]
    public void A_matrix_times_its_inverse_is_one_for_any_number_of_threads(int size)
    {
        var random = new Random(size);
        var rows = Enumerable.Range(0, size).Select(_ => Values(random, size + 5)).ToArray();
        var original = new DenseMatrix(size);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                original[i, j] = rows[i].Zip(rows[j]).Sum(p => p.First * p.Second) + (i == j ? 3 : 0);
            }
        }

        var (one, three) = (Copy(original), Copy(original));
        var inverse = SymmetricInverse.Of(one, new ParallelOptions { MaxDegreeOfParallelism = 1 });
        SymmetricInverse.Of(three, new ParallelOptions { MaxDegreeOfParallelism = 3 }).Values.SequenceEqual(inverse.Values).ShouldBeTrue();
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var sum = Enumerable.Range(0, size).Sum(k => (double)original[i, k] * inverse[k, j]);
                Math.Abs(sum - (i == j ? 1 : 0)).ShouldBeLessThan(2e-3);
            }
        }
    }

    [Fact]
    public void What_is_not_positive_definite_is_refused()
    {
        var matrix = new DenseMatrix(2);
        (matrix[0, 0], matrix[1, 0], matrix[1, 1]) = (1, 2, 1);
        Should.Throw<ArithmeticException>(() => SymmetricInverse.Of(matrix, new ParallelOptions()));
        Should.Throw<ArithmeticException>(() => SymmetricInverse.Of(new DenseMatrix(3), new ParallelOptions()));
    }

    private static float[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];

    private static DenseMatrix Copy(DenseMatrix matrix)
    {
        var copy = new DenseMatrix(matrix.Size);
        matrix.Values.CopyTo(copy.Values);
        return copy;
    }
}
