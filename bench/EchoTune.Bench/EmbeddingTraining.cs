using System.Globalization;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Analysis.Timbre;

namespace EchoTune.Bench;

/// <summary>
/// <c>embedding-train HALVES.csv OUT [JUDGED.csv]</c>: learns the scale of the embedding from the halves that <c>practice-table</c> wrote,
/// and says how many halves of the pieces of JUDGED (else of HALVES, which it learned from) find their other half first.
/// </summary>
internal static class EmbeddingTraining
{
    public static int Run(string[] args)
    {
        if (args.Length < 2)
        {
            Console.Error.WriteLine("Give a table of halves and a file to write to.");
            return 1;
        }

        var halves = Read(args[0]);
        double[] weights = [.. EmbeddingAnalyser.Raw(new FeatureDraft { DurationSeconds = 1 }).Select(r => r.Weight)];
        var scale = EmbeddingScale.Learn([.. halves.Values.Select(p => (p[0], p[1]))], weights);
        File.WriteAllBytes(args[1], scale.Write());
        foreach (var library in (args.Length > 2 ? Read(args[2]) : halves).GroupBy(p => p.Key.Split('/')[0]))
        {
            var all = library.SelectMany(p => p.Value.Select(half => (Piece: p.Key, Vector: scale.Apply(half, weights)))).ToArray();
            var found = Enumerable.Range(0, all.Length).Count(i =>
                all[Enumerable.Range(0, all.Length).Where(j => j != i).MaxBy(j => all[i].Vector.Zip(all[j].Vector, (x, y) => x * y).Sum())].Piece == all[i].Piece);
            Console.WriteLine($"{library.Key}: {found} of {all.Length} halves find their other half first");
        }

        return 0;
    }

    private static Dictionary<string, double[][]> Read(string path) => File.ReadLines(path).Skip(1).Select(line => line.Split(','))
        .GroupBy(c => c[0], c => c[1..].Select(v => v.Length == 0 ? double.NaN : double.Parse(v, CultureInfo.InvariantCulture)).ToArray())
        .Where(g => g.Count() == 2).ToDictionary(g => g.Key, g => g.ToArray());
}
