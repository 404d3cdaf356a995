using EchoTune.Catalog.Library;
using EchoTune.Media.Transcoding;

namespace EchoTune.Media.Tests.Transcoding;

public sealed class TranscodingTests : IDisposable
{
    private readonly MediaFixture media = new(options => options with { MaxTranscodes = 1 });

    private FfmpegTranscoder Transcoder => (FfmpegTranscoder)media.Transcoder;

    public void Dispose() => media.Dispose();

    [Theory]
    [InlineData("opus", "opus")]
    [InlineData("aac", "aac")]
    public async Task A_whole_copy_in_the_format_asked_for(string format, string codec)
    {
        string path = await media.SineAsync("a.flac", 3);

        string copy = await media.Transcoder.TranscodeAsync(path, "key", format, MediaFixture.Token);

        ProbedFile probed = await media.Probe.ProbeAsync(copy, MediaFixture.Token);
        probed.Codec.ShouldBe(codec);
        probed.Duration.TotalSeconds.ShouldBe(3, 0.1);
    }

    [Fact]
    public async Task The_same_key_is_made_once_whoever_asks()
    {
        string path = await media.SineAsync("a.flac", 5);

        string[] copies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => media.Transcoder.TranscodeAsync(path, "key", "opus", MediaFixture.Token)));
        string again = await media.Transcoder.TranscodeAsync(path, "key", "opus", MediaFixture.Token);

        copies.ShouldAllBe(copy => copy == again);
        Transcoder.Started.ShouldBe(1);
    }

    [Fact]
    public async Task One_who_leaves_does_not_take_it_from_the_others()
    {
        string path = await media.SineAsync("a.flac", 60);
        using var leaver = new CancellationTokenSource();

        Task<string> left = media.Transcoder.TranscodeAsync(path, "key", "aac", leaver.Token);
        Task<string> stayed = media.Transcoder.TranscodeAsync(path, "key", "aac", MediaFixture.Token);
        await leaver.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => left);
        File.Exists(await stayed).ShouldBeTrue();
        Transcoder.Started.ShouldBe(1);
    }

    [Fact]
    public async Task When_all_have_left_nothing_stays_and_the_next_starts_afresh()
    {
        string path = await media.SineAsync("a.flac", 600);
        using var leaver = new CancellationTokenSource();
        Task<string> left = media.Transcoder.TranscodeAsync(path, "key", "opus", leaver.Token);
        await leaver.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => left);

        // One slot only: the next gets it when the stopped run is gone.
        string other = await media.Transcoder.TranscodeAsync(await media.SineAsync("b.flac", 1), "other", "opus", MediaFixture.Token);

        Directory.GetFiles(Path.GetDirectoryName(other)!).ShouldBe([other]);
    }

    [Fact]
    public async Task A_failure_is_told_and_not_kept()
    {
        string path = media.PathOf("a.mp3");
        await File.WriteAllTextAsync(path, "no music", MediaFixture.Token);
        (await Should.ThrowAsync<EchoTuneException>(() => media.Transcoder.TranscodeAsync(path, "key", "opus", MediaFixture.Token))).ErrorCode.ShouldBe(ErrorCodes.NotAudio);
        File.Delete(path);
        await media.SineAsync("a.mp3", 1);

        File.Exists(await media.Transcoder.TranscodeAsync(path, "key", "opus", MediaFixture.Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Another_format_is_refused() =>
        (await Should.ThrowAsync<EchoTuneException>(() => media.Transcoder.TranscodeAsync(media.PathOf("a"), "key", "exe", MediaFixture.Token)))
            .ErrorCode.ShouldBe(ErrorCodes.InvalidRequest);

    [Fact]
    public void The_cache_drops_what_was_used_longest_ago()
    {
        var time = new SteppingTime();
        string folder = media.PathOf("cache");
        var cache = new TranscodeCache(folder, 250, time);
        foreach (string name in (string[])["a", "b"])
        {
            Add(name);
        }

        cache.Find("a").ShouldNotBeNull();
        Add("c");

        cache.Find("b").ShouldBeNull();
        cache.Find("a").ShouldNotBeNull();
        cache.Find("c").ShouldNotBeNull();

        void Add(string name)
        {
            string part = cache.NewPart(name);
            File.WriteAllBytes(part, new byte[100]);
            cache.Add(part, name);
        }
    }

    [Fact]
    public void What_a_killed_run_left_is_removed()
    {
        string folder = Directory.CreateDirectory(media.PathOf("cache")).FullName;
        File.WriteAllText(Path.Combine(folder, "x.opus.123.part"), "half");

        _ = new TranscodeCache(folder, 250, TimeProvider.System);

        Directory.GetFiles(folder).ShouldBeEmpty();
    }

    private sealed class SteppingTime : TimeProvider
    {
        private DateTimeOffset now = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => now += TimeSpan.FromSeconds(1);
    }
}
