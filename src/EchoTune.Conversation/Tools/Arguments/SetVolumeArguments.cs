using System.ComponentModel.DataAnnotations;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>The volume, or a change of it.</summary>
public sealed record SetVolumeArguments : ICheckedArguments
{
    /// <summary>Volume in percent.</summary>
    [Range(0, 100)]
    public int? Percent { get; init; }

    /// <summary>Percentage points up, or down if negative.</summary>
    [Range(-100, 100)]
    public int? By { get; init; }

    /// <inheritdoc/>
    public string? Problem() => Percent is null == By is null ? "Give either percent or by." : null;
}
