using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace EchoTune.Catalog.Experiments;

/// <summary>Registers the experiments.</summary>
public static class ExperimentServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ExperimentService"/>, and <see cref="IRankingPolicy"/>, which follows it.</summary>
    public static IServiceCollection AddExperiments(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RankingPolicy>();
        services.AddSingleton<IRankingPolicy>(p => p.GetRequiredService<RankingPolicy>());
        services.AddHostedService(p => p.GetRequiredService<RankingPolicy>());
        services.AddSingleton(p => new ExperimentService(
            p.GetRequiredService<IExperimentStore>(), p.GetRequiredService<IExperimentOutcomes>(), p.GetRequiredService<RankingPolicy>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<ExperimentService>>()));
        return services;
    }
}
