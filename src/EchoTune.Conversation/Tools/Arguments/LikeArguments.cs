using System.ComponentModel.DataAnnotations;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>What is liked, disliked or no longer liked.</summary>
public sealed record LikeArguments
{
    /// <summary>track, artist or album.</summary>
    [AllowedValues("track", "artist", "album")]
    public required string Target { get; init; }

    /// <summary>Its name as said; null for what plays now.</summary>
    public string? Name { get; init; }
}
