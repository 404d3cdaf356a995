using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Media.Tools;

namespace EchoTune.Media.Decoding;

/// <summary>Decodes through ffmpeg. Memory stays constant: one pooled block, and what fits the pipe.</summary>
internal sealed partial class FfmpegAudioDecoder(ChildProcesses processes, MediaOptions options) : IAudioDecoder
{
    /// <summary>Samples of all channels in one block.</summary>
    internal const int BlockSamples = 16384;

    /// <summary>Of the declared length, how much must decode.</summary>
    private const double LeastPart = 0.9;

    /// <summary>Lossy codecs overshoot full scale a little; anything beyond this is damage.</summary>
    private const float LargestSample = 4f;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<float>> DecodeAsync(
        string path, int sampleRate, int channels, Action? onOneChannel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 4000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRate, 384000);
        if (channels is not (1 or 2))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "1 or 2 channels can be decoded.");
        }

        MediaFailure.RequireFile(path);
        string rate = sampleRate.ToString(CultureInfo.InvariantCulture);
        string count = channels.ToString(CultureInfo.InvariantCulture);
        var declared = new Declared();
        await using ChildProcess ffmpeg = processes.StartFfmpeg(
            ["-threads", "1", .. ChildProcesses.AudioInput(path), "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-ac", count, "-ar", rate, "-f", "f32le", "pipe:1"],
            verbosity: "info",
            onErrorLine: declared.Read);
        // Nothing that plays waits for this: files are streamed as they are or transcoded; decoding serves analysis and mixing.
        ffmpeg.BePolite();

        byte[] bytes = ArrayPool<byte>.Shared.Rent(BlockSamples * sizeof(float));
        float[] samples = ArrayPool<float>.Shared.Rent(BlockSamples);
        try
        {
            long frames = 0;
            long mostFrames = (long)(options.LongestAudio.TotalSeconds * sampleRate);
            int read;
            do
            {
                read = await ffmpeg.WithinAsync(
                    options.StallLimit,
                    MediaFailure.Name(path),
                    token => ffmpeg.Output.ReadAtLeastAsync(bytes.AsMemory(0, BlockSamples * sizeof(float)), BlockSamples * sizeof(float), throwOnEndOfStream: false, token).AsTask(),
                    cancellationToken);
                int whole = read / (sizeof(float) * channels) * channels;
                if (whole == 0)
                {
                    break;
                }

                Convert(bytes, samples, whole);
                frames += whole / channels;
                if (frames > mostFrames)
                {
                    throw new EchoTuneException(ErrorCodes.DecodeLimit, $"{MediaFailure.Name(path)} is longer than {options.LongestAudio.TotalHours:0} h. Split it into parts.");
                }

                if (declared.IsMono)
                {
                    onOneChannel?.Invoke();
                    onOneChannel = null;
                }

                yield return samples.AsMemory(0, whole);
            }
            while (read == BlockSamples * sizeof(float));

            int exit = await ffmpeg.WithinAsync(options.StallLimit, MediaFailure.Name(path), ffmpeg.ExitAsync, cancellationToken);
            Judge(path, frames / (double)sampleRate, exit, ffmpeg.Errors, declared);
            if (declared.IsMono)
            {
                // All that ffmpeg said has been read by now, which it need not have been before.
                onOneChannel?.Invoke();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<float>.Shared.Return(samples);
        }
    }

    private static void Judge(string path, double seconds, int exit, string errors, Declared declared)
    {
        if (MediaFailure.WasStopped(exit, errors))
        {
            // Whatever came before is a part, however near the end: not an answer.
            throw MediaFailure.DecoderStopped(path, string.Create(CultureInfo.InvariantCulture, $"after {seconds:0.0} s of audio"));
        }

        double? length = declared.Seconds;
        if (seconds == 0 && (exit != 0 || length is null or 0))
        {
            throw MediaFailure.FromErrors(path, errors);
        }

        if (length is { } whole && !declared.IsEstimate && seconds < whole * LeastPart)
        {
            throw MediaFailure.Truncated(path, string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s of {whole:0.0} s decode"));
        }

        if (seconds == 0)
        {
            throw MediaFailure.NotAudio(path);
        }
    }

    private static void Convert(byte[] bytes, float[] samples, int count)
    {
        Span<float> to = samples.AsSpan(0, count);
        MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, count * sizeof(float))).CopyTo(to);
        foreach (ref float sample in to)
        {
            // Files in float format can hold NaN and infinities; filters after us would never recover from one.
            sample = float.IsFinite(sample) ? Math.Clamp(sample, -LargestSample, LargestSample) : 0;
        }
    }

    /// <summary>The length that the container declares, and whether there is one channel, read from what ffmpeg says of its input.</summary>
    private sealed partial class Declared
    {
        private bool seen;
        private bool seenStream;
        private volatile bool mono;

        public double? Seconds { get; private set; }

        /// <summary>Whether ffmpeg guessed the length from the bit rate.</summary>
        public bool IsEstimate { get; private set; }

        /// <summary>Whether the first audio stream has one channel.</summary>
        public bool IsMono => mono;

        public void Read(string line)
        {
            if (line.Contains("Estimating duration from bitrate", StringComparison.Ordinal))
            {
                IsEstimate = true;
            }

            // Tags are printed with a key before each of their lines, so none can pass for this line.
            if (!seen && Pattern().Match(line) is { Success: true } match)
            {
                seen = true;
                Seconds = (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * 3600)
                    + (int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) * 60)
                    + double.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture);
            }

            // Streams of the input are told of before those of the output.
            if (!seenStream && Stream().Match(line) is { Success: true } stream)
            {
                seenStream = true;
                mono = stream.Groups[1].ValueSpan is "mono" or "1 channels";
            }
        }

        [GeneratedRegex(@"^  Duration: (\d{1,6}):(\d\d):(\d\d\.\d+), ", RegexOptions.CultureInvariant)]
        private static partial Regex Pattern();

        [GeneratedRegex(@"^  Stream #0:\d+.*?: Audio: .*?, \d+ Hz, ([^,]+)", RegexOptions.CultureInvariant)]
        private static partial Regex Stream();
    }
}
