using EchoTune.Catalog.Experiments;
using EchoTune.Catalog.Recommendations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EchoTune.Catalog.Insights;

/// <summary>Registers what looks at what was shown and what came of it.</summary>
public static class InsightServiceCollectionExtensions
{
    /// <summary>Adds metrics of strategies and experiments, and puts the log of exposures around the recommender, which must be registered before.</summary>
    public static IServiceCollection AddInsights(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new InsightOptions());
        services.AddExperiments();
        services.AddSingleton<ExposureLog>();
        services.AddHostedService(p => p.GetRequiredService<ExposureLog>());
        services.AddSingleton<StrategyInsights>();
        services.AddHostedService<InsightJob>();

        var inner = services.Last(service => service.ServiceType == typeof(IRecommender));
        services.Remove(inner);
        services.AddSingleton<IRecommender>(p => new ExposingRecommender(
            (IRecommender)(inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(p) ?? ActivatorUtilities.CreateInstance(p, inner.ImplementationType!)),
            p.GetRequiredService<ExposureLog>()));
        return services;
    }
}
