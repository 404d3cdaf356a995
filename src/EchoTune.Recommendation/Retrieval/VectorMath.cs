using System.Numerics;
using System.Numerics.Tensors;

namespace EchoTune.Recommendation.Retrieval;

/// <summary>Dense arithmetic on rows of a matrix; every method has a scalar twin in the tests that it must equal within 1e-4.</summary>
public static class VectorMath
{
    /// <summary>Dot product of every wanted row with several queries in one pass over the matrix.</summary>
    /// <param name="matrix">Row-major, rows × <paramref name="dimension"/>.</param>
    /// <param name="dimension">Length of a row.</param>
    /// <param name="queries">Row-major, queries × <paramref name="dimension"/>.</param>
    /// <param name="skip">One flag a row; rows with a value other than 0 are left at 0. Empty for none.</param>
    /// <param name="results">Row-major, rows × queries.</param>
    public static void DotRows(ReadOnlySpan<float> matrix, int dimension, ReadOnlySpan<float> queries, ReadOnlySpan<byte> skip, Span<float> results)
    {
        if (dimension == 0)
        {
            results.Clear();
            return;
        }

        var rows = matrix.Length / dimension;
        var count = queries.Length / dimension;
        for (var row = 0; row < rows; row++)
        {
            var target = results.Slice(row * count, count);
            if (!skip.IsEmpty && skip[row] != 0)
            {
                target.Clear();
                continue;
            }

            var vector = matrix.Slice(row * dimension, dimension);
            var query = 0;
            for (; query + 3 <= count; query += 3)
            {
                DotThree(vector, queries.Slice(query * dimension, 3 * dimension), target.Slice(query, 3));
            }

            for (; query < count; query++)
            {
                target[query] = TensorPrimitives.Dot(vector, queries.Slice(query * dimension, dimension));
            }
        }
    }

    // Reads the row once for three queries: the pass is bound by memory, not by arithmetic.
    private static void DotThree(ReadOnlySpan<float> row, ReadOnlySpan<float> queries, Span<float> target)
    {
        var n = row.Length;
        var first = queries[..n];
        var second = queries.Slice(n, n);
        var third = queries.Slice(2 * n, n);
        var (a, b, c) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i + Vector<float>.Count <= n; i += Vector<float>.Count)
        {
            var r = new Vector<float>(row[i..]);
            a += r * new Vector<float>(first[i..]);
            b += r * new Vector<float>(second[i..]);
            c += r * new Vector<float>(third[i..]);
        }

        var (x, y, z) = (Vector.Sum(a), Vector.Sum(b), Vector.Sum(c));
        for (; i < n; i++)
        {
            x += row[i] * first[i];
            y += row[i] * second[i];
            z += row[i] * third[i];
        }

        (target[0], target[1], target[2]) = (x, y, z);
    }

    /// <summary>Adds <paramref name="weight"/> × <paramref name="vector"/> to <paramref name="sum"/>.</summary>
    public static void AddScaled(ReadOnlySpan<float> vector, float weight, Span<float> sum) =>
        TensorPrimitives.MultiplyAdd(vector, weight, sum, sum);

    /// <summary>Scales to unit length; leaves a zero vector as it is.</summary>
    /// <returns>The length before.</returns>
    public static float Normalise(Span<float> vector)
    {
        var norm = TensorPrimitives.Norm(vector);
        if (norm > 1e-12f)
        {
            TensorPrimitives.Divide(vector, norm, vector);
        }

        return norm;
    }

    /// <summary>A uniform draw in [0, 1) that depends on both numbers only (SplitMix64 finaliser).</summary>
    public static float Draw(ulong seed, ulong key)
    {
        var z = seed ^ (key + 0x9E3779B97F4A7C15UL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        z ^= z >> 31;
        return (z >> 40) * (1f / (1 << 24));
    }
}
