namespace EchoTune.Server.Errors;

/// <summary>A problem as RFC 9457 describes it, with a code for programs and the id that finds it in the log.</summary>
public sealed record ApiProblem
{
    /// <summary>Always <c>about:blank</c>: the code says more.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>Name of the status.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>A sentence for people that says what to do.</summary>
    public required string Detail { get; init; }

    /// <summary>Stable code in snake case.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>Also in the header <c>X-Request-Id</c>.</summary>
    public required string RequestId { get; init; }
}
