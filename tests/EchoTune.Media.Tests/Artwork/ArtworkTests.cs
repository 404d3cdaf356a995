using System.Buffers.Binary;
using EchoTune.Media.Artwork;

namespace EchoTune.Media.Tests.Artwork;

public sealed class ArtworkTests : IDisposable
{
    private readonly MediaFixture media = new();

    public void Dispose() => media.Dispose();

    [Theory]
    [InlineData("a.mp3", "-c:a libmp3lame -id3v2_version 3")]
    [InlineData("a.flac", "-c:a flac")]
    [InlineData("a.m4a", "-c:a aac")]
    public async Task An_attached_picture_is_kept_in_three_sizes(string name, string codec)
    {
        string path = await WithPictureAsync(name, codec, "1200x900");
        (await media.Probe.ProbeAsync(path, MediaFixture.Token)).HasArtwork.ShouldBeTrue();

        string? key = await media.Artwork.ImportAsync(path, true, MediaFixture.Token);

        key.ShouldNotBeNull();
        foreach ((int size, int height) in new[] { (96, 72), (320, 240), (800, 600) })
        {
            (string picture, string type) = media.Artwork.Find(key, size).ShouldNotBeNull();
            type.ShouldBe("image/jpeg");
            PictureHeader.Read(await File.ReadAllBytesAsync(picture, MediaFixture.Token)).ShouldBe(new PictureHeader("jpeg_pipe", size, height));
        }
    }

    [Theory]
    [InlineData("Cover.JPG", "-c:v mjpeg -f image2")]
    [InlineData("folder.png", "-c:v png -f image2")]
    [InlineData("front.webp", "-c:v libwebp -f webp")]
    public async Task A_picture_beside_the_file_counts(string name, string codec)
    {
        string path = await media.SineAsync("album/a.flac", 0.2);
        await media.MakeAsync("album/" + name, "-f lavfi -i testsrc=s=400x400 -frames:v 1 " + codec);

        string? key = await media.Artwork.ImportAsync(path, false, MediaFixture.Token);

        media.Artwork.Find(key.ShouldNotBeNull(), 320).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_same_picture_has_the_same_key_and_is_kept_once()
    {
        string first = await WithPictureAsync("a.flac", "-c:a flac", "300x300");
        string second = await WithPictureAsync("b.flac", "-c:a flac", "300x300");

        string? key = await media.Artwork.ImportAsync(first, true, MediaFixture.Token);

        (await media.Artwork.ImportAsync(second, true, MediaFixture.Token)).ShouldBe(key);
        Directory.GetFiles(media.PathOf("data/artwork"), "*", SearchOption.AllDirectories).Length.ShouldBe(3);
    }

    [Fact]
    public async Task No_picture_is_no_artwork() =>
        (await media.Artwork.ImportAsync(await media.SineAsync("a.flac", 0.2), false, MediaFixture.Token)).ShouldBeNull();

    [Fact]
    public async Task A_bomb_of_huge_declared_dimensions_is_never_decoded()
    {
        string path = await media.SineAsync("album/a.flac", 0.2);
        byte[] bomb = await File.ReadAllBytesAsync(await media.MakeAsync("small.png", "-f lavfi -i color=red:s=16x16 -frames:v 1"), MediaFixture.Token);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), 60_000);
        await File.WriteAllBytesAsync(media.PathOf("album/cover.png"), bomb, MediaFixture.Token);

        (await media.Artwork.ImportAsync(path, false, MediaFixture.Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_picture_of_100_MB_declared_size_harms_nothing()
    {
        // ID3v2.3 with an APIC frame that claims 100 MB inside a tag of 40 bytes.
        byte[] mp3 = await File.ReadAllBytesAsync(await media.SineAsync("plain.mp3", 1, "-id3v2_version", "0", "-write_id3v1", "0"), MediaFixture.Token);
        byte[] frame = [.. "APIC"u8, 0x06, 0x00, 0x00, 0x00, 0, 0, 0, .. "image/png\0"u8, 3, 0, 0x89, .. "PNG"u8];
        byte[] tag = [.. "ID3"u8, 3, 0, 0, 0, 0, 0, (byte)frame.Length, .. frame];
        string path = media.PathOf("bomb.mp3");
        await File.WriteAllBytesAsync(path, [.. tag, .. mp3], MediaFixture.Token);

        var probed = await media.Probe.ProbeAsync(path, MediaFixture.Token);

        probed.Duration.TotalSeconds.ShouldBe(1, 0.1);
        (await media.Artwork.ImportAsync(path, true, MediaFixture.Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a picture")]
    [InlineData("\u0089PNG broken")]
    public async Task A_broken_picture_is_no_artwork(string content)
    {
        string path = await media.SineAsync("album/a.flac", 0.2);
        await File.WriteAllTextAsync(media.PathOf("album/cover.jpg"), content, MediaFixture.Token);

        (await media.Artwork.ImportAsync(path, false, MediaFixture.Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_picture_cut_after_its_header_is_no_artwork_or_a_whole_one()
    {
        string path = await media.SineAsync("album/a.flac", 0.2);
        string cover = await media.MakeAsync("album/cover.png", "-f lavfi -i testsrc=s=400x400 -frames:v 1");
        Decoding.DecodingTests.Truncate(cover, 0.02);

        string? key = await media.Artwork.ImportAsync(path, false, MediaFixture.Token);

        if (key is not null)
        {
            media.Artwork.Find(key, 800).ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789")]
    public void Only_keys_of_the_store_find_something(string key) => media.Artwork.Find(key, 320).ShouldBeNull();

    private async Task<string> WithPictureAsync(string name, string codec, string size)
    {
        string picture = await media.MakeAsync("cover-source.png", $"-f lavfi -i testsrc=s={size} -frames:v 1");
        return await media.MakeAsync(
            name, $"-f lavfi -i sine=d=1 -i {picture} -map 0:a -map 1:v -c:v copy -disposition:v attached_pic {codec}");
    }
}
