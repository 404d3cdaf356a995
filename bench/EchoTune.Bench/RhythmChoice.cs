using EchoTune.Audio.Analysis.Rhythm;
using EchoTune.Audio.Neural;

namespace EchoTune.Bench;

/// <summary>
/// <c>rhythm-choice OUT.etnn FOLDER… [-- FOLDER…]</c> trains the choice among what the beats of a track might be on material that
/// <c>rhythm-material</c> kept, says how well it chooses pieces that it did not see (three folds) against the path along the
/// autocorrelation and the best there is to choose, and judges it on the folders after <c>--</c>, which it never sees.
/// </summary>
internal static class RhythmChoice
{
    private const int Folds = 3;

    // Networks that are trained alike from other beginnings, to be one.
    private const int Voices = 8;

    private const int Rounds = 20;
    private const int Batch = 8;

    // F-measures so far apart are e times as good a choice.
    private const double Worthwhile = 0.05;

    // Music's tempi about 110 BPM, octaves; and how finely the material's are counted.
    private const double World = 0.45;
    private const double Fineness = 0.2;

    /// <summary>A piece: what its beats might be, signs of each, a row each, and how good each is: the F-measure of its beats.</summary>
    private sealed record Case(string Set, List<BeatHypothesis> All, float[] Signs, double[] Worth)
    {
        public int Count => Worth.Length;

        public double Octaves => Signs[(Array.IndexOf(Worth, Worth.Max()) * BeatSigns.Names.Length) + Array.IndexOf(BeatSigns.Names, "octaves")];
    }

    public static int Run(string[] args)
    {
        var rest = Array.IndexOf(args, "--");
        string[] own = args.Length == 0 ? [] : args[1..(rest < 0 ? args.Length : rest)], others = rest < 0 ? [] : args[(rest + 1)..];
        if (own.Length == 0)
        {
            Console.Error.WriteLine("Give a file to write to, folders of material to train on, and, after --, folders to judge by.");
            return 1;
        }

        var cases = own.SelectMany(Read).ToArray();
        var chosen = new double[cases.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var network = Train([.. cases.Where((_, i) => i % Folds != fold)]);
            for (var i = fold; i < cases.Length; i += Folds)
            {
                chosen[i] = Choose(network, cases[i]);
            }
        }

        Print("not seen", cases, chosen);
        var whole = Train(cases);
        File.WriteAllBytes(args[0], WeightFile.Write(whole, BeatChoice.Purpose, 1));
        foreach (var set in others.SelectMany(Read).GroupBy(c => c.Set).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Print(set.Key, [.. set], [.. set.Select(c => Choose(whole, c))]);
        }

        return 0;
    }

    // The material of a folder; what leaves no choice is left out.
    private static IEnumerable<Case> Read(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*.rhythm").Order(StringComparer.Ordinal))
        {
            using var stream = File.OpenRead(file);
            var material = RhythmMaterial.Read(stream);
            if (material.Input() is { } input && RhythmAnalyser.Consider(input) is ({ Count: > 1 } all, var signs))
            {
                yield return new Case(
                    material.Set, all, signs, [.. all.Select(h => RhythmTruth.FMeasure(material.Beats, Array.ConvertAll(h.Beats, RhythmAnalyser.SecondsOf)))]);
            }
        }
    }

    private static double Choose(Network network, Case one) => one.Worth[BeatChoice.Choose(network, one.All, one.Signs).Best];

    // Cross-entropy against a choice that goes by worth.
    private static Network Train(Case[] cases)
    {
        var scale = new Standardise(BeatSigns.Names.Length).Fit(cases.SelectMany(c => c.Signs).ToArray(), cases.Sum(c => c.Count));
        var weights = Weights(cases);
        return BeatChoice.Mean([.. Enumerable.Range(1, Voices).Select(Voice)]);

        Network Voice(int seed)
        {
            var random = new Random(seed);
            var network = BeatChoice.Create(random, scale);
            var adam = new Adam(network.Parameters) { Decay = 0.02f };
            var pass = new NetworkPass(training: true);
            var order = Enumerable.Range(0, cases.Length).ToArray();
            for (var round = 0; round < Rounds; round++)
            {
                random.Shuffle(order);
                var rate = 0.004 * 0.5 * (1 + Math.Cos(Math.PI * round / Rounds));
                for (var k = 0; k < order.Length; k++)
                {
                    var one = cases[order[k]];
                    var found = Softmax([.. network.Forward(one.Signs, one.Count, pass, random)]);
                    var wanted = Softmax(Array.ConvertAll(one.Worth, w => (float)(w / Worthwhile)));
                    network.Backward(pass, [.. found.Zip(wanted, (a, b) => (float)(weights[order[k]] * (a - b)))]);
                    if (k % Batch == Batch - 1 || k == order.Length - 1)
                    {
                        adam.Step(rate, 1.0 / Batch);
                    }
                }
            }

            return network;
        }
    }

    // The material has fast and slow pieces more often than the world has: each counts by how common its tempo is there against here.
    private static double[] Weights(Case[] cases)
    {
        static double Bell(double x, double width) => Math.Exp(-0.5 * x * x / (width * width));
        var octaves = Array.ConvertAll(cases, c => c.Octaves);
        var weights = Array.ConvertAll(octaves, o => Bell(o, World) / octaves.Sum(other => Bell(other - o, Fineness)));
        var mean = weights.Average();
        return Array.ConvertAll(weights, w => Math.Min(4, w / mean));
    }

    private static float[] Softmax(float[] values)
    {
        var max = values.Max();
        var e = Array.ConvertAll(values, v => MathF.Exp(v - max));
        var sum = e.Sum();
        return Array.ConvertAll(e, v => v / sum);
    }

    private static void Print(string set, Case[] cases, double[] chosen) => Console.WriteLine(FormattableString.Invariant(
        $"{set,-10} {cases.Length,4} pieces, {cases.Average(c => c.Count),5:0.0} hypotheses: path {cases.Average(c => c.Worth[0]):0.000}, chosen {chosen.Average():0.000}, best {cases.Average(c => c.Worth.Max()):0.000}"));
}
