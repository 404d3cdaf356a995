using System.Net;

namespace EchoTune.Server.Auth;

/// <summary>
/// Decides whether a request comes from a person at this very machine, who is the owner and needs no password. A reverse proxy on
/// the same machine must not make every visitor the owner, so any trace of forwarding says no.
/// </summary>
internal sealed class LocalAccess(ServerOptions options, ListenerDirectory listeners)
{
    /// <summary>Whether the owner is signed in without a password: local, and no account exists yet.</summary>
    public async ValueTask<bool> IsOpenAsync(HttpContext context) =>
        IsLocal(context) && !await listeners.AnyAccountAsync(context.RequestAborted);

    /// <summary>Whether server, peer and Host are all loopback and nothing was forwarded.</summary>
    public bool IsLocal(HttpContext context) =>
        options.IsLoopbackOnly
        && context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer)
        && HostGuard.IsLoopbackName(context.Request.Host.Host)
        && !IsForwarded(context.Request.Headers);

    private static bool IsForwarded(IHeaderDictionary headers) => headers.Keys.Any(name =>
        name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || name.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Via", StringComparison.OrdinalIgnoreCase));
}
