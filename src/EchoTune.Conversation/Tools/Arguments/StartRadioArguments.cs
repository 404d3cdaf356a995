namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>The seed of a radio; empty for what plays now.</summary>
public sealed record StartRadioArguments
{
    /// <summary>An artist as said.</summary>
    public string? Artist { get; init; }

    /// <summary>A track as said.</summary>
    public string? Track { get; init; }

    /// <summary>A lower-case genre.</summary>
    public string? Genre { get; init; }

    /// <summary>Whether the seed is what plays now.</summary>
    public bool? Current { get; init; }
}
