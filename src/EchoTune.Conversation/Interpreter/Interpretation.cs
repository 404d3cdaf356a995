using EchoTune.Conversation.Tools;

namespace EchoTune.Conversation.Interpreter;

/// <summary>What an utterance becomes.</summary>
/// <param name="Calls">The calls in order; at least one.</param>
/// <param name="Confidence">0–1: how much of the utterance was understood.</param>
public sealed record Interpretation(IReadOnlyList<ToolCall> Calls, double Confidence);
