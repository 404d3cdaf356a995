using System.ComponentModel.DataAnnotations;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>Where to go in the track.</summary>
public sealed record SeekArguments : ICheckedArguments
{
    /// <summary>Seconds from the start.</summary>
    [Range(0, 86400)]
    public double? ToSeconds { get; init; }

    /// <summary>Seconds forward, or back if negative.</summary>
    [Range(-86400, 86400)]
    public double? BySeconds { get; init; }

    /// <inheritdoc/>
    public string? Problem() => ToSeconds is null == BySeconds is null ? "Give either toSeconds or bySeconds." : null;
}
