using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;

namespace EchoTune.Server.Features.Health;

/// <summary>How the server is. Answers 200 as long as it can answer at all.</summary>
internal static class HealthEndpoints
{
    public static IEndpointRouteBuilder MapHealthEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/health", async (HealthCheck check, HttpContext http) =>
            {
                http.Response.Headers.CacheControl = "no-store";
                return await check.CheckAsync(http.RequestAborted);
            })
            .WithTags("health").WithName("getHealth").AllowAnonymous().WithMetadata(new ForAnyone()).Produces<HealthDto>();
        return app;
    }
}
