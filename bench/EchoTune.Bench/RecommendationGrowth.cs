using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Bench;

/// <summary>
/// <c>recommendation-growth [INTERACTIONS [FILE.svg]]</c>: what fitting, searching and the fitted model take at 1, 10 and 100 times the interactions, with as
/// much more listeners and items, and the exponent e of cost ~ interactions^e; with a file, drawn.
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

        if (args.Length > 1)
        {
            File.WriteAllText(args[1], Plot(steps, exponents));
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

    // Both axes are logarithmic; costs are relative to those of the smallest.
    private static string Plot(Step[] steps, JsonObject exponents)
    {
        const int Width = 640, Height = 400, Left = 64, Top = 24, Right = 200, Bottom = 56;
        double X(double decades) => Left + ((Width - Left - Right) * decades / 2);
        double Y(double decades) => Height - Bottom - ((Height - Top - Bottom) * (decades + 0.25) / 2.75);
        var svg = new StringBuilder();
        void Write(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"Cost by number of interactions\">");
        Write($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fffdf8\"/>");
        for (var decade = 0; decade <= 2; decade++)
        {
            Write($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(decade):0.0}\" y2=\"{Y(decade):0.0}\" stroke=\"#ddd3c5\"/><text x=\"{Left - 8}\" y=\"{Y(decade) + 4:0.0}\" text-anchor=\"end\" fill=\"#4a3f35\">× {Math.Pow(10, decade)}</text>");
            Write($"<text x=\"{X(decade):0.0}\" y=\"{Height - Bottom + 22}\" text-anchor=\"middle\" fill=\"#4a3f35\">{steps[decade].Cells:#,0}</text>");
        }

        Write($"<text x=\"{X(1):0.0}\" y=\"{Height - 12}\" text-anchor=\"middle\" fill=\"#4a3f35\">interactions</text>");
        (string Name, string Colour, string Exponent, Func<Step, double> Cost)[] series =
        [
            ("fit, processor time", "#c2410c", "fitCpuSeconds", s => s.FitCpu), ("memory of the model", "#0f766e", "modelMB", s => s.Bytes), ("ten best, p50", "#6d28d9", "topTenP50Ms", s => s.Search),
        ];
        foreach (var (line, n) in series.Select((line, n) => (line, n)))
        {
            var points = steps.Select((step, i) => (X: X(i), Y: Y(Math.Log10(line.Cost(step) / line.Cost(steps[0]))))).ToArray();
            Write($"<polyline fill=\"none\" stroke=\"{line.Colour}\" stroke-width=\"2.5\" stroke-dasharray=\"{(n == 1 ? "7 4" : "none")}\" points=\"{string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.0},{p.Y:0.0}")))}\"/>");
            foreach (var point in points)
            {
                Write($"<circle cx=\"{point.X:0.0}\" cy=\"{point.Y:0.0}\" r=\"4\" fill=\"{line.Colour}\"/>");
            }

            Write($"<text x=\"{X(2) + 12:0.0}\" y=\"{points[^1].Y + (n == 0 ? -4 : 12):0.0}\" fill=\"{line.Colour}\">{line.Name}</text><text x=\"{X(2) + 12:0.0}\" y=\"{points[^1].Y + (n == 0 ? 12 : 28):0.0}\" fill=\"{line.Colour}\">exponent {exponents[line.Exponent]}</text>");
        }

        return svg.Append("</svg>\n").ToString();
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
