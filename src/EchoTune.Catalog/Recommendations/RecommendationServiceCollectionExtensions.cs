using EchoTune.Catalog.Plays;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EchoTune.Catalog.Recommendations;

/// <summary>Registers the recommender.</summary>
public static class RecommendationServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IRecommender"/>, which follows the library and the listeners.</summary>
    public static IServiceCollection AddRecommendations(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<LibraryModel>();
        services.AddHostedService(p => p.GetRequiredService<LibraryModel>());
        services.AddSingleton<IRecommender, RecommenderService>();
        services.AddSingleton<IListenerModel>(p => p.GetRequiredService<IRecommender>());
        return services;
    }
}
