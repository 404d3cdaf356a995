using System.Security.Claims;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;

namespace EchoTune.Server.Auth;

/// <summary>Reads who is signed in.</summary>
internal static class CurrentListener
{
    /// <summary>The listener who is signed in, from the claim <see cref="ClaimTypes.NameIdentifier"/>.</summary>
    /// <exception cref="EchoTuneException">unauthenticated: nobody is.</exception>
    public static ListenerId ListenerId(this ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? new ListenerId(id)
            : throw new EchoTuneException(ErrorCodes.Unauthenticated, "Sign in first.");
}
