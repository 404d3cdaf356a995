using System.Security.Claims;
using EchoTune.Catalog.Listeners;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.OpenApi;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EchoTune.Server.Features.Session;

/// <summary>Signing in and out. A page asks for the session first; on its own machine that signs the owner in.</summary>
internal static class SessionEndpoints
{
    public const string SignInLimit = "sign-in";

    public static IEndpointRouteBuilder MapSessionEndpoints(this IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("session");
        session.MapGet("/", (Delegate)GetAsync).WithName("getSession").AllowAnonymous();
        session.MapPost("/", SignInWithPasswordAsync).WithName("signIn").AllowAnonymous().RequireRateLimiting(SignInLimit);
        session.MapDelete("/", (Delegate)SignOutAsync).WithName("signOut").RequireAuthorization(Policies.Listener);
        api.MapPost("/accounts/first", CreateFirstAsync).WithTags("accounts").WithName("createFirstAccount").AllowAnonymous().RequireRateLimiting(SignInLimit).MayConflict();
        return api;
    }

    private static async Task<SessionDto> GetAsync(HttpContext http, LocalAccess local, ListenerDirectory listeners, IAntiforgery antiforgery)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (http.User.Identity?.IsAuthenticated != true && RequestGuard.IsSameOrigin(http.Request) && await local.IsOpenAsync(http))
        {
            await SignInAsync(http, await listeners.OwnerAsync(http.RequestAborted), ListenerPrincipal.LocalMethod);
        }

        return await PresentAsync(http, listeners, antiforgery);
    }

    private static async Task<SessionDto> SignInWithPasswordAsync(
        SignInRequest request, HttpContext http, Auth.Accounts accounts, ListenerDirectory listeners, IAntiforgery antiforgery)
    {
        var listener = await accounts.SignInAsync(request.Name, request.Password, Peer(http), http.RequestAborted);
        await SignInAsync(http, listener, ListenerPrincipal.AccountMethod);
        return await PresentAsync(http, listeners, antiforgery);
    }

    private static async Task<SessionDto> CreateFirstAsync(
        FirstAccountRequest request, HttpContext http, Auth.Accounts accounts, ListenerDirectory listeners, IAntiforgery antiforgery)
    {
        var owner = await accounts.CreateFirstAsync(request.Code, request.Name, request.Password, Peer(http), http.RequestAborted);
        await SignInAsync(http, owner, ListenerPrincipal.AccountMethod);
        return await PresentAsync(http, listeners, antiforgery);
    }

    private static async Task<NoContent> SignOutAsync(HttpContext http)
    {
        await http.SignOutAsync(AuthRegistration.CookieScheme);
        return TypedResults.NoContent();
    }

    private static async Task SignInAsync(HttpContext http, Listener listener, string method)
    {
        var principal = ListenerPrincipal.Of(listener, method, AuthRegistration.CookieScheme);
        await http.SignInAsync(AuthRegistration.CookieScheme, principal, new AuthenticationProperties { IsPersistent = true });
        // The anti-forgery token that is made next belongs to whoever is signed in now.
        http.User = principal;
    }

    private static async Task<SessionDto> PresentAsync(HttpContext http, ListenerDirectory listeners, IAntiforgery antiforgery)
    {
        var token = antiforgery.GetAndStoreTokens(http).RequestToken!;
        var user = http.User;
        if (user.Identity?.IsAuthenticated != true)
        {
            return new SessionDto("none", null, null, false, !await listeners.AnyAccountAsync(http.RequestAborted), token);
        }

        var signIn = user.FindFirstValue(ListenerPrincipal.MethodClaim) == ListenerPrincipal.AccountMethod ? "account" : "local";
        return new SessionDto(signIn, user.ListenerId().Value, user.FindFirstValue(ListenerPrincipal.NameClaim), user.IsInRole(Policies.Owner), false, token);
    }

    private static string Peer(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
