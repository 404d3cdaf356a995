using System.ComponentModel.DataAnnotations;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>What to ask back.</summary>
public sealed record ClarifyArguments
{
    /// <summary>The question.</summary>
    [MaxLength(1000)]
    public required string Question { get; init; }
}
