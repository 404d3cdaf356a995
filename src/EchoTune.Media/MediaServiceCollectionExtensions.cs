using EchoTune.Catalog.Library;
using EchoTune.Media.Artwork;
using EchoTune.Media.Decoding;
using EchoTune.Media.Encoding;
using EchoTune.Media.Models;
using EchoTune.Media.Probing;
using EchoTune.Media.Tools;
using EchoTune.Media.Transcoding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EchoTune.Media;

/// <summary>Registers the reading and writing of audio.</summary>
public static class MediaServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IMediaProbe"/>, <see cref="IAudioDecoder"/>, <see cref="IAudioEncoder"/>, <see cref="IAudioTranscoder"/>, <see cref="IArtworkStore"/> and <see cref="IMediaTools"/>, through ffmpeg and ffprobe; and an embedding model where one is set.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public static IServiceCollection AddMedia(this IServiceCollection services, MediaOptions? options = null)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        options ??= new MediaOptions();
        services.AddSingleton(options);
        if (options.EmbeddingModelPath is { Length: > 0 } path)
        {
            services.AddSingleton(_ => OnnxModels.LoadEmbedding(path, options.OnnxRuntimePath));
        }

        services.AddSingleton<MediaTools>();
        services.AddSingleton<IMediaTools>(provider => provider.GetRequiredService<MediaTools>());
        services.AddSingleton<ChildProcesses>();
        services.AddSingleton<IMediaProbe, FfprobeMediaProbe>();
        services.AddSingleton<IAudioDecoder, FfmpegAudioDecoder>();
        services.AddSingleton<IAudioEncoder, FfmpegFlacEncoder>();
        services.AddSingleton<IAudioTranscoder, FfmpegTranscoder>();
        services.AddSingleton<IArtworkStore, ArtworkStore>();
        return services;
    }
}
