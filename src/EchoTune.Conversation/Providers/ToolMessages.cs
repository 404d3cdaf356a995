using System.Text.Json;
using System.Text.Json.Nodes;
using EchoTune.Conversation.Tools;
using Microsoft.Extensions.AI;

namespace EchoTune.Conversation.Providers;

/// <summary>Tool calls as chat contents and back.</summary>
public static class ToolMessages
{
    /// <summary>A call as a model would say it.</summary>
    public static FunctionCallContent ToContent(ToolCall call, string callId) =>
        new(callId, call.Tool, call.Arguments.ToDictionary(argument => argument.Key, argument => (object?)argument.Value?.DeepClone()));

    /// <summary>A call that a model said. Its arguments are untrusted; the tool catalogue checks them.</summary>
    public static ToolCall ToCall(FunctionCallContent content) =>
        new(content.Name, new JsonObject((content.Arguments ?? new Dictionary<string, object?>()).Select(argument => KeyValuePair.Create(argument.Key, Node(argument.Value)))));

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        JsonElement element => JsonNode.Parse(element.GetRawText()),
        _ => JsonSerializer.SerializeToNode(value, ToolJson.Options),
    };
}
