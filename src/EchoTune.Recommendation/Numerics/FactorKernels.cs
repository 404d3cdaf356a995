using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EchoTune.Recommendation.Numerics;

/// <summary>
/// The inner loops over rows of a <see cref="FactorMatrix"/>. Lengths of spans named "padded" are its stride, a multiple of 16; the
/// padding holds zeros. Each has a scalar twin in the tests.
/// </summary>
internal static class FactorKernels
{
    private const int RowsAtOnce = 64;

    private static int Width => Vector<float>.Count;

    /// <summary>Adds XᵀX of some rows. Only what stands on and right of the diagonal means something.</summary>
    /// <param name="rows">Padded rows, one after the other.</param>
    /// <param name="stride">Length of a padded row.</param>
    /// <param name="gram">Row-major <paramref name="stride"/> × <paramref name="stride"/>.</param>
    public static void AddGram(ReadOnlySpan<float> rows, int stride, Span<float> gram)
    {
        ref var g = ref MemoryMarshal.GetReference(gram);
        var count = rows.Length / stride;
        for (var first = 0; first < count; first += RowsAtOnce)
        {
            // So few rows stay in the nearest cache while all tiles pass over them.
            var some = Math.Min(RowsAtOnce, count - first);
            ref var x = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), first * stride);
            for (var i = 0; i < stride; i += 4)
            {
                for (var j = i / (2 * Width) * 2 * Width; j < stride; j += 2 * Width)
                {
                    GramTile(ref x, some, stride, i, j, ref Unsafe.Add(ref g, (i * stride) + j));
                }
            }
        }
    }

    private static void GramTile(ref float x, int count, int stride, int i, int j, ref float g)
    {
        var (w, s) = ((nuint)Width, (nuint)stride);
        var (a0, a1) = (Vector.LoadUnsafe(ref g), Vector.LoadUnsafe(ref g, w));
        var (b0, b1) = (Vector.LoadUnsafe(ref g, s), Vector.LoadUnsafe(ref g, s + w));
        var (c0, c1) = (Vector.LoadUnsafe(ref g, 2 * s), Vector.LoadUnsafe(ref g, (2 * s) + w));
        var (d0, d1) = (Vector.LoadUnsafe(ref g, 3 * s), Vector.LoadUnsafe(ref g, (3 * s) + w));
        for (var r = 0; r < count; r++)
        {
            ref var row = ref Unsafe.Add(ref x, r * stride);
            var (y0, y1) = (Vector.LoadUnsafe(ref row, (nuint)j), Vector.LoadUnsafe(ref row, (nuint)j + w));
            var a = new Vector<float>(Unsafe.Add(ref row, i));
            var b = new Vector<float>(Unsafe.Add(ref row, i + 1));
            var c = new Vector<float>(Unsafe.Add(ref row, i + 2));
            var d = new Vector<float>(Unsafe.Add(ref row, i + 3));
            (a0, a1) = (Vector.FusedMultiplyAdd(a, y0, a0), Vector.FusedMultiplyAdd(a, y1, a1));
            (b0, b1) = (Vector.FusedMultiplyAdd(b, y0, b0), Vector.FusedMultiplyAdd(b, y1, b1));
            (c0, c1) = (Vector.FusedMultiplyAdd(c, y0, c0), Vector.FusedMultiplyAdd(c, y1, c1));
            (d0, d1) = (Vector.FusedMultiplyAdd(d, y0, d0), Vector.FusedMultiplyAdd(d, y1, d1));
        }

        a0.StoreUnsafe(ref g);
        a1.StoreUnsafe(ref g, w);
        b0.StoreUnsafe(ref g, s);
        b1.StoreUnsafe(ref g, s + w);
        c0.StoreUnsafe(ref g, 2 * s);
        c1.StoreUnsafe(ref g, (2 * s) + w);
        d0.StoreUnsafe(ref g, 3 * s);
        d1.StoreUnsafe(ref g, (3 * s) + w);
    }

    /// <summary>Multiplies rows by a matrix from the right, in place.</summary>
    /// <param name="rows">Padded rows, one after the other.</param>
    /// <param name="stride">Length of a padded row.</param>
    /// <param name="matrix">Row-major <paramref name="stride"/> × <paramref name="stride"/>, zeros in the padding.</param>
    /// <param name="work">At least 4 × <paramref name="stride"/> numbers.</param>
    public static void Multiply(Span<float> rows, int stride, ReadOnlySpan<float> matrix, Span<float> work)
    {
        var four = 4 * stride;
        ref var m = ref MemoryMarshal.GetReference(matrix);
        ref var t = ref MemoryMarshal.GetReference(work);
        for (; rows.Length >= four; rows = rows[four..])
        {
            rows[..four].CopyTo(work);
            ref var target = ref MemoryMarshal.GetReference(rows);
            for (var j = 0; j < stride; j += 2 * Width)
            {
                MultiplyTile(ref t, ref Unsafe.Add(ref m, j), stride, ref Unsafe.Add(ref target, j));
            }
        }

        for (; rows.Length > 0; rows = rows[stride..])
        {
            rows[..stride].CopyTo(work);
            var row = rows[..stride];
            row.Clear();
            for (var k = 0; k < stride; k++)
            {
                Add(matrix.Slice(k * stride, stride), work[k], row);
            }
        }
    }

    private static void MultiplyTile(ref float x, ref float m, int stride, ref float target)
    {
        var (w, s) = ((nuint)Width, (nuint)stride);
        var (a0, a1, b0, b1) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var (c0, c1, d0, d1) = (a0, a1, b0, b1);
        for (var k = 0; k < stride; k++)
        {
            ref var row = ref Unsafe.Add(ref m, k * stride);
            var (y0, y1) = (Vector.LoadUnsafe(ref row), Vector.LoadUnsafe(ref row, w));
            var a = new Vector<float>(Unsafe.Add(ref x, k));
            var b = new Vector<float>(Unsafe.Add(ref x, k + stride));
            var c = new Vector<float>(Unsafe.Add(ref x, k + (2 * stride)));
            var d = new Vector<float>(Unsafe.Add(ref x, k + (3 * stride)));
            (a0, a1) = (Vector.FusedMultiplyAdd(a, y0, a0), Vector.FusedMultiplyAdd(a, y1, a1));
            (b0, b1) = (Vector.FusedMultiplyAdd(b, y0, b0), Vector.FusedMultiplyAdd(b, y1, b1));
            (c0, c1) = (Vector.FusedMultiplyAdd(c, y0, c0), Vector.FusedMultiplyAdd(c, y1, c1));
            (d0, d1) = (Vector.FusedMultiplyAdd(d, y0, d0), Vector.FusedMultiplyAdd(d, y1, d1));
        }

        a0.StoreUnsafe(ref target);
        a1.StoreUnsafe(ref target, w);
        b0.StoreUnsafe(ref target, s);
        b1.StoreUnsafe(ref target, s + w);
        c0.StoreUnsafe(ref target, 2 * s);
        c1.StoreUnsafe(ref target, (2 * s) + w);
        d0.StoreUnsafe(ref target, 3 * s);
        d1.StoreUnsafe(ref target, (3 * s) + w);
    }

    /// <summary>
    /// One pass over the rows of a sparse vector: adds Σ c·(h·p)·h to <paramref name="sum"/>, or Σ c·(1 − h·p)·h where the
    /// residual of the target 1 is asked for.
    /// </summary>
    /// <param name="factors">All padded rows h.</param>
    /// <param name="indexes">Which rows.</param>
    /// <param name="weights">c, one each.</param>
    /// <param name="p">Padded.</param>
    /// <param name="sum">Padded; added to.</param>
    /// <param name="residual">Whether c·(1 − h·p) is meant.</param>
    public static void Pass(ReadOnlySpan<float> factors, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, ReadOnlySpan<float> p, Span<float> sum, bool residual)
    {
        var (target, sign) = residual ? (1f, -1f) : (0f, 1f);
        var done = p.Length == WidePass.Stride && WidePass.IsSupported ? WidePass.Run(factors, indexes, weights, p, sum, target, sign) : 0;
        NarrowPass(factors, indexes[done..], weights[done..], p, sum, target, sign);
    }

    /// <summary><see cref="Pass"/> for rows of any length.</summary>
    internal static void NarrowPass(
        ReadOnlySpan<float> factors, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, ReadOnlySpan<float> p, Span<float> sum, float target, float sign)
    {
        var stride = p.Length;
        ref var h = ref MemoryMarshal.GetReference(factors);
        ref var q = ref MemoryMarshal.GetReference(p);
        ref var s = ref MemoryMarshal.GetReference(sum);
        var j = 0;
        for (; j + 4 <= indexes.Length; j += 4)
        {
            ref var a = ref Unsafe.Add(ref h, (nint)indexes[j] * stride);
            ref var b = ref Unsafe.Add(ref h, (nint)indexes[j + 1] * stride);
            ref var c = ref Unsafe.Add(ref h, (nint)indexes[j + 2] * stride);
            ref var d = ref Unsafe.Add(ref h, (nint)indexes[j + 3] * stride);
            var (da, db, dc, dd) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
            for (nuint i = 0; i < (nuint)stride; i += (nuint)Width)
            {
                var v = Vector.LoadUnsafe(ref q, i);
                da = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref a, i), v, da);
                db = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref b, i), v, db);
                dc = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref c, i), v, dc);
                dd = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref d, i), v, dd);
            }

            var wa = new Vector<float>(weights[j] * (target + (sign * Vector.Sum(da))));
            var wb = new Vector<float>(weights[j + 1] * (target + (sign * Vector.Sum(db))));
            var wc = new Vector<float>(weights[j + 2] * (target + (sign * Vector.Sum(dc))));
            var wd = new Vector<float>(weights[j + 3] * (target + (sign * Vector.Sum(dd))));
            for (nuint i = 0; i < (nuint)stride; i += (nuint)Width)
            {
                var first = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref a, i), wa, Vector.LoadUnsafe(ref s, i));
                var second = Vector.LoadUnsafe(ref b, i) * wb;
                first = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref c, i), wc, first);
                second = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref d, i), wd, second);
                (first + second).StoreUnsafe(ref s, i);
            }
        }

        for (; j < indexes.Length; j++)
        {
            var row = factors.Slice(indexes[j] * stride, stride);
            Add(row, weights[j] * (target + (sign * Dot(row, p))), sum);
        }
    }

    /// <summary>Dot products of one padded row with all rows.</summary>
    public static void DotAll(ReadOnlySpan<float> factors, ReadOnlySpan<float> p, Span<float> results)
    {
        var stride = p.Length;
        ref var h = ref MemoryMarshal.GetReference(factors);
        ref var q = ref MemoryMarshal.GetReference(p);
        var row = 0;
        for (; row + 4 <= results.Length; row += 4)
        {
            ref var a = ref Unsafe.Add(ref h, (nint)row * stride);
            var (da, db, dc, dd) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
            var s = (nuint)stride;
            for (nuint i = 0; i < s; i += (nuint)Width)
            {
                var v = Vector.LoadUnsafe(ref q, i);
                da = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref a, i), v, da);
                db = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref a, s + i), v, db);
                dc = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref a, (2 * s) + i), v, dc);
                dd = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref a, (3 * s) + i), v, dd);
            }

            (results[row], results[row + 1]) = (Vector.Sum(da), Vector.Sum(db));
            (results[row + 2], results[row + 3]) = (Vector.Sum(dc), Vector.Sum(dd));
        }

        for (; row < results.Length; row++)
        {
            results[row] = Dot(factors.Slice(row * stride, stride), p);
        }
    }

    /// <summary>Dot product of padded rows.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var (even, odd) = (Vector<float>.Zero, Vector<float>.Zero);
        for (var i = 0; i < a.Length; i += 2 * Width)
        {
            even = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref x, (nuint)i), Vector.LoadUnsafe(ref y, (nuint)i), even);
            odd = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref x, (nuint)(i + Width)), Vector.LoadUnsafe(ref y, (nuint)(i + Width)), odd);
        }

        return Vector.Sum(even + odd);
    }

    /// <summary>Adds <paramref name="scale"/> × <paramref name="a"/>, both padded.</summary>
    public static void Add(ReadOnlySpan<float> a, float scale, Span<float> sum)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var s = ref MemoryMarshal.GetReference(sum);
        var factor = new Vector<float>(scale);
        for (nuint i = 0; i < (nuint)sum.Length; i += (nuint)Width)
        {
            Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref x, i), factor, Vector.LoadUnsafe(ref s, i)).StoreUnsafe(ref s, i);
        }
    }

    /// <summary>Multiplies padded rows number by number.</summary>
    public static void Scale(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> target)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var t = ref MemoryMarshal.GetReference(target);
        for (nuint i = 0; i < (nuint)target.Length; i += (nuint)Width)
        {
            (Vector.LoadUnsafe(ref x, i) * Vector.LoadUnsafe(ref y, i)).StoreUnsafe(ref t, i);
        }
    }
}
