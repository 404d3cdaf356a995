using System.ComponentModel.DataAnnotations;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>What repeats.</summary>
public sealed record SetRepeatArguments
{
    /// <summary>off, track or queue.</summary>
    [AllowedValues("off", "track", "queue")]
    public required string Mode { get; init; }
}
