using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Recommendations;
using EchoTune.Server.Auth;
using EchoTune.Server.Contracts;
using EchoTune.Server.OpenApi;

namespace EchoTune.Server.Features.Insights;

/// <summary>What came of what each strategy brought, for the owner.</summary>
internal static class StrategyEndpoints
{
    private const int StandardDays = 30;
    private const int MostDays = 365;

    public static IEndpointRouteBuilder MapStrategyEndpoints(this IEndpointRouteBuilder api)
    {
        var strategies = api.MapGroup("/admin/strategies").WithTags("admin").RequireAuthorization(Policies.Owner);
        strategies.MapGet("/", ListAsync).WithName("listStrategies");
        strategies.MapGet("/{name}/counterfactual", EstimateAsync).WithName("estimateStrategy").MayMiss();
        return api;
    }

    private static async Task<StrategiesDto> ListAsync(int? days, StrategyInsights insights, IRecommender recommender, CancellationToken ct) =>
        StrategyPresenter.Present(await insights.ReportAsync(Days(days), ct), recommender.Strategies);

    private static async Task<CounterfactualDto> EstimateAsync(string name, int? days, StrategyInsights insights, IRecommender recommender, CancellationToken ct)
    {
        var number = Days(days);
        if (name != StrategyDay.Hybrid && !recommender.Strategies.Contains(name, StringComparer.Ordinal))
        {
            throw new EchoTuneException(ErrorCodes.NotFound, $"There is no such strategy; there are {string.Join(", ", [StrategyDay.Hybrid, .. recommender.Strategies])}.");
        }

        var weights = (name == StrategyDay.Hybrid ? recommender.Strategies : [name]).ToDictionary(strategy => strategy, _ => 1.0);
        var report = await insights.CounterfactualAsync(weights, number, ct);
        return new CounterfactualDto(
            name, number, report.Exposures, report.Observed, report.Estimate?.Snips, report.Estimate?.StandardError, report.EffectiveCount, report.Note);
    }

    private static int Days(int? days) => days switch
    {
        null => StandardDays,
        >= 1 and <= MostDays => days.Value,
        _ => throw new EchoTuneException(ErrorCodes.InvalidRequest, $"days must be between 1 and {MostDays}."),
    };
}
