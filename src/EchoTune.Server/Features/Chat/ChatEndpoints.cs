using System.Diagnostics;
using System.Security.Claims;
using System.Text.Json.Nodes;
using EchoTune.Conversation.Memory;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Turns;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Chat;

/// <summary>A tool of the catalogue with the JSON Schema of its arguments.</summary>
public sealed record ToolDto(string Name, string Description, JsonObject ArgumentsSchema);

/// <summary>The conversation.</summary>
internal static class ChatEndpoints
{
    private const int MaxTurns = 200;

    public static IEndpointRouteBuilder MapChatEndpoints(this IEndpointRouteBuilder api)
    {
        var chat = api.MapGroup("/chat").WithTags("chat").RequireAuthorization(Policies.Listener);
        chat.MapPost("/turns", TakeTurnAsync).WithName("takeTurn");
        chat.MapGet("/conversation", ConversationAsync).WithName("getConversation");
        chat.MapDelete("/conversation", DeleteAsync).WithName("deleteConversation").Produces(StatusCodes.Status204NoContent);
        chat.MapGet("/tools", (ToolCatalogue catalogue) =>
                new ItemsDto<ToolDto>([.. catalogue.Definitions.Select(tool => new ToolDto(tool.Name, tool.Description, (JsonObject)tool.ArgumentsSchema.DeepClone()))]))
            .WithName("listTools");
        return api;
    }

    private static async Task<ChatTurnDto> TakeTurnAsync(
        ChatTurnRequest request, ClaimsPrincipal user, HttpContext http, ITurnService turns, ITurnAudience audience, CancellationToken ct)
    {
        var listener = user.ListenerId();
        var requestId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        var turn = await turns.TakeAsync(new TurnRequest(listener, request.ConversationId, request.Text, request.DeviceId, requestId, request.Provider, request.TurnId), ct);
        var answer = ChatPresenter.Present(turn);
        await audience.TurnAddedAsync(listener, answer);
        return answer;
    }

    private static async Task<ConversationDto> ConversationAsync(int? limit, ClaimsPrincipal user, IConversationStore conversations, CancellationToken ct)
    {
        var listener = user.ListenerId();
        if (await conversations.LatestAsync(listener, ct) is not { } id)
        {
            return new ConversationDto(null, []);
        }

        var turns = await conversations.RecentAsync(listener, id, Math.Clamp(limit ?? 50, 1, MaxTurns), ct);
        return new ConversationDto(id, [.. turns.Select(ChatPresenter.Present)]);
    }

    private static async Task<IResult> DeleteAsync(ClaimsPrincipal user, IConversationStore conversations, CancellationToken ct)
    {
        var listener = user.ListenerId();
        if (await conversations.LatestAsync(listener, ct) is { } id)
        {
            await conversations.DeleteAsync(listener, id, ct);
        }

        return TypedResults.NoContent();
    }
}
