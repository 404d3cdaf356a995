using System.Diagnostics;
using System.Text.Json.Nodes;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Learned;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Bench;

/// <summary>
/// <c>training [LISTENERS TRACKS INTERACTIONS]</c>: one training run on one thread with the server's budget, on synthetic listening: CPU seconds, the
/// process's peak of memory, the size of the snapshot and how long reading it takes.
/// </summary>
internal static class TrainingCost
{
    private const int SessionLength = 10;

    public static int Run(string[] args)
    {
        var (listeners, tracks, cells) = args.Length == 3 ? (int.Parse(args[0]), int.Parse(args[1]), int.Parse(args[2])) : (2_000, 20_000, 200_000);
        var set = Make(SyntheticListening.Make(listeners, tracks, cells, 1));
        using var process = Process.GetCurrentProcess();
        var (watch, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        var outcome = LearningRun.Learn(set, "m1", null, new LearningOptions());
        process.Refresh();
        var cpu = process.TotalProcessorTime - before;
        using var file = new MemoryStream();
        LearnedSnapshot.Write(outcome.Models, file);
        file.Position = 0;
        var read = Figures.Time(() => LearnedSnapshot.Read(file));
        process.Refresh();
        return Figures.Print("training", new JsonObject
        {
            ["listeners"] = listeners, ["tracks"] = tracks, ["interactions"] = set.Interactions.Count, ["sessions"] = set.Sessions.Count,
            ["cpuSeconds"] = Math.Round(cpu.TotalSeconds, 1), ["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 1), ["peakMegabytes"] = process.PeakWorkingSet64 >> 20,
            ["snapshotMegabytes"] = Math.Round(file.Length / 1e6, 2), ["readSeconds"] = Math.Round(read.Seconds, 3),
            ["ndcg10"] = Math.Round(outcome.Metrics["ndcg10"], 4), ["popularityNdcg10"] = Math.Round(outcome.Metrics["popularityNdcg10"], 4),
            ["parts"] = new JsonArray([.. outcome.Parts.Where(part => part.IsPresent).Select(part => (JsonNode)part.Name)]),
        });
    }

    // Each listener hears what is theirs by chance, in sessions of ten, one a day; tracks sound like nothing but belong to artists and genres.
    private static TrainingSet Make(Interactions heard)
    {
        var random = new Random(2);
        var (rows, times) = (new int[heard.Count], new long[heard.Count]);
        var sessions = new List<(long At, int Listener, int[] Items)>();
        for (var listener = 0; listener < heard.ListenerCount; listener++)
        {
            var order = Enumerable.Range(0, heard.Items(listener).Length).ToArray();
            random.Shuffle(order);
            for (var k = 0; k < order.Length; k++)
            {
                var cell = heard.Offsets[listener] + order[k];
                (rows[cell], times[cell]) = (listener, (k / SessionLength * 86_400L) + (k % SessionLength * 200));
            }

            sessions.AddRange(order.Chunk(SessionLength).Select((part, day) => (day * 86_400L, listener, part.Select(k => heard.Items(listener)[k]).ToArray())));
        }

        sessions = [.. sessions.OrderBy(session => session.At)];
        var tracks = Enumerable.Range(0, heard.ItemCount).Select(i => new TrackItem { Key = (ulong)i, Artist = i / 12, Genres = [i % 40], Embedding = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle() - 0.5f)] });
        return new TrainingSet
        {
            Items = [.. Enumerable.Range(0, heard.ItemCount).Select(i => new Guid(i, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1))],
            Interactions = Interactions.FromCells(heard.ListenerCount, heard.ItemCount, rows, heard.AllItems, heard.AllWeights, times),
            Sessions = Sessions.From(heard.ItemCount, sessions.Select(session => session.Items)),
            SessionListeners = [.. sessions.Select(session => session.Listener)],
            SessionTimes = [.. sessions.Select(session => session.At)],
            Content = ModelBuilder.Build([.. tracks], (heard.ItemCount / 12) + 1, 40, CoListeningModel.Empty, "bench"),
        };
    }
}
