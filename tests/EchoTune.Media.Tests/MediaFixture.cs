using System.Diagnostics;
using EchoTune.Catalog.Library;
using EchoTune.Media.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Media.Tests;

/// <summary>A folder of its own for one test, the services over it, and ffmpeg to make files with.</summary>
public sealed class MediaFixture : IDisposable
{
    private readonly ServiceProvider services;

    public MediaFixture(Func<MediaOptions, MediaOptions>? change = null)
    {
        Folder = Directory.CreateTempSubdirectory("echotune-media-").FullName;
        var options = new MediaOptions { DataFolder = Path.Combine(Folder, "data") };
        services = new ServiceCollection().AddMedia(change?.Invoke(options) ?? options).BuildServiceProvider();
    }

    public string Folder { get; }

    public IMediaProbe Probe => services.GetRequiredService<IMediaProbe>();

    public IAudioDecoder Decoder => services.GetRequiredService<IAudioDecoder>();

    public IAudioEncoder Encoder => services.GetRequiredService<IAudioEncoder>();

    public IAudioTranscoder Transcoder => services.GetRequiredService<IAudioTranscoder>();

    public IArtworkStore Artwork => services.GetRequiredService<IArtworkStore>();

    internal MediaTools Tools => services.GetRequiredService<MediaTools>();

    internal ChildProcesses Processes => services.GetRequiredService<ChildProcesses>();

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Makes a file with ffmpeg.</summary>
    /// <param name="name">Below the folder.</param>
    /// <param name="arguments">Before the output, e.g. <c>-f lavfi -i sine=d=3</c>; split at spaces.</param>
    public async Task<string> MakeAsync(string name, string arguments, params string[] more)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var start = new ProcessStartInfo(Tools.Ffmpeg) { RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in (string[])["-nostdin", "-v", "error", "-y", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. more, "file:" + path])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        process.ExitCode.ShouldBe(0, errors);
        return path;
    }

    public Task<string> SineAsync(string name, double seconds = 2, params string[] more) =>
        MakeAsync(name, FormattableString.Invariant($"-f lavfi -i sine=frequency=440:sample_rate=44100:duration={seconds}"), more);

    public async Task<float[]> DecodeAsync(string path, int rate, int channels)
    {
        var samples = new List<float>();
        await foreach (ReadOnlyMemory<float> block in Decoder.DecodeAsync(path, rate, channels, Token))
        {
            samples.AddRange(block.Span);
        }

        return [.. samples];
    }

    /// <summary>A sine of amplitude 0.5, in blocks of uneven length.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<float>> Tone(double seconds, int rate, int channels)
    {
        int frames = (int)(seconds * rate);
        for (int at = 0; at < frames;)
        {
            int count = Math.Min(frames - at, 10_007);
            float[] block = new float[count * channels];
            for (int i = 0; i < block.Length; i++)
            {
                block[i] = 0.5f * MathF.Sin(2 * MathF.PI * 440 * (at + (i / channels)) / rate);
            }

            yield return block;
            at += count;
            await Task.Yield();
        }
    }

    public void Dispose()
    {
        services.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
