using System.Numerics;
using System.Runtime.InteropServices;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>
/// Solves one row of implicit ALS: (D + Σ c·h·hᵀ)·x = Σ c·h over the items h that were heard, where D is diagonal because the fixed
/// factors stand in the eigenbasis of their Gram matrix. Short rows are solved exactly through a system as small as the row
/// (Woodbury's identity), long ones by a few steps of conjugate gradient, preconditioned with D, from where they stood before.
/// Holds working memory: one a thread.
/// </summary>
internal sealed class ImplicitAlsRowSolver
{
    /// <summary>Rows up to this length are solved exactly: until then that is also the cheapest.</summary>
    public const int LongestDirect = 16;

    // Below this, quotients of such numbers leave the range of float.
    private const float LeastFall = 1e-20f;

    private readonly int stride;
    private readonly float[] diagonal;
    private readonly float[] inverse;
    private readonly float[] residual;
    private readonly float[] direction;
    private readonly float[] image;
    private readonly float[] scaled;
    private readonly float[] system = new float[LongestDirect * LongestDirect];

    public int Stride => stride;

    public ImplicitAlsRowSolver(int stride)
    {
        this.stride = stride;
        (diagonal, inverse, residual) = (new float[stride], new float[stride], new float[stride]);
        (direction, image, scaled) = (new float[stride], new float[stride], new float[LongestDirect * stride]);
    }

    /// <summary>Solves a row.</summary>
    /// <param name="factors">All padded rows of the fixed side.</param>
    /// <param name="unobserved">α₀ times the eigenvalues, padded.</param>
    /// <param name="regularisation">What is added to the diagonal, above 0.</param>
    /// <param name="indexes">The rows of the fixed side that were observed.</param>
    /// <param name="weights">c, one each, above 0.</param>
    /// <param name="steps">Steps of conjugate gradient at most.</param>
    /// <param name="x">Padded. Where to begin (only read for rows longer than <see cref="LongestDirect"/>); then the solution.</param>
    public void Solve(
        ReadOnlySpan<float> factors, ReadOnlySpan<float> unobserved, float regularisation, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, int steps, Span<float> x)
    {
        if (indexes.IsEmpty)
        {
            x.Clear();
            return;
        }

        for (var i = 0; i < stride; i += Vector<float>.Count)
        {
            var d = new Vector<float>(unobserved[i..]) + new Vector<float>(regularisation);
            d.CopyTo(diagonal, i);
            (Vector<float>.One / d).CopyTo(inverse, i);
        }

        if (indexes.Length <= LongestDirect)
        {
            SolveDirectly(factors, indexes, weights, x);
        }
        else
        {
            Descend(factors, indexes, weights, steps, x);
        }
    }

    // x = D⁻¹Hᵀy with (C⁻¹ + H·D⁻¹·Hᵀ)·y = 1.
    private void SolveDirectly(ReadOnlySpan<float> factors, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, Span<float> x)
    {
        var n = indexes.Length;
        Span<float> y = stackalloc float[LongestDirect];
        for (var i = 0; i < n; i++)
        {
            var row = factors.Slice(indexes[i] * stride, stride);
            FactorKernels.Scale(row, inverse, scaled.AsSpan(i * stride, stride));
            for (var j = 0; j <= i; j++)
            {
                system[(i * n) + j] = FactorKernels.Dot(row, scaled.AsSpan(j * stride, stride));
            }

            system[(i * n) + i] += 1 / weights[i];
        }

        // Cholesky, row by row; the right side is eliminated along the way.
        for (var i = 0; i < n; i++)
        {
            var sum = 1f;
            for (var j = 0; j <= i; j++)
            {
                var value = system[(i * n) + j];
                for (var k = 0; k < j; k++)
                {
                    value -= system[(i * n) + k] * system[(j * n) + k];
                }

                if (j < i)
                {
                    value /= system[(j * n) + j];
                    sum -= value * y[j];
                }
                else
                {
                    value = MathF.Sqrt(Math.Max(value, 1 / weights[i] * 1e-3f));
                }

                system[(i * n) + j] = value;
            }

            y[i] = sum / system[(i * n) + i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
            {
                y[i] -= system[(k * n) + i] * y[k];
            }

            y[i] /= system[(i * n) + i];
        }

        x.Clear();
        for (var i = 0; i < n; i++)
        {
            FactorKernels.Add(scaled.AsSpan(i * stride, stride), y[i], x);
        }
    }

    private void Descend(ReadOnlySpan<float> factors, ReadOnlySpan<int> indexes, ReadOnlySpan<float> weights, int steps, Span<float> x)
    {
        var d = diagonal.AsSpan();
        var r = residual.AsSpan();
        var p = direction.AsSpan();
        var ap = image.AsSpan();
        FactorKernels.Scale(d, x, r);
        Negate(r);
        FactorKernels.Pass(factors, indexes, weights, x, r, true);
        FactorKernels.Scale(r, inverse, p);
        var fall = FactorKernels.Dot(r, p);
        var enough = Math.Max(fall * 1e-12f, LeastFall);
        for (var step = 0; step < steps && fall > enough; step++)
        {
            FactorKernels.Scale(d, p, ap);
            FactorKernels.Pass(factors, indexes, weights, p, ap, false);
            var length = fall / FactorKernels.Dot(p, ap);
            FactorKernels.Add(p, length, x);
            if (step + 1 == steps)
            {
                break;
            }

            FactorKernels.Add(ap, -length, r);
            FactorKernels.Scale(r, inverse, ap);
            var next = FactorKernels.Dot(r, ap);
            var share = new Vector<float>(next / fall);
            fall = next;
            for (var i = 0; i < stride; i += Vector<float>.Count)
            {
                (new Vector<float>(ap[i..]) + (share * new Vector<float>(p[i..]))).CopyTo(p[i..]);
            }
        }
    }

    private static void Negate(Span<float> vector)
    {
        foreach (ref var part in MemoryMarshal.Cast<float, Vector<float>>(vector))
        {
            part = -part;
        }
    }
}
