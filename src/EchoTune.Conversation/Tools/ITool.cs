using System.Text.Json.Nodes;

namespace EchoTune.Conversation.Tools;

/// <summary>What a tool is called and takes; the same for the interpreter, every provider and MCP.</summary>
/// <param name="Name">Snake case.</param>
/// <param name="Description">What it does, for a model to read.</param>
/// <param name="ArgumentsSchema">JSON Schema of the arguments object.</param>
public sealed record ToolDefinition(string Name, string Description, JsonObject ArgumentsSchema);

/// <summary>One capability. Implementations live in the host, which joins the modules; each derives from <c>Tool&lt;TArguments&gt;</c>.</summary>
public interface ITool
{
    /// <summary>Name, description, schema.</summary>
    ToolDefinition Definition { get; }

    /// <summary>Validates the arguments and acts.</summary>
    /// <param name="context">On whose authority.</param>
    /// <param name="arguments">Untrusted arguments.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The result; invalid arguments give a failed result with <c>invalid_request</c>, not an exception.</returns>
    Task<ToolResult> InvokeAsync(ToolContext context, JsonObject arguments, CancellationToken cancellationToken);
}
