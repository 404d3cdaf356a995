using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Library;

namespace EchoTune.Server.Features.Years;

/// <summary>Years of release in the library.</summary>
internal static class YearEndpoints
{
    public static IEndpointRouteBuilder MapYearEndpoints(this IEndpointRouteBuilder api)
    {
        api.MapGet("/years", ListAsync).WithTags("years").WithName("listYears").RequireAuthorization(Policies.Listener);
        return api;
    }

    private static async Task<ItemsDto<YearDto>> ListAsync(LibraryFacets facets, CancellationToken ct) =>
        new([.. (await facets.YearsAsync(ct)).Select(year => new YearDto(year.Year, year.TrackCount, year.AlbumCount))]);
}
