using System.Net;
using EchoTune.Catalog.Errors;
using EchoTune.Server.Errors;

namespace EchoTune.Server.Auth;

/// <summary>
/// Answers only for hosts that are this server: a page of a domain whose name was pointed at this address (DNS rebinding) names
/// its own domain here. Addresses as hosts cannot be rebound, so on an open address they all pass.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, ServerOptions options)
{
    public Task InvokeAsync(HttpContext context) =>
        IsAllowed(context.Request.Host.Host)
            ? next(context)
            : ProblemWriter.WriteAsync(
                context, StatusCodes.Status421MisdirectedRequest, ErrorCodes.OriginRejected,
                "This server does not answer for that host. If it should, start it with --host NAME.");

    /// <summary>Whether a host (without port) is this machine by name or address.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private bool IsAllowed(string host) =>
        IsLoopbackName(host)
        || options.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase)
        || (!options.IsLoopbackOnly && (IPAddress.TryParse(host.Trim('[', ']'), out _) || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)));
}
