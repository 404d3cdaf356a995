using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Evaluation;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Cli.Verbs;

/// <summary><c>evaluate-sessions --train FILE --test FILE</c>: how well models guess the next track of a session.</summary>
internal static class EvaluateSessionsCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The part of the budget for fitting; the test's answers need the rest.
    private const double FitShare = 0.7;

    public static Command Create()
    {
        var train = new Option<string?>("--train") { Description = "A session of item ids a line, oldest first; plain or .gz." };
        var test = new Option<string?>("--test") { Description = "The items heard, a tab, the item heard next, a line; plain or .gz." };
        var model = new Option<string>("--model") { Description = "The model; \"list\" lists them.", DefaultValueFactory = _ => "auto" };
        var set = new Option<string[]>("--set") { Description = "A hyperparameter, NAME=VALUE; may be given several times." };
        var k = new Option<string>("--k") { Description = "How long the lists are that are judged.", DefaultValueFactory = _ => "5,10,20" };
        var exclude = new Option<bool>("--exclude-prefix") { Description = "Leave what the session holds out of the ranking." };
        var seed = new Option<ulong>("--seed") { Description = "Makes chance repeatable.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads at most; all cores if left out.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var budget = new Option<double>("--budget-seconds") { Description = "How long \"auto\" may take, test included.", DefaultValueFactory = _ => 600 };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("evaluate-sessions", "Measures how well models guess the next track of a session.") { train, test, model, set, k, exclude, seed, threads, budget, json };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            new Request(
                parsed.GetValue(train), parsed.GetValue(test), parsed.GetValue(model)!, parsed.GetValue(set) ?? [], parsed.GetValue(k)!, parsed.GetValue(exclude), parsed.GetValue(seed),
                parsed.GetValue(threads), parsed.GetValue(budget), parsed.GetValue(json)),
            Console.Out, Console.Error, cancellationToken)));
        return command;
    }

    /// <summary>Runs the verb; 0 when it worked, 1 when something given is wrong, 2 when the fault is EchoTune's.</summary>
    internal static int Run(Request request, TextWriter output, TextWriter errors, CancellationToken cancellationToken) => VerbFaults.Guard(
        () =>
        {
            if (request.Model == "list")
            {
                List(request.Json, output);
                return;
            }

            Evaluate(request, output, errors, cancellationToken);
        },
        errors);

    private static void List(bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(
                SessionTrainers.All.Select(t => new { name = t.Name, description = t.Description, hyperparameters = t.Space.Select(h => new { h.Name, h.Default, h.Low, h.High }) }), Json));
            return;
        }

        foreach (var trainer in SessionTrainers.All)
        {
            output.WriteLine($"{trainer.Name,-20} {trainer.Description}");
        }
    }

    private static void Evaluate(Request request, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var trainer = SessionTrainers.Find(request.Model) ?? throw new FormatException($"There is no model \"{request.Model}\". --model list lists them.");
        trainer = trainer is SessionBlendTrainer && request.BudgetSeconds is > 0 and <= 86_400 ? new SessionBlendTrainer(TimeSpan.FromSeconds(request.BudgetSeconds * FitShare)) : trainer;
        var lengths = EvaluateCommand.CutOffs(request.K);
        if (request.Threads is < 1 or > 1024)
        {
            throw new FormatException("--threads must be 1 to 1024.");
        }

        if (!(request.BudgetSeconds is > 0 and <= 86_400))
        {
            throw new FormatException("--budget-seconds takes a number above 0, at most 86400.");
        }

        var knobs = Knobs(trainer, request.Set);
        var ids = new IdTable();
        var sessions = Read(request.Train, "--train", text => SessionText.ReadSessions(text, ids));
        var cases = Read(request.Test, "--test", text => SessionText.ReadCases(text, ids));
        if (cases.Count == 0)
        {
            throw new FormatException($"{request.Test} holds no test line.");
        }

        var (fit, fitCpu) = (Stopwatch.GetTimestamp(), Cpu());
        var model = trainer.Fit(sessions, knobs, new FitOptions { Seed = request.Seed, Threads = request.Threads, CancellationToken = cancellationToken });
        var (fitSeconds, fitCpuSeconds) = (Stopwatch.GetElapsedTime(fit).TotalSeconds, Cpu() - fitCpu);
        var asked = Stopwatch.GetTimestamp();
        var ranks = SessionEvaluation.Ranks(model, cases, request.ExcludePrefix, request.Threads, cancellationToken);
        var askedSeconds = Stopwatch.GetElapsedTime(asked).TotalSeconds;
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var k in lengths)
        {
            metrics[$"hr@{k}"] = Math.Round(SessionEvaluation.HitRate(ranks, k), 5);
            metrics[$"mrr@{k}"] = Math.Round(SessionEvaluation.ReciprocalRank(ranks, k), 5);
            metrics[$"ndcg@{k}"] = Math.Round(SessionEvaluation.Ndcg(ranks, k), 5);
        }

        var chosen = new SortedDictionary<string, double>(model.Chosen.ToDictionary(), StringComparer.Ordinal);
        foreach (var knob in trainer.Space)
        {
            chosen.TryAdd(knob.Name, knobs[knob]);
        }

        var unknown = cases.Count(c => c.Target < 0);
        if (request.Json)
        {
            output.WriteLine(JsonSerializer.Serialize(
                new
                {
                    model = trainer.Name, chosen, metrics, sessions = sessions.Count, items = ids.Count, lines = cases.Count, unknownTargets = unknown,
                    fitSeconds = Math.Round(fitSeconds, 3), fitCpuSeconds = Math.Round(fitCpuSeconds, 3), recommendationsPerSecond = Math.Round(cases.Count / Math.Max(askedSeconds, 1e-9)),
                    totalSeconds = Math.Round(clock.Elapsed.TotalSeconds, 1), peakMemoryMb = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
                },
                Json));
            return;
        }

        output.WriteLine(FormattableString.Invariant($"{trainer.Name}: {sessions.Count:N0} sessions of {ids.Count:N0} items, {cases.Count:N0} test lines ({unknown:N0} with an unknown item next)"));
        foreach (var (name, value) in metrics)
        {
            output.WriteLine(FormattableString.Invariant($"  {name,-8} {value:0.0000}"));
        }

        output.WriteLine($"  {string.Join(", ", chosen.Select(c => FormattableString.Invariant($"{c.Key} {c.Value}")))}");
        output.WriteLine(FormattableString.Invariant($"  fitted in {fitSeconds:0.0} s ({fitCpuSeconds:0.0} s of CPU), {cases.Count / Math.Max(askedSeconds, 1e-9):N0} answers a second"));
    }

    private static double Cpu() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    private static Hyperparameters Knobs(ISessionTrainer trainer, string[] set)
    {
        var knobs = EvaluateCommand.Given(null, null, set);
        var unknown = knobs.Values.Keys.FirstOrDefault(name => trainer.Space.All(knob => knob.Name != name));
        return unknown is null ? knobs
            : throw new FormatException($"{trainer.Name} has no {unknown}; it takes {(trainer.Space.Count == 0 ? "nothing" : string.Join(", ", trainer.Space.Select(h => h.Name)))}.");
    }

    private static T Read<T>(string? path, string option, Func<TextReader, T> read)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new FormatException($"{option} is missing: give a file.");
        }

        using var text = TextFile.Open(path);
        try
        {
            return read(text);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>What was asked for.</summary>
    internal sealed record Request(
        string? Train, string? Test, string Model, string[] Set, string K, bool ExcludePrefix, ulong Seed, int Threads, double BudgetSeconds, bool Json);
}
