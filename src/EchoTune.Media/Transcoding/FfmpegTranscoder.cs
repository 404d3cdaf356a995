using System.Security.Cryptography;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Media.Tools;

namespace EchoTune.Media.Transcoding;

/// <summary>Transcodes whole files into a bounded cache. One run a key, whoever asks; a run stops when its last waiter leaves.</summary>
internal sealed class FfmpegTranscoder : IAudioTranscoder, IDisposable
{
    private readonly ChildProcesses processes;
    private readonly MediaOptions options;
    private readonly TranscodeCache cache;
    private readonly SemaphoreSlim slots;
    private readonly Dictionary<string, Run> runs = new(StringComparer.Ordinal);

    public FfmpegTranscoder(ChildProcesses processes, MediaOptions options, TimeProvider time)
    {
        this.processes = processes;
        this.options = options;
        cache = new TranscodeCache(Path.Combine(options.DataFolder, "cache", "transcodes"), options.TranscodeCacheBytes, time);
        slots = new SemaphoreSlim(options.MaxTranscodes);
    }

    /// <summary>How many times ffmpeg was started.</summary>
    internal int Started { get; private set; }

    /// <inheritdoc/>
    public async Task<string> TranscodeAsync(string path, string cacheKey, string format, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(cacheKey);
        string extension = format switch
        {
            "opus" => ".opus",
            "aac" => ".m4a",
            _ => throw new EchoTuneException(ErrorCodes.InvalidRequest, "Audio can be transcoded to \"opus\" or \"aac\"; ask for one of them."),
        };
        string name = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(cacheKey))) + extension;
        Run run;
        lock (runs)
        {
            // Looked up under the lock, so that a run that just ended is seen either here or there.
            if (cache.Find(name) is { } found)
            {
                return found;
            }

            if (!runs.TryGetValue(name, out run!))
            {
                run = new Run();
                runs.Add(name, run);
                run.Result = Task.Run(() => MakeAsync(path, name, run), CancellationToken.None);
            }

            run.Waiters++;
        }

        try
        {
            return await run.Result.WaitAsync(cancellationToken);
        }
        finally
        {
            bool isLast;
            lock (runs)
            {
                isLast = --run.Waiters == 0;
                if (isLast && runs.GetValueOrDefault(name) == run)
                {
                    runs.Remove(name);
                }
            }

            if (isLast)
            {
                await run.Stop.CancelAsync();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => slots.Dispose();

    private async Task<string> MakeAsync(string path, string name, Run run)
    {
        CancellationToken stop = run.Stop.Token;
        MediaFailure.RequireFile(path);
        await slots.WaitAsync(stop);
        string part = cache.NewPart(name);
        try
        {
            Started++;
            string[] codec = name.EndsWith(".opus", StringComparison.Ordinal)
                ? ["-c:a", "libopus", "-b:a", "160k", "-f", "ogg"]
                : ["-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart", "-f", "ipod"];
            await using ChildProcess ffmpeg = processes.StartFfmpeg(
                ["-y", .. ChildProcesses.AudioInput(path), "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-ac", "2", "-ar", "48000", .. codec, "file:" + part]);
            int exit = await ffmpeg.WithinAsync(options.TranscodeLimit, MediaFailure.Name(path), ffmpeg.ExitAsync, stop);
            if (MediaFailure.IsDiskFull(ffmpeg.Errors))
            {
                throw MediaFailure.DiskFull(cache.Folder);
            }

            if (exit != 0)
            {
                throw MediaFailure.FromErrors(path, ffmpeg.Errors);
            }

            return cache.Add(part, name);
        }
        catch (IOException failure) when (MediaFailure.IsDiskFull(failure))
        {
            throw MediaFailure.DiskFull(cache.Folder, failure);
        }
        finally
        {
            File.Delete(part);
            slots.Release();
        }
    }

    private sealed class Run
    {
        public CancellationTokenSource Stop { get; } = new();

        public Task<string> Result { get; set; } = null!;

        public int Waiters { get; set; }
    }
}
