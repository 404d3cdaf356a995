using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Library;

/// <summary>Reads what a file is and what its tags say. Never trusts either.</summary>
public interface IMediaProbe
{
    /// <summary>Probes one file.</summary>
    /// <param name="path">Absolute path of a regular file.</param>
    /// <param name="cancellationToken">Stops the child process.</param>
    /// <exception cref="Errors.EchoTuneException">not_audio, file_empty, file_truncated, file_unreadable, decode_limit.</exception>
    Task<ProbedFile> ProbeAsync(string path, CancellationToken cancellationToken);
}

/// <summary>What a probe found. Texts are cleaned: no control characters, at most 500 characters each (lyrics 20,000).</summary>
public sealed record ProbedFile
{
    /// <summary>Name of the codec.</summary>
    public required string Codec { get; init; }

    /// <summary>Length.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Hz.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Bits a second.</summary>
    public int Bitrate { get; init; }

    /// <summary>Whether an attached picture is there.</summary>
    public bool HasArtwork { get; init; }

    /// <summary>Cleaned tags, keys lower case: <c>title</c>, <c>artist</c>, <c>album</c>, <c>album_artist</c>, <c>disc</c>, <c>track</c>, <c>date</c>, <c>genre</c>, <c>compilation</c>, <c>language</c>, <c>lyrics</c>, …</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }
}

/// <summary>Decodes audio to float PCM as a stream, in constant memory.</summary>
public interface IAudioDecoder
{
    /// <summary>Decodes a file.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="sampleRate">Hz of the output; the decoder resamples.</param>
    /// <param name="channels">1 or 2; the decoder mixes down or up.</param>
    /// <param name="cancellationToken">Stops the child process.</param>
    /// <returns>Blocks of interleaved samples, nominally −1…1 (lossy codecs overshoot a little), finite, each valid until the next is asked for.</returns>
    /// <exception cref="Errors.EchoTuneException">not_audio, file_unreadable, file_truncated, decode_limit.</exception>
    IAsyncEnumerable<ReadOnlyMemory<float>> DecodeAsync(string path, int sampleRate, int channels, CancellationToken cancellationToken) =>
        DecodeAsync(path, sampleRate, channels, null, cancellationToken);

    /// <summary>Decodes a file, and tells of a file of one channel, which two speakers share at 3 dB less each.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="sampleRate">Hz of the output; the decoder resamples.</param>
    /// <param name="channels">1 or 2; the decoder mixes down or up.</param>
    /// <param name="onOneChannel">Called between two blocks, at the latest before the end, where the file has one channel; null for none.</param>
    /// <param name="cancellationToken">Stops the child process.</param>
    /// <returns>As the other.</returns>
    /// <exception cref="Errors.EchoTuneException">As the other.</exception>
    IAsyncEnumerable<ReadOnlyMemory<float>> DecodeAsync(string path, int sampleRate, int channels, Action? onOneChannel, CancellationToken cancellationToken);
}

/// <summary>Encodes float PCM to a FLAC file.</summary>
public interface IAudioEncoder
{
    /// <summary>Writes a FLAC file (16 bit), atomically: the file appears when it is whole.</summary>
    /// <param name="path">Absolute path of the new file.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="channels">1 or 2.</param>
    /// <param name="tags">Vorbis comments.</param>
    /// <param name="artworkPng">Cover, or empty.</param>
    /// <param name="blocks">Interleaved samples in −1…1.</param>
    /// <param name="cancellationToken">Stops the child process and removes what was begun.</param>
    /// <exception cref="Errors.EchoTuneException">disk_full, media_tool_missing.</exception>
    Task EncodeFlacAsync(
        string path, int sampleRate, int channels, IReadOnlyDictionary<string, string> tags, ReadOnlyMemory<byte> artworkPng,
        IAsyncEnumerable<ReadOnlyMemory<float>> blocks, CancellationToken cancellationToken);
}

/// <summary>Artwork, scaled and stored by the hash of its content.</summary>
public interface IArtworkStore
{
    /// <summary>Takes the picture attached to a file, or <c>cover</c>/<c>folder</c>/<c>front</c> (.jpg, .png, .webp) beside it; scales and keeps it.</summary>
    /// <param name="audioPath">Absolute path of the audio file.</param>
    /// <param name="hasAttachedPicture">What the probe said.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The key; null where there is no usable artwork (a picture that is too large or broken is none).</returns>
    Task<string?> ImportAsync(string audioPath, bool hasAttachedPicture, CancellationToken cancellationToken);

    /// <summary>Opens a stored picture as WebP or JPEG.</summary>
    /// <param name="key">A key from <see cref="ImportAsync"/>: lower-case hex.</param>
    /// <param name="size">Edge in pixels: 96, 320 or 800.</param>
    /// <returns>The absolute path of the stored picture and its media type; null if unknown.</returns>
    (string Path, string MediaType)? Find(string key, int size);
}

/// <summary>Makes a streamable copy of a file in a format that every browser plays, kept in a bounded cache.</summary>
public interface IAudioTranscoder
{
    /// <summary>Transcodes a file, or finds the copy made before. Calls for the same key share one run.</summary>
    /// <param name="path">Absolute path of the audio file.</param>
    /// <param name="cacheKey">Names the content, e.g. its hash: another content must have another key.</param>
    /// <param name="format"><c>opus</c> (Ogg) or <c>aac</c> (MP4).</param>
    /// <param name="cancellationToken">Gives up waiting; the run stops when no one waits for it.</param>
    /// <returns>Absolute path of the whole copy, with its index, so that ranges can be served. Open it soon: a full cache drops what was used longest ago.</returns>
    /// <exception cref="Errors.EchoTuneException">invalid_request, not_audio, file_unreadable, decode_limit, disk_full, media_tool_missing.</exception>
    Task<string> TranscodeAsync(string path, string cacheKey, string format, CancellationToken cancellationToken);
}

/// <summary>Whether the programs that read and write audio are there.</summary>
public interface IMediaTools
{
    /// <summary>Looks for ffmpeg and ffprobe.</summary>
    /// <returns>Where they lie; <c>Problem</c> says what to do when one is missing.</returns>
    (string? Ffmpeg, string? Ffprobe, string? Problem) Locate();
}
