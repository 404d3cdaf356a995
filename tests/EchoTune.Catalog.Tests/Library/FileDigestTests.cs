using EchoTune.Catalog.Library;

namespace EchoTune.Catalog.Tests.Library;

public sealed class FileDigestTests
{
    [Theory]
    [InlineData("a.mp3", "libmp3lame")]
    [InlineData("a.flac", "flac")]
    [InlineData("a.ogg", "libvorbis")]
    [InlineData("a.opus", "libopus")]
    [InlineData("a.m4a", "aac")]
    [InlineData("a.wav", "pcm_s16le")]
    [InlineData("a.aiff", "pcm_s16be")]
    public async Task New_tags_leave_the_sound_as_it_was_and_a_new_sound_does_not(string name, string codec)
    {
        await using var library = new LibraryFixture();
        string path = library.PathOf(name), retold = library.PathOf("retold" + Path.GetExtension(name)), other = library.PathOf("other" + Path.GetExtension(name));
        await LibraryFixture.FfmpegAsync("-f", "lavfi", "-i", "sine=frequency=440:duration=3", "-c:a", codec, "-metadata", "title=One", path);
        await LibraryFixture.FfmpegAsync("-i", path, "-c", "copy", "-metadata", "title=" + new string('T', 9000), "-metadata", "artist=Somebody else", "-metadata", "genre=polka", retold);
        await LibraryFixture.FfmpegAsync("-f", "lavfi", "-i", "sine=frequency=450:duration=3", "-c:a", codec, "-metadata", "title=One", other);

        FileDigest before = await FileDigest.OfAsync(path, LibraryFixture.Token);
        FileDigest after = await FileDigest.OfAsync(retold, LibraryFixture.Token);
        FileDigest another = await FileDigest.OfAsync(other, LibraryFixture.Token);

        before.Content.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(path, LibraryFixture.Token))));
        before.Audio.ShouldNotBeNull().Length.ShouldBe(32);
        after.Content.ShouldNotBe(before.Content);
        after.Audio.ShouldBe(before.Audio);
        another.Audio.ShouldNotBe(before.Audio);
        another.Audio.ShouldNotBeNull();
    }

    [Fact]
    public async Task Tags_before_and_behind_an_mp3_are_none_of_its_sound()
    {
        await using var library = new LibraryFixture();
        string path = library.PathOf("a.mp3");
        await LibraryFixture.FfmpegAsync("-f", "lavfi", "-i", "sine=frequency=440:duration=2", "-c:a", "libmp3lame", "-id3v2_version", "0", "-write_id3v1", "0", path);
        byte[] sound = await File.ReadAllBytesAsync(path, LibraryFixture.Token);
        string? bare = await Sound(sound);
        byte[] id3 = [.. "TAG"u8, .. new byte[125]];
        byte[] id3v2 = [.. "ID3"u8, 4, 0, 0, 0, 0, 1, 44, .. new byte[172]];
        byte[] ape = [.. "APETAGEX"u8, 0xD0, 7, 0, 0, 32 + 20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xA0, .. new byte[8], .. new byte[20],
            .. "APETAGEX"u8, 0xD0, 7, 0, 0, 32 + 20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x80, .. new byte[8]];
        byte[] lyrics = [.. "LYRICSBEGIN"u8, .. "IND0000200"u8, .. "000021LYRICS200"u8];

        bare.ShouldNotBeNull();
        (await Sound([.. sound, .. id3])).ShouldBe(bare);
        (await Sound([.. id3v2, .. sound])).ShouldBe(bare);
        (await Sound([.. sound, .. ape])).ShouldBe(bare);
        (await Sound([.. id3v2, .. sound, .. ape, .. lyrics, .. id3])).ShouldBe(bare);
        (await Sound([.. sound[..^1], (byte)(sound[^1] ^ 1)])).ShouldNotBe(bare);

        async Task<string?> Sound(byte[] bytes)
        {
            await File.WriteAllBytesAsync(path, bytes, LibraryFixture.Token);
            return (await FileDigest.OfAsync(path, LibraryFixture.Token)).Audio;
        }
    }

    [Fact]
    public async Task Broken_and_foreign_files_have_no_sound_that_is_known_and_never_fail()
    {
        await using var library = new LibraryFixture();
        string path = library.PathOf("odd");
        byte[][] magics = ["OggS"u8.ToArray(), "RIFF"u8.ToArray(), "FORM"u8.ToArray(), "fLaC"u8.ToArray(), "ID3"u8.ToArray(), [0, 0, 0, 24, .. "ftyp"u8], [0, 0, 0, 24, .. "free"u8], "TAG"u8.ToArray(), []];
        var random = new Random(1);
        foreach (byte[] magic in magics)
        {
            for (int round = 0; round < 40; round++)
            {
                byte[] rubbish = new byte[random.Next(400)];
                random.NextBytes(rubbish);
                await File.WriteAllBytesAsync(path, [.. magic, .. rubbish], LibraryFixture.Token);
                (await FileDigest.OfAsync(path, LibraryFixture.Token)).Content.Length.ShouldBe(64);
            }
        }

        await File.WriteAllTextAsync(path, "no sound at all", LibraryFixture.Token);
        (await FileDigest.OfAsync(path, LibraryFixture.Token)).Audio.ShouldBeNull();
        await File.WriteAllBytesAsync(path, [], LibraryFixture.Token);
        (await FileDigest.OfAsync(path, LibraryFixture.Token)).Audio.ShouldBeNull();
    }
}
