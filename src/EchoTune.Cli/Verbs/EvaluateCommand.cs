using System.CommandLine;
using System.Globalization;
using EchoTune.Recommendation.Collaborative;

namespace EchoTune.Cli.Verbs;

/// <summary>
/// <c>evaluate --train FILE --test FILE [--model NAME] …</c>: fits a model on who heard what, ranks all items for every listener and holds
/// the lists against what was held out. 0 when it worked, 1 when something given is wrong, 2 when the fault is EchoTune's.
/// </summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var train = new Option<string?>("--train") { Description = "Rows to learn from: listener, item and if wanted weight and timestamp, separated by tabs; plain or gzipped." };
        var test = new Option<string?>("--test") { Description = "Rows that were held out, to judge by." };
        var valid = new Option<string?>("--valid") { Description = "Rows to tune on; hidden from the lists at test." };
        var items = new Option<string?>("--items") { Description = "What is known of items: CSV or TSV with a header, the first column the item." };
        var model = new Option<string>("--model") { Description = "A model's name; list lists them.", DefaultValueFactory = _ => "auto" };
        var cutOffs = new Option<string>("--k") { Description = "Lengths of lists, separated by commas.", DefaultValueFactory = _ => "10,20" };
        var factors = new Option<int?>("--factors") { Description = "Length of a model's vectors." };
        var iterations = new Option<int?>("--iterations") { Description = "Sweeps over the data." };
        var set = new Option<string[]>("--set") { Description = "Another hyperparameter as name=value; may be given several times.", DefaultValueFactory = _ => [] };
        var seed = new Option<ulong>("--seed") { Description = "Makes chance repeatable.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads at most.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var budget = new Option<double>("--budget-seconds") { Description = "How long auto may tune and fit.", DefaultValueFactory = _ => 120 };
        var noRefit = new Option<bool>("--no-refit") { Description = "auto keeps what it fitted on the training rows, and does not fit again with the validation rows." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("evaluate", "Fits a recommendation model and measures how well it foresees what was held out.")
        {
            train, test, valid, items, model, cutOffs, factors, iterations, set, seed, threads, budget, noRefit, json,
        };
        command.SetAction(parsed =>
        {
            try
            {
                var request = new EvaluationRequest
                {
                    Train = parsed.GetValue(train) ?? "", Test = parsed.GetValue(test) ?? "", Valid = parsed.GetValue(valid), Items = parsed.GetValue(items),
                    Model = parsed.GetValue(model)!, CutOffs = CutOffs(parsed.GetValue(cutOffs)!),
                    Hyperparameters = Given(parsed.GetValue(factors), parsed.GetValue(iterations), parsed.GetValue(set)!),
                    Seed = parsed.GetValue(seed), Threads = parsed.GetValue(threads), BudgetSeconds = parsed.GetValue(budget), Refits = !parsed.GetValue(noRefit), Json = parsed.GetValue(json),
                };
                return Evaluation.Run(request, Console.Out, Console.Error, CancellationToken.None);
            }
            catch (FormatException e)
            {
                Console.Error.WriteLine(e.Message);
                return 1;
            }
        });
        return command;
    }

    /// <summary>Reads <c>10,20</c>.</summary>
    /// <exception cref="FormatException">It is not such a list.</exception>
    internal static int[] CutOffs(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var numbers = parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var k) && k is >= 1 and <= 1000 ? k : 0).Distinct().Order().ToArray();
        return numbers.Length == 0 || numbers[0] == 0 ? throw new FormatException("--k takes numbers from 1 to 1000 separated by commas, such as 10,20.") : numbers;
    }

    /// <summary>Joins the options that are hyperparameters.</summary>
    /// <exception cref="FormatException">One is not <c>name=value</c>, or out of sense.</exception>
    internal static Hyperparameters Given(int? factors, int? iterations, IEnumerable<string> others)
    {
        var given = Hyperparameters.Defaults;
        foreach (var (name, value) in new[] { ("factors", factors), ("iterations", iterations) })
        {
            given = value is null ? given : value > 0 ? given.With(name, value.Value) : throw new FormatException($"--{name} takes a number above 0.");
        }

        foreach (var other in others)
        {
            var at = other.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || !double.TryParse(other.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            {
                throw new FormatException($"--set takes name=value, such as regularisation=0.1, not '{other}'.");
            }

            given = given.With(other[..at], value);
        }

        return given;
    }
}
