using EchoTune.Catalog.Training;

namespace EchoTune.Server.Features.Models;

/// <summary>Registers the training of models and what shows it.</summary>
internal static class ModelsFeature
{
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddTraining(provider => provider.GetRequiredService<IConfiguration>().GetSection(TrainingOptions.Section).Get<TrainingOptions>() ?? new TrainingOptions());
        return services.AddSingleton<ModelPresenter>();
    }
}
