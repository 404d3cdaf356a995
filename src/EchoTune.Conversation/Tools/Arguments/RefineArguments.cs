using System.ComponentModel.DataAnnotations;
using EchoTune.Catalog.Requests;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>How the last request changes.</summary>
public sealed record RefineArguments
{
    /// <summary>More or less energy.</summary>
    [AllowedValues("more", "less")]
    public string? Energy { get; init; }

    /// <summary>Faster or slower.</summary>
    [AllowedValues("more", "less")]
    public string? Tempo { get; init; }

    /// <summary>Happier (more) or sadder (less).</summary>
    [AllowedValues("more", "less")]
    public string? Valence { get; init; }

    /// <summary>More or less acoustic.</summary>
    [AllowedValues("more", "less")]
    public string? Acousticness { get; init; }

    /// <summary>Better known to the listener (more) or newer (less).</summary>
    [AllowedValues("more", "less")]
    public string? Familiarity { get; init; }

    /// <summary>More popular or more obscure (less).</summary>
    [AllowedValues("more", "less")]
    public string? Popularity { get; init; }

    /// <summary>What else is to hold.</summary>
    public Criteria? Criteria { get; init; }
}
