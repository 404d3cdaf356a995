using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Server.Auth;
using EchoTune.Server.OpenApi;

namespace EchoTune.Server.Features.Artwork;

/// <summary>Covers. A key names the content, so a picture never changes.</summary>
internal static class ArtworkEndpoints
{
    public static IEndpointRouteBuilder MapArtworkEndpoints(this IEndpointRouteBuilder api)
    {
        api.MapGet("/artwork/{key}", Get).WithTags("artwork").WithName("getArtwork").RequireAuthorization(Policies.Listener)
            .Produces<FileStreamHttpResultBody>(StatusCodes.Status200OK, "application/octet-stream")
            .MayMiss();
        return api;
    }

    private static IResult Get(string key, int? size, IArtworkStore store, HttpContext http)
    {
        if (size is not (null or 96 or 320 or 800))
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, "size must be 96, 320 or 800.");
        }

        if (key.Length is 0 or > 128 || !key.All(char.IsAsciiHexDigitLower) || store.Find(key, size ?? 320) is not { } found || !File.Exists(found.Path))
        {
            throw new EchoTuneException(ErrorCodes.NotFound, "There is no such picture.");
        }

        http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return TypedResults.PhysicalFile(found.Path, found.MediaType, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{key}-{size ?? 320}\""));
    }
}
