using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace EchoTune.Conversation.Tools;

/// <summary>How arguments are written and read: camelCase, nulls left out, unknown fields refused.</summary>
public static class ToolJson
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Writes a typed argument record as an object.</summary>
    public static JsonObject ToObject<TArguments>(TArguments arguments) =>
        JsonSerializer.SerializeToNode(arguments, Options) as JsonObject ?? [];

    /// <summary>Makes a call from a typed argument record.</summary>
    public static ToolCall Call<TArguments>(string tool, TArguments arguments) => new(tool, ToObject(arguments));

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            NumberHandling = JsonNumberHandling.Strict,
            PropertyNameCaseInsensitive = false,
            MaxDepth = 16,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
