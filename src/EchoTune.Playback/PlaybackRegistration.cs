using EchoTune.Playback.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EchoTune.Playback;

/// <summary>Registers this project's services.</summary>
public static class PlaybackRegistration
{
    /// <summary>Adds playback. The host provides <see cref="IPlaybackStateStore"/> and <see cref="IUpNextSource"/>.</summary>
    public static IServiceCollection AddPlayback(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PlaybackService>();
        return services;
    }
}
