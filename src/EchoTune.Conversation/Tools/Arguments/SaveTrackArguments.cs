using System.ComponentModel.DataAnnotations;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>Where to save what plays now.</summary>
public sealed record SaveTrackArguments
{
    /// <summary>A playlist as said; null for the library.</summary>
    [MaxLength(200)]
    public string? Playlist { get; init; }
}
