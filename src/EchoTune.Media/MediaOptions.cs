namespace EchoTune.Media;

/// <summary>Settings of reading and writing audio.</summary>
public sealed record MediaOptions
{
    /// <summary>Folder for artwork and the cache of transcoded files. Default: <c>ECHOTUNE_DATA</c>, else <c>echotune</c> below the XDG data home.</summary>
    public string DataFolder { get; init; } = DefaultDataFolder();

    /// <summary>Path of ffmpeg. Default: <c>ECHOTUNE_FFMPEG</c>, then <c>PATH</c>, then the bundled one.</summary>
    public string? FfmpegPath { get; init; } = Environment.GetEnvironmentVariable("ECHOTUNE_FFMPEG");

    /// <summary>Path of ffprobe. Default: <c>ECHOTUNE_FFPROBE</c>, then <c>PATH</c>, then the bundled one.</summary>
    public string? FfprobePath { get; init; } = Environment.GetEnvironmentVariable("ECHOTUNE_FFPROBE");

    /// <summary>Path of the native ONNX Runtime library. Default: <c>ECHOTUNE_ONNXRUNTIME</c>, then the system's loader, then the bundled one.</summary>
    public string? OnnxRuntimePath { get; init; } = Environment.GetEnvironmentVariable("ECHOTUNE_ONNXRUNTIME");

    /// <summary>Path of an <c>.onnx</c> model whose embedding replaces our own, its settings in a <c>.json</c> beside it. Default: <c>ECHOTUNE_EMBEDDING_MODEL</c>; none: our own.</summary>
    public string? EmbeddingModelPath { get; init; } = Environment.GetEnvironmentVariable("ECHOTUNE_EMBEDDING_MODEL");

    /// <summary>How long a probe, or a picture's scaling, may take. Default 30 s.</summary>
    public TimeSpan ShortLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a decoder or encoder may stay silent before it is stopped. Default 60 s.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one transcoding may take. Default 10 min.</summary>
    public TimeSpan TranscodeLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest audio that is decoded. Default 24 h.</summary>
    public TimeSpan LongestAudio { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Address space of one child process in bytes, where the system can limit it. Default 2 GiB.</summary>
    public long ChildMemoryBytes { get; init; } = 2L << 30;

    /// <summary>Size of the cache of transcoded files in bytes. Default 2 GiB.</summary>
    public long TranscodeCacheBytes { get; init; } = 2L << 30;

    /// <summary>Transcodings at the same time. Default: half the cores, at least 1.</summary>
    public int MaxTranscodes { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Largest picture file taken as artwork, in bytes. Default 16 MiB.</summary>
    public int MaxArtworkBytes { get; init; } = 16 << 20;

    /// <summary>Largest picture taken as artwork, in pixels. Default 40 million.</summary>
    public long MaxArtworkPixels { get; init; } = 40_000_000;

    private static string DefaultDataFolder()
    {
        if (Environment.GetEnvironmentVariable("ECHOTUNE_DATA") is { Length: > 0 } data)
        {
            return Path.GetFullPath(data);
        }

        string home = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
            ? xdg
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), "echotune");
    }
}
