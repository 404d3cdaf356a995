using System.ComponentModel.DataAnnotations;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>A move inside the queue; places count from 1, -1 is the last.</summary>
public sealed record QueueMoveArguments : ICheckedArguments
{
    /// <summary>Where the item stands.</summary>
    [Range(-1, 10000)]
    public required int From { get; init; }

    /// <summary>Where it is to stand.</summary>
    [Range(-1, 10000)]
    public required int To { get; init; }

    /// <inheritdoc/>
    public string? Problem() => From == 0 || To == 0 ? "The queue counts from 1; -1 is its last item." : null;
}
