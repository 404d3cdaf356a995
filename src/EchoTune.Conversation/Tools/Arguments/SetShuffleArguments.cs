namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>Shuffle on or off.</summary>
public sealed record SetShuffleArguments
{
    /// <summary>Whether it is on.</summary>
    public required bool On { get; init; }
}
