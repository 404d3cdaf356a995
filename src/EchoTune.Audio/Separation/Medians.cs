using System.Numerics;

namespace EchoTune.Audio.Separation;

/// <summary>
/// Medians of many columns at once: a value too small or too great to be the median is dropped at a time, by comparisons alone,
/// so that a vector of columns goes through together.
/// </summary>
internal static class Medians
{
    /// <summary>The most rows.</summary>
    public const int Most = 31;

    /// <summary>The median of each column.</summary>
    /// <param name="rows">An odd number of rows, at most <see cref="Most"/>, each at least as long as the result.</param>
    /// <param name="result">Takes a median a column.</param>
    public static void OfRows(ReadOnlySpan<float[]> rows, Span<float> result)
    {
        Span<Vector<float>> kept = stackalloc Vector<float>[(Most / 2) + 2];
        var column = 0;
        for (; column + Vector<float>.Count <= result.Length; column += Vector<float>.Count)
        {
            var count = (rows.Length / 2) + 2;
            var next = Math.Min(count, rows.Length);
            for (var r = 0; r < next; r++)
            {
                kept[r] = new Vector<float>(rows[r], column);
            }

            Select(kept, rows, next, column).CopyTo(result[column..]);
        }

        Span<float> few = stackalloc float[Most];
        for (; column < result.Length; column++)
        {
            result[column] = Scalar(rows, column, few);
        }
    }

    /// <summary>The median of each value's neighbourhood.</summary>
    /// <param name="values">Values, with <paramref name="reach"/> more on each side than there are results.</param>
    /// <param name="reach">Neighbours on each side, at most 15.</param>
    /// <param name="result">Takes a median a value.</param>
    public static void OfNeighbours(float[] values, int reach, Span<float> result)
    {
        Span<Vector<float>> kept = stackalloc Vector<float>[(Most / 2) + 2];
        var width = (2 * reach) + 1;
        var column = 0;
        for (; column + Vector<float>.Count <= result.Length; column += Vector<float>.Count)
        {
            var next = Math.Min(reach + 2, width);
            for (var r = 0; r < next; r++)
            {
                kept[r] = new Vector<float>(values, column + r);
            }

            var m = next;
            while (next < width)
            {
                Drop(kept[..m]);
                m--;
                kept[0] = new Vector<float>(values, column + next++);
            }

            Finish(kept[..m]).CopyTo(result[column..]);
        }

        Span<float> few = stackalloc float[Most];
        for (; column < result.Length; column++)
        {
            values.AsSpan(column, width).CopyTo(few);
            few[..width].Sort();
            result[column] = few[reach];
        }
    }

    /// <summary>The median of one column by sorting: the twin of the fast way.</summary>
    internal static float Scalar(ReadOnlySpan<float[]> rows, int column, Span<float> few)
    {
        for (var r = 0; r < rows.Length; r++)
        {
            few[r] = rows[r][column];
        }

        few[..rows.Length].Sort();
        return few[rows.Length / 2];
    }

    private static Vector<float> Select(Span<Vector<float>> kept, ReadOnlySpan<float[]> rows, int next, int column)
    {
        var m = next;
        while (next < rows.Length)
        {
            Drop(kept[..m]);
            m--;
            kept[0] = new Vector<float>(rows[next++], column);
        }

        return Finish(kept[..m]);
    }

    // Puts the least first and the greatest last: neither can be the median. The last is given up, the first is for the next.
    private static void Drop(Span<Vector<float>> kept)
    {
        var least = kept[0];
        var greatest = kept[^1];
        Exchange(ref least, ref greatest);
        for (var i = 1; i < kept.Length - 1; i++)
        {
            var v = kept[i];
            Exchange(ref least, ref v);
            Exchange(ref v, ref greatest);
            kept[i] = v;
        }
    }

    private static Vector<float> Finish(Span<Vector<float>> kept)
    {
        while (kept.Length > 2)
        {
            Drop(kept);
            kept = kept[1..^1];
        }

        return kept[0];
    }

    private static void Exchange(ref Vector<float> low, ref Vector<float> high) => (low, high) = (Vector.Min(low, high), Vector.Max(low, high));
}
