using System.ComponentModel.DataAnnotations;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>A playlist to play.</summary>
public sealed record PlayPlaylistArguments
{
    /// <summary>Its title as said.</summary>
    [MaxLength(200)]
    public required string Playlist { get; init; }
}
