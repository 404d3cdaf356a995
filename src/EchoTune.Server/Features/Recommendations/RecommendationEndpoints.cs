using System.Security.Claims;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Recommendations;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.Features.Settings;
using EchoTune.Server.Features.Tracks;

namespace EchoTune.Server.Features.Recommendations;

/// <summary>What the listener may like now.</summary>
internal static class RecommendationEndpoints
{
    private const string Hybrid = "hybrid";
    private const int MaxSeeds = 50;

    public static IEndpointRouteBuilder MapRecommendationEndpoints(this IEndpointRouteBuilder api)
    {
        api.MapGet("/recommendations", ListAsync).WithTags("recommendations").WithName("listRecommendations").RequireAuthorization(Policies.Listener);
        return api;
    }

    private static async Task<RecommendationsDto> ListAsync(
        int? limit, string? strategy, string? seed, ClaimsPrincipal user, IRecommender recommender, ListenerSettings settings, TrackPresenter presenter, CancellationToken ct)
    {
        var listener = user.ListenerId();
        var most = Paging.Limit(limit, 20, 200);
        var name = string.IsNullOrEmpty(strategy) ? (await settings.GetAsync(listener, ct)).RecommendationStrategy : strategy;
        if (name is not (null or Hybrid) && !recommender.Strategies.Contains(name, StringComparer.Ordinal))
        {
            throw new EchoTuneException(ErrorCodes.InvalidRequest, $"strategy must be one of {string.Join(", ", [Hybrid, .. recommender.Strategies])}.");
        }

        var request = new RecommendationRequest { Limit = most, Strategy = name == Hybrid ? null : name, Seeds = Seeds(seed) };
        var result = await recommender.RecommendAsync(listener, request, ct);
        var tracks = await presenter.PresentAsync(listener, [.. result.Items.Select(item => item.Track)], ct);
        var items = result.Items.Select((item, i) =>
            new RecommendationDto(tracks[i], item.Score, item.Strategies, item.Reason, [.. item.BecauseOf.Select(because => because.Value)]));
        return new RecommendationsDto([.. items], result.ModelVersion, result.Note);
    }

    private static IReadOnlyList<TrackId> Seeds(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var seeds = parts.Take(MaxSeeds + 1).Select(part => Guid.TryParse(part, out var id) ? new TrackId(id) : (TrackId?)null).ToList();
        return seeds.Count <= MaxSeeds && seeds.TrueForAll(seed => seed is not null)
            ? [.. seeds.Select(seed => seed!.Value)]
            : throw new EchoTuneException(ErrorCodes.InvalidRequest, $"seed must be up to {MaxSeeds} track ids, separated by commas.");
    }
}
