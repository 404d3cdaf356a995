using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EchoTune.Conversation.Interpreter;
using EchoTune.Conversation.Tools;

namespace EchoTune.Conversation.Tests.Interpreter;

/// <summary>Labelled sentences and how well the interpreter does on them.</summary>
internal static class LabelledSentences
{
    private static readonly (string Tool, string Path)[] FreeWording = [(ToolNames.Clarify, "question"), (ToolNames.BuildPlaylist, "title")];

    /// <summary>The rows of a file: one JSON object a line.</summary>
    public static IReadOnlyList<JsonNode> Read(string path) => [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!)];

    /// <summary>The context that a row's sentence is said in.</summary>
    public static InterpretationContext ContextOf(JsonNode row) => new()
    {
        PlayingTitle = (string?)row["context"]?["playing"]?["title"],
        PlayingArtist = (string?)row["context"]?["playing"]?["artist"],
        Last = row["context"]?["last"] is { } last ? new ToolCall((string)last["tool"]!, last["arguments"]?.DeepClone() as JsonObject ?? []) : null,
    };

    /// <summary>Scores the interpreter: share of sentences with the right tools in order, and F1 over the arguments' values, pooled over sentences.</summary>
    public static Score Evaluate(IInterpreter interpreter, IReadOnlyList<JsonNode> rows, int year)
    {
        var (right, hits, wrong, missed) = (0, 0, 0, 0);
        var misses = new List<string>();
        foreach (var row in rows)
        {
            var said = interpreter.Interpret((string)row["text"]!, ContextOf(row)).Calls;
            var predicted = new JsonArray([.. said.Select(c => (JsonNode)new JsonObject { ["tool"] = c.Tool, ["arguments"] = c.Arguments.DeepClone() })]);
            var best = new[] { row["calls"]!.AsArray() }.Concat((row["alternatives"] as JsonArray ?? []).Select(a => a!.AsArray()))
                .Select(gold => Compare(gold, predicted, year))
                .OrderByDescending(o => o.Tools && o.Wrong + o.Missed == 0).ThenByDescending(o => o.Tools).ThenByDescending(o => F1(o.Hits, o.Wrong, o.Missed)).First();
            right += best.Tools ? 1 : 0;
            (hits, wrong, missed) = (hits + best.Hits, wrong + best.Wrong, missed + best.Missed);
            if (!best.Tools)
            {
                misses.Add($"{row["text"]} -> {predicted.ToJsonString()}");
            }
        }

        return new Score((double)right / rows.Count, F1(hits, wrong, missed), misses);
    }

    private static double F1(int hits, int wrong, int missed) => hits + wrong + missed == 0 ? 1 : 2.0 * hits / ((2 * hits) + wrong + missed);

    private static (bool Tools, int Hits, int Wrong, int Missed) Compare(JsonArray gold, JsonArray predicted, int year)
    {
        var wanted = gold.SelectMany(c => Values(c!, year)).ToList();
        var given = predicted.SelectMany(c => Values(c!, year)).Where(v => !FreeWording.Contains((v.Tool, v.Path)) || wanted.Exists(w => (w.Tool, w.Path) == (v.Tool, v.Path))).ToList();
        var (total, hits) = (given.Count, 0);
        foreach (var value in wanted.Where(v => v.Text != "$any").Concat(wanted.Where(v => v.Text == "$any")))
        {
            var at = given.FindIndex(g => g.Tool == value.Tool && g.Path == value.Path && (value.Text == "$any" || g.Text == value.Text));
            if (at >= 0)
            {
                given.RemoveAt(at);
                hits++;
            }
        }

        return (gold.Select(c => (string)c!["tool"]!).SequenceEqual(predicted.Select(c => (string)c!["tool"]!)), hits, total - hits, wanted.Count - hits);
    }

    private static IEnumerable<(string Tool, string Path, string Text)> Values(JsonNode call, int year) =>
        Leaves((string)call["tool"]!, call["arguments"], "", year).Distinct();

    private static IEnumerable<(string Tool, string Path, string Text)> Leaves(string tool, JsonNode? node, string path, int year) => node switch
    {
        null => [],
        JsonObject members => members.SelectMany(m => Leaves(tool, m.Value, path.Length > 0 ? $"{path}.{m.Key}" : m.Key, year)),
        JsonArray items => items.SelectMany(i => Leaves(tool, i, path, year)),
        _ => [(tool, path, Text(tool, path, node, year))],
    };

    private static string Text(string tool, string path, JsonNode value, int year)
    {
        var text = value.GetValueKind() switch
        {
            JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
            JsonValueKind.String => ((string)value!).Trim().ToLowerInvariant(),
            _ => value.ToJsonString(),
        };
        if (text.StartsWith("$year", StringComparison.Ordinal))
        {
            return (year - (text.Length > 6 ? int.Parse(text[6..], CultureInfo.InvariantCulture) : 0)).ToString(CultureInfo.InvariantCulture);
        }

        return tool == ToolNames.SetSetting && path == "value" ? text switch { "on" or "yes" => "true", "off" or "no" => "false", _ => text } : text;
    }

    /// <param name="Tools">Share of sentences whose tools are right, 0–1.</param>
    /// <param name="Arguments">F1 of the arguments, 0–1.</param>
    /// <param name="Misses">Sentences whose tools are wrong.</param>
    internal sealed record Score(double Tools, double Arguments, IReadOnlyList<string> Misses);
}
