using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EchoTune.Catalog.Training;

/// <summary>Registers the training of models.</summary>
public static class TrainingServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ITraining"/>, <see cref="ILearnedModels"/> and the hosted service behind them. Needs the stores of plays, tracks, features and models.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">When and how; asked for once.</param>
    public static IServiceCollection AddTraining(this IServiceCollection services, Func<IServiceProvider, TrainingOptions>? options = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => options?.Invoke(provider) ?? new TrainingOptions());
        services.AddSingleton<LogReader>();
        services.AddSingleton<LearningThread>();
        services.AddSingleton<ModelsInService>();
        services.AddSingleton<ILearnedModels>(provider => provider.GetRequiredService<ModelsInService>());
        services.AddSingleton<TrainingJob>();
        services.AddSingleton<ITraining>(provider => provider.GetRequiredService<TrainingJob>());
        services.AddHostedService(provider => provider.GetRequiredService<TrainingJob>());
        return services;
    }
}
