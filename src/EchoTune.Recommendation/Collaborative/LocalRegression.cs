using System.Numerics.Tensors;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Explains each item by its strongest co-occurring items: by ridge regression, or by non-negative elastic net through coordinate descent.</summary>
internal static class LocalRegression
{
    private const int LongestRow = 800;
    private const int Sweeps = 30;

    /// <summary>Fits.</summary>
    /// <param name="input">Listeners × items.</param>
    /// <param name="neighbours">Items that may explain one.</param>
    /// <param name="ridge">Penalty on squares.</param>
    /// <param name="lasso">Penalty on absolute values with weights of 0 or more; null for ridge alone and any sign.</param>
    /// <param name="options">Threads.</param>
    /// <returns>For each item the items it speaks for, and how strongly.</returns>
    public static SparseRows Fit(Interactions input, int neighbours, float ridge, float? lasso, FitOptions options)
    {
        var byItem = input.Transposed;
        var squares = new float[input.ItemCount];
        for (var item = 0; item < squares.Length; item++)
        {
            squares[item] = TensorPrimitives.SumOfSquares(byItem.Weights(item));
        }

        // Kept by cosine, then brought back to sums: what is cut off is nearly nothing.
        var gram = CoOccurrence.Build(byItem, input, LongestRow, (i, j, sum) => sum / MathF.Sqrt(squares[i] * squares[j]), options);
        var columns = new (int[] Columns, float[] Values)[input.ItemCount];
        Parallel.For(0, (columns.Length + 15) / 16, options.Parallelism, () => new Workspace(columns.Length, neighbours), (block, _, space) =>
        {
            for (var item = block * 16; item < Math.Min(columns.Length, block * 16 + 16); item++)
            {
                columns[item] = space.Explain(gram, squares, item, ridge, lasso);
            }

            return space;
        }, _ => { });
        return SparseRows.Join(columns).Transpose();
    }

    private sealed class Workspace(int items, int neighbours)
    {
        private readonly int[] places = new int[items];
        private readonly float[] matrix = new float[neighbours * neighbours];
        private readonly float[] target = new float[neighbours];
        private readonly float[] solution = new float[neighbours];

        public (int[] Columns, float[] Values) Explain(SparseRows gram, float[] squares, int item, float ridge, float? lasso)
        {
            var strongest = Strongest(gram, item);
            var n = strongest.Length;
            for (var a = 0; a < n; a++)
            {
                places[strongest[a]] = a + 1;
            }

            for (var a = 0; a < n; a++)
            {
                var row = matrix.AsSpan(a * n, n);
                row.Clear();
                var others = gram.Columns(strongest[a]);
                var cosines = gram.Values(strongest[a]);
                var scale = MathF.Sqrt(squares[strongest[a]]);
                for (var k = 0; k < others.Length; k++)
                {
                    var place = places[others[k]];
                    if (place > 0)
                    {
                        row[place - 1] = cosines[k] * scale * MathF.Sqrt(squares[others[k]]);
                    }
                }

                row[a] = squares[strongest[a]] + ridge;
            }

            foreach (var other in strongest)
            {
                places[other] = 0;
            }

            var columns = gram.Columns(item);
            var values = gram.Values(item);
            for (var a = 0; a < n; a++)
            {
                target[a] = values[columns.BinarySearch(strongest[a])] * MathF.Sqrt(squares[item] * squares[strongest[a]]);
            }

            var wanted = target.AsSpan(0, n);
            var found = solution.AsSpan(0, n);
            if (lasso is { } l1)
            {
                Descend(matrix.AsSpan(0, n * n), wanted, found, l1);
            }
            else
            {
                Solve(matrix.AsSpan(0, n * n), wanted, found);
            }

            var kept = Enumerable.Range(0, n).Where(a => solution[a] != 0).ToArray();
            return ([.. kept.Select(a => strongest[a])], [.. kept.Select(a => solution[a])]);
        }

        private int[] Strongest(SparseRows gram, int item)
        {
            var columns = gram.Columns(item).ToArray();
            if (columns.Length > neighbours)
            {
                var keys = gram.Values(item).ToArray();
                Array.Sort(keys, columns);
                columns = columns[^neighbours..];
                Array.Sort(columns);
            }

            return columns;
        }

        // Cholesky in place; a pivot that rounding or a cut-off co-occurrence made too small is lifted.
        private static void Solve(Span<float> matrix, ReadOnlySpan<float> right, Span<float> x)
        {
            var n = right.Length;
            for (var i = 0; i < n; i++)
            {
                var row = matrix.Slice(i * n, n);
                var least = 1e-3f * row[i];
                for (var j = 0; j <= i; j++)
                {
                    var other = matrix.Slice(j * n, n);
                    var sum = row[j] - TensorPrimitives.Dot((ReadOnlySpan<float>)row[..j], other[..j]);
                    row[j] = i == j ? MathF.Sqrt(Math.Max(sum, least)) : sum / other[j];
                }

                x[i] = (right[i] - TensorPrimitives.Dot((ReadOnlySpan<float>)row[..i], x[..i])) / row[i];
            }

            for (var i = n - 1; i >= 0; i--)
            {
                x[i] /= matrix[i * n + i];
                var value = x[i];
                for (var j = 0; j < i; j++)
                {
                    x[j] -= matrix[i * n + j] * value;
                }
            }
        }

        private static void Descend(ReadOnlySpan<float> matrix, ReadOnlySpan<float> right, Span<float> x, float lasso)
        {
            var n = right.Length;
            x.Clear();
            Span<float> gradient = n <= 512 ? stackalloc float[n] : new float[n];
            right.CopyTo(gradient);
            for (var sweep = 0; sweep < Sweeps; sweep++)
            {
                var (change, size) = (0f, 0f);
                for (var i = 0; i < n; i++)
                {
                    var pivot = matrix[i * n + i];
                    var next = Math.Max(0, gradient[i] + pivot * x[i] - lasso) / pivot;
                    var step = next - x[i];
                    if (step != 0)
                    {
                        x[i] = next;
                        TensorPrimitives.MultiplyAdd(matrix.Slice(i * n, n), -step, gradient, gradient);
                    }

                    change = Math.Max(change, MathF.Abs(step));
                    size = Math.Max(size, next);
                }

                if (change <= 1e-3f * size)
                {
                    return;
                }
            }
        }
    }
}
