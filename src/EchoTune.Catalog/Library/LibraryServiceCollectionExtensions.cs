using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EchoTune.Catalog.Library;

/// <summary>Registers the library.</summary>
public static class LibraryServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="ILibrary"/> and the hosted service that scans, composes and analyses. Needs <see cref="Tracks.ITrackStore"/>,
    /// <see cref="Tracks.IFeatureStore"/>, <see cref="IMediaProbe"/>, <see cref="IAudioDecoder"/>, <see cref="IAudioEncoder"/> and <see cref="IArtworkStore"/>.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">The folders.</param>
    public static IServiceCollection AddLibrary(this IServiceCollection services, LibraryOptions options)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<LibraryProgressBoard>();
        services.AddSingleton<HearingBoard>();
        services.AddSingleton<LibraryCounts>();
        services.AddSingleton<LibraryScanner>();
        services.TryAddSingleton<IFeatureExtractor, PipelineFeatureExtractor>();
        services.AddSingleton<AnalysisJob>();
        if (options.UseDemoLibrary)
        {
            services.TryAddSingleton<IDemoComposer, DemoComposer>();
            services.AddSingleton(provider => provider.GetService<IDemoComposer>() is { } composer
                ? new DemoLibraryJob(composer, provider.GetRequiredService<IAudioEncoder>(), options, provider.GetRequiredService<LibraryProgressBoard>())
                : null!);
        }

        services.AddSingleton<DuplicateFinder>();
        services.AddSingleton<LibraryService>();
        services.AddSingleton<ILibrary>(provider => provider.GetRequiredService<LibraryService>());
        services.AddHostedService(provider => provider.GetRequiredService<LibraryService>());
        return services;
    }
}
