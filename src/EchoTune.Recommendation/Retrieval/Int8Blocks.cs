using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Retrieval;

/// <summary>
/// Rows in eight bits a number, sixteen rows interleaved by fours, so that one load brings four numbers of each of them and their dot
/// products with a query stand side by side. With every row goes how long the error of its digits is: a search learns an upper bound
/// of the true dot product (Cauchy and Schwarz) and only needs to compute what may be good enough.
/// </summary>
internal sealed class Int8Blocks
{
    /// <summary>Rows in a block.</summary>
    public const int Width = 16;

    /// <summary>The greatest number that a row or a query may hold, so that no bound leaves the range of float.</summary>
    public const float Greatest = 1e15f;

    /// <summary>Rows and queries whose numbers are all below this have no digits.</summary>
    public const float Least = 1e-30f;

    private const int Largest = 127;
    private readonly sbyte[] digits;
    private readonly float[] scales;
    private readonly float[] errors;
    private readonly float[] norms;
    private readonly int[] offsets;
    private readonly int[] items;
    private readonly int dimension;

    /// <summary>Quantises rows.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="order">Which of them, in the order in which they are to be kept.</param>
    public Int8Blocks(FactorMatrix rows, ReadOnlySpan<int> order)
    {
        Count = order.Length;
        BlockCount = (Count + Width - 1) / Width;
        dimension = PaddedDimension(rows.Dimension);
        digits = GC.AllocateArray<sbyte>(BlockCount * Width * dimension, pinned: true);
        (scales, errors, norms) = (new float[BlockCount * Width], new float[BlockCount * Width], new float[BlockCount * Width]);
        (offsets, items) = (new int[BlockCount * Width], new int[BlockCount * Width]);
        items.AsSpan(Count).Fill(-1);
        for (var place = 0; place < Count; place++)
        {
            items[place] = order[place];
            Quantise(rows.Row(order[place]), place);
        }
    }

    /// <summary>How many rows there are.</summary>
    public int Count { get; }

    /// <summary>How many blocks they fill.</summary>
    public int BlockCount { get; }

    /// <summary>How many bytes it takes.</summary>
    public long Bytes => digits.Length + (20L * scales.Length);

    /// <summary>The row that stands at a place; −1 at the places that fill up the last block.</summary>
    public int Item(int place) => items[place];

    /// <summary>The length of the row at a place.</summary>
    public float Norm(int place) => norms[place];

    /// <summary>How many numbers a row of digits takes: whole groups of four.</summary>
    public static int PaddedDimension(int dimension) => (dimension + 3) / 4 * 4;

    /// <summary>Which rows of a block may reach a score.</summary>
    /// <param name="block">Which block.</param>
    /// <param name="query">The query.</param>
    /// <param name="threshold">The score.</param>
    /// <returns>One bit a row, the first lowest; set wherever the true score is not below the threshold, and hardly ever elsewhere.</returns>
    public uint MayReach(int block, Int8Query query, float threshold)
    {
        if (Avx512BW.IsSupported)
        {
            return Wide(block, query, threshold);
        }

        return Avx2.IsSupported ? Medium(block, query, threshold) : Plain(block, query, threshold);
    }

    /// <summary><see cref="MayReach"/> with vectors of 64 bytes.</summary>
    internal uint Wide(int block, Int8Query query, float threshold)
    {
        ref var data = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(digits), (nint)block * Width * dimension);
        ref var asked = ref Unsafe.As<byte, int>(ref MemoryMarshal.GetReference(query.Digits));
        var (even, odd, ones) = (Vector512<int>.Zero, Vector512<int>.Zero, Vector512.Create((short)1));
        var group = 0;
        for (; group + 2 <= dimension / 4; group += 2)
        {
            var first = Avx512BW.MultiplyAddAdjacent(Vector512.Create(Unsafe.Add(ref asked, group)).AsByte(), Vector512.LoadUnsafe(ref data, (nuint)(group * 4 * Width)));
            var second = Avx512BW.MultiplyAddAdjacent(Vector512.Create(Unsafe.Add(ref asked, group + 1)).AsByte(), Vector512.LoadUnsafe(ref data, (nuint)((group + 1) * 4 * Width)));
            even += Avx512BW.MultiplyAddAdjacent(first, ones);
            odd += Avx512BW.MultiplyAddAdjacent(second, ones);
        }

        if (group < dimension / 4)
        {
            var last = Avx512BW.MultiplyAddAdjacent(Vector512.Create(Unsafe.Add(ref asked, group)).AsByte(), Vector512.LoadUnsafe(ref data, (nuint)(group * 4 * Width)));
            even += Avx512BW.MultiplyAddAdjacent(last, ones);
        }

        var at = (nuint)(block * Width);
        var products = Vector512.ConvertToSingle(even + odd - Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(offsets), at));
        var bounds = products * Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(scales), at) * query.Scale;
        bounds += Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(errors), at) * query.QuantisedNorm;
        bounds += Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(norms), at) * query.ErrorNorm;
        return (uint)Vector512.GreaterThanOrEqual(bounds, Vector512.Create(threshold)).ExtractMostSignificantBits();
    }

    /// <summary><see cref="MayReach"/> with vectors of 32 bytes.</summary>
    internal uint Medium(int block, Int8Query query, float threshold)
    {
        ref var data = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(digits), (nint)block * Width * dimension);
        ref var asked = ref Unsafe.As<byte, int>(ref MemoryMarshal.GetReference(query.Digits));
        var (low, high, ones) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256.Create((short)1));
        for (var group = 0; group < dimension / 4; group++)
        {
            var four = Vector256.Create(Unsafe.Add(ref asked, group)).AsByte();
            low += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(four, Vector256.LoadUnsafe(ref data, (nuint)(group * 4 * Width))), ones);
            high += Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(four, Vector256.LoadUnsafe(ref data, (nuint)((group * 4 * Width) + 32))), ones);
        }

        return Half(low, (nuint)(block * Width)) | (Half(high, (nuint)((block * Width) + 8)) << 8);

        uint Half(Vector256<int> sums, nuint at)
        {
            var products = Vector256.ConvertToSingle(sums - Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(offsets), at));
            var bounds = products * Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(scales), at) * query.Scale;
            bounds += Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(errors), at) * query.QuantisedNorm;
            bounds += Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(norms), at) * query.ErrorNorm;
            return Vector256.GreaterThanOrEqual(bounds, Vector256.Create(threshold)).ExtractMostSignificantBits();
        }
    }

    /// <summary><see cref="MayReach"/> on any machine.</summary>
    internal uint Plain(int block, Int8Query query, float threshold)
    {
        var data = digits.AsSpan(block * Width * dimension, Width * dimension);
        Span<int> sums = stackalloc int[Width];
        sums.Clear();
        for (var i = 0; i < dimension; i++)
        {
            var digit = query.Digits[i];
            for (var row = 0; row < Width; row++)
            {
                sums[row] += digit * data[(i / 4 * 4 * Width) + (row * 4) + (i % 4)];
            }
        }

        var reached = 0u;
        for (var row = 0; row < Width; row++)
        {
            var at = (block * Width) + row;
            var bound = ((sums[row] - offsets[at]) * scales[at] * query.Scale) + (errors[at] * query.QuantisedNorm) + (norms[at] * query.ErrorNorm);
            reached |= bound >= threshold ? 1u << row : 0;
        }

        return reached;
    }

    private void Quantise(ReadOnlySpan<float> row, int place)
    {
        var greatest = 0f;
        foreach (var value in row)
        {
            greatest = Math.Max(greatest, Math.Abs(value));
        }

        if (!(greatest <= Greatest))
        {
            throw new ArgumentException($"Row {items[place]} is not finite, or its numbers are above {Greatest}.");
        }

        var scale = greatest / Largest;
        var inverse = greatest > Least ? Largest / greatest : 0;
        var (norm, error, sum) = (0.0, 0.0, 0);
        var block = place / Width * Width * dimension;
        for (var i = 0; i < row.Length; i++)
        {
            var digit = (int)MathF.Round(row[i] * inverse);
            digits[block + (i / 4 * 4 * Width) + (place % Width * 4) + (i % 4)] = (sbyte)digit;
            sum += digit;
            norm += (double)row[i] * row[i];
            var off = row[i] - ((double)digit * scale);
            error += off * off;
        }

        (scales[place], offsets[place]) = (scale, sum * Int8Query.Offset);
        (norms[place], errors[place]) = ((float)(Math.Sqrt(norm) * (1 + 1e-6)), (float)(Math.Sqrt(error) * (1 + 1e-6)));
    }
}
