using EchoTune.Conversation.Tools;

namespace EchoTune.Server.Tools;

/// <summary>A tool whose work is a method of a <see cref="IToolGroup"/>.</summary>
internal sealed class DelegateTool<TArguments>(string name, Func<ToolContext, TArguments, CancellationToken, Task<ToolResult>> run) : Tool<TArguments>(name)
    where TArguments : class
{
    protected override Task<ToolResult> RunAsync(ToolContext context, TArguments arguments, CancellationToken cancellationToken) => run(context, arguments, cancellationToken);
}

/// <summary>Tools that share their services.</summary>
internal interface IToolGroup
{
    /// <summary>The tools of the group.</summary>
    IEnumerable<ITool> Tools { get; }
}
