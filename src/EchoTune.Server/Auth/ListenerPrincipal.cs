using System.Security.Claims;
using EchoTune.Catalog.Listeners;

namespace EchoTune.Server.Auth;

/// <summary>Makes and names the claims of whoever is signed in.</summary>
internal static class ListenerPrincipal
{
    public const string ListenerClaim = ClaimTypes.NameIdentifier;
    public const string NameClaim = "name";
    public const string RoleClaim = "role";
    public const string StampClaim = "stamp";
    public const string MethodClaim = "amr";

    /// <summary>Signed in as the owner of this machine, without a password.</summary>
    public const string LocalMethod = "local";

    /// <summary>Signed in with name and password.</summary>
    public const string AccountMethod = "account";

    /// <summary>Called with the token of the data folder.</summary>
    public const string TokenMethod = "token";

    /// <summary>A principal for a listener.</summary>
    public static ClaimsPrincipal Of(Listener listener, string method, string scheme)
    {
        List<Claim> claims =
        [
            new(ListenerClaim, listener.Id.ToString()),
            new(NameClaim, listener.Name),
            new(StampClaim, listener.SecurityStamp),
            new(MethodClaim, method),
        ];
        if (listener.IsOwner)
        {
            claims.Add(new Claim(RoleClaim, Policies.Owner));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, NameClaim, RoleClaim));
    }
}
