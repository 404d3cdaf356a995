using System.Text.Json.Nodes;
using EchoTune.Conversation.Memory;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Chat;

/// <summary>Turns stored turns into what pages see.</summary>
internal static class ChatPresenter
{
    public static ChatTurnDto Present(Turn turn) => new(
        turn.Id,
        turn.ConversationId,
        turn.Text,
        turn.Reply,
        turn.Provider,
        [.. turn.Calls.Select(call => new ChatCallDto(call.Call.Tool, Copy(call.Call.Arguments), Result(call)))],
        turn.At);

    private static JsonObject Result(CompletedCall call)
    {
        var result = call.Result.Data is { } data ? Copy(data) : [];
        result["succeeded"] = call.Result.Succeeded;
        result["summary"] = call.Result.Summary;
        if (call.Result.ErrorCode is { } code)
        {
            result["errorCode"] = code;
        }

        return result;
    }

    // A JSON node has one parent; the stored one keeps its own.
    private static JsonObject Copy(JsonObject node) => (JsonObject)node.DeepClone();
}
