namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>The transition to hear; without names, from what plays now into what comes next.</summary>
public sealed record PreviewTransitionArguments
{
    /// <summary>The first track as said.</summary>
    public string? From { get; init; }

    /// <summary>The second track as said.</summary>
    public string? To { get; init; }
}
