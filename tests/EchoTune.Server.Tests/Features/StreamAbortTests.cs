using System.Runtime.Versioning;
using EchoTune.Catalog.Library;
using EchoTune.Media;
using EchoTune.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Server.Tests.Features;

/// <summary>Those who listen go away in the middle: nothing stays behind for them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StreamAbortTests(EmbeddedDatabase database) : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "echotune-abort-" + Guid.CreateVersion7().ToString("N"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task When_all_who_asked_for_a_transcoding_have_left_no_ffmpeg_and_no_part_stays()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked for in /proc.");
        await using var server = await StartAsync();
        var track = (await server.ScannedAsync(1)).Values.Single();
        var parts = Path.Combine(server.Options.DataFolder, "cache", "transcodes");
        for (var round = 0; round < 2; round++)
        {
            using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var listening = Enumerable.Range(0, 4).Select(_ => server.Script().GetAsync($"/api/v1/tracks/{track.Id}/stream?format=opus", leaves.Token)).ToArray();
            await Eventually.GetAsync("a transcoding", _ => Task.FromResult(Transcodings(server) > 0 ? "" : null));
            Transcodings(server).ShouldBe(1, "one run serves all who wait");

            await leaves.CancelAsync();

            foreach (var one in listening)
            {
                await Should.ThrowAsync<OperationCanceledException>(one);
            }

            await Eventually.GetAsync("the end of the transcoding", _ => Task.FromResult(Transcodings(server) == 0 && !Directory.EnumerateFiles(parts).Any() ? "" : null));
        }
    }

    [Fact]
    public async Task A_listener_who_stops_reading_and_leaves_keeps_no_file_open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are looked for in /proc.");
        await using var server = await StartAsync();
        var track = (await server.ScannedAsync(1)).Values.Single();

        // More than the buffers on the way take, so that the server is in the middle of it.
        var file = Path.Combine(server.Music, "Alpha.flac");
        await using (var longer = new FileStream(file, FileMode.Append))
        {
            longer.SetLength(32 << 20);
        }

        for (var i = 0; i < 3; i++)
        {
            using var answer = await server.Script().GetAsync($"/api/v1/tracks/{track.Id}/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation);
            answer.EnsureSuccessStatusCode();
            await using var audio = await answer.Content.ReadAsStreamAsync(Cancellation);
            (await audio.ReadAsync(new byte[100], Cancellation)).ShouldBeGreaterThan(0);
            IsOpen(file).ShouldBeTrue();
        }

        await Eventually.GetAsync("the file being closed", _ => Task.FromResult(IsOpen(file) ? null : ""));
    }

    // The real ffmpeg; where it transcodes, no faster than one hears.
    private async Task<TestServer> StartAsync()
    {
        var program = Path.Combine(Directory.CreateDirectory(_folder).FullName, "ffmpeg");
        await File.WriteAllTextAsync(program, "#!/bin/sh\ncase \"$*\" in *libopus*) exec ffmpeg -re \"$@\" ;; esac\nexec ffmpeg \"$@\"\n", Cancellation);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return await TestServer.StartAsync(
            database,
            configure: services => services.AddSingleton(provider => new MediaOptions { DataFolder = provider.GetRequiredService<ServerOptions>().DataFolder, FfmpegPath = program }),
            prepareMusic: (services, music) => Tones.WriteAsync(
                services.GetRequiredService<IAudioEncoder>(), Path.Combine(music, "Alpha.flac"), 440, new Dictionary<string, string> { ["title"] = "Alpha" }, seconds: 60));
    }

    private static int Transcodings(TestServer server) => Running().Count(line => line.Contains("libopus", StringComparison.Ordinal) && line.Contains(server.Music, StringComparison.Ordinal));

    private static IEnumerable<string> Running()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            string line;
            try
            {
                line = File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (IOException)
            {
                // It has ended meanwhile.
                continue;
            }

            yield return line;
        }
    }

    private static bool IsOpen(string file) => Directory.EnumerateFiles("/proc/self/fd").Any(open => new FileInfo(open).LinkTarget == file);
}
