using EchoTune.Catalog.Browse;
using EchoTune.Catalog.Experiments;
using EchoTune.Catalog.Insights;
using EchoTune.Catalog.Listeners;
using EchoTune.Catalog.Playlists;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Settings;
using EchoTune.Catalog.Taste;
using EchoTune.Catalog.Tracks;
using EchoTune.Catalog.Training;
using EchoTune.Conversation.Memory;
using EchoTune.Playback.Sessions;
using EchoTune.Storage.Postgres;
using EchoTune.Storage.Postgres.Browse;
using EchoTune.Storage.Postgres.Conversations;
using EchoTune.Storage.Postgres.Experiments;
using EchoTune.Storage.Postgres.Insights;
using EchoTune.Storage.Postgres.Listeners;
using EchoTune.Storage.Postgres.Models;
using EchoTune.Storage.Postgres.Playback;
using EchoTune.Storage.Postgres.Playlists;
using EchoTune.Storage.Postgres.Plays;
using EchoTune.Storage.Postgres.Settings;
using EchoTune.Storage.Postgres.Taste;
using EchoTune.Storage.Postgres.Tracks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EchoTune.Storage;

/// <summary>Registers the storage.</summary>
public static class StorageRegistration
{
    /// <summary>Adds every store and the <see cref="IStorageHost"/> that must be started before the first of them is used.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddSingleton(options);
        services.AddSingleton<Database>();
        services.AddSingleton<IStorageHost, StorageHost>();
        services.AddSingleton<ITrackStore, PostgresTrackStore>();
        services.AddSingleton<IFeatureStore, PostgresFeatureStore>();
        services.AddSingleton<IBrowseStore, PostgresBrowseStore>();
        services.AddSingleton<IPlayStore, PostgresPlayStore>();
        services.AddSingleton<ITasteStore, PostgresTasteStore>();
        services.AddSingleton<IPlaylistStore, PostgresPlaylistStore>();
        services.AddSingleton<IListenerStore, PostgresListenerStore>();
        services.AddSingleton<ISettingStore, PostgresSettingStore>();
        services.AddSingleton<IPlaybackStateStore, PostgresPlaybackStateStore>();
        services.AddSingleton<IConversationStore, PostgresConversationStore>();
        services.AddSingleton<PostgresExposureStore>();
        services.AddSingleton<IExposureStore>(p => p.GetRequiredService<PostgresExposureStore>());
        services.AddSingleton<IShownTracks>(p => p.GetRequiredService<PostgresExposureStore>());
        services.AddSingleton<IStrategyMetricStore, PostgresStrategyMetricStore>();
        services.AddSingleton<IExperimentStore, PostgresExperimentStore>();
        services.AddSingleton<IExperimentOutcomes, PostgresExperimentOutcomes>();
        services.AddSingleton<PostgresModelStore>();
        services.AddSingleton<IModelStore>(p => p.GetRequiredService<PostgresModelStore>());
        services.AddSingleton<ILogMeasure>(p => p.GetRequiredService<PostgresModelStore>());
        return services;
    }
}
