using System.Numerics.Tensors;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Retrieval;

/// <summary>Groups rows by direction: spherical k-means (Dhillon and Modha 2001) on a sample, then every row joins its nearest centre.</summary>
internal static class RowClusters
{
    private const int SampleOfCluster = 48;
    private const int Rounds = 8;
    private const int PieceLength = 512;

    /// <summary>Groups rows.</summary>
    /// <param name="rows">The rows; those of zeros join any group.</param>
    /// <param name="count">How many groups, at least 1 and at most the number of rows.</param>
    /// <param name="seed">Makes chance repeatable.</param>
    /// <param name="parallelism">How to run; results do not depend on it.</param>
    /// <returns>The centres, of unit length, and the group of each row.</returns>
    public static (FactorMatrix Centres, int[] GroupOf) Group(FactorMatrix rows, int count, ulong seed, ParallelOptions parallelism)
    {
        var sample = Sample(rows.Rows, Math.Min(rows.Rows, count * SampleOfCluster), seed);
        var centres = new FactorMatrix(count, rows.Dimension);
        for (var c = 0; c < count; c++)
        {
            Copy(rows.PaddedRow(sample[(int)((long)c * sample.Length / count)]), centres.PaddedRow(c));
        }

        var groups = new int[sample.Length];
        for (var round = 0; round < Rounds; round++)
        {
            Assign(rows, sample, centres, groups, parallelism);
            centres.Padded.Clear();
            for (var at = 0; at < sample.Length; at++)
            {
                var row = rows.PaddedRow(sample[at]);
                var length = TensorPrimitives.Norm(row);
                if (length > 0)
                {
                    FactorKernels.Add(row, 1 / length, centres.PaddedRow(groups[at]));
                }
            }

            for (var c = 0; c < count; c++)
            {
                // A group that nobody joined begins anew elsewhere.
                if (!centres.PaddedRow(c).ContainsAnyExcept(0f))
                {
                    rows.PaddedRow(sample[(int)(VectorMath.Draw(seed + (ulong)round, (ulong)c) * sample.Length)]).CopyTo(centres.PaddedRow(c));
                }

                Copy(centres.PaddedRow(c), centres.PaddedRow(c));
            }
        }

        var all = new int[rows.Rows];
        var groupOf = new int[rows.Rows];
        for (var row = 0; row < all.Length; row++)
        {
            all[row] = row;
        }

        Assign(rows, all, centres, groupOf, parallelism);
        return (centres, groupOf);
    }

    private static void Copy(ReadOnlySpan<float> row, Span<float> target)
    {
        row.CopyTo(target);
        VectorMath.Normalise(target);
    }

    // The first so many of a shuffled order.
    private static int[] Sample(int rows, int count, ulong seed)
    {
        var order = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            order[row] = row;
        }

        for (var at = 0; at < count; at++)
        {
            var other = at + (int)(VectorMath.Draw(seed, (ulong)at) * (rows - at));
            (order[at], order[other]) = (order[other], order[at]);
        }

        return order[..count];
    }

    private static void Assign(FactorMatrix rows, int[] which, FactorMatrix centres, int[] groups, ParallelOptions parallelism) =>
        Parallel.For(0, (which.Length + PieceLength - 1) / PieceLength, parallelism, () => new float[centres.Rows], (piece, _, scores) =>
        {
            for (var at = piece * PieceLength; at < Math.Min(which.Length, (piece + 1) * PieceLength); at++)
            {
                FactorKernels.DotAll(centres.Padded, rows.PaddedRow(which[at]), scores);
                groups[at] = TensorPrimitives.IndexOfMax(scores);
            }

            return scores;
        }, _ => { });
}
