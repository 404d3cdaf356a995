using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace EchoTune.Server.Auth;

/// <summary>Authenticates <c>Authorization: Bearer TOKEN</c> as the owner.</summary>
internal sealed class LocalTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, LocalToken token, ListenerDirectory listeners)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (ForAnyone.IsAsked(Context) || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (!token.Matches(header[Prefix.Length..].Trim()))
        {
            return AuthenticateResult.Fail("Wrong token.");
        }

        var owner = await listeners.OwnerAsync(Context.RequestAborted);
        return AuthenticateResult.Success(new AuthenticationTicket(ListenerPrincipal.Of(owner, ListenerPrincipal.TokenMethod, Scheme.Name), Scheme.Name));
    }
}
