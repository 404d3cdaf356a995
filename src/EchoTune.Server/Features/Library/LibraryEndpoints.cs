using EchoTune.Catalog.Library;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EchoTune.Server.Features.Library;

/// <summary>The scan of the library.</summary>
internal static class LibraryEndpoints
{
    public static IEndpointRouteBuilder MapLibraryEndpoints(this IEndpointRouteBuilder api)
    {
        var library = api.MapGroup("/library").WithTags("library");
        library.MapGet("/scan", (ILibrary lib) => LibraryProgressPresenter.Present(lib.Progress)).WithName("getScan").RequireAuthorization(Policies.Listener);
        library.MapPost("/scan", Scan).WithName("startScan").RequireAuthorization(Policies.Owner);
        return api;
    }

    private static Accepted<LibraryScanDto> Scan(ILibrary library)
    {
        library.RequestScan();
        return TypedResults.Accepted("/api/v1/library/scan", LibraryProgressPresenter.Present(library.Progress));
    }
}
