namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>What to explain.</summary>
public sealed record ExplainArguments
{
    /// <summary>A track as said; null for what plays now or was recommended last.</summary>
    public string? Track { get; init; }
}
