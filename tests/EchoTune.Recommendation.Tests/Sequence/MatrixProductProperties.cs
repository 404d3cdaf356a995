using EchoTune.Recommendation.Sequence;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Sequence;

public sealed class MatrixProductProperties
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary();

    [Fact]
    public void A_product_equals_three_loops_whichever_way_the_matrices_lie() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(80), Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var (rows, inner, columns) = (random.Next(1, 30), random.Next(1, 40), random.Next(1, 60));
        var (left, right) = (Numbers(rows * inner), Numbers(inner * columns));
        var (turnLeft, turnRight) = (random.Next(2) == 0, random.Next(2) == 0);
        var before = Numbers(rows * columns);
        var sum = before.ToArray();

        MatrixProduct.Add(
            turnLeft ? MatrixView.Of(left, inner, rows).Transposed : MatrixView.Of(left, rows, inner),
            turnRight ? MatrixView.Of(right, columns, inner).Transposed : MatrixView.Of(right, inner, columns), sum);

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var expected = (double)before[(i * columns) + j];
                for (var k = 0; k < inner; k++)
                {
                    expected += (double)left[turnLeft ? (k * rows) + i : (i * inner) + k] * right[turnRight ? (j * inner) + k : (k * columns) + j];
                }

                ((double)sum[(i * columns) + j]).ShouldBe(expected, 1e-4);
            }
        }

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }));

    [Fact]
    public void Shapes_that_do_not_fit_are_refused() =>
        Should.Throw<ArgumentException>(() => MatrixProduct.Add(MatrixView.Of(new float[6], 2, 3), MatrixView.Of(new float[8], 4, 2), new float[4]));
}
