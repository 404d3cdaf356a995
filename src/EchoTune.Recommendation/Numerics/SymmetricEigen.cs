using System.Numerics;

namespace EchoTune.Recommendation.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of a small symmetric matrix: Householder reduction to tridiagonal form, then QL with implicit shifts
/// (Golub and Van Loan, "Matrix Computations", 8.3). Eigenvectors are kept as rows, so that every rotation works on whole vectors.
/// </summary>
public static class SymmetricEigen
{
    private const int MostRounds = 60;

    /// <summary>Decomposes A = Vᵀ·diag(values)·V.</summary>
    /// <param name="matrix">Row-major n × n, symmetric, finite; destroyed.</param>
    /// <param name="values">Overwritten: the eigenvalues, in no order. Length n.</param>
    /// <param name="vectors">Overwritten: row-major n × n, row i the eigenvector of <c>values[i]</c>, of unit length.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or the matrix is not finite.</exception>
    public static void Decompose(Span<double> matrix, Span<double> values, Span<double> vectors)
    {
        var n = values.Length;
        if (matrix.Length != n * n || vectors.Length != n * n)
        {
            throw new ArgumentException("A matrix of n × n has n values and n × n numbers in its vectors.");
        }

        // What is nothing beside the whole is left out: the noise of a matrix of low rank sinks out of the range of numbers.
        var nothing = 0.0;
        foreach (var value in matrix)
        {
            nothing = Math.Max(nothing, 1e-17 * Math.Abs(value));
        }

        if (!double.IsFinite(nothing))
        {
            throw new ArgumentException("The matrix holds numbers that are not finite.");
        }

        vectors.Clear();
        for (var i = 0; i < n; i++)
        {
            vectors[(i * n) + i] = 1;
        }

        Span<double> beside = n <= 256 ? stackalloc double[n] : new double[n];
        Tridiagonalise(matrix, n, nothing, values, beside, vectors);
        Diagonalise(n, values, beside, vectors);
    }

    private static void Tridiagonalise(Span<double> a, int n, double nothing, Span<double> diagonal, Span<double> beside, Span<double> vectors)
    {
        Span<double> product = n <= 256 ? stackalloc double[n] : new double[n];
        Span<double> scales = n <= 256 ? stackalloc double[n] : new double[n];
        for (var k = 0; k + 2 < n; k++)
        {
            // The reflector that leaves only the first number of row k right of the diagonal; it is kept in that row.
            var v = a.Slice((k * n) + k + 1, n - k - 1);
            var norm = Math.Sqrt(Dot(v, v));
            scales[k] = 0;
            if (norm <= nothing)
            {
                beside[k] = 0;
                continue;
            }

            beside[k] = v[0] > 0 ? -norm : norm;
            v[0] -= beside[k];
            var scale = 2 / Dot(v, v);
            scales[k] = scale;
            var p = product[..v.Length];
            for (var i = 0; i < v.Length; i++)
            {
                p[i] = scale * Dot(a.Slice(((k + 1 + i) * n) + k + 1, v.Length), v);
            }

            Add(v, -scale / 2 * Dot(p, v), p);
            for (var i = 0; i < v.Length; i++)
            {
                AddTwo(p, -v[i], v, -p[i], a.Slice(((k + 1 + i) * n) + k + 1, v.Length));
            }
        }

        for (var i = 0; i < n; i++)
        {
            diagonal[i] = a[(i * n) + i];
        }

        if (n > 1)
        {
            beside[n - 2] = a[((n - 2) * n) + n - 1];
        }

        beside[n - 1] = 0;
        for (var k = n - 3; k >= 0; k--)
        {
            var v = a.Slice((k * n) + k + 1, n - k - 1);
            for (var i = k + 1; i < n && scales[k] != 0; i++)
            {
                var row = vectors.Slice((i * n) + k + 1, v.Length);
                Add(v, -scales[k] * Dot(row, v), row);
            }
        }
    }

    private static void Diagonalise(int n, Span<double> d, Span<double> e, Span<double> vectors)
    {
        // Rounding leaves errors of the size of the largest number everywhere: a rotation cannot make anything smaller than that, so what is
        // smaller counts as nothing (as in tql2 of EISPACK). Held against its neighbours alone it might never vanish.
        var size = 0.0;
        for (var i = 0; i < n; i++)
        {
            size = Math.Max(size, Math.Abs(d[i]) + Math.Abs(e[i]));
        }

        var nothing = size * 2.3e-16;
        for (var l = 0; l < n; l++)
        {
            for (var round = 0; ; round++)
            {
                var m = l;
                for (; m < n - 1; m++)
                {
                    if (Math.Abs(e[m]) <= nothing)
                    {
                        break;
                    }
                }

                if (m == l)
                {
                    break;
                }

                if (round == MostRounds)
                {
                    throw new ArgumentException("The eigenvalues of the matrix were not found.");
                }

                Sweep(n, l, m, d, e, vectors);
            }
        }
    }

    private static void Sweep(int n, int l, int m, Span<double> d, Span<double> e, Span<double> vectors)
    {
        var g = (d[l + 1] - d[l]) / (2 * e[l]);
        var r = Math.Sqrt((g * g) + 1);
        g = d[m] - d[l] + (e[l] / (g + Math.CopySign(r, g)));
        var (s, c, p) = (1.0, 1.0, 0.0);
        for (var i = m - 1; i >= l; i--)
        {
            var f = s * e[i];
            var b = c * e[i];
            r = Math.Sqrt((f * f) + (g * g));
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }

            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = ((d[i] - g) * s) + (2 * c * b);
            p = s * r;
            d[i + 1] = g + p;
            g = (c * r) - b;
            Rotate(vectors.Slice(i * n, n), vectors.Slice((i + 1) * n, n), c, s);
        }

        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    private static void Rotate(Span<double> low, Span<double> high, double c, double s)
    {
        var i = 0;
        var (cosine, sine) = (new Vector<double>(c), new Vector<double>(s));
        for (; i + Vector<double>.Count <= low.Length; i += Vector<double>.Count)
        {
            var (x, y) = (new Vector<double>(low[i..]), new Vector<double>(high[i..]));
            ((sine * x) + (cosine * y)).CopyTo(high[i..]);
            ((cosine * x) - (sine * y)).CopyTo(low[i..]);
        }

        for (; i < low.Length; i++)
        {
            var (x, y) = (low[i], high[i]);
            (high[i], low[i]) = ((s * x) + (c * y), (c * x) - (s * y));
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var i = 0;
        var sums = Vector<double>.Zero;
        for (; i + Vector<double>.Count <= a.Length; i += Vector<double>.Count)
        {
            sums += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        }

        var sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void Add(ReadOnlySpan<double> a, double scale, Span<double> target)
    {
        var i = 0;
        for (; i + Vector<double>.Count <= a.Length; i += Vector<double>.Count)
        {
            (new Vector<double>(target[i..]) + (new Vector<double>(a[i..]) * scale)).CopyTo(target[i..]);
        }

        for (; i < a.Length; i++)
        {
            target[i] += a[i] * scale;
        }
    }

    private static void AddTwo(ReadOnlySpan<double> a, double first, ReadOnlySpan<double> b, double second, Span<double> target)
    {
        var i = 0;
        for (; i + Vector<double>.Count <= a.Length; i += Vector<double>.Count)
        {
            (new Vector<double>(target[i..]) + (new Vector<double>(a[i..]) * first) + (new Vector<double>(b[i..]) * second)).CopyTo(target[i..]);
        }

        for (; i < a.Length; i++)
        {
            target[i] += (a[i] * first) + (b[i] * second);
        }
    }
}
