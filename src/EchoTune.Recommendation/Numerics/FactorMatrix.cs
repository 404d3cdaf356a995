using System.Numerics;
using System.Runtime.InteropServices;

namespace EchoTune.Recommendation.Numerics;

/// <summary>
/// A dense matrix of factors, one row a listener or an item. Rows begin at multiples of 64 bytes and are padded with zeros, so that
/// kernels read whole vectors only. Where the rows begin in memory is part of its speed, never of its values.
/// </summary>
public sealed class FactorMatrix
{
    private const int Alignment = 64 / sizeof(float);
    private readonly float[] data;
    private readonly int start;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="rows">At least 0.</param>
    /// <param name="dimension">Length of a row, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range, or the matrix would have more than 2³¹ numbers.</exception>
    public FactorMatrix(int rows, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        (Rows, Dimension, Stride) = (rows, dimension, PaddedLength(dimension));
        var length = ((long)rows * Stride) + Alignment;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength, nameof(rows));
        data = GC.AllocateArray<float>((int)length, pinned: true);
        var behind = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(data, 0) % (Alignment * sizeof(float))) / sizeof(float);
        start = (Alignment - behind) % Alignment;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>How many numbers of a row mean something.</summary>
    public int Dimension { get; }

    /// <summary>How many numbers a row takes, see <see cref="PaddedLength"/>; those after <see cref="Dimension"/> are 0 and must stay so.</summary>
    public int Stride { get; }

    /// <summary>The length of a row of so many numbers with its padding: whole pairs of vectors, at least 16.</summary>
    public static int PaddedLength(int dimension)
    {
        var step = Math.Max(Alignment, 2 * Vector<float>.Count);
        return (dimension + step - 1) / step * step;
    }

    /// <summary>All rows with their padding.</summary>
    public Span<float> Padded => data.AsSpan(start, Rows * Stride);

    /// <summary>A row without its padding.</summary>
    public Span<float> Row(int row) => Padded.Slice(row * Stride, Dimension);

    /// <summary>A row with its padding.</summary>
    public Span<float> PaddedRow(int row) => Padded.Slice(row * Stride, Stride);

    /// <summary>Copies rows that lie one after the other without padding.</summary>
    /// <param name="rows">Row-major, rows × <paramref name="dimension"/>.</param>
    /// <param name="dimension">Length of a row, at least 1.</param>
    public static FactorMatrix From(ReadOnlySpan<float> rows, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        var matrix = new FactorMatrix(rows.Length / dimension, dimension);
        for (var row = 0; row < matrix.Rows; row++)
        {
            rows.Slice(row * dimension, dimension).CopyTo(matrix.Row(row));
        }

        return matrix;
    }
}
