using System.Text.Json;
using System.Text.Json.Nodes;
using EchoTune.Catalog;
using EchoTune.Catalog.Requests;
using EchoTune.Conversation.Memory;
using EchoTune.Conversation.Tools;

namespace EchoTune.Server.Tools;

/// <summary>Finds the last request for music in a conversation, so that "calmer" or "save that as a playlist" has something to go on from.</summary>
internal sealed class LastRequest(IConversationStore conversations)
{
    private const int TurnsLookedAt = 20;

    // Most often it is one of these; the results of many turns are long to read.
    private const int LookedAtFirst = 3;

    /// <summary>How a music tool leaves its request in the result.</summary>
    public static JsonObject Write(string tool, Criteria criteria) => new() { ["tool"] = tool, ["criteria"] = ToolJson.ToObject(criteria) };

    /// <summary>The tool and criteria of the last request that succeeded; null when there was none.</summary>
    public async Task<(string Tool, Criteria Criteria)?> FindAsync(ListenerId listener, Guid conversation, CancellationToken cancellationToken)
    {
        return await FindAsync(LookedAtFirst) ?? await FindAsync(TurnsLookedAt);

        async Task<(string Tool, Criteria Criteria)?> FindAsync(int most) => Newest(await conversations.RecentAsync(listener, conversation, most, cancellationToken));
    }

    private static (string Tool, Criteria Criteria)? Newest(IReadOnlyList<Turn> turns)
    {
        foreach (var call in turns.Reverse().SelectMany(turn => turn.Calls.Reverse()))
        {
            if (call.Result is { Succeeded: true, Data: { } data } && data["request"] is JsonObject request
                && request["tool"]?.GetValue<string>() is { } tool && request["criteria"]?.Deserialize<Criteria>(ToolJson.Options) is { } criteria)
            {
                return (tool, criteria);
            }
        }

        return null;
    }
}
