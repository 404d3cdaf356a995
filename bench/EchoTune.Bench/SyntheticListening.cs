using System.IO.Compression;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Bench;

/// <summary>Listening made by chance: popularity and diligence follow power laws, and half of what a listener hears is of a group that is theirs.</summary>
internal static class SyntheticListening
{
    private const int Groups = 40;

    /// <summary>The shape of MovieLens 1M: 6,040 listeners, 3,706 items, 1,000,209 cells.</summary>
    public static Interactions LikeMovieLens() => Make(6040, 3706, 1_000_209, 1);

    /// <summary>Cells without repetition.</summary>
    public static Interactions Make(int listeners, int items, int cells, int seed)
    {
        var random = new Random(seed);
        var shares = Enumerable.Range(0, listeners).Select(u => Math.Pow(u + 20, -0.6)).ToArray();
        var whole = shares.Sum();
        var (rows, columns) = (new int[cells], new int[cells]);
        var last = new int[items];
        last.AsSpan().Fill(-1);
        var (count, due) = (0, 0.0);
        for (var u = 0; u < listeners; u++)
        {
            due += shares[u] / whole * cells;
            var group = random.Next(Groups);
            var most = count + (items / 2);
            while (count < cells && count < most && (count < (int)due || u == listeners - 1))
            {
                var item = Rank(random, items);
                item = random.Next(2) == 0 ? item : Math.Min((item / Groups * Groups) + group, items - 1);
                if (last[item] != u)
                {
                    last[item] = u;
                    (rows[count], columns[count++]) = (u, item);
                }
            }
        }

        return Interactions.FromCells(listeners, items, rows.AsSpan(0, count), columns.AsSpan(0, count));
    }

    /// <summary>A tab-separated file, plain or gzipped.</summary>
    public static Interactions Read(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file);
        return InteractionText.Read(reader, new IdTable(), new IdTable()).ToInteractions();
    }

    /// <summary>Rows around centres, their lengths by a power law.</summary>
    public static FactorMatrix Clustered(int rows, int dimension, int centres, int seed, int centresSeed)
    {
        var (random, middles) = (new Random(seed), new Random(centresSeed));
        var middle = new float[centres * dimension];
        for (var at = 0; at < middle.Length; at++)
        {
            middle[at] = Normal(middles);
        }

        var matrix = new FactorMatrix(rows, dimension);
        for (var row = 0; row < rows; row++)
        {
            var centre = middle.AsSpan(random.Next(centres) * dimension, dimension);
            var length = (float)Math.Pow(1 - random.NextDouble(), -0.2);
            var target = matrix.Row(row);
            for (var i = 0; i < dimension; i++)
            {
                target[i] = length * (centre[i] + (0.7f * Normal(random)));
            }
        }

        return matrix;
    }

    private static float Normal(Random random) => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    // The inverse of the distribution of ranks with density (rank + 10)^-0.8.
    private static int Rank(Random random, int items)
    {
        var (from, to) = (Math.Pow(10, 0.2), Math.Pow(items + 10, 0.2));
        return Math.Min(items - 1, (int)(Math.Pow(from + (random.NextDouble() * (to - from)), 5) - 10));
    }
}
