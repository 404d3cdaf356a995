using System.Text.Json.Nodes;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Bench;

/// <summary>
/// <c>recommendation-growth [INTERACTIONS]</c>: what fitting, searching and the fitted model take at 1, 10 and 100 times the interactions, with as
/// much more listeners and items, and the exponent e of cost ~ interactions^e.
/// </summary>
internal static class RecommendationGrowth
{
    public static int Run(string[] args)
    {
        var first = args.Length > 0 && int.TryParse(args[0], out var n) ? n : 100_000;

        // Compiles everything, so that the smallest is not charged with it.
        Measure(first / 4);
        var steps = new[] { 1, 10, 100 }.Select(times => Measure(first * times)).ToArray();
        var exponents = new JsonObject();
        foreach (var (name, cost) in new (string, Func<Step, double>)[] { ("fitCpuSeconds", s => s.FitCpu), ("topTenP50Ms", s => s.Search), ("modelMB", s => s.Bytes) })
        {
            exponents[name] = Math.Round(Math.Log(cost(steps[2]) / cost(steps[0])) / Math.Log(steps[2].Cells / (double)steps[0].Cells), 3);
        }

        return Figures.Print("recommendation-growth", new JsonObject
        {
            ["steps"] = new JsonArray([.. steps.Select(step => new JsonObject
            {
                ["interactions"] = step.Cells, ["listeners"] = step.Listeners, ["items"] = step.Items, ["fitCpuSeconds"] = Figures.Rounded(step.FitCpu),
                ["fitSeconds"] = Figures.Rounded(step.Fit), ["topTenP50Ms"] = Figures.Rounded(step.Search), ["modelMB"] = Figures.Rounded(step.Bytes / 1e6),
            })]),
            ["exponents"] = exponents,
        });
    }

    private static Step Measure(int cells)
    {
        var data = SyntheticListening.Make(cells / 50, cells / 100, cells, 1);
        ImplicitAlsModel model = null!;
        var fit = Figures.Time(() => model = (ImplicitAlsModel)new ImplicitAlsTrainer().Fit(
            new TrainingData(data), Hyperparameters.Defaults.With("factors", 64).With("iterations", 15), new FitOptions { Threads = 2 }));
        var index = new ExactIndex(model.ItemFactors);
        var hits = new ItemHit[10];
        var times = Figures.Milliseconds(1000, n =>
        {
            var u = (int)((long)n * data.ListenerCount / 1000);
            index.Search(new ItemQuery { Vector = model.ListenerFactors.Row(u), Excluded = data.Items(u) }, hits);
        });
        var bytes = (4.0 * (model.ItemFactors.Padded.Length + model.ListenerFactors.Padded.Length)) + index.Bytes;
        return new Step(data.Count, data.ListenerCount, data.ItemCount, fit.CpuSeconds, fit.Seconds, times[500], bytes);
    }

    private sealed record Step(int Cells, int Listeners, int Items, double FitCpu, double Fit, double Search, double Bytes);
}
