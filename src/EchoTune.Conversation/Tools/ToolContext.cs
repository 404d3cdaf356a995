using EchoTune.Catalog;

namespace EchoTune.Conversation.Tools;

/// <summary>On whose authority and where a tool acts.</summary>
/// <param name="Listener">The listener who spoke.</param>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Utterance">What the listener said, as typed.</param>
/// <param name="DeviceId">The page that spoke, if it is a device.</param>
/// <param name="RequestId">For the log.</param>
public sealed record ToolContext(ListenerId Listener, Guid ConversationId, string Utterance, string? DeviceId, string RequestId);
