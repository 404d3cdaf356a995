using EchoTune.Catalog;
using EchoTune.Catalog.Listeners;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace EchoTune.Server.Auth;

internal static class AuthRegistration
{
    public const string CookieScheme = "cookie";
    public const string TokenScheme = "token";
    public const string SessionCookie = "echotune.session";
    private const string AnyScheme = "any";

    /// <summary>Cookies for pages, the local token for scripts, and policies that close whatever does not name one.</summary>
    public static IServiceCollection AddAuth(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<ListenerDirectory>();
        services.AddSingleton<LocalAccess>();
        services.AddSingleton<LocalToken>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<FirstAccountCode>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstAccountCode>());
        services.AddSingleton<IPasswordHasher<Listener>, PasswordHasher<Listener>>();
        services.AddSingleton<Accounts>();

        var protection = services.AddDataProtection().SetApplicationName("EchoTune");
        if (options.WriteOpenApi is null)
        {
            protection.PersistKeysToFileSystem(KeyFolder(options));
        }

        services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, scheme => scheme.ForwardDefaultSelector =
                context => context.Request.Headers.Authorization.Count > 0 ? TokenScheme : CookieScheme)
            .AddScheme<AuthenticationSchemeOptions, LocalTokenHandler>(TokenScheme, null)
            .AddCookie(CookieScheme, cookie =>
            {
                cookie.Cookie.Name = SessionCookie;
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.Cookie.IsEssential = true;
                cookie.ExpireTimeSpan = TimeSpan.FromDays(30);
                cookie.SlidingExpiration = true;
                cookie.Events.OnRedirectToLogin = context => Answer(context.Response, StatusCodes.Status401Unauthorized);
                cookie.Events.OnRedirectToAccessDenied = context => Answer(context.Response, StatusCodes.Status403Forbidden);
                cookie.Events.OnValidatePrincipal = ValidateAsync;
            });

        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Listener, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Policies.Owner, policy => policy.RequireAuthenticatedUser().RequireRole(Policies.Owner))
            .AddPolicy(Policies.Metrics, policy => policy.RequireAssertion(context => options.IsLoopbackOnly || context.User.IsInRole(Policies.Owner)))
            // Routing's own answers (404, 405, 415) have no route; every route has to say who may call it.
            .SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder()
                .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
                .Build());

        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.HeaderName = RequestGuard.TokenHeader;
            antiforgery.FormFieldName = "unused";
            antiforgery.SuppressXFrameOptionsHeader = true;
            antiforgery.Cookie.Name = "echotune.csrf";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services;
    }

    // A session ends when the account's stamp changes; a local session also when local sign-in is no longer open.
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (ForAnyone.IsAsked(http))
        {
            return;
        }

        var listeners = http.RequestServices.GetRequiredService<ListenerDirectory>();
        var principal = context.Principal!;
        var known = Guid.TryParse(principal.FindFirst(ListenerPrincipal.ListenerClaim)?.Value, out var id)
            ? await listeners.GetAsync(new ListenerId(id), http.RequestAborted)
            : null;
        var isValid = known is not null
            && principal.FindFirst(ListenerPrincipal.StampClaim)?.Value == known.SecurityStamp
            && principal.IsInRole(Policies.Owner) == known.IsOwner
            && (principal.FindFirst(ListenerPrincipal.MethodClaim)?.Value != ListenerPrincipal.LocalMethod
                || await http.RequestServices.GetRequiredService<LocalAccess>().IsOpenAsync(http));
        if (!isValid)
        {
            context.RejectPrincipal();
        }
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static DirectoryInfo KeyFolder(ServerOptions options)
    {
        var path = Path.Combine(options.DataFolder, "keys");
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(path);
        }

        return Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
