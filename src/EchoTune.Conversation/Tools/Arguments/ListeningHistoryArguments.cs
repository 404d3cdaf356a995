using System.ComponentModel.DataAnnotations;
using EchoTune.Catalog.Requests;

namespace EchoTune.Conversation.Tools.Arguments;

/// <summary>Which plays to show.</summary>
public sealed record ListeningHistoryArguments
{
    /// <summary>How far back.</summary>
    [AllowedValues("7d", "30d", "90d", "year", "all")]
    public string? Period { get; init; }

    /// <summary>Which music.</summary>
    public Criteria? Criteria { get; init; }
}
