using System.Diagnostics;
using System.Text.Json.Nodes;
using EchoTune.Conversation.Interpreter;
using EchoTune.Conversation.Tools;

namespace EchoTune.Bench;

/// <summary>Milliseconds that the built-in interpreter takes for a sentence, over the labelled sentences of its tests or a file given.</summary>
internal static class ChatTurn
{
    public static int Run(string[] args)
    {
        var file = args.Length > 0 ? args[0] : Path.Combine("tests", "EchoTune.Conversation.Tests", "Data", "utterances.jsonl");
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"There is no {file}. Run from the repository's root, or give a file with a \"text\" a line.");
            return 1;
        }

        var interpreter = new Interpreter(TimeProvider.System);
        var rows = File.ReadLines(file).Where(l => l.Length > 0).Select(l => JsonNode.Parse(l)!).Select(row => (Text: (string)row["text"]!, Context: new InterpretationContext
        {
            PlayingTitle = (string?)row["context"]?["playing"]?["title"],
            PlayingArtist = (string?)row["context"]?["playing"]?["artist"],
            Last = row["context"]?["last"] is { } last ? new ToolCall((string)last["tool"]!, last["arguments"]?.DeepClone() as JsonObject ?? []) : null,
        })).ToArray();
        var times = new List<double>();
        for (var round = 0; round < 6; round++)
        {
            foreach (var (text, context) in rows)
            {
                var start = Stopwatch.GetTimestamp();
                interpreter.Interpret(text, context);
                if (round > 0)
                {
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        times.Sort();
        Console.WriteLine($"chat turn, built-in interpreter: p50 {times[times.Count / 2]:0.00} ms, p95 {times[(int)(times.Count * 0.95)]:0.00} ms, worst {times[^1]:0.00} ms over {rows.Length} sentences");
        return 0;
    }
}
