using System.Numerics.Tensors;

namespace EchoTune.Audio.Dsp;

/// <summary>Symmetric positive systems on rows of doubles; the inner loops are dot products of contiguous memory.</summary>
internal static class PositiveSystems
{
    /// <summary>The lower triangular L with L Lᵀ = A + ridge × I.</summary>
    /// <exception cref="ArithmeticException">The matrix is not positive.</exception>
    public static double[][] Cholesky(double[][] a, double ridge)
    {
        var l = new double[a.Length][];
        for (var i = 0; i < a.Length; i++)
        {
            var row = l[i] = new double[i + 1];
            for (var j = 0; j < i; j++)
            {
                row[j] = (a[i][j] - TensorPrimitives.Dot<double>(row.AsSpan(0, j), l[j].AsSpan(0, j))) / l[j][j];
            }

            var rest = a[i][i] + ridge - TensorPrimitives.SumOfSquares<double>(row.AsSpan(0, i));
            row[i] = rest > 0 ? Math.Sqrt(rest) : throw new ArithmeticException("The matrix is not positive.");
        }

        return l;
    }

    /// <summary>Solves L y = x in place.</summary>
    public static void SolveLower(double[][] l, Span<double> x)
    {
        for (var i = 0; i < l.Length; i++)
        {
            x[i] = (x[i] - TensorPrimitives.Dot<double>(l[i].AsSpan(0, i), x[..i])) / l[i][i];
        }
    }

    /// <summary>Solves Lᵀ y = x in place.</summary>
    public static void SolveUpper(double[][] l, Span<double> x)
    {
        for (var i = l.Length - 1; i >= 0; i--)
        {
            x[i] /= l[i][i];
            TensorPrimitives.MultiplyAdd<double>(l[i].AsSpan(0, i), -x[i], x[..i], x[..i]);
        }
    }
}
