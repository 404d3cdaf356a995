using EchoTune.Catalog;

namespace EchoTune.Conversation.Turns;

/// <summary>What a listener says, and from where.</summary>
/// <param name="Listener">Who speaks.</param>
/// <param name="ConversationId">The conversation to go on with; null for the latest, or a new one.</param>
/// <param name="Text">What they say, 1–4,000 characters.</param>
/// <param name="DeviceId">The page that speaks, if it is a device.</param>
/// <param name="RequestId">For the log.</param>
/// <param name="Provider">Who is to understand it; null for the chosen or built-in one.</param>
/// <param name="TurnId">Made by whoever speaks, so that a turn that is sent again because its answer was lost is taken once; null for a new one.</param>
public sealed record TurnRequest(ListenerId Listener, Guid? ConversationId, string Text, string? DeviceId, string RequestId, string? Provider = null, Guid? TurnId = null);
