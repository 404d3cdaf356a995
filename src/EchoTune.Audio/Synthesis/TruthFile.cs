using System.Text.Json;

namespace EchoTune.Audio.Synthesis;

/// <summary>Reads and writes <c>truth.json</c>: an array of <see cref="PieceTruth"/>, names in camel case.</summary>
public static class TruthFile
{
    /// <summary>Its name, in the folder of the pieces.</summary>
    public const string Name = "truth.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>One piece as JSON.</summary>
    public static string Serialize(PieceTruth truth) => JsonSerializer.Serialize(truth, Json);

    /// <summary>The text of the file, one piece a line.</summary>
    /// <param name="truths">The pieces.</param>
    public static string Write(IEnumerable<PieceTruth> truths) => "[\n" + string.Join(",\n", truths.Select(Serialize)) + "\n]\n";

    /// <summary>Reads the text of the file.</summary>
    /// <param name="text">What the file holds.</param>
    /// <exception cref="JsonException">It is no truth file.</exception>
    public static IReadOnlyList<PieceTruth> Read(string text) =>
        JsonSerializer.Deserialize<PieceTruth[]>(text, Json) ?? throw new JsonException("The file holds no pieces.");
}
