using System.ComponentModel.DataAnnotations;
using EchoTune.Catalog.Requests;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>A playlist that is made anew again and again.</summary>
public sealed record SchedulePlaylistArguments
{
    /// <summary>An existing playlist as said.</summary>
    [MaxLength(200)]
    public string? Playlist { get; init; }

    /// <summary>What is to be in it.</summary>
    public Criteria? Criteria { get; init; }

    /// <summary>How often: day, week or month.</summary>
    [AllowedValues("day", "week", "month")]
    public required string Every { get; init; }

    /// <summary>On which day of the week.</summary>
    [AllowedValues("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")]
    public string? DayOfWeek { get; init; }
}
