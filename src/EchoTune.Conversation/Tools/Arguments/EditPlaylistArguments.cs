using System.ComponentModel.DataAnnotations;
using EchoTune.Catalog.Requests;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>A change of a playlist.</summary>
public sealed record EditPlaylistArguments : ICheckedArguments
{
    /// <summary>Its title as said; null for the one talked about last.</summary>
    [MaxLength(200)]
    public string? Playlist { get; init; }

    /// <summary>What to add.</summary>
    public Criteria? Add { get; init; }

    /// <summary>What to take out.</summary>
    public Criteria? Remove { get; init; }

    /// <summary>Its new title.</summary>
    [MaxLength(200)]
    public string? Rename { get; init; }

    /// <summary>Whether to delete it.</summary>
    public bool? Delete { get; init; }

    /// <inheritdoc/>
    public string? Problem() => Add is null && Remove is null && string.IsNullOrWhiteSpace(Rename) && Delete != true
        ? "Say what to change: give add, remove, rename or delete."
        : null;
}
