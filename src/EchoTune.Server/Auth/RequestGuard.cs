using EchoTune.Catalog.Errors;
using Microsoft.AspNetCore.Antiforgery;

namespace EchoTune.Server.Auth;

/// <summary>
/// Keeps pages of other origins from acting with a listener's cookie: Origin and Sec-Fetch-Site on everything that changes
/// something and on the hub (WebSockets know no same-origin rule, and another port is the same site), and an anti-forgery token on
/// everything that changes something without a bearer token.
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    public const string TokenHeader = "X-CSRF-Token";

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isUnsafe = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
        var isHub = request.Path.StartsWithSegments("/hubs");
        if (isUnsafe || isHub)
        {
            if (!IsSameOrigin(request))
            {
                throw new EchoTuneException(ErrorCodes.OriginRejected, "Requests from pages of another origin are not accepted.");
            }
        }

        // SignalR posts its negotiation and its messages itself, without our header; its origin was checked above.
        if (isUnsafe && !isHub && context.User.FindFirst(ListenerPrincipal.MethodClaim)?.Value != ListenerPrincipal.TokenMethod)
        {
            await antiforgery.ValidateRequestAsync(context);
        }

        await next(context);
    }

    /// <summary>Whether a browser says that the request comes from a page of this very host and port, or there is no browser.</summary>
    public static bool IsSameOrigin(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site is not ("same-origin" or "none"))
        {
            return false;
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            return true;
        }

        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return false;
        }

        // Behind a proxy that ends TLS the scheme here is http and the host has no port: then the origin's own default holds.
        var port = request.Host.Port ?? (uri.IsDefaultPort ? uri.Port : request.IsHttps ? 443 : 80);
        return uri.Port == port && HostsEqual(uri.Host, request.Host.Host);
    }

    private static bool HostsEqual(string left, string right) =>
        left.Trim('[', ']').Equals(right.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);
}
