using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EchoTune.Recommendation.Numerics;

/// <summary>The inner loop of dense linear algebra: products of rows with rows, in tiles that stay in registers.</summary>
internal static class ProductKernel
{
    // Of the depth, so that the rows of a tile and of the panel they meet stay in the first caches.
    private const int Depth = 512;

    /// <summary>C += sign · A · Bᵀ on parts of row-major matrices.</summary>
    /// <param name="c">First value of the part of C that is changed; rows × columns.</param>
    /// <param name="cStride">Distance of its rows.</param>
    /// <param name="a">First value of A; rows × depth.</param>
    /// <param name="aStride">Distance of its rows.</param>
    /// <param name="b">First value of B; columns × depth.</param>
    /// <param name="bStride">Distance of its rows.</param>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="columns">Rows of B, columns of C.</param>
    /// <param name="depth">Columns of A and B.</param>
    /// <param name="sign">1 or −1.</param>
    public static void AddProduct(
        Span<float> c, int cStride, ReadOnlySpan<float> a, int aStride, ReadOnlySpan<float> b, int bStride, int rows, int columns, int depth, float sign)
    {
        if (rows == 0 || columns == 0 || depth == 0)
        {
            return;
        }

        // The tiles below read without checks: that all they read is there is checked here once.
        _ = c[(rows - 1) * cStride + columns - 1];
        _ = a[(rows - 1) * aStride + depth - 1];
        _ = b[(columns - 1) * bStride + depth - 1];
        ref var c0 = ref MemoryMarshal.GetReference(c);
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        for (var from = 0; from < depth; from += Depth)
        {
            var length = Math.Min(Depth, depth - from);
            var row = 0;
            for (; row + 4 <= rows; row += 4)
            {
                var column = 0;
                for (; column + 3 <= columns; column += 3)
                {
                    Tile(
                        ref Unsafe.Add(ref c0, row * cStride + column), cStride, ref Unsafe.Add(ref a0, row * aStride + from), aStride,
                        ref Unsafe.Add(ref b0, column * bStride + from), bStride, length, sign);
                }

                for (; column < columns; column++)
                {
                    for (var r = row; r < row + 4; r++)
                    {
                        Unsafe.Add(ref c0, r * cStride + column) += sign * Dot(ref Unsafe.Add(ref a0, r * aStride + from), ref Unsafe.Add(ref b0, column * bStride + from), length);
                    }
                }
            }

            for (; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    Unsafe.Add(ref c0, row * cStride + column) += sign * Dot(ref Unsafe.Add(ref a0, row * aStride + from), ref Unsafe.Add(ref b0, column * bStride + from), length);
                }
            }
        }
    }

    // Twelve sums in registers: four rows of A against three of B.
    private static void Tile(ref float c, int cStride, ref float a, int aStride, ref float b, int bStride, int depth, float sign)
    {
        Vector<float> s00 = default, s01 = default, s02 = default, s10 = default, s11 = default, s12 = default;
        Vector<float> s20 = default, s21 = default, s22 = default, s30 = default, s31 = default, s32 = default;
        ref var a1 = ref Unsafe.Add(ref a, aStride);
        ref var a2 = ref Unsafe.Add(ref a1, aStride);
        ref var a3 = ref Unsafe.Add(ref a2, aStride);
        ref var b1 = ref Unsafe.Add(ref b, bStride);
        ref var b2 = ref Unsafe.Add(ref b1, bStride);
        var k = 0;
        for (; k + Vector<float>.Count <= depth; k += Vector<float>.Count)
        {
            var v0 = Vector.LoadUnsafe(ref b, (nuint)k);
            var v1 = Vector.LoadUnsafe(ref b1, (nuint)k);
            var v2 = Vector.LoadUnsafe(ref b2, (nuint)k);
            var u = Vector.LoadUnsafe(ref a, (nuint)k);
            s00 = Vector.FusedMultiplyAdd(u, v0, s00);
            s01 = Vector.FusedMultiplyAdd(u, v1, s01);
            s02 = Vector.FusedMultiplyAdd(u, v2, s02);
            u = Vector.LoadUnsafe(ref a1, (nuint)k);
            s10 = Vector.FusedMultiplyAdd(u, v0, s10);
            s11 = Vector.FusedMultiplyAdd(u, v1, s11);
            s12 = Vector.FusedMultiplyAdd(u, v2, s12);
            u = Vector.LoadUnsafe(ref a2, (nuint)k);
            s20 = Vector.FusedMultiplyAdd(u, v0, s20);
            s21 = Vector.FusedMultiplyAdd(u, v1, s21);
            s22 = Vector.FusedMultiplyAdd(u, v2, s22);
            u = Vector.LoadUnsafe(ref a3, (nuint)k);
            s30 = Vector.FusedMultiplyAdd(u, v0, s30);
            s31 = Vector.FusedMultiplyAdd(u, v1, s31);
            s32 = Vector.FusedMultiplyAdd(u, v2, s32);
        }

        Span<float> sums =
        [
            Vector.Sum(s00), Vector.Sum(s01), Vector.Sum(s02), Vector.Sum(s10), Vector.Sum(s11), Vector.Sum(s12),
            Vector.Sum(s20), Vector.Sum(s21), Vector.Sum(s22), Vector.Sum(s30), Vector.Sum(s31), Vector.Sum(s32),
        ];
        for (; k < depth; k++)
        {
            for (var i = 0; i < 12; i++)
            {
                sums[i] += Unsafe.Add(ref a, i / 3 * aStride + k) * Unsafe.Add(ref b, i % 3 * bStride + k);
            }
        }

        for (var i = 0; i < 12; i++)
        {
            Unsafe.Add(ref c, i / 3 * cStride + i % 3) += sign * sums[i];
        }
    }

    private static float Dot(ref float a, ref float b, int depth)
    {
        var sum = Vector<float>.Zero;
        var k = 0;
        for (; k + Vector<float>.Count <= depth; k += Vector<float>.Count)
        {
            sum = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref a, (nuint)k), Vector.LoadUnsafe(ref b, (nuint)k), sum);
        }

        var total = Vector.Sum(sum);
        for (; k < depth; k++)
        {
            total += Unsafe.Add(ref a, k) * Unsafe.Add(ref b, k);
        }

        return total;
    }
}
