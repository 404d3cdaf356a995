using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EchoTune.Recommendation.Auto;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Evaluation;

namespace EchoTune.Cli.Verbs;

/// <summary>Reads the files, fits, evaluates and prints.</summary>
internal static class Evaluation
{
    private delegate FittedModel Fit(EvaluationRequest request, TrainingData data, Interactions? valid, CancellationToken cancellationToken);

    private const string AutoDescription = "Tunes every model that suits the data within --budget-seconds, blends the best and says what it chose.";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>0 when it worked, 1 when something given is wrong, 2 when the fault is EchoTune's.</summary>
    internal static int Run(EvaluationRequest request, TextWriter output, TextWriter errors, CancellationToken cancellationToken) => VerbFaults.Guard(
        () =>
        {
            if (request.Model == "list")
            {
                List(request.Json, output);
                return;
            }

            Check(request);
            var fitting = Fitting(request, errors);
            Print(request, Evaluate(request, fitting, errors, cancellationToken), output);
        },
        errors);

    private static void Check(EvaluationRequest request)
    {
        var fault = request.Train.Length == 0 || request.Test.Length == 0 ? "Give --train FILE and --test FILE."
            : request.Threads is < 1 or > 256 ? "--threads takes a number from 1 to 256."
            : !(request.BudgetSeconds is > 0 and <= 86_400) ? "--budget-seconds takes a number above 0, at most 86400."
            : null;
        if (fault is not null)
        {
            throw new FormatException(fault);
        }
    }

    // What fits: one trainer as asked, or auto.
    private static Fit Fitting(EvaluationRequest request, TextWriter errors)
    {
        var isAuto = string.Equals(request.Model, "auto", StringComparison.OrdinalIgnoreCase);
        var trainer = isAuto ? null : Trainers.Find(request.Model) ?? throw new FormatException($"There is no model named {request.Model}. --model list lists them.");
        foreach (var name in request.Hyperparameters.Values.Keys.Where(name => trainer is null || trainer.Space.All(knob => knob.Name != name)))
        {
            errors.WriteLine($"{trainer?.Name ?? "auto"} has no {name}: ignored.");
        }

        return trainer is null ? FittedModel.ByAuto : new Fit(FittedModel.Of(trainer));
    }

    private static JsonObject Evaluate(EvaluationRequest request, Fit fit, TextWriter errors, CancellationToken cancellationToken)
    {
        var (listenerIds, itemIds) = (new IdTable(), new IdTable());
        var train = Read(request.Train, listenerIds, itemIds, errors, cancellationToken);
        var validation = request.Valid is null ? null : Read(request.Valid, listenerIds, itemIds, errors, cancellationToken);
        var test = Read(request.Test, listenerIds, itemIds, errors, cancellationToken);
        if (train.RowCount == 0 || test.RowCount == 0)
        {
            throw new FormatException($"{(train.RowCount == 0 ? request.Train : request.Test)} holds no rows.");
        }

        var items = request.Items is null ? null : ReadItems(request.Items, itemIds, listenerIds, errors, cancellationToken);
        var data = new TrainingData(train.ToInteractions(), items);
        var valid = validation?.ToInteractions();
        var cpu = CpuSeconds();
        var clock = Stopwatch.StartNew();
        var fitted = fit(request, data, valid, cancellationToken);
        var (fitSeconds, fitCpuSeconds) = (clock.Elapsed.TotalSeconds, CpuSeconds() - cpu);
        var report = RankingEvaluator.Evaluate(
            fitted.Model, fitted.Histories, test.ToInteractions(), valid,
            new EvaluationOptions { CutOffs = request.CutOffs, Seed = request.Seed, Threads = request.Threads, CancellationToken = cancellationToken });
        return new JsonObject
        {
            ["model"] = fitted.Model.Name,
            ["chosen"] = fitted.Chosen,
            ["metrics"] = new JsonObject(report.Metrics.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)Math.Round(m.Value, 6)))),
            ["intervals"] = new JsonObject(report.Intervals.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)new JsonArray(Math.Round(m.Value.Low, 6), Math.Round(m.Value.High, 6))))),
            ["fitSeconds"] = Math.Round(fitSeconds, 4),
            ["fitCpuSeconds"] = Math.Round(fitCpuSeconds, 4),
            ["recommendationsPerSecond"] = Math.Round(report.RecommendationsPerSecond, 1),
            ["data"] = new JsonObject
            {
                ["listeners"] = listenerIds.Count, ["items"] = itemIds.Count, ["interactions"] = data.Interactions.Count, ["testListeners"] = report.Listeners,
            },
        };
    }

    private static InteractionText Read(string path, IdTable listenerIds, IdTable itemIds, TextWriter errors, CancellationToken cancellationToken)
    {
        using var reader = TextFile.Open(path);
        try
        {
            var text = InteractionText.Read(reader, listenerIds, itemIds, cancellationToken);
            if (text.Dropped > 0)
            {
                errors.WriteLine($"{path}: {text.Dropped} rows left out, their weight is not above 0.");
            }

            return text;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    private static ItemTable ReadItems(string path, IdTable itemIds, IdTable listenerIds, TextWriter errors, CancellationToken cancellationToken)
    {
        using var reader = TextFile.Open(path);
        try
        {
            var leftOut = new List<string>();
            var items = ItemText.Read(reader, itemIds, listenerIds, leftOut, cancellationToken);
            if (leftOut.Count > 0)
            {
                errors.WriteLine($"{path}: left out {string.Join(", ", leftOut)}, which say something of rows or listeners and not of items.");
            }

            return items;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    private static double CpuSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static void List(bool json, TextWriter output)
    {
        if (json)
        {
            var auto = new JsonObject { ["name"] = "auto", ["description"] = AutoDescription, ["hyperparameters"] = new JsonObject() };
            output.WriteLine(new JsonArray([auto, .. Trainers.All.Select(trainer => (JsonNode)new JsonObject
            {
                ["name"] = trainer.Name,
                ["description"] = trainer.Description,
                ["hyperparameters"] = new JsonObject(trainer.Space.Select(knob => KeyValuePair.Create(knob.Name, (JsonNode?)knob.Default))),
            })]).ToJsonString(Json));
            return;
        }

        output.WriteLine($"{"auto",-14} {AutoDescription}");
        foreach (var trainer in Trainers.All)
        {
            var knobs = string.Join(", ", trainer.Space.Select(knob => string.Create(CultureInfo.InvariantCulture, $"{knob.Name} {knob.Default}")));
            output.WriteLine($"{trainer.Name,-14} {trainer.Description}{(knobs.Length == 0 ? "" : $" [{knobs}]")}");
        }
    }

    private static void Print(EvaluationRequest request, JsonObject answer, TextWriter output)
    {
        if (request.Json)
        {
            output.WriteLine(answer.ToJsonString(Json));
            return;
        }

        output.WriteLine($"model    {answer["model"]}");
        output.WriteLine($"chosen   {answer["chosen"]!.ToJsonString(Json)}");
        foreach (var (name, value) in answer["metrics"]!.AsObject())
        {
            var interval = answer["intervals"]![name]?.AsArray();
            var spread = interval is null ? "" : string.Create(CultureInfo.InvariantCulture, $"  ({(double)interval[0]!:0.0000}–{(double)interval[1]!:0.0000})");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-16} {(double)value!:0.0000}{spread}"));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"fitted in {(double)answer["fitSeconds"]!:0.00} s ({(double)answer["fitCpuSeconds"]!:0.00} s of processor), {(double)answer["recommendationsPerSecond"]!:0} listeners a second"));
    }
}
