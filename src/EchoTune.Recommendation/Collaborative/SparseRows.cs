namespace EchoTune.Recommendation.Collaborative;

/// <summary>A sparse matrix by rows: for each row the columns that hold something and their values.</summary>
internal sealed class SparseRows
{
    private readonly long[] offsets;
    private readonly int[] columns;
    private readonly float[] values;

    private SparseRows(long[] offsets, int[] columns, float[] values) => (this.offsets, this.columns, this.values) = (offsets, columns, values);

    public int Count => offsets.Length - 1;

    public ReadOnlySpan<int> Columns(int row) => columns.AsSpan((int)offsets[row], (int)(offsets[row + 1] - offsets[row]));

    public ReadOnlySpan<float> Values(int row) => values.AsSpan((int)offsets[row], (int)(offsets[row + 1] - offsets[row]));

    /// <summary>Joins rows made one by one.</summary>
    public static SparseRows Join((int[] Columns, float[] Values)[] rows)
    {
        var offsets = new long[rows.Length + 1];
        for (var row = 0; row < rows.Length; row++)
        {
            offsets[row + 1] = offsets[row] + rows[row].Columns.Length;
        }

        var (columns, values) = (new int[offsets[^1]], new float[offsets[^1]]);
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row].Columns.CopyTo(columns, offsets[row]);
            rows[row].Values.CopyTo(values, offsets[row]);
        }

        return new SparseRows(offsets, columns, values);
    }

    /// <summary>Rows become columns; the matrix is square.</summary>
    public SparseRows Transpose()
    {
        var starts = new long[Count + 1];
        foreach (var column in columns)
        {
            starts[column + 1]++;
        }

        for (var row = 0; row < Count; row++)
        {
            starts[row + 1] += starts[row];
        }

        var next = starts.AsSpan(0, Count).ToArray();
        var (turned, moved) = (new int[columns.Length], new float[columns.Length]);
        for (var row = 0; row < Count; row++)
        {
            for (var k = offsets[row]; k < offsets[row + 1]; k++)
            {
                var place = next[columns[k]]++;
                (turned[place], moved[place]) = (row, values[k]);
            }
        }

        return new SparseRows(starts, turned, moved);
    }
}
