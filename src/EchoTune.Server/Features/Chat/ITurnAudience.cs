using EchoTune.Catalog;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Chat;

/// <summary>The open pages of a listener, which show a turn that any of them took.</summary>
internal interface ITurnAudience
{
    /// <summary>Tells them of a turn.</summary>
    Task TurnAddedAsync(ListenerId listener, ChatTurnDto turn);
}
