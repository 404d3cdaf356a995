namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>Arguments of a tool that takes none.</summary>
public sealed record NoArguments;
