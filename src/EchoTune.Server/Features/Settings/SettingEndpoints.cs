using System.Security.Claims;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Settings;

/// <summary>Settings of the listener.</summary>
internal static class SettingEndpoints
{
    public static IEndpointRouteBuilder MapSettingEndpoints(this IEndpointRouteBuilder api)
    {
        var settings = api.MapGroup("/settings").WithTags("settings").RequireAuthorization(Policies.Listener);
        settings.MapGet("/", (ClaimsPrincipal user, ListenerSettings service, CancellationToken ct) => service.GetAsync(user.ListenerId(), ct)).WithName("getSettings");
        settings.MapPatch("/", (SettingsDto change, ClaimsPrincipal user, ListenerSettings service, CancellationToken ct) => service.ChangeAsync(user.ListenerId(), change, ct))
            .WithName("updateSettings");
        return api;
    }
}
