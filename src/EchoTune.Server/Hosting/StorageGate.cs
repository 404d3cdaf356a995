using EchoTune.Catalog.Errors;
using EchoTune.Server.OpenApi;

namespace EchoTune.Server.Hosting;

/// <summary>Until the database is up and migrated, whatever works on it answers that it is not ready, and never half of something.</summary>
internal sealed class StorageGate(RequestDelegate next, StorageFirst storage)
{
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        var needsStorage = (path.StartsWithSegments("/api/v1") && path != OpenApiRegistration.Path) || path.StartsWithSegments("/hubs");
        return needsStorage && storage.Problem is { } problem ? throw new EchoTuneException(ErrorCodes.StorageUnavailable, problem) : next(context);
    }
}
