using System.Text.Json.Nodes;
using EchoTune.Catalog.Errors;

namespace EchoTune.Conversation.Tools;

/// <summary>
/// Base of every tool: checks the untrusted arguments, makes the typed record of them and hands it to <see cref="RunAsync"/>. Name, description and
/// schema come from <see cref="ToolDefinitions"/>.
/// </summary>
/// <typeparam name="TArguments">The argument record that <see cref="ToolDefinitions"/> names for this tool.</typeparam>
public abstract class Tool<TArguments> : ITool
    where TArguments : class
{
    /// <summary>Binds the tool to its definition.</summary>
    /// <param name="name">One of <see cref="ToolNames"/>.</param>
    /// <exception cref="ArgumentException">No such tool, or its arguments are of another type.</exception>
    protected Tool(string name)
    {
        Definition = ToolDefinitions.Get(name);
        if (ToolDefinitions.ArgumentsOf(name) != typeof(TArguments))
        {
            throw new ArgumentException($"The tool {name} takes {ToolDefinitions.ArgumentsOf(name).Name}, not {typeof(TArguments).Name}.", nameof(name));
        }
    }

    /// <inheritdoc/>
    public ToolDefinition Definition { get; }

    /// <inheritdoc/>
    public Task<ToolResult> InvokeAsync(ToolContext context, JsonObject arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        var (value, problem) = ToolDefinitions.ShapeOf(Definition.Name).Read(arguments, typeof(TArguments));
        return problem is not null
            ? Task.FromResult(ToolResult.Fail(ErrorCodes.InvalidRequest, problem))
            : RunAsync(context, (TArguments)value!, cancellationToken);
    }

    /// <summary>Acts.</summary>
    /// <param name="context">On whose authority.</param>
    /// <param name="arguments">Checked arguments: ranges and vocabularies hold.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The result. An <see cref="EchoTuneException"/> becomes a failed result with its code and sentence.</returns>
    protected abstract Task<ToolResult> RunAsync(ToolContext context, TArguments arguments, CancellationToken cancellationToken);
}
