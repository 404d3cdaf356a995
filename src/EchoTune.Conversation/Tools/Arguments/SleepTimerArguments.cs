using System.ComponentModel.DataAnnotations;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>When playback stops by itself.</summary>
public sealed record SleepTimerArguments : ICheckedArguments
{
    /// <summary>After so many minutes.</summary>
    [Range(1, 1440)]
    public int? Minutes { get; init; }

    /// <summary>At the end of this track.</summary>
    public bool? EndOfTrack { get; init; }

    /// <summary>Switches the timer off.</summary>
    public bool? Off { get; init; }

    /// <inheritdoc/>
    public string? Problem() => (Minutes is null ? 0 : 1) + (EndOfTrack == true ? 1 : 0) + (Off == true ? 1 : 0) != 1
        ? "Give one of minutes, endOfTrack or off."
        : null;
}
