using EchoTune.Recommendation.Numerics;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Tests.Retrieval;

/// <summary>Factors to search, and the search that nobody doubts.</summary>
internal static class FactorCases
{
    /// <summary>Rows around a few centres, as long as a power law makes them; some are zeros, some equal another.</summary>
    public static FactorMatrix Clustered(Random random, int rows, int dimension, int centres)
    {
        var middle = new FactorMatrix(centres, dimension);
        for (var at = 0; at < centres * dimension; at++)
        {
            middle.Row(at / dimension)[at % dimension] = Normal(random);
        }

        var matrix = new FactorMatrix(rows, dimension);
        for (var row = 0; row < rows; row++)
        {
            if (random.Next(40) == 0)
            {
                continue;
            }

            if (row > 0 && random.Next(40) == 0)
            {
                matrix.Row(random.Next(row)).CopyTo(matrix.Row(row));
                continue;
            }

            var centre = middle.Row(random.Next(centres));
            var length = (float)Math.Pow(1 - random.NextDouble(), -0.3);
            for (var i = 0; i < dimension; i++)
            {
                matrix.Row(row)[i] = length * (centre[i] + (0.7f * Normal(random)));
            }
        }

        return matrix;
    }

    public static float Normal(Random random) => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    public static ItemHit[] Sorted(FactorMatrix items, ReadOnlySpan<float> query, int[] excluded, ItemMask? allowed, int count)
    {
        var padded = FactorMatrix.From(query, items.Dimension).PaddedRow(0).ToArray();
        return [.. Enumerable.Range(0, items.Rows).Except(excluded).Where(i => allowed is null || allowed[i])
            .Select(i => new ItemHit(i, FactorKernels.Dot(items.PaddedRow(i), padded)))
            .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Item).Take(count)];
    }
}
