using EchoTune.Catalog;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Chat;
using Microsoft.AspNetCore.SignalR;

namespace EchoTune.Server.Hubs;

/// <summary>Sends turns to the pages of the listener.</summary>
internal sealed class TurnAudience(IHubContext<PlayerHub, IPlayerClient> hub) : ITurnAudience
{
    public Task TurnAddedAsync(ListenerId listener, ChatTurnDto turn) => hub.Clients.Group(PlayerHub.GroupOf(listener)).TurnAdded(turn);
}
