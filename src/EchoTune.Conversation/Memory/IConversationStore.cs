using EchoTune.Catalog;
using EchoTune.Conversation.Tools;

namespace EchoTune.Conversation.Memory;

/// <summary>A call that was carried out, with its result.</summary>
/// <param name="Call">The call.</param>
/// <param name="Result">What came of it.</param>
public sealed record CompletedCall(ToolCall Call, ToolResult Result);

/// <summary>One exchange: what the listener said and what EchoTune did and answered.</summary>
public sealed record Turn
{
    /// <summary>Stable id, UUID v7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its conversation.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>What the listener said.</summary>
    public required string Text { get; init; }

    /// <summary>What EchoTune answered.</summary>
    public required string Reply { get; init; }

    /// <summary>Who understood it: <c>builtin</c> or a provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The calls in order.</summary>
    public IReadOnlyList<CompletedCall> Calls { get; init; } = [];

    /// <summary>When it was said.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>What later sentences may refer to of a turn: what was said and done, without what came of it, which can be long.</summary>
/// <param name="Id">The turn.</param>
/// <param name="Text">What the listener said.</param>
/// <param name="Calls">The calls in order.</param>
public sealed record EarlierTurn(Guid Id, string Text, IReadOnlyList<ToolCall> Calls);

/// <summary>Conversations and their turns, keyed by listener first.</summary>
public interface IConversationStore
{
    /// <summary>The listener's latest conversation; null before the first.</summary>
    Task<Guid?> LatestAsync(ListenerId listener, CancellationToken cancellationToken);

    /// <summary>Appends a turn; the first turn makes the conversation.</summary>
    /// <exception cref="Catalog.Errors.EchoTuneException">not_found: the conversation belongs to another listener.</exception>
    Task AppendAsync(ListenerId listener, Turn turn, CancellationToken cancellationToken);

    /// <summary>A turn by its id; null if unknown or another's.</summary>
    Task<Turn?> FindAsync(ListenerId listener, Guid turnId, CancellationToken cancellationToken);

    /// <summary>The last turns of a conversation, oldest first; empty if unknown or another's.</summary>
    Task<IReadOnlyList<Turn>> RecentAsync(ListenerId listener, Guid conversationId, int limit, CancellationToken cancellationToken);

    /// <summary>The same turns as <see cref="RecentAsync"/>, without their results: every sentence asks for them.</summary>
    Task<IReadOnlyList<EarlierTurn>> EarlierAsync(ListenerId listener, Guid conversationId, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes a conversation.</summary>
    Task DeleteAsync(ListenerId listener, Guid conversationId, CancellationToken cancellationToken);
}
