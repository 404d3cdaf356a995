using System.ComponentModel.DataAnnotations;
using EchoTune.Catalog.Requests;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>Music for the queue.</summary>
public sealed record QueueAddArguments
{
    /// <summary>What to add.</summary>
    public required Criteria Criteria { get; init; }

    /// <summary>next or last; null means last.</summary>
    [AllowedValues("next", "last")]
    public string? Position { get; init; }
}
