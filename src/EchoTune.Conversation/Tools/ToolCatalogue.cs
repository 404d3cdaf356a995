using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json.Nodes;
using EchoTune.Catalog.Errors;
using Microsoft.Extensions.Logging;

namespace EchoTune.Conversation.Tools;

/// <summary>The one catalogue through which everything that acts is called, traced and kept from throwing.</summary>
public sealed partial class ToolCatalogue
{
    /// <summary>Name of the activity source of tool calls.</summary>
    public const string ActivitySourceName = "EchoTune.Tools";

    private static readonly ActivitySource Activities = new(ActivitySourceName);
    private readonly FrozenDictionary<string, ITool> _tools;
    private readonly ILogger<ToolCatalogue> _log;

    /// <summary>Takes the registered tools.</summary>
    /// <exception cref="ArgumentException">Two tools have the same name.</exception>
    public ToolCatalogue(IEnumerable<ITool> tools, ILogger<ToolCatalogue> log)
    {
        ArgumentNullException.ThrowIfNull(tools);
        _log = log;
        _tools = tools.ToDictionary(t => t.Definition.Name, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
        Definitions = [.. ToolDefinitions.Names.Where(_tools.ContainsKey).Select(n => _tools[n].Definition),
            .. _tools.Values.Select(t => t.Definition).Where(d => !ToolDefinitions.Exists(d.Name)).OrderBy(d => d.Name, StringComparer.Ordinal)];
    }

    /// <summary>The registered tools, in the order of the documentation.</summary>
    public IReadOnlyList<ToolDefinition> Definitions { get; }

    /// <summary>Calls a tool. Never throws but for cancellation.</summary>
    /// <param name="context">On whose authority.</param>
    /// <param name="call">The call; nothing in it is trusted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ToolResult> InvokeAsync(ToolContext context, ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(call);
        if (!_tools.TryGetValue(call.Tool, out var tool))
        {
            return ToolResult.Fail(ErrorCodes.UnknownTool, "EchoTune has no such tool. Ask for help to see what it can do.");
        }

        using var activity = Activities.StartActivity("tool " + call.Tool);
        activity?.SetTag("echotune.tool", call.Tool);
        activity?.SetTag("echotune.request_id", context.RequestId);
        ToolResult result;
        try
        {
            result = await tool.InvokeAsync(context, (JsonObject)call.Arguments.DeepClone(), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            activity?.SetStatus(ActivityStatusCode.Error, "cancelled");
            throw;
        }
        catch (EchoTuneException e)
        {
            result = ToolResult.Fail(e.ErrorCode, e.Message);
        }
        catch (Exception e)
        {
            // The listener gets an id that finds this line in the log, never the exception's own words.
            ToolFailed(e, call.Tool, context.RequestId);
            result = ToolResult.Fail(ErrorCodes.Internal, $"Something went wrong in EchoTune. The log has it under request {context.RequestId}.");
        }

        if (!result.Succeeded)
        {
            activity?.SetStatus(ActivityStatusCode.Error, result.ErrorCode);
            activity?.SetTag("echotune.error_code", result.ErrorCode);
        }

        return result;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Tool {Tool} failed unexpectedly in request {RequestId}")]
    private partial void ToolFailed(Exception exception, string tool, string requestId);
}
