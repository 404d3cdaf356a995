using System.Diagnostics;
using System.Globalization;

namespace EchoTune.Media.Tests.Decoding;

public sealed class DecodingTests : IDisposable
{
    private readonly MediaFixture media = new();

    public void Dispose() => media.Dispose();

    [Theory]
    [InlineData("a.mp3", "-c:a libmp3lame")]
    [InlineData("a.flac", "-c:a flac")]
    [InlineData("a.ogg", "-c:a libvorbis")]
    [InlineData("a.oga", "-c:a flac -f ogg")]
    [InlineData("a.opus", "-c:a libopus")]
    [InlineData("a.m4a", "-c:a aac")]
    [InlineData("a.m4b", "-c:a aac -f ipod")]
    [InlineData("alac.m4a", "-c:a alac")]
    [InlineData("a.mp4", "-c:a aac")]
    [InlineData("a.aac", "-c:a aac -f adts")]
    [InlineData("a.wav", "-c:a pcm_s16le")]
    [InlineData("float.wav", "-c:a pcm_f32le")]
    [InlineData("24.wav", "-c:a pcm_s24le")]
    [InlineData("a.aif", "-c:a pcm_s16be -f aiff")]
    [InlineData("a.aiff", "-c:a pcm_s16be")]
    [InlineData("a.wma", "-c:a wmav2")]
    public async Task Every_format_decodes_to_the_tone_it_holds(string name, string codec)
    {
        string path = await media.SineAsync(name, 2, codec.Split(' '));

        float[] samples = await media.DecodeAsync(path, 22050, 1);
        var probed = await media.Probe.ProbeAsync(path, MediaFixture.Token);

        (samples.Length / 22050.0).ShouldBe(2, 0.15);
        CyclesPerSecond(samples.AsSpan(11025, 22050)).ShouldBe(440, 2);
        probed.Duration.TotalSeconds.ShouldBe(2, 0.15);
        probed.SampleRate.ShouldBeGreaterThan(0);
        probed.Channels.ShouldBe(1);
        probed.Bitrate.ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData("-starts with a dash.flac")]
    [InlineData("http:colon.flac")]
    [InlineData("two\nlines 🎵 \"quoted\" $(x) %d.flac")]
    public async Task A_name_is_only_a_name(string name)
    {
        string path = await media.SineAsync(name, 0.5);

        (await media.DecodeAsync(path, 8000, 1)).Length.ShouldBeInRange(3800, 4200);
        (await media.Probe.ProbeAsync(path, MediaFixture.Token)).Codec.ShouldBe("flac");
    }

    [Fact]
    public async Task Mono_fills_both_channels_and_blocks_hold_whole_frames()
    {
        string path = await media.SineAsync("a.wav", 1);

        float[] samples = await media.DecodeAsync(path, 44100, 2);

        samples.Length.ShouldBe(88200);
        for (int i = 0; i < samples.Length; i += 2)
        {
            samples[i].ShouldBe(samples[i + 1]);
        }
    }

    [Fact]
    public async Task Samples_that_are_no_numbers_become_silence()
    {
        string path = await media.MakeAsync("nan.wav", "-f lavfi -i aevalsrc=if(gt(t\\,0.5)\\,1/0\\,0.25):s=8000:d=1 -c:a pcm_f32le");

        float[] samples = await media.DecodeAsync(path, 8000, 1);

        samples.ShouldAllBe(sample => float.IsFinite(sample) && sample <= 4);
        samples[1000].ShouldBe(0.25f, 1e-3);
    }

    [Fact]
    public async Task A_truncated_file_is_named_as_such_after_what_there_is()
    {
        string path = await media.MakeAsync("noise.flac", "-f lavfi -i anoisesrc=d=10:r=44100:c=white:seed=1");
        Truncate(path, 0.6);

        double seconds = 0;
        var failure = await Should.ThrowAsync<EchoTuneException>(async () =>
        {
            await foreach (ReadOnlyMemory<float> block in media.Decoder.DecodeAsync(path, 8000, 1, MediaFixture.Token))
            {
                seconds += block.Length / 8000.0;
            }
        });

        failure.ErrorCode.ShouldBe(ErrorCodes.FileTruncated);
        seconds.ShouldBe(6, 0.5);
    }

    [Fact]
    public async Task An_mp3_without_an_index_is_not_called_truncated()
    {
        // Quiet first, then dense: the length guessed from the first frames' bit rate is far too long.
        string path = await media.MakeAsync(
            "vbr.mp3", "-f lavfi -i aevalsrc=if(lt(t\\,5)\\,0\\,random(0)-0.5):s=44100:d=10 -c:a libmp3lame -q:a 2 -write_xing 0");

        (await media.DecodeAsync(path, 8000, 1)).Length.ShouldBeInRange(79_000, 81_000);
    }

    [Fact]
    public async Task Cancelling_ends_the_child_process()
    {
        string path = await media.MakeAsync("long.wav", "-f lavfi -i anullsrc=r=44100 -t 600");
        using var stop = new CancellationTokenSource();
        var blocks = media.Decoder.DecodeAsync(path, 44100, 2, stop.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        (await blocks.MoveNextAsync()).ShouldBeTrue();
        ChildrenReading(path).Length.ShouldBe(1);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            while (await blocks.MoveNextAsync())
            {
            }
        });

        ChildrenReading(path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Leaving_early_ends_the_child_process()
    {
        string path = await media.MakeAsync("long.wav", "-f lavfi -i anullsrc=r=44100 -t 600");

        await foreach (ReadOnlyMemory<float> _ in media.Decoder.DecodeAsync(path, 44100, 2, MediaFixture.Token))
        {
            int child = ChildrenReading(path).Single();
            using Process process = Process.GetProcessById(child);
            process.PriorityClass.ShouldBeOneOf(ProcessPriorityClass.BelowNormal, ProcessPriorityClass.Idle);
            break;
        }

        ChildrenReading(path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_decoder_that_stalls_is_stopped()
    {
        using var impatient = new MediaFixture(options => options with { StallLimit = TimeSpan.FromTicks(1) });
        // Long: each block of it is given a moment at most, so that one of them is late however the machine is loaded.
        string path = await impatient.MakeAsync("long.wav", "-f lavfi -i anullsrc=r=44100 -t 600");

        (await Should.ThrowAsync<EchoTuneException>(() => impatient.DecodeAsync(path, 8000, 1))).ErrorCode.ShouldBe(ErrorCodes.DecodeLimit);
    }

    [Fact]
    public async Task Audio_beyond_the_longest_is_refused()
    {
        using var strict = new MediaFixture(options => options with { LongestAudio = TimeSpan.FromSeconds(1) });
        string path = await strict.SineAsync("a.flac", 5);

        (await Should.ThrowAsync<EchoTuneException>(() => strict.DecodeAsync(path, 44100, 1))).ErrorCode.ShouldBe(ErrorCodes.DecodeLimit);
        (await Should.ThrowAsync<EchoTuneException>(() => strict.Probe.ProbeAsync(path, MediaFixture.Token))).ErrorCode.ShouldBe(ErrorCodes.DecodeLimit);
    }

    internal static void Truncate(string path, double part)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength((long)(file.Length * part));
    }

    private static double CyclesPerSecond(ReadOnlySpan<float> second)
    {
        int rising = 0;
        for (int i = 1; i < second.Length; i++)
        {
            rising += second[i - 1] < 0 && second[i] >= 0 ? 1 : 0;
        }

        return rising;
    }

    internal static int[] ChildrenReading(string path)
    {
        return [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit) && IsReading(name!)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))];

        bool IsReading(string process)
        {
            try
            {
                return File.ReadAllText($"/proc/{process}/cmdline").Contains(path, StringComparison.Ordinal);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Another test's process ended meanwhile.
                return false;
            }
        }
    }
}
