using System.ComponentModel.DataAnnotations;
using EchoTune.Catalog.Requests;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>A playlist to make.</summary>
public sealed record BuildPlaylistArguments
{
    /// <summary>Its title; null to have one made.</summary>
    [MaxLength(200)]
    public string? Title { get; init; }

    /// <summary>What is to be in it.</summary>
    public Criteria? Criteria { get; init; }
}
