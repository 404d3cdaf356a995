using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EchoTune.Audio.Analysis.Genre;

namespace EchoTune.Cli.Verbs;

/// <summary>
/// <c>train-genres --table FILE --label COLUMN</c>: trains a classifier from any table of numbers with labels and says how good
/// it is on rows that it was not trained on.
/// </summary>
internal static class TrainGenresCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var table = new Option<string>("--table") { Description = "A CSV file with a line of names, plain or .gz; columns that hold no numbers are ignored.", Required = true };
        var label = new Option<string>("--label") { Description = "The column that holds the labels.", DefaultValueFactory = _ => "label" };
        var group = new Option<string?>("--group") { Description = "A column that says which rows belong together (an album): they are never on both sides of the cross-validation." };
        var folds = new Option<int>("--folds") { Description = "Parts of the cross-validation; 0 to train only.", DefaultValueFactory = _ => 10 };
        var model = new Option<string?>("--out") { Description = "Where to write the model, trained on all rows." };
        var seed = new Option<ulong>("--seed") { Description = "Makes chance repeatable.", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("train-genres", "Trains a classifier of genres (or any labels) from a table of features and measures it.") { table, label, group, folds, model, seed, json };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            new Request(
                parsed.GetValue(table)!, parsed.GetValue(label)!, parsed.GetValue(folds), parsed.GetValue(model), parsed.GetValue(seed), parsed.GetValue(json),
                parsed.GetValue(group)),
            Console.Out, Console.Error, cancellationToken)));
        return command;
    }

    /// <summary>Runs the verb; 0 when it worked, 1 when something given is wrong, 2 when the fault is EchoTune's.</summary>
    internal static int Run(Request request, TextWriter output, TextWriter errors, CancellationToken cancellationToken) =>
        VerbFaults.Guard(() => Train(request, output, errors, cancellationToken), errors);

    private static void Train(Request request, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var table = FeatureTable.Read(request.Table, request.Label, request.Group);
        var counts = table.Labels.CountBy(l => l).OrderBy(c => c.Key, StringComparer.Ordinal).ToArray();
        if (counts.Length < 2)
        {
            throw new FormatException($"The rows of {request.Table} have {counts.Length} different labels in {request.Label}. There must be two at least.");
        }

        if (request.Folds is < 0 or 1 || request.Folds > table.Rows.Count)
        {
            throw new FormatException($"--folds is 0, or from 2 to the number of rows ({table.Rows.Count}), not {request.Folds}.");
        }

        if (table.Unlabelled > 0)
        {
            errors.WriteLine($"{table.Unlabelled} rows without a label are left out.");
        }

        var trial = request.Folds == 0 ? null : LabelTrial.Run(table.Rows, table.Labels, table.Columns, table.Groups, request.Folds, request.Seed, cancellationToken);
        if (request.Out is { } path)
        {
            // Trained before the file is touched: a fault leaves an older model as it was.
            var bytes = LabelTrainer.Train(table.Rows, table.Labels, table.Columns, request.Seed).Write();
            File.WriteAllBytes(path, bytes);
        }

        if (request.Json)
        {
            output.WriteLine(JsonSerializer.Serialize(
                new
                {
                    rows = table.Rows.Count, columns = table.Columns, ignored = table.Ignored, unlabelled = table.Unlabelled, labels = counts.ToDictionary(c => c.Key, c => c.Value),
                    folds = request.Folds, seed = request.Seed, accuracy = trial?.Accuracy, interval = trial is null ? null : new[] { trial.Low, trial.High },
                    calibrationError = trial?.CalibrationError, logLoss = trial?.LogLoss, confusion = trial?.Confusion,
                    reliability = trial?.Reliability.Select(b => new { rows = b.Rows, confidence = b.Confidence, right = b.Right }), model = request.Out, seconds = Math.Round(clock.Elapsed.TotalSeconds, 2),
                },
                Json));
            return;
        }

        output.WriteLine($"{table.Rows.Count} rows, {table.Columns.Count} columns of numbers, {counts.Length} labels: {string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}"))}");
        if (trial is not null)
        {
            Print(trial, request.Folds, output);
        }

        if (request.Out is not null)
        {
            output.WriteLine($"The model, trained on all rows: {Path.GetFullPath(request.Out)}");
        }
    }

    private static void Print(LabelTrial trial, int folds, TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{folds}-fold: accuracy {trial.Accuracy:0.000} (95 %: {trial.Low:0.000} to {trial.High:0.000}), calibration error {trial.CalibrationError:0.000}, log loss {trial.LogLoss:0.000}"));
        output.WriteLine("confidence told, right, rows: " + string.Join("; ", trial.Reliability.Where(b => b.Rows > 0).Select(b => string.Create(
            CultureInfo.InvariantCulture, $"{b.Confidence:0.00} {b.Right:0.00} {b.Rows}"))));
        var width = Math.Max(5, trial.Labels.Max(l => l.Length));
        output.WriteLine($"{"true".PadRight(width)}  answered: {string.Join(' ', trial.Labels)}");
        for (var i = 0; i < trial.Labels.Count; i++)
        {
            output.WriteLine($"{trial.Labels[i].PadRight(width)}  {string.Join(' ', trial.Confusion[i].Select((n, j) => n.ToString(CultureInfo.InvariantCulture).PadLeft(Math.Max(2, trial.Labels[j].Length))))}");
        }
    }

    internal sealed record Request(string Table, string Label, int Folds, string? Out, ulong Seed, bool Json, string? Group = null);
}
