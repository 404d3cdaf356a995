namespace EchoTune.Recommendation.Numerics;

/// <summary>
/// The inverse of a symmetric positive definite matrix: blocked left-looking Cholesky A = L·Lᵀ, then V = L⁻ᵀ, then V·Vᵀ (Golub and Van
/// Loan, Matrix Computations, 4.2). All three are products of rows with rows. size³ multiply-adds; the same to the bit for any number of threads.
/// </summary>
public static class SymmetricInverse
{
    private const int Panel = 96;

    /// <summary>Inverts.</summary>
    /// <param name="matrix">Its lower triangle is read; the whole is overwritten by the factors.</param>
    /// <param name="parallelism">Threads and the token that stops it.</param>
    /// <returns>The inverse, both triangles.</returns>
    /// <exception cref="ArithmeticException">The matrix is not positive definite, or not finite.</exception>
    public static DenseMatrix Of(DenseMatrix matrix, ParallelOptions parallelism)
    {
        var diagonal = Factor(matrix, parallelism);
        InvertFactor(matrix, diagonal, parallelism);
        return Square(matrix, diagonal, parallelism);
    }

    /// <summary>Overwrites the lower triangle with L.</summary>
    /// <returns>The diagonal of L.</returns>
    internal static float[] Factor(DenseMatrix matrix, ParallelOptions parallelism)
    {
        var size = matrix.Size;
        var diagonal = new float[size];
        for (var from = 0; from < size; from += Panel)
        {
            var (start, width) = (from, Math.Min(Panel, size - from));
            Update(matrix, start, width, start, width);
            FactorBlock(matrix, start, width, diagonal);
            Parallel.For(0, Blocks(size - start - width), parallelism, block =>
            {
                var first = start + width + block * Panel;
                var rows = Math.Min(Panel, size - first);
                Update(matrix, first, rows, start, width);
                for (var row = first; row < first + rows; row++)
                {
                    SolveRow(matrix, matrix.Row(row), start, start, width, diagonal);
                }
            });
        }

        return diagonal;
    }

    // A[rows, columns] −= L[rows, before] · L[columns, before]ᵀ.
    private static void Update(DenseMatrix matrix, int firstRow, int rows, int firstColumn, int columns) => ProductKernel.AddProduct(
        matrix.Values[(firstRow * matrix.Size + firstColumn)..], matrix.Size,
        matrix.Values[(firstRow * matrix.Size)..], matrix.Size, matrix.Values[(firstColumn * matrix.Size)..], matrix.Size, rows, columns, firstColumn, -1);

    private static void FactorBlock(DenseMatrix matrix, int start, int width, float[] diagonal)
    {
        for (var column = start; column < start + width; column++)
        {
            var row = matrix.Row(column);
            var pivot = row[column];
            for (var k = start; k < column; k++)
            {
                pivot -= row[k] * row[k];
            }

            if (!(pivot > 0 && float.IsFinite(pivot)))
            {
                throw new ArithmeticException("The matrix is not positive definite. Regularise more.");
            }

            diagonal[column] = MathF.Sqrt(pivot);
            for (var below = column + 1; below < start + width; below++)
            {
                var other = matrix.Row(below);
                var sum = other[column];
                for (var k = start; k < column; k++)
                {
                    sum -= other[k] * row[k];
                }

                other[column] = sum / diagonal[column];
            }
        }
    }

    // Solves x · Lᵀ = right side for columns start … start + width, those before being done.
    private static void SolveRow(DenseMatrix matrix, Span<float> right, int from, int start, int width, float[] diagonal)
    {
        for (var column = start; column < start + width; column++)
        {
            var factor = matrix.Row(column);
            var sum = right[column];
            for (var k = from; k < column; k++)
            {
                sum -= right[k] * factor[k];
            }

            right[column] = sum / diagonal[column];
        }
    }

    // The upper triangle becomes V = L⁻ᵀ, whose row i is the column i of L⁻¹; its diagonal is 1 / L's.
    private static void InvertFactor(DenseMatrix matrix, float[] diagonal, ParallelOptions parallelism)
    {
        var size = matrix.Size;
        Parallel.For(0, Blocks(size), parallelism, () => new float[Panel * size], (block, _, work) =>
        {
            var first = block * Panel;
            var rows = Math.Min(Panel, size - first);

            // A band of its own, since L's part of these rows is still read by others.
            Array.Clear(work);
            for (var row = 0; row < rows; row++)
            {
                work[row * size + first + row] = 1;
            }

            for (var start = first; start < size; start += Panel)
            {
                var width = Math.Min(Panel, size - start);
                ProductKernel.AddProduct(
                    work.AsSpan(start), size, work.AsSpan(first), size, matrix.Values[(start * size + first)..], size, rows, width, start - first, -1);
                for (var row = 0; row < rows; row++)
                {
                    SolveRow(matrix, work.AsSpan(row * size, size), start, start, width, diagonal);
                }
            }

            for (var row = 0; row < rows; row++)
            {
                var target = matrix.Row(first + row);
                work.AsSpan(row * size + first + row + 1, size - first - row - 1).CopyTo(target[(first + row + 1)..]);
            }

            return work;
        }, _ => { });
    }

    private static DenseMatrix Square(DenseMatrix matrix, float[] diagonal, ParallelOptions parallelism)
    {
        var size = matrix.Size;
        for (var row = 0; row < size; row++)
        {
            matrix.Row(row)[..row].Clear();
            matrix[row, row] = 1 / diagonal[row];
        }

        var inverse = new DenseMatrix(size);
        Parallel.For(0, Blocks(size), parallelism, block =>
        {
            var first = block * Panel;
            var rows = Math.Min(Panel, size - first);
            for (var start = 0; start <= first; start += Panel)
            {
                // Row i of V is nothing before i: both factors begin at the later of the two bands.
                var width = Math.Min(Panel, size - start);
                ProductKernel.AddProduct(
                    inverse.Values[(first * size + start)..], size, matrix.Values[(first * size + first)..], size,
                    matrix.Values[(start * size + first)..], size, rows, width, size - first, 1);
            }
        });
        Parallel.For(0, size, parallelism, row =>
        {
            for (var column = row + 1; column < size; column++)
            {
                inverse[row, column] = inverse[column, row];
            }
        });
        return inverse;
    }

    private static int Blocks(int length) => (length + Panel - 1) / Panel;
}
