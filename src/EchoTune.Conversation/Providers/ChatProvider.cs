using Microsoft.Extensions.AI;

namespace EchoTune.Conversation.Providers;

/// <summary>Whoever understands sentences: the built-in interpreter or a language model, all behind the same chat interface.</summary>
/// <param name="Name">Lower case, as settings and turns name it: <c>builtin</c>, …</param>
/// <param name="Client">Answers with the tool calls that a sentence becomes.</param>
public sealed record ChatProvider(string Name, IChatClient Client);
