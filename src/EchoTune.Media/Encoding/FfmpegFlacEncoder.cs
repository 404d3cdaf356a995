using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Media.Tools;

namespace EchoTune.Media.Encoding;

/// <summary>Encodes through ffmpeg into a hidden <c>.part</c> file beside the target, renamed when it is whole.</summary>
internal sealed class FfmpegFlacEncoder(ChildProcesses processes, MediaOptions options) : IAudioEncoder
{
    /// <inheritdoc/>
    public async Task EncodeFlacAsync(
        string path, int sampleRate, int channels, IReadOnlyDictionary<string, string> tags, ReadOnlyMemory<byte> artworkPng,
        IAsyncEnumerable<ReadOnlyMemory<float>> blocks, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 4000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRate, 384000);
        if (channels is not (1 or 2))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "1 or 2 channels can be encoded.");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string part = Path.Combine(folder, $".{Path.GetFileName(path)}.part");
        string picture = part + ".png";
        try
        {
            Directory.CreateDirectory(folder);
            if (!artworkPng.IsEmpty)
            {
                await File.WriteAllBytesAsync(picture, artworkPng, cancellationToken);
            }

            await RunAsync(part, artworkPng.IsEmpty ? null : picture, sampleRate, channels, tags, blocks, cancellationToken);
            await using (FileStream whole = new(part, FileMode.Open, FileAccess.ReadWrite))
            {
                // What a restart finds under its final name must be whole, even after a power cut.
                whole.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch (IOException failure) when (MediaFailure.IsDiskFull(failure))
        {
            throw MediaFailure.DiskFull(folder, failure);
        }
        finally
        {
            File.Delete(part);
            File.Delete(picture);
        }
    }

    private async Task RunAsync(
        string part, string? picture, int sampleRate, int channels, IReadOnlyDictionary<string, string> tags,
        IAsyncEnumerable<ReadOnlyMemory<float>> blocks, CancellationToken cancellationToken)
    {
        List<string> arguments =
        [
            "-y", "-protocol_whitelist", "file,pipe", "-f", "f32le", "-ar", sampleRate.ToString(CultureInfo.InvariantCulture),
            "-ac", channels.ToString(CultureInfo.InvariantCulture), "-i", "pipe:0",
        ];
        if (picture is not null)
        {
            arguments.AddRange(["-protocol_whitelist", "file,pipe", "-f", "png_pipe", "-i", "file:" + picture]);
        }

        arguments.AddRange(["-map", "0:a"]);
        if (picture is not null)
        {
            arguments.AddRange(["-map", "1:v", "-c:v", "copy", "-disposition:v", "attached_pic", "-metadata:s:v", "comment=Cover (front)"]);
        }

        arguments.AddRange(["-map_metadata", "-1", "-fflags", "+bitexact"]);
        foreach ((string key, string value) in tags)
        {
            if (key.Length > 0 && !key.Contains('=', StringComparison.Ordinal))
            {
                arguments.AddRange(["-metadata", $"{Printable(key)}={Printable(value)}"]);
            }
        }

        arguments.AddRange(["-af", "aresample=out_sample_fmt=s16:dither_method=triangular", "-c:a", "flac", "-sample_fmt", "s16", "-compression_level", "5", "-f", "flac", "file:" + part]);
        await using ChildProcess ffmpeg = processes.StartFfmpeg(arguments, withInput: true);
        await WriteAsync(ffmpeg, blocks, cancellationToken);
        int exit = await ffmpeg.WithinAsync(options.StallLimit, MediaFailure.Name(part), ffmpeg.ExitAsync, cancellationToken);
        if (MediaFailure.IsDiskFull(ffmpeg.Errors))
        {
            throw MediaFailure.DiskFull(Path.GetDirectoryName(part)!);
        }

        if (exit != 0)
        {
            throw new EchoTuneException(ErrorCodes.Internal, $"{MediaFailure.Name(part)} could not be encoded: {ffmpeg.Errors}");
        }
    }

    private async Task WriteAsync(ChildProcess ffmpeg, IAsyncEnumerable<ReadOnlyMemory<float>> blocks, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(65536);
        try
        {
            await foreach (ReadOnlyMemory<float> block in blocks.WithCancellation(cancellationToken))
            {
                for (int at = 0; at < block.Length;)
                {
                    int count = Math.Min(block.Length - at, buffer.Length / sizeof(float));
                    MemoryMarshal.AsBytes(block.Span.Slice(at, count)).CopyTo(buffer);
                    bool taken = await ffmpeg.WithinAsync(
                        options.StallLimit, "the encoder's input", token => TryWriteAsync(ffmpeg, buffer.AsMemory(0, count * sizeof(float)), token), cancellationToken);
                    if (!taken)
                    {
                        return;
                    }

                    at += count;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            ffmpeg.EndInput();
        }
    }

    /// <summary>False when the encoder left early: its own words say why.</summary>
    private static async Task<bool> TryWriteAsync(ChildProcess ffmpeg, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await ffmpeg.Input.WriteAsync(bytes, cancellationToken);
            return true;
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string Printable(string text) => text.Replace('\0', ' ');
}
