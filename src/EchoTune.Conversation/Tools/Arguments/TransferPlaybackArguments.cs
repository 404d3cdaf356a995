using System.ComponentModel.DataAnnotations;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>Where to play on.</summary>
public sealed record TransferPlaybackArguments
{
    /// <summary>A device as said.</summary>
    [MaxLength(200)]
    public required string Device { get; init; }
}
