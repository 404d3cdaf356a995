using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EchoTune.Recommendation.Sequence;

/// <summary>A matrix as it lies in memory: element (i, j) at <c>i × RowStride + j × ColumnStride</c>, so that a transposed one needs no copy.</summary>
internal readonly ref struct MatrixView(ReadOnlySpan<float> values, int rows, int columns, int rowStride, int columnStride)
{
    public ReadOnlySpan<float> Values { get; } = values;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public int RowStride { get; } = rowStride;

    public int ColumnStride { get; } = columnStride;

    public MatrixView Transposed => new(Values, Columns, Rows, ColumnStride, RowStride);

    /// <summary>Row-major, without gaps.</summary>
    public static MatrixView Of(ReadOnlySpan<float> values, int rows, int columns) => new(values, rows, columns, columns, 1);
}

/// <summary>Dense products, a panel of columns at a time; equal to the three plain loops but for rounding.</summary>
internal static class MatrixProduct
{
    // Six rows by two vectors keep twelve sums in registers.
    private const int RowBlock = 6;

    /// <summary>Columns worked on together.</summary>
    public static int PanelWidth => 2 * Vector<float>.Count;

    /// <summary>Adds a × b to the row-major <paramref name="sum"/> (a.Rows × b.Columns).</summary>
    public static void Add(in MatrixView a, in MatrixView b, Span<float> sum)
    {
        var (rows, inner, columns) = (a.Rows, a.Columns, b.Columns);
        if (inner != b.Rows || sum.Length < rows * columns)
        {
            throw new ArgumentException("The shapes do not fit.");
        }

        var width = PanelWidth;
        Span<float> panel = inner * width <= 4096 ? stackalloc float[inner * width] : new float[inner * width];
        for (var column = 0; column < columns; column += width)
        {
            var used = Math.Min(width, columns - column);
            Pack(b, column, used, panel);
            AddPanel(a, panel, used, sum[column..], columns);
        }
    }

    /// <summary>Adds a × one packed panel (inner × <see cref="PanelWidth"/>) to the columns of <paramref name="sum"/> that it stands for.</summary>
    /// <param name="a">The left matrix.</param>
    /// <param name="panel">From <see cref="Pack"/>.</param>
    /// <param name="used">How many columns of the panel count.</param>
    /// <param name="sum">From the first of these columns on.</param>
    /// <param name="stride">From one row of <paramref name="sum"/> to the next.</param>
    public static void AddPanel(in MatrixView a, ReadOnlySpan<float> panel, int used, Span<float> sum, int stride)
    {
        var width = PanelWidth;
        Span<float> edge = stackalloc float[RowBlock * width];
        for (var row = 0; row < a.Rows; row += RowBlock)
        {
            var count = Math.Min(RowBlock, a.Rows - row);
            if (count == RowBlock && used == width)
            {
                Six(a, row, panel, ref sum[row * stride], stride);
                continue;
            }

            edge.Clear();
            if (count == RowBlock)
            {
                Six(a, row, panel, ref edge[0], width);
            }
            else
            {
                Few(a, row, count, panel, edge);
            }

            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < used; j++)
                {
                    sum[((row + i) * stride) + j] += edge[(i * width) + j];
                }
            }
        }
    }

    /// <summary>Copies columns of a matrix into a panel, inner × <see cref="PanelWidth"/>, the rest 0.</summary>
    public static void Pack(in MatrixView b, int column, int used, Span<float> panel)
    {
        var width = PanelWidth;
        for (var k = 0; k < b.Rows; k++)
        {
            var target = panel.Slice(k * width, width);
            if (b.ColumnStride == 1)
            {
                b.Values.Slice((k * b.RowStride) + column, used).CopyTo(target);
            }
            else
            {
                for (var j = 0; j < used; j++)
                {
                    target[j] = b.Values[(k * b.RowStride) + ((column + j) * b.ColumnStride)];
                }
            }

            target[used..].Clear();
        }
    }

    private static void Few(in MatrixView a, int row, int count, ReadOnlySpan<float> panel, Span<float> edge)
    {
        var width = PanelWidth;
        for (var i = 0; i < count; i++)
        {
            var (low, high) = (Vector<float>.Zero, Vector<float>.Zero);
            for (var k = 0; k < a.Columns; k++)
            {
                var factor = new Vector<float>(a.Values[((row + i) * a.RowStride) + (k * a.ColumnStride)]);
                low = Vector.MultiplyAddEstimate(factor, new Vector<float>(panel[(k * width)..]), low);
                high = Vector.MultiplyAddEstimate(factor, new Vector<float>(panel[((k * width) + Vector<float>.Count)..]), high);
            }

            low.CopyTo(edge[(i * width)..]);
            high.CopyTo(edge[((i * width) + Vector<float>.Count)..]);
        }
    }

    // Bounds are those of the callers: six rows from row on, whole panels, six rows of the sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(in MatrixView a, int row, ReadOnlySpan<float> panel, ref float sum, int stride)
    {
        ref var left = ref Unsafe.Add(ref MemoryMarshal.GetReference(a.Values), (nint)row * a.RowStride);
        ref var right = ref MemoryMarshal.GetReference(panel);
        nint rowStride = a.RowStride, columnStride = a.ColumnStride;
        var half = (nuint)Vector<float>.Count;
        Vector<float> a0 = Load(ref sum, 0), b0 = Load(ref sum, half);
        Vector<float> a1 = Load(ref Unsafe.Add(ref sum, (nint)stride), 0), b1 = Load(ref Unsafe.Add(ref sum, (nint)stride), half);
        Vector<float> a2 = Load(ref Unsafe.Add(ref sum, (nint)stride * 2), 0), b2 = Load(ref Unsafe.Add(ref sum, (nint)stride * 2), half);
        Vector<float> a3 = Load(ref Unsafe.Add(ref sum, (nint)stride * 3), 0), b3 = Load(ref Unsafe.Add(ref sum, (nint)stride * 3), half);
        Vector<float> a4 = Load(ref Unsafe.Add(ref sum, (nint)stride * 4), 0), b4 = Load(ref Unsafe.Add(ref sum, (nint)stride * 4), half);
        Vector<float> a5 = Load(ref Unsafe.Add(ref sum, (nint)stride * 5), 0), b5 = Load(ref Unsafe.Add(ref sum, (nint)stride * 5), half);
        for (var k = a.Columns; k > 0; k--)
        {
            var low = Load(ref right, 0);
            var high = Load(ref right, half);
            var factor = new Vector<float>(left);
            a0 = Vector.MultiplyAddEstimate(factor, low, a0);
            b0 = Vector.MultiplyAddEstimate(factor, high, b0);
            factor = new Vector<float>(Unsafe.Add(ref left, rowStride));
            a1 = Vector.MultiplyAddEstimate(factor, low, a1);
            b1 = Vector.MultiplyAddEstimate(factor, high, b1);
            factor = new Vector<float>(Unsafe.Add(ref left, rowStride * 2));
            a2 = Vector.MultiplyAddEstimate(factor, low, a2);
            b2 = Vector.MultiplyAddEstimate(factor, high, b2);
            factor = new Vector<float>(Unsafe.Add(ref left, rowStride * 3));
            a3 = Vector.MultiplyAddEstimate(factor, low, a3);
            b3 = Vector.MultiplyAddEstimate(factor, high, b3);
            factor = new Vector<float>(Unsafe.Add(ref left, rowStride * 4));
            a4 = Vector.MultiplyAddEstimate(factor, low, a4);
            b4 = Vector.MultiplyAddEstimate(factor, high, b4);
            factor = new Vector<float>(Unsafe.Add(ref left, rowStride * 5));
            a5 = Vector.MultiplyAddEstimate(factor, low, a5);
            b5 = Vector.MultiplyAddEstimate(factor, high, b5);
            left = ref Unsafe.Add(ref left, columnStride);
            right = ref Unsafe.Add(ref right, (nint)(2 * half));
        }

        Store(ref sum, a0, b0);
        Store(ref Unsafe.Add(ref sum, (nint)stride), a1, b1);
        Store(ref Unsafe.Add(ref sum, (nint)stride * 2), a2, b2);
        Store(ref Unsafe.Add(ref sum, (nint)stride * 3), a3, b3);
        Store(ref Unsafe.Add(ref sum, (nint)stride * 4), a4, b4);
        Store(ref Unsafe.Add(ref sum, (nint)stride * 5), a5, b5);

        static Vector<float> Load(ref float from, nuint at) => Vector.LoadUnsafe(ref from, at);

        static void Store(ref float to, Vector<float> low, Vector<float> high)
        {
            low.StoreUnsafe(ref to);
            high.StoreUnsafe(ref to, (nuint)Vector<float>.Count);
        }
    }
}
