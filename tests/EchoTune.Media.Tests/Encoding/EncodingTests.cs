namespace EchoTune.Media.Tests.Encoding;

public sealed class EncodingTests : IDisposable
{
    private static readonly Dictionary<string, string> Tags = new() { ["title"] = "A; = \"tone\" – ✓", ["artist"] = "The Sines", ["album"] = "Waves", ["date"] = "1984", ["genre"] = "electronic", ["track"] = "3" };

    private readonly MediaFixture media = new();

    public void Dispose() => media.Dispose();

    [Fact]
    public async Task A_written_file_comes_back_as_it_was()
    {
        string png = await media.MakeAsync("art.png", "-f lavfi -i color=red:s=600x600 -frames:v 1");
        string path = media.PathOf("out/tone.flac");

        await media.Encoder.EncodeFlacAsync(path, 44100, 2, Tags, await File.ReadAllBytesAsync(png, MediaFixture.Token), MediaFixture.Tone(3, 44100, 2), MediaFixture.Token);

        var probed = await media.Probe.ProbeAsync(path, MediaFixture.Token);
        probed.Codec.ShouldBe("flac");
        probed.Duration.TotalSeconds.ShouldBe(3, 0.001);
        probed.Channels.ShouldBe(2);
        probed.HasArtwork.ShouldBeTrue();
        foreach ((string key, string value) in Tags)
        {
            probed.Tags[key].ShouldBe(value);
        }

        float[] samples = await media.DecodeAsync(path, 44100, 2);
        float[] wanted = await CollectAsync(MediaFixture.Tone(3, 44100, 2));
        samples.Length.ShouldBe(wanted.Length);
        samples.Zip(wanted, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(3f / 32768, "16 bit with dither");
        Directory.GetFiles(media.PathOf("out")).ShouldBe([path]);
    }

    [Fact]
    public async Task A_cancelled_file_never_appears()
    {
        using var stop = new CancellationTokenSource();
        async IAsyncEnumerable<ReadOnlyMemory<float>> Endless()
        {
            for (int i = 0; ; i++)
            {
                if (i == 50)
                {
                    await stop.CancelAsync();
                }

                yield return new float[4096];
            }
        }

        await Should.ThrowAsync<OperationCanceledException>(
            () => media.Encoder.EncodeFlacAsync(media.PathOf("out/a.flac"), 44100, 1, Tags, default, Endless(), stop.Token));

        Directory.GetFiles(media.PathOf("out")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failing_source_leaves_nothing_behind()
    {
        async IAsyncEnumerable<ReadOnlyMemory<float>> Failing()
        {
            yield return new float[4096];
            await Task.Yield();
            throw new IOException("the source broke");
        }

        (await Should.ThrowAsync<IOException>(
            () => media.Encoder.EncodeFlacAsync(media.PathOf("out/a.flac"), 44100, 1, Tags, default, Failing(), MediaFixture.Token))).Message.ShouldBe("the source broke");

        Directory.GetFiles(media.PathOf("out")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_disk_is_named()
    {
        // The device that is always full stands where the encoder writes.
        Directory.CreateDirectory(media.PathOf("out"));
        File.CreateSymbolicLink(media.PathOf("out/.a.flac.part"), "/dev/full");

        var failure = await Should.ThrowAsync<EchoTuneException>(
            () => media.Encoder.EncodeFlacAsync(media.PathOf("out/a.flac"), 44100, 2, Tags, default, MediaFixture.Tone(20, 44100, 2), MediaFixture.Token));

        failure.ErrorCode.ShouldBe(ErrorCodes.DiskFull);
        Directory.GetFiles(media.PathOf("out")).ShouldBeEmpty();
    }

    private static async Task<float[]> CollectAsync(IAsyncEnumerable<ReadOnlyMemory<float>> blocks)
    {
        var samples = new List<float>();
        await foreach (ReadOnlyMemory<float> block in blocks)
        {
            samples.AddRange(block.Span);
        }

        return [.. samples];
    }
}
