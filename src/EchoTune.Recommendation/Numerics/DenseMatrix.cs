namespace EchoTune.Recommendation.Numerics;

/// <summary>A square matrix of floats in one block of memory, row after row.</summary>
/// <param name="size">Rows and columns, at least 0; size² must be an array's length (46,340 at most).</param>
public sealed class DenseMatrix(int size)
{
    private readonly float[] values = new float[checked(size * size)];

    /// <summary>Rows and columns.</summary>
    public int Size => size;

    /// <summary>All values, row after row.</summary>
    public Span<float> Values => values;

    /// <summary>A row.</summary>
    public Span<float> Row(int row) => values.AsSpan(row * size, size);

    /// <summary>One value.</summary>
    public ref float this[int row, int column] => ref values[row * size + column];
}
