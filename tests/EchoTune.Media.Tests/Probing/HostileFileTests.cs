using System.Text;
using EchoTune.Catalog.Library;
using EchoTune.Media.Tests.Decoding;

namespace EchoTune.Media.Tests.Probing;

/// <summary>Files that are not what they seem: each gets its code, from the probe and from the decoder.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly MediaFixture media = new();

    public void Dispose() => media.Dispose();

    [Theory]
    [InlineData("empty.mp3", "", ErrorCodes.FileEmpty)]
    [InlineData("text.mp3", "Dear diary, this is no music at all.\n", ErrorCodes.NotAudio)]
    [InlineData("text.flac", "fLaC but then only words follow", ErrorCodes.NotAudio)]
    [InlineData("playlist.mp3", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nother.mp3\n#EXT-X-ENDLIST\n", ErrorCodes.NotAudio)]
    [InlineData("concat.mp3", "ffconcat version 1.0\nfile 'other.mp3'\n", ErrorCodes.NotAudio)]
    [InlineData("page.ogg", "<html><script>alert(1)</script></html>", ErrorCodes.NotAudio)]
    public async Task What_is_no_audio_is_refused(string name, string content, string code)
    {
        await media.SineAsync("other.mp3");
        string path = media.PathOf(name);
        await File.WriteAllTextAsync(path, content, MediaFixture.Token);

        await RefusedAsync(path, code);
    }

    [Fact]
    public async Task Noise_bytes_are_refused()
    {
        string path = media.PathOf("noise.ogg");
        byte[] bytes = new byte[100_000];
        new Random(7).NextBytes(bytes);
        await File.WriteAllBytesAsync(path, bytes, MediaFixture.Token);

        (await Should.ThrowAsync<EchoTuneException>(() => media.Probe.ProbeAsync(path, MediaFixture.Token))).ErrorCode.ShouldBe(ErrorCodes.NotAudio);
    }

    [Fact]
    public Task A_missing_file_is_unreadable() => RefusedAsync(media.PathOf("nowhere.mp3"), ErrorCodes.FileUnreadable);

    [Fact]
    public async Task A_named_pipe_is_never_opened()
    {
        string path = media.PathOf("pipe.mp3");
        using var process = System.Diagnostics.Process.Start("mkfifo", [path]);
        await process.WaitForExitAsync(MediaFixture.Token);

        await RefusedAsync(path, ErrorCodes.FileEmpty);
    }

    [Fact]
    public async Task A_picture_is_no_track()
    {
        string path = await media.MakeAsync("cover.png", "-f lavfi -i color=red:s=64x64 -frames:v 1");
        string disguised = media.PathOf("cover.mp3");
        File.Move(path, disguised);

        await RefusedAsync(disguised, ErrorCodes.NotAudio);
    }

    [Fact]
    public async Task A_video_without_sound_is_no_track() =>
        await RefusedAsync(await media.MakeAsync("silent.mp4", "-f lavfi -i testsrc=s=64x64:d=1 -an -c:v mpeg4"), ErrorCodes.NotAudio);

    [Theory]
    [InlineData("a.flac", "-c:a flac")]
    [InlineData("a.m4a", "-c:a aac")]
    [InlineData("front.m4a", "-c:a aac -movflags +faststart")]
    [InlineData("alac.m4a", "-c:a alac -movflags +faststart")]
    public async Task A_truncated_file_is_found_without_decoding_it(string name, string codec)
    {
        string path = await media.MakeAsync(name, "-f lavfi -i anoisesrc=d=20:r=44100:seed=1 " + codec);
        (await media.Probe.ProbeAsync(path, MediaFixture.Token)).Duration.TotalSeconds.ShouldBe(20, 0.2);
        DecodingTests.Truncate(path, 0.5);

        (await Should.ThrowAsync<EchoTuneException>(() => media.Probe.ProbeAsync(path, MediaFixture.Token))).ErrorCode.ShouldBe(ErrorCodes.FileTruncated);
    }

    [Fact]
    public async Task A_flac_that_lacks_a_little_still_plays()
    {
        string path = await media.MakeAsync("a.flac", "-f lavfi -i anoisesrc=d=20:r=44100:seed=1");
        DecodingTests.Truncate(path, 0.95);

        (await media.Probe.ProbeAsync(path, MediaFixture.Token)).Codec.ShouldBe("flac");
        (await media.DecodeAsync(path, 8000, 1)).Length.ShouldBeInRange(146_000, 156_000);
    }

    [Fact]
    public async Task Tags_are_cleaned_and_bounded()
    {
        string path = await media.SineAsync("a.flac", 1);
        string huge = new('x', 1_000_000);
        string tagged = media.PathOf("tagged.flac");
        await File.WriteAllBytesAsync(tagged, FlacWithComments(
            await File.ReadAllBytesAsync(path, MediaFixture.Token),
            "TITLE=<script>alert('x')</script> & co",
            "ARTIST=Nul\0led \u0001\u001b[31mArtist\u202e",
            "ALBUM=" + huge,
            "LYRICS=" + string.Join("\r\n", Enumerable.Repeat("la la la", 10_000)),
            "ALBUMARTIST=Someone",
            "DATE=1999-12-31",
            "TRACKNUMBER=3/12",
            "bad key without value"), MediaFixture.Token);

        ProbedFile probed = await media.Probe.ProbeAsync(tagged, MediaFixture.Token);

        probed.Tags["title"].ShouldBe("<script>alert('x')</script> & co");
        probed.Tags["artist"].ShouldNotContain('\0');
        probed.Tags["artist"].ShouldStartWith("Nul");
        probed.Tags.GetValueOrDefault("album", "").Length.ShouldBeLessThanOrEqualTo(500);
        probed.Tags["lyrics"].Length.ShouldBeInRange(19_000, 20_000);
        probed.Tags["lyrics"].ShouldStartWith("la la la\nla la la\n");
        probed.Tags["album_artist"].ShouldBe("Someone");
        probed.Tags["track"].ShouldBe("3/12");
        probed.Tags.Values.ShouldAllBe(value => !value.Any(c => char.IsControl(c) && c != '\n'));
    }

    [Fact]
    public async Task Tags_in_a_wrong_encoding_do_no_harm()
    {
        string path = await media.SineAsync("a.flac", 1);
        byte[] original = await File.ReadAllBytesAsync(path, MediaFixture.Token);
        string tagged = media.PathOf("latin.flac");
        await File.WriteAllBytesAsync(tagged, FlacWithComments(original, [[.. "TITLE=Caf"u8, 0xE9, 0xFF, 0xC3], [.. "ARTIST=Bj"u8, 0xF6, .. "rk"u8]]), MediaFixture.Token);

        ProbedFile probed = await media.Probe.ProbeAsync(tagged, MediaFixture.Token);

        probed.Tags["title"].ShouldStartWith("Caf");
        probed.Tags["artist"].ShouldEndWith("rk");
    }

    private async Task RefusedAsync(string path, string code)
    {
        var probing = await Should.ThrowAsync<EchoTuneException>(() => media.Probe.ProbeAsync(path, MediaFixture.Token));
        var decoding = await Should.ThrowAsync<EchoTuneException>(() => media.DecodeAsync(path, 8000, 1));

        probing.ErrorCode.ShouldBe(code);
        decoding.ErrorCode.ShouldBe(code);
        probing.Message.ShouldContain(Path.GetFileName(path));
    }

    private static byte[] FlacWithComments(byte[] flac, params string[] comments) => FlacWithComments(flac, comments.Select(System.Text.Encoding.UTF8.GetBytes).ToArray());

    /// <summary>Puts a comment block of our own after STREAMINFO, in place of all other blocks.</summary>
    private static byte[] FlacWithComments(byte[] flac, byte[][] comments)
    {
        int at = 4;
        bool last;
        do
        {
            last = (flac[at] & 0x80) != 0;
            at += 4 + ((flac[at + 1] << 16) | (flac[at + 2] << 8) | flac[at + 3]);
        }
        while (!last);

        using var block = new MemoryStream();
        using var writer = new BinaryWriter(block, System.Text.Encoding.UTF8);
        writer.Write(0);
        writer.Write(comments.Length);
        foreach (byte[] comment in comments)
        {
            writer.Write(comment.Length);
            writer.Write(comment);
        }

        int length = (int)block.Length;
        return [.. flac[..42].Select((value, i) => i == 4 ? (byte)0 : value), 0x84, (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. block.ToArray(), .. flac[at..]];
    }
}
