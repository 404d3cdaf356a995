using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Products of the rows of a sparse matrix with each other.</summary>
internal static class Gram
{
    /// <summary>X·Xᵀ with a penalty added to the diagonal.</summary>
    public static DenseMatrix Of(Interactions rows, float penalty, FitOptions options)
    {
        var gram = new DenseMatrix(rows.ListenerCount);
        var columns = rows.Transposed;
        Parallel.For(0, rows.ListenerCount, options.Parallelism, row =>
        {
            var target = gram.Row(row);
            var items = rows.Items(row);
            var weights = rows.Weights(row);
            for (var k = 0; k < items.Length; k++)
            {
                var others = columns.Items(items[k]);
                var values = columns.Weights(items[k]);
                for (var n = 0; n < others.Length; n++)
                {
                    target[others[n]] += weights[k] * values[n];
                }
            }

            target[row] += penalty;
        });
        return gram;
    }
}
