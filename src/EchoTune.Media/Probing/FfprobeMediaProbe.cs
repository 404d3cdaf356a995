using System.Globalization;
using System.Text.Json;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Media.Tools;

namespace EchoTune.Media.Probing;

/// <summary>Probes through ffprobe, and looks whether the file reaches as far as it declares.</summary>
internal sealed class FfprobeMediaProbe(ChildProcesses processes, MediaOptions options, IAudioDecoder decoder) : IMediaProbe
{
    /// <summary>Most of ffprobe's answer that is read: tags of several megabytes still fit.</summary>
    private const int LongestAnswer = 16 << 20;

    /// <summary>Of the bytes that the declared length and bit rate ask for, how much must be there.</summary>
    private const double LeastPart = 0.9;

    /// <inheritdoc/>
    public async Task<ProbedFile> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        FileInfo file = MediaFailure.RequireFile(path);
        ProbedFile probed = await ReadAsync(path, cancellationToken);
        if (probed.Duration == TimeSpan.Zero)
        {
            // Bare streams and some damaged files declare no length: count.
            probed = probed with { Duration = await MeasureAsync(path, cancellationToken) };
        }

        if (probed.Duration > options.LongestAudio)
        {
            throw new EchoTuneException(ErrorCodes.DecodeLimit, $"{MediaFailure.Name(path)} declares more than {options.LongestAudio.TotalHours:0} h. It may be damaged; split it into parts if it is not.");
        }

        if (FlacTail.ReachedPart(path) is { } part && part < LeastPart)
        {
            throw MediaFailure.Truncated(path, string.Create(CultureInfo.InvariantCulture, $"{part * 100:0} % of it is there"));
        }

        return probed.Bitrate > 0 ? probed : probed with { Bitrate = (int)Math.Min(int.MaxValue, file.Length * 8 / probed.Duration.TotalSeconds) };
    }

    private async Task<ProbedFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (processes.HasQuickFfprobe)
        {
            try
            {
                return Read(path, await RunAsync(path, isQuick: true, cancellationToken));
            }
            catch (EchoTuneException failure) when (failure.ErrorCode is ErrorCodes.NotAudio or ErrorCodes.MediaToolMissing)
            {
                // Perhaps a format that only the other one knows.
            }
        }

        return Read(path, await RunAsync(path, isQuick: false, cancellationToken));
    }

    private async Task<byte[]> RunAsync(string path, bool isQuick, CancellationToken cancellationToken)
    {
        await using ChildProcess ffprobe = processes.StartFfprobe(
            ["-print_format", "json=compact=1", "-show_format", "-show_streams", .. ChildProcesses.AudioInput(path)], isQuick);
        using var answer = new MemoryStream();
        int exit = await ffprobe.WithinAsync(
            options.ShortLimit,
            MediaFailure.Name(path),
            async token =>
            {
                byte[] buffer = new byte[65536];
                int read;
                while ((read = await ffprobe.Output.ReadAsync(buffer, token)) > 0)
                {
                    if (answer.Length + read > LongestAnswer)
                    {
                        throw new EchoTuneException(ErrorCodes.DecodeLimit, $"{MediaFailure.Name(path)} has more than {LongestAnswer >> 20} MB of tags. Remove them with a tag editor.");
                    }

                    answer.Write(buffer, 0, read);
                }

                return await ffprobe.ExitAsync(token);
            },
            cancellationToken);
        return exit == 0 ? answer.ToArray() : throw MediaFailure.FromErrors(path, ffprobe.Errors);
    }

    private static ProbedFile Read(string path, byte[] answer)
    {
        using JsonDocument document = Parse(path, answer);
        JsonElement root = document.RootElement;
        if (!root.TryGetProperty("format", out JsonElement format) || !root.TryGetProperty("streams", out JsonElement streams))
        {
            throw MediaFailure.NotAudio(path);
        }

        JsonElement audio = streams.EnumerateArray().FirstOrDefault(stream => Text(stream, "codec_type") == "audio");
        int sampleRate = audio.ValueKind == JsonValueKind.Object ? (int)Number(audio, "sample_rate") : 0;
        int channels = audio.ValueKind == JsonValueKind.Object ? (int)Number(audio, "channels") : 0;
        string? codec = audio.ValueKind == JsonValueKind.Object ? Text(audio, "codec_name") : null;
        if (sampleRate <= 0 || channels <= 0 || codec is null or "unknown" || Number(format, "probe_score") <= 1)
        {
            throw MediaFailure.NotAudio(path);
        }

        double declared = Number(audio, "duration");
        double seconds = declared > 0 ? declared : Number(format, "duration");
        double streamBitrate = Number(audio, "bit_rate");
        RequireBytes(path, codec, Text(format, "format_name") ?? "", Number(format, "size"), seconds, streamBitrate);
        bool hasArtwork = streams.EnumerateArray().Any(stream =>
            Text(stream, "codec_type") == "video" && stream.TryGetProperty("disposition", out JsonElement disposition) && Number(disposition, "attached_pic") == 1);
        double bitrate = streamBitrate > 0 ? streamBitrate : Number(format, "bit_rate");
        return new ProbedFile
        {
            Codec = codec,
            Duration = double.IsFinite(seconds) && seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero,
            SampleRate = sampleRate,
            Channels = channels,
            Bitrate = (int)Math.Clamp(bitrate, 0, int.MaxValue),
            HasArtwork = hasArtwork,
            Tags = TagCleaner.Clean(Tags(format).Concat(Tags(audio))),
        };
    }

    /// <summary>Where the declared bit rate is exact (PCM) or an average of the whole file (MP4), the bytes must be there.</summary>
    private static void RequireBytes(string path, string codec, string format, double size, double seconds, double bitrate)
    {
        bool isExact = codec.StartsWith("pcm_", StringComparison.Ordinal) || format.Contains("mp4", StringComparison.Ordinal);
        double needed = seconds * bitrate / 8;
        if (isExact && needed > 0 && size < needed * LeastPart)
        {
            throw MediaFailure.Truncated(path, string.Create(CultureInfo.InvariantCulture, $"{size / needed * 100:0} % of it is there"));
        }
    }

    private async Task<TimeSpan> MeasureAsync(string path, CancellationToken cancellationToken)
    {
        const int rate = 8000;
        long frames = 0;
        await foreach (ReadOnlyMemory<float> block in decoder.DecodeAsync(path, rate, 1, cancellationToken))
        {
            frames += block.Length;
        }

        return TimeSpan.FromSeconds(frames / (double)rate);
    }

    private static JsonDocument Parse(string path, byte[] answer)
    {
        try
        {
            return JsonDocument.Parse(answer);
        }
        catch (JsonException)
        {
            throw MediaFailure.NotAudio(path);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Tags(JsonElement element) =>
        element.TryGetProperty("tags", out JsonElement tags) && tags.ValueKind == JsonValueKind.Object
            ? tags.EnumerateObject().Where(tag => tag.Value.ValueKind == JsonValueKind.String).Select(tag => KeyValuePair.Create(tag.Name, tag.Value.GetString()!))
            : [];

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double Number(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out JsonElement value))
        {
            return 0;
        }

        double number = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) => parsed,
            _ => 0,
        };
        return double.IsFinite(number) ? number : 0;
    }
}
