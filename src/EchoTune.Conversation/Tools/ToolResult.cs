using System.Text.Json.Nodes;

namespace EchoTune.Conversation.Tools;

/// <summary>What a tool did.</summary>
/// <param name="Succeeded">Whether it did what was asked.</param>
/// <param name="Summary">One or two plain sentences for the listener, never markup.</param>
/// <param name="Data">
/// For clients: an object with any of <c>tracks</c> (list of track), <c>playlist</c>, <c>explanation</c>, <c>statistics</c>, … in the shapes of the HTTP API.
/// </param>
/// <param name="ErrorCode">Code when it failed.</param>
public sealed record ToolResult(bool Succeeded, string Summary, JsonObject? Data = null, string? ErrorCode = null)
{
    /// <summary>A success.</summary>
    public static ToolResult Ok(string summary, JsonObject? data = null) => new(true, summary, data);

    /// <summary>A failure that the listener is told about.</summary>
    public static ToolResult Fail(string errorCode, string summary) => new(false, summary, null, errorCode);
}
