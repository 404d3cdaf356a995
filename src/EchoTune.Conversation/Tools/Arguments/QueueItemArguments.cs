using System.ComponentModel.DataAnnotations;
using EchoTune.Catalog.Requests;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>One item of the queue.</summary>
public sealed record QueueItemArguments : ICheckedArguments
{
    /// <summary>Place in the queue: 1 is what comes next, -1 the last.</summary>
    [Range(-1, 10000)]
    public int? Index { get; init; }

    /// <summary>Which item, in words.</summary>
    public Criteria? Criteria { get; init; }

    /// <inheritdoc/>
    public string? Problem() => Index == 0 ? "The queue counts from 1; -1 is its last item." : Index is null && Criteria is null ? "Say which item of the queue: give index or criteria." : null;
}
