using System.ComponentModel.DataAnnotations;
using EchoTune.Catalog.Requests;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>A mixed set to make.</summary>
public sealed record MixSetArguments
{
    /// <summary>What is to be in it.</summary>
    public Criteria? Criteria { get; init; }

    /// <summary>Tracks by name, in order.</summary>
    public IReadOnlyList<string>? Tracks { get; init; }

    /// <summary>Whether to mix what is in the queue.</summary>
    public bool? FromQueue { get; init; }

    /// <summary>How one track goes over into the next.</summary>
    [AllowedValues("smooth", "cut", "echo", "long_blend")]
    public string? Style { get; init; }
}
