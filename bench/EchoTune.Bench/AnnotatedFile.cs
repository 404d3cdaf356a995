using System.Text.Json;

namespace EchoTune.Bench;

/// <summary>A recording with its truth, as a manifest lists it: a JSON list of <c>file</c>, <c>set</c>, <c>tempo</c>, <c>beats</c> and <c>downbeats</c>.</summary>
/// <param name="Name">As the manifest names it.</param>
/// <param name="Path">Full path; files lie beside the manifest.</param>
/// <param name="Set">The set it belongs to.</param>
/// <param name="Tempo">BPM; 0 where it is not known.</param>
/// <param name="Beats">Seconds; empty where they are not known.</param>
/// <param name="Downbeats">Seconds; empty where they are not known.</param>
internal sealed record AnnotatedFile(string Name, string Path, string Set, double Tempo, double[] Beats, double[] Downbeats)
{
    /// <summary>All files of a manifest.</summary>
    public static List<AnnotatedFile> Read(string manifest)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(manifest))!;
        using var rows = JsonDocument.Parse(File.ReadAllText(manifest));
        return [.. rows.RootElement.EnumerateArray().Select(row => Of(row, folder))];
    }

    private static AnnotatedFile Of(JsonElement row, string folder)
    {
        double[] Times(string name) => row.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.Array ? [.. v.EnumerateArray().Select(x => x.GetDouble())] : [];
        var name = row.GetProperty("file").GetString()!;
        var tempo = row.TryGetProperty("tempo", out var t) && t.ValueKind == JsonValueKind.Number ? t.GetDouble() : 0;
        return new AnnotatedFile(name, System.IO.Path.Combine(folder, name), row.GetProperty("set").GetString()!, tempo, Times("beats"), Times("downbeats"));
    }
}
