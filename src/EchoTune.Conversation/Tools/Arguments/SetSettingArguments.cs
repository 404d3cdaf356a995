using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>A setting and its new value.</summary>
public sealed record SetSettingArguments
{
    /// <summary>Which setting.</summary>
    [AllowedValues("theme", "language", "explicit", "crossfade_seconds", "recommendation_strategy", "provider")]
    public required string Name { get; init; }

    /// <summary>A text, a number, true or false.</summary>
    public required JsonElement Value { get; init; }
}
