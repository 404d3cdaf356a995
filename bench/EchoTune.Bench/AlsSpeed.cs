using System.Text.Json.Nodes;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Bench;

/// <summary>
/// <c>als-speed [FILE] [FITS]</c>: CPU seconds of implicit ALS with 64 factors and 15 sweeps on two threads, in a fresh process (compiling
/// included) and again when all is compiled; and what folding a new listener in takes. Without a file on synthetic listening of the shape
/// of MovieLens 1M.
/// </summary>
internal static class AlsSpeed
{
    public static int Run(string[] args)
    {
        var path = args.FirstOrDefault(arg => !int.TryParse(arg, out _));
        var fits = args.Select(arg => int.TryParse(arg, out var n) ? n : 0).FirstOrDefault(n => n > 0, 5);
        var data = path is null ? SyntheticListening.LikeMovieLens() : SyntheticListening.Read(path);
        ImplicitAlsModel model = null!;
        var times = Enumerable.Range(0, fits + 1).Select(_ => Figures.Time(() => model = Fit(data))).ToArray();
        var factors = new float[model.ItemFactors.Dimension];
        var known = Enumerable.Range(0, data.ListenerCount).Where(u => !data.Items(u).IsEmpty).ToArray();
        var folds = Figures.Milliseconds(2000, n => FoldIn(known[n % known.Length]));
        folds = Figures.Milliseconds(2000, n => FoldIn(known[n % known.Length]));
        return Figures.Print("als-speed", new JsonObject
        {
            ["listeners"] = data.ListenerCount, ["items"] = data.ItemCount, ["interactions"] = data.Count, ["factors"] = factors.Length, ["sweeps"] = 15, ["threads"] = 2,
            ["coldCpuSeconds"] = Figures.Rounded(times[0].CpuSeconds), ["coldSeconds"] = Figures.Rounded(times[0].Seconds),
            ["warmCpuSeconds"] = Figures.Rounded(Figures.Median(times.Skip(1).Select(t => t.CpuSeconds))), ["warmSeconds"] = Figures.Rounded(Figures.Median(times.Skip(1).Select(t => t.Seconds))),
            ["foldInP50Ms"] = Figures.Rounded(folds[1000]), ["foldInP95Ms"] = Figures.Rounded(folds[1900]),
        });

        void FoldIn(int u) => model.FoldIn(new ListenerHistory(-1, data.Items(u), data.Weights(u), []), factors);
    }

    // What is derived of the data (its other orientation) is made anew, as a first fit would.
    private static ImplicitAlsModel Fit(Interactions data) => (ImplicitAlsModel)new ImplicitAlsTrainer().Fit(
        new TrainingData(data.WithWeights(data.AllWeights.ToArray())), Hyperparameters.Defaults.With("factors", 64).With("iterations", 15), new FitOptions { Threads = 2 });
}
