using System.ComponentModel.DataAnnotations;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>What to look for in the library.</summary>
public sealed record SearchArguments
{
    /// <summary>The words.</summary>
    public required string Query { get; init; }

    /// <summary>What kind of thing.</summary>
    [AllowedValues("track", "artist", "album", "playlist", "genre")]
    public string? Kind { get; init; }
}
