using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Media.Tools;
using Microsoft.Extensions.Logging;

namespace EchoTune.Media.Artwork;

/// <summary>Keeps artwork as JPEG in three sizes below <c>artwork/</c> of the data folder, named by the SHA-256 of the picture it was made from.</summary>
internal sealed partial class ArtworkStore(ChildProcesses processes, MediaOptions options, TimeProvider time, ILogger<ArtworkStore> logger) : IArtworkStore
{
    private static readonly int[] Sizes = [800, 320, 96];
    private static readonly string[] Names = ["cover", "folder", "front", "albumcover", "albumart", "album", "artwork"];
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp"];
    private const int MostRemembered = 10_000;

    private readonly string folder = Path.Combine(options.DataFolder, "artwork");
    private readonly ConcurrentDictionary<(string Path, long Size, DateTime ModifiedAt), string?> beside = new();

    /// <inheritdoc/>
    public async Task<string?> ImportAsync(string audioPath, bool hasAttachedPicture, CancellationToken cancellationToken)
    {
        try
        {
            string? attached = hasAttachedPicture ? await KeepAsync(await AttachedAsync(audioPath, cancellationToken), cancellationToken) : null;
            return attached ?? await BesideAsync(audioPath, cancellationToken);
        }
        catch (EchoTuneException failure) when (failure.ErrorCode is ErrorCodes.DecodeLimit or ErrorCodes.NotAudio or ErrorCodes.FileUnreadable)
        {
            LogNoArtwork(MediaFailure.Name(audioPath), failure.Message);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (MediaFailure.IsDiskFull(failure))
            {
                throw MediaFailure.DiskFull(folder, failure);
            }

            LogNoArtwork(MediaFailure.Name(audioPath), failure.Message);
            return null;
        }
    }

    /// <inheritdoc/>
    public (string Path, string MediaType)? Find(string key, int size)
    {
        if (key.Length != 64 || !key.All(char.IsAsciiHexDigitLower) || !Sizes.Contains(size))
        {
            return null;
        }

        string path = PathOf(key, size);
        return File.Exists(path) ? (path, "image/jpeg") : null;
    }

    private string PathOf(string key, int size) => Path.Combine(folder, key[..2], string.Create(CultureInfo.InvariantCulture, $"{key}-{size}.jpg"));

    /// <summary>The attached picture as it is, not decoded; empty if it is too large or cannot be read.</summary>
    private async Task<ReadOnlyMemory<byte>> AttachedAsync(string audioPath, CancellationToken cancellationToken)
    {
        await using ChildProcess ffmpeg = processes.StartFfmpeg(
            [.. ChildProcesses.AudioInput(audioPath), "-map", "0:v:0", "-an", "-c:v", "copy", "-frames:v", "1", "-f", "image2pipe", "pipe:1"]);
        byte[] buffer = new byte[64 << 10];
        using var picture = new MemoryStream();
        bool fits = await ffmpeg.WithinAsync(
            options.ShortLimit,
            MediaFailure.Name(audioPath),
            async token =>
            {
                int read;
                while ((read = await ffmpeg.Output.ReadAsync(buffer, token)) > 0)
                {
                    picture.Write(buffer, 0, read);
                    if (picture.Length > options.MaxArtworkBytes)
                    {
                        return false;
                    }
                }

                return await ffmpeg.ExitAsync(token) == 0;
            },
            cancellationToken);
        return fits ? picture.ToArray() : ReadOnlyMemory<byte>.Empty;
    }

    private async Task<string?> BesideAsync(string audioPath, CancellationToken cancellationToken)
    {
        var search = new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Directory };
        FileInfo? best = new DirectoryInfo(Path.GetDirectoryName(audioPath)!).EnumerateFiles("*", search)
            .Select(file => (File: file, Name: Array.FindIndex(Names, name => Path.GetFileNameWithoutExtension(file.Name).Equals(name, StringComparison.OrdinalIgnoreCase))))
            .Where(found => found.Name >= 0 && Extensions.Contains(found.File.Extension, StringComparer.OrdinalIgnoreCase) && found.File.Length > 0 && found.File.Length <= options.MaxArtworkBytes)
            .OrderBy(found => found.Name).ThenBy(found => found.File.Name, StringComparer.Ordinal).Select(found => found.File).FirstOrDefault();
        if (best is null)
        {
            return null;
        }

        // The tracks of an album share the picture in their folder.
        var state = (best.FullName, best.Length, best.LastWriteTimeUtc);
        if (beside.TryGetValue(state, out string? known))
        {
            return known;
        }

        string? key = await KeepAsync(await File.ReadAllBytesAsync(best.FullName, cancellationToken), cancellationToken);
        if (beside.Count >= MostRemembered)
        {
            beside.Clear();
        }

        beside[state] = key;
        return key;
    }

    /// <summary>Scales a picture into the store.</summary>
    /// <returns>The key; null where the picture is no usable one.</returns>
    private async Task<string?> KeepAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken)
    {
        if (PictureHeader.Read(picture.Span) is not { } header || (long)header.Width * header.Height > options.MaxArtworkPixels)
        {
            return null;
        }

        string key = Convert.ToHexStringLower(SHA256.HashData(picture.Span));
        if (Array.TrueForAll(Sizes, size => File.Exists(PathOf(key, size))))
        {
            return key;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(key, Sizes[0]))!);
        string part = Path.Combine(folder, key[..2], $".{Guid.CreateVersion7(time.GetUtcNow()):N}");
        string[] parts = [.. Sizes.Select(size => string.Create(CultureInfo.InvariantCulture, $"{part}-{size}.part"))];
        try
        {
            if (!await ScaleAsync(picture, header, parts, cancellationToken))
            {
                return null;
            }

            for (int i = 0; i < Sizes.Length; i++)
            {
                File.Move(parts[i], PathOf(key, Sizes[i]), overwrite: true);
            }

            return key;
        }
        finally
        {
            Array.ForEach(parts, File.Delete);
        }
    }

    private async Task<bool> ScaleAsync(ReadOnlyMemory<byte> picture, PictureHeader header, string[] parts, CancellationToken cancellationToken)
    {
        string pixels = options.MaxArtworkPixels.ToString(CultureInfo.InvariantCulture);
        string scales = string.Join(';', Sizes.Select((size, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"[s{i}]scale=w='min({size},iw)':h='min({size},ih)':force_original_aspect_ratio=decrease:flags=lanczos,format=yuvj420p[o{i}]")));
        List<string> arguments =
        [
            "-y", "-protocol_whitelist", "file,pipe", "-max_pixels", pixels, "-f", header.Demuxer,
            // The whole picture as one packet: older versions cannot find the borders of a WebP in a pipe.
            "-frame_size", picture.Length.ToString(CultureInfo.InvariantCulture), "-i", "pipe:0",
            "-filter_complex", $"[0:v]split={Sizes.Length}{string.Concat(Sizes.Select((_, i) => $"[s{i}]"))};{scales}",
        ];
        for (int i = 0; i < Sizes.Length; i++)
        {
            arguments.AddRange(["-map", $"[o{i}]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-map_metadata", "-1", "-f", "mjpeg", "file:" + parts[i]]);
        }

        await using ChildProcess ffmpeg = processes.StartFfmpeg(arguments, withInput: true);
        int exit = await ffmpeg.WithinAsync(
            options.ShortLimit,
            "a picture",
            async token =>
            {
                try
                {
                    await ffmpeg.Input.WriteAsync(picture, token);
                }
                catch (IOException) when (!token.IsCancellationRequested)
                {
                    // ffmpeg had enough: its exit code says whether it was content.
                }

                ffmpeg.EndInput();
                return await ffmpeg.ExitAsync(token);
            },
            cancellationToken);
        if (MediaFailure.IsDiskFull(ffmpeg.Errors))
        {
            throw MediaFailure.DiskFull(folder);
        }

        return exit == 0 && Array.TrueForAll(parts, part => new FileInfo(part) is { Exists: true, Length: > 0 });
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{File} has no usable artwork: {Reason}")]
    private partial void LogNoArtwork(string file, string reason);
}
