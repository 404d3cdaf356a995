using System.Diagnostics;
using System.Text.Json.Nodes;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Numerics;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Bench;

/// <summary>
/// <c>snapshot-memory [LISTENERS] [ITEMS]</c>: the size of a snapshot with 64 factors in a file, what it takes in memory when it is read and
/// its index is built, and how long both take.
/// </summary>
internal static class SnapshotMemory
{
    public static int Run(string[] args)
    {
        var (listeners, items) = args.Length == 2 ? (int.Parse(args[0]), int.Parse(args[1])) : (1_000_000, 100_000);
        var path = Path.Combine(Path.GetTempPath(), $"echotune-snapshot-{Environment.ProcessId}");
        try
        {
            var sizes = Write(path, listeners, items);
            GC.Collect(2, GCCollectionMode.Aggressive, true, true);
            var before = GC.GetTotalMemory(true);
            using var file = new BufferedStream(File.OpenRead(path), 1 << 16);
            ImplicitAlsModel model = null!;
            var read = Figures.Time(() => model = ImplicitAlsSnapshot.Read(file));
            ExactIndex index = null!;
            var build = Figures.Time(() => index = new ExactIndex(model.ItemFactors));
            var heap = GC.GetTotalMemory(true) - before;
            using var process = Process.GetCurrentProcess();
            var hits = new ItemHit[10];
            var found = index.Search(new ItemQuery { Vector = model.ListenerFactors.Row(listeners / 2) }, hits);
            return Figures.Print("snapshot-memory", new JsonObject
            {
                ["listeners"] = listeners, ["items"] = items, ["factors"] = 64, ["fileMB"] = Figures.Rounded(sizes.Half / 1e6), ["int8FileMB"] = Figures.Rounded(sizes.Int8 / 1e6),
                ["memoryMB"] = Figures.Rounded(heap / 1e6), ["processMB"] = Figures.Rounded(process.WorkingSet64 / 1e6), ["readSeconds"] = Figures.Rounded(read.Seconds),
                ["indexSeconds"] = Figures.Rounded(build.Seconds), ["found"] = found,
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    // In a method of its own, so that nothing of it is held when the memory is taken.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static (long Half, long Int8) Write(string path, int listeners, int items)
    {
        var model = new ImplicitAlsModel("ials", new ImplicitAlsSettings(64, 15, 0.1f, 0.003f, 1, 0, 3), new ImplicitAlsWeighting(0, 1), Rows(items, 1), Rows(listeners, 2), new float[64]);
        var small = Size(SnapshotPrecision.Int8);
        return (Size(SnapshotPrecision.Half), small);

        long Size(SnapshotPrecision precision)
        {
            using var file = new BufferedStream(File.Create(path), 1 << 16);
            ImplicitAlsSnapshot.Write(model, file, precision);
            file.Flush();
            return file.Length;
        }
    }

    private static FactorMatrix Rows(int count, int seed)
    {
        var (random, matrix) = (new Random(seed), new FactorMatrix(count, 64));
        for (var row = 0; row < count; row++)
        {
            foreach (ref var value in matrix.Row(row))
            {
                value = random.NextSingle() - 0.5f;
            }
        }

        return matrix;
    }
}
