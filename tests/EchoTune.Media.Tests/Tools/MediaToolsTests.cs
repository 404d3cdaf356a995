namespace EchoTune.Media.Tests.Tools;

public sealed class MediaToolsTests
{
    [Fact]
    public async Task A_missing_program_is_named_with_what_to_do()
    {
        using var media = new MediaFixture(options => options with { FfmpegPath = "/nowhere/ffmpeg", FfprobePath = "/nowhere/ffprobe" });
        string path = media.PathOf("a.mp3");
        await File.WriteAllTextAsync(path, "x", MediaFixture.Token);

        var decoding = await Should.ThrowAsync<EchoTuneException>(() => media.DecodeAsync(path, 8000, 1));
        var probing = await Should.ThrowAsync<EchoTuneException>(() => media.Probe.ProbeAsync(path, MediaFixture.Token));

        decoding.ErrorCode.ShouldBe(ErrorCodes.MediaToolMissing);
        decoding.Message.ShouldContain("ECHOTUNE_FFMPEG");
        probing.ErrorCode.ShouldBe(ErrorCodes.MediaToolMissing);
        media.Tools.Locate().Problem.ShouldBe(decoding.Message);
    }

    [Fact]
    public async Task A_child_beyond_its_memory_is_stopped()
    {
        if (!File.Exists("/usr/bin/prlimit"))
        {
            Assert.Skip("Only systems with prlimit limit the memory of child processes.");
        }

        using var roomy = new MediaFixture();
        using var tight = new MediaFixture(options => options with { ChildMemoryBytes = 20 << 20 });
        string path = await roomy.SineAsync("a.flac");

        await Should.ThrowAsync<EchoTuneException>(() => tight.Probe.ProbeAsync(path, MediaFixture.Token));
    }

    [Fact]
    public async Task What_a_child_says_is_kept_only_in_part()
    {
        using var media = new MediaFixture();
        int longest = 0;
        await using var ffmpeg = media.Processes.StartFfmpeg(["-i", "file:/" + new string('x', 900)], "info", onErrorLine: line => longest = Math.Max(longest, line.Length));

        (await ffmpeg.ExitAsync(MediaFixture.Token)).ShouldNotBe(0);

        longest.ShouldBe(500);
        ffmpeg.Errors.Length.ShouldBeLessThan(41 * 501);
    }
}
