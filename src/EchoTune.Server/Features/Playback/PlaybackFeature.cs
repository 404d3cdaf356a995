using EchoTune.Conversation.Turns;
using EchoTune.Playback;
using EchoTune.Playback.Sessions;

namespace EchoTune.Server.Features.Playback;

/// <summary>Registers playback.</summary>
internal static class PlaybackFeature
{
    public static IServiceCollection AddPlaybackFeature(this IServiceCollection services) => services
        .AddPlayback()
        .AddSingleton<IUpNextSource, RecommendedUpNext>()
        .AddSingleton<INowPlaying, NowPlaying>()
        .AddSingleton<PlaybackPresenter>()
        .AddSingleton<MusicPlayer>();
}
