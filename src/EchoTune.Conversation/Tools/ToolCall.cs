using System.Text.Json.Nodes;

namespace EchoTune.Conversation.Tools;

/// <summary>A call of one tool, as an interpreter or a model asks for it.</summary>
/// <param name="Tool">Name in snake case, e.g. <c>play_music</c>.</param>
/// <param name="Arguments">Arguments in camelCase.</param>
public sealed record ToolCall(string Tool, JsonObject Arguments);
