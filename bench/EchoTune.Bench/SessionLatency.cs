using System.Diagnostics;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Bench;

/// <summary>How long one answer to "what comes next in this session?" takes: synthetic sessions with popular and rare items, one thread.</summary>
internal static class SessionLatency
{
    private const int Rounds = 400;

    public static int Run(string[] args)
    {
        var items = args.Length > 0 && int.TryParse(args[0], out var n) ? Math.Clamp(n, 100, 1_000_000) : 60_000;
        var random = new Random(1);
        var sessions = Sessions.From(items, Enumerable.Range(0, items * 2).Select(_ => Session(random, items)));
        Console.WriteLine(FormattableString.Invariant($"session latency: {items:N0} items, {sessions.Count:N0} sessions, {sessions.EventCount:N0} listenings"));
        foreach (var name in args.Length > 1 ? args[1..] : ["sequential-rules", "vs-knn", "stan", "attention", "auto"])
        {
            // The network's weights do not change how long an answer takes: one epoch is enough here.
            var trainer = SessionTrainers.Find(name) ?? throw new ArgumentException($"There is no model {name}.");
            var knobs = trainer.Space.Any(k => k.Name == "epochs") ? Hyperparameters.Defaults.With("epochs", 1) : Hyperparameters.Defaults;
            Measure(name, trainer.Fit(sessions, knobs, new FitOptions { Threads = Environment.ProcessorCount }), random);
        }

        return 0;
    }

    private static void Measure(string name, ISessionModel model, Random random)
    {
        var (scores, next, times) = (new float[model.ItemCount], new int[10], new double[Rounds]);
        for (var round = -20; round < Rounds; round++)
        {
            var prefix = Session(random, model.ItemCount);
            var start = Stopwatch.GetTimestamp();
            SessionRadio.Next(model, prefix, [], scores, next);
            if (round >= 0)
            {
                times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        Array.Sort(times);
        Console.WriteLine(FormattableString.Invariant($"  {name,-18} next ten: p50 {times[Rounds / 2]:0.000} ms, p95 {times[Rounds * 95 / 100]:0.000} ms"));
    }

    // Walks near a place that is drawn with a long tail, so that items keep company and some are popular.
    private static int[] Session(Random random, int items)
    {
        var centre = (int)(items * Math.Pow(random.NextDouble(), 2.5));
        return [.. Enumerable.Range(0, random.Next(2, 14)).Select(_ => Math.Clamp(centre + random.Next(-20, 21), 0, items - 1))];
    }
}
