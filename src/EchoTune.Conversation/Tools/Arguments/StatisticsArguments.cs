using System.ComponentModel.DataAnnotations;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>Which figures about the listener.</summary>
public sealed record StatisticsArguments
{
    /// <summary>Which figures.</summary>
    [AllowedValues("top_artists", "top_tracks", "top_genres", "listening_time", "moods", "discovery", "streak", "recap")]
    public required string What { get; init; }

    /// <summary>How far back.</summary>
    [AllowedValues("7d", "30d", "90d", "year", "all")]
    public string? Period { get; init; }
}
