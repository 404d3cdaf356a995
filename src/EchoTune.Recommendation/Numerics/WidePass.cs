using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EchoTune.Recommendation.Numerics;

/// <summary>
/// <see cref="FactorKernels.Pass"/> for rows of 64 numbers on machines with vectors of 64 bytes: four rows, the vector and the sum stay
/// in registers, so that every number of a row is loaded once.
/// </summary>
internal static class WidePass
{
    /// <summary>The only length of a row.</summary>
    public const int Stride = 64;

    /// <summary>Whether this machine can.</summary>
    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>Works through whole fours of rows.</summary>
    /// <returns>How many rows it took.</returns>
    public static int Run(
        ReadOnlySpan<float> factors, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, ReadOnlySpan<float> p, Span<float> sum, float target, float sign)
    {
        ref var h = ref MemoryMarshal.GetReference(factors);
        ref var q = ref MemoryMarshal.GetReference(p);
        ref var s = ref MemoryMarshal.GetReference(sum);
        ref var index = ref MemoryMarshal.GetReference(indexes);
        ref var weight = ref MemoryMarshal.GetReference(weights);
        var (p0, p1) = (Vector512.LoadUnsafe(ref q), Vector512.LoadUnsafe(ref q, 16));
        var (p2, p3) = (Vector512.LoadUnsafe(ref q, 32), Vector512.LoadUnsafe(ref q, 48));
        var (s0, s1) = (Vector512.LoadUnsafe(ref s), Vector512.LoadUnsafe(ref s, 16));
        var (s2, s3) = (Vector512.LoadUnsafe(ref s, 32), Vector512.LoadUnsafe(ref s, 48));
        var (targets, signs) = (Vector128.Create(target), Vector128.Create(sign));
        var whole = indexes.Length / 4 * 4;
        for (var j = 0; j < whole; j += 4)
        {
            ref var a = ref Unsafe.Add(ref h, (nint)Unsafe.Add(ref index, j) * Stride);
            ref var b = ref Unsafe.Add(ref h, (nint)Unsafe.Add(ref index, j + 1) * Stride);
            ref var c = ref Unsafe.Add(ref h, (nint)Unsafe.Add(ref index, j + 2) * Stride);
            ref var d = ref Unsafe.Add(ref h, (nint)Unsafe.Add(ref index, j + 3) * Stride);
            var (a0, a1, a2, a3) = (Vector512.LoadUnsafe(ref a), Vector512.LoadUnsafe(ref a, 16), Vector512.LoadUnsafe(ref a, 32), Vector512.LoadUnsafe(ref a, 48));
            var (b0, b1, b2, b3) = (Vector512.LoadUnsafe(ref b), Vector512.LoadUnsafe(ref b, 16), Vector512.LoadUnsafe(ref b, 32), Vector512.LoadUnsafe(ref b, 48));
            var (c0, c1, c2, c3) = (Vector512.LoadUnsafe(ref c), Vector512.LoadUnsafe(ref c, 16), Vector512.LoadUnsafe(ref c, 32), Vector512.LoadUnsafe(ref c, 48));
            var (d0, d1, d2, d3) = (Vector512.LoadUnsafe(ref d), Vector512.LoadUnsafe(ref d, 16), Vector512.LoadUnsafe(ref d, 32), Vector512.LoadUnsafe(ref d, 48));
            var da = Vector512.FusedMultiplyAdd(a3, p3, Vector512.FusedMultiplyAdd(a2, p2, Vector512.FusedMultiplyAdd(a1, p1, a0 * p0)));
            var db = Vector512.FusedMultiplyAdd(b3, p3, Vector512.FusedMultiplyAdd(b2, p2, Vector512.FusedMultiplyAdd(b1, p1, b0 * p0)));
            var dc = Vector512.FusedMultiplyAdd(c3, p3, Vector512.FusedMultiplyAdd(c2, p2, Vector512.FusedMultiplyAdd(c1, p1, c0 * p0)));
            var dd = Vector512.FusedMultiplyAdd(d3, p3, Vector512.FusedMultiplyAdd(d2, p2, Vector512.FusedMultiplyAdd(d1, p1, d0 * p0)));

            // The four sums, side by side.
            var pairs = Avx.HorizontalAdd(da.GetLower() + da.GetUpper(), db.GetLower() + db.GetUpper());
            var others = Avx.HorizontalAdd(dc.GetLower() + dc.GetUpper(), dd.GetLower() + dd.GetUpper());
            var fours = Avx.HorizontalAdd(pairs, others);
            var dots = fours.GetLower() + fours.GetUpper();
            var scales = Vector128.LoadUnsafe(ref weight, (nuint)j) * Vector128.FusedMultiplyAdd(signs, dots, targets);
            var (wa, wb) = (Vector512.Create(scales.GetElement(0)), Vector512.Create(scales.GetElement(1)));
            var (wc, wd) = (Vector512.Create(scales.GetElement(2)), Vector512.Create(scales.GetElement(3)));
            s0 = Vector512.FusedMultiplyAdd(d0, wd, Vector512.FusedMultiplyAdd(c0, wc, Vector512.FusedMultiplyAdd(b0, wb, Vector512.FusedMultiplyAdd(a0, wa, s0))));
            s1 = Vector512.FusedMultiplyAdd(d1, wd, Vector512.FusedMultiplyAdd(c1, wc, Vector512.FusedMultiplyAdd(b1, wb, Vector512.FusedMultiplyAdd(a1, wa, s1))));
            s2 = Vector512.FusedMultiplyAdd(d2, wd, Vector512.FusedMultiplyAdd(c2, wc, Vector512.FusedMultiplyAdd(b2, wb, Vector512.FusedMultiplyAdd(a2, wa, s2))));
            s3 = Vector512.FusedMultiplyAdd(d3, wd, Vector512.FusedMultiplyAdd(c3, wc, Vector512.FusedMultiplyAdd(b3, wb, Vector512.FusedMultiplyAdd(a3, wa, s3))));
        }

        s0.StoreUnsafe(ref s);
        s1.StoreUnsafe(ref s, 16);
        s2.StoreUnsafe(ref s, 32);
        s3.StoreUnsafe(ref s, 48);
        return whole;
    }
}
