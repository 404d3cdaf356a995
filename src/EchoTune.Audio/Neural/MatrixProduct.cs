using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EchoTune.Audio.Neural;

/// <summary>
/// Products of small row-major matrices, four rows by two vectors at a time so that the sums stay in registers. One routine
/// serves the forward pass (rows are frames), the gradient of the input and that of the weights (rows are inputs, stepped
/// through by column). Allocates nothing.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>c[r, j] += Σ_k a[r, k] · b[k, j].</summary>
    /// <param name="a">First factor; element (r, k) lies at r × <paramref name="aRow"/> + k × <paramref name="aStep"/>.</param>
    /// <param name="aRow">Distance of rows in <paramref name="a"/>.</param>
    /// <param name="aStep">Distance of columns in <paramref name="a"/>: 1, or the width of the matrix whose transpose is meant.</param>
    /// <param name="b">Second factor; rows <paramref name="bRow"/> apart.</param>
    /// <param name="bRow">Distance of rows in <paramref name="b"/>.</param>
    /// <param name="c">The sums; rows <paramref name="cRow"/> apart.</param>
    /// <param name="cRow">Distance of rows in <paramref name="c"/>.</param>
    /// <param name="rows">Rows of <paramref name="a"/> and <paramref name="c"/>.</param>
    /// <param name="inner">Columns of <paramref name="a"/>, rows of <paramref name="b"/>.</param>
    /// <param name="columns">Columns of <paramref name="b"/> and <paramref name="c"/>.</param>
    public static void Add(
        ReadOnlySpan<float> a, int aRow, int aStep, ReadOnlySpan<float> b, int bRow, Span<float> c, int cRow, int rows, int inner, int columns)
    {
        if (rows <= 0 || inner <= 0 || columns <= 0)
        {
            return;
        }

        // What the loops below reach, checked once: they index by reference.
        _ = a[((rows - 1) * aRow) + ((inner - 1) * aStep)];
        _ = b[((inner - 1) * bRow) + columns - 1];
        _ = c[((rows - 1) * cRow) + columns - 1];
        ref var first = ref MemoryMarshal.GetReference(a);
        ref var second = ref MemoryMarshal.GetReference(b);
        ref var sums = ref MemoryMarshal.GetReference(c);
        var width = Vector<float>.Count;
        for (var r = 0; r < rows; r += 4)
        {
            var four = rows - r >= 4;
            for (var i = r; i < (four ? r + 1 : rows); i++)
            {
                ref var row = ref Unsafe.Add(ref first, i * aRow);
                var j = 0;
                for (; j + (2 * width) <= columns; j += 2 * width)
                {
                    ref var target = ref Unsafe.Add(ref sums, (i * cRow) + j);
                    if (four)
                    {
                        FourByTwo(ref row, aRow, aStep, ref Unsafe.Add(ref second, j), bRow, ref target, cRow, inner);
                    }
                    else
                    {
                        OneByOne(ref row, aStep, ref Unsafe.Add(ref second, j), bRow, ref target, inner);
                        OneByOne(ref row, aStep, ref Unsafe.Add(ref second, j + width), bRow, ref Unsafe.Add(ref target, width), inner);
                    }
                }

                for (; j + width <= columns; j += width)
                {
                    for (var k = 0; k < (four ? 4 : 1); k++)
                    {
                        OneByOne(ref Unsafe.Add(ref row, k * aRow), aStep, ref Unsafe.Add(ref second, j), bRow, ref Unsafe.Add(ref sums, ((i + k) * cRow) + j), inner);
                    }
                }

                for (; j < columns; j++)
                {
                    for (var k = 0; k < (four ? 4 : 1); k++)
                    {
                        ref var start = ref Unsafe.Add(ref row, k * aRow);
                        var sum = Unsafe.Add(ref sums, ((i + k) * cRow) + j);
                        for (var n = 0; n < inner; n++)
                        {
                            sum = MathF.FusedMultiplyAdd(Unsafe.Add(ref start, n * aStep), Unsafe.Add(ref second, (n * bRow) + j), sum);
                        }

                        Unsafe.Add(ref sums, ((i + k) * cRow) + j) = sum;
                    }
                }
            }
        }
    }

    private static void FourByTwo(ref float a, int aRow, int aStep, ref float b, int bRow, ref float c, int cRow, int inner)
    {
        var width = Vector<float>.Count;
        ref var c1 = ref Unsafe.Add(ref c, cRow);
        ref var c2 = ref Unsafe.Add(ref c, 2 * cRow);
        ref var c3 = ref Unsafe.Add(ref c, 3 * cRow);
        Vector<float> s00 = Vector.LoadUnsafe(ref c), s01 = Vector.LoadUnsafe(ref c, (nuint)width);
        Vector<float> s10 = Vector.LoadUnsafe(ref c1), s11 = Vector.LoadUnsafe(ref c1, (nuint)width);
        Vector<float> s20 = Vector.LoadUnsafe(ref c2), s21 = Vector.LoadUnsafe(ref c2, (nuint)width);
        Vector<float> s30 = Vector.LoadUnsafe(ref c3), s31 = Vector.LoadUnsafe(ref c3, (nuint)width);
        for (var n = 0; n < inner; n++)
        {
            Vector<float> b0 = Vector.LoadUnsafe(ref b), b1 = Vector.LoadUnsafe(ref b, (nuint)width);
            var v = new Vector<float>(a);
            s00 = Vector.FusedMultiplyAdd(v, b0, s00);
            s01 = Vector.FusedMultiplyAdd(v, b1, s01);
            v = new Vector<float>(Unsafe.Add(ref a, aRow));
            s10 = Vector.FusedMultiplyAdd(v, b0, s10);
            s11 = Vector.FusedMultiplyAdd(v, b1, s11);
            v = new Vector<float>(Unsafe.Add(ref a, 2 * aRow));
            s20 = Vector.FusedMultiplyAdd(v, b0, s20);
            s21 = Vector.FusedMultiplyAdd(v, b1, s21);
            v = new Vector<float>(Unsafe.Add(ref a, 3 * aRow));
            s30 = Vector.FusedMultiplyAdd(v, b0, s30);
            s31 = Vector.FusedMultiplyAdd(v, b1, s31);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bRow);
        }

        s00.StoreUnsafe(ref c);
        s01.StoreUnsafe(ref c, (nuint)width);
        s10.StoreUnsafe(ref c1);
        s11.StoreUnsafe(ref c1, (nuint)width);
        s20.StoreUnsafe(ref c2);
        s21.StoreUnsafe(ref c2, (nuint)width);
        s30.StoreUnsafe(ref c3);
        s31.StoreUnsafe(ref c3, (nuint)width);
    }

    private static void OneByOne(ref float a, int aStep, ref float b, int bRow, ref float c, int inner)
    {
        var sum = Vector.LoadUnsafe(ref c);
        for (var n = 0; n < inner; n++)
        {
            sum = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref a, n * aStep)), Vector.LoadUnsafe(ref Unsafe.Add(ref b, n * bRow)), sum);
        }

        sum.StoreUnsafe(ref c);
    }
}
