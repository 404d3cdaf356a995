using System.Buffers.Binary;
using EchoTune.Media.Probing;

namespace EchoTune.Media.Tests.Probing;

/// <summary>How far a file reaches is read from its last frame, not from sound that happens to look like one.</summary>
public sealed class FlacTailTests : IDisposable
{
    private const int Block = 4096;
    private const int Frames = 100;
    private readonly string folder = Directory.CreateTempSubdirectory("echotune-flac-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(99, 1)]
    [InlineData(49, 0.5)]
    [InlineData(0, 0.01)]
    public void The_last_header_tells_how_far_it_reaches(int frame, double part) =>
        FlacTail.ReachedPart(Write(Header(0xC, 9, 1, 4, frame), new byte[300])).ShouldBe(part);

    [Fact]
    public void The_last_block_may_be_shorter() =>
        FlacTail.ReachedPart(Write(Header(0x8, 9, 1, 4, Frames), new byte[300], total: (Frames * Block) + 256)).ShouldBe(1);

    [Theory]
    [InlineData(0xC, 10, 1, 4, 10)] // 48 kHz
    [InlineData(0xC, 15, 1, 4, 10)] // no rate
    [InlineData(0xC, 9, 0, 4, 10)] // one channel
    [InlineData(0xC, 9, 11, 4, 10)] // no channels
    [InlineData(0xC, 9, 1, 6, 10)] // 24 bits
    [InlineData(0xC, 9, 1, 3, 10)] // no depth
    [InlineData(0xB, 9, 1, 4, 10)] // 2048 samples, and not at the end
    [InlineData(0x0, 9, 1, 4, 10)] // no block size
    [InlineData(0xD, 9, 1, 4, 10)] // 8192 samples
    [InlineData(0xC, 9, 1, 4, 120)] // after the end
    public void Sound_that_looks_like_a_header_of_another_stream_is_not_one(int block, int rate, int channels, int depth, int frame) =>
        FlacTail.ReachedPart(Write(Header(0xC, 9, 1, 4, Frames - 1), [.. new byte[200], .. Header(block, rate, channels, depth, frame), .. new byte[200]])).ShouldBe(1);

    [Theory]
    [InlineData(8000, 1, "s16")]
    [InlineData(11025, 2, "s16")]
    [InlineData(44100, 2, "s16")]
    [InlineData(48000, 6, "s32")]
    [InlineData(88200, 2, "s32")]
    [InlineData(96000, 1, "s32")]
    [InlineData(192000, 2, "s16")]
    public async Task Whole_files_of_every_form_reach_their_end(int rate, int channels, string samples)
    {
        using var media = new MediaFixture();
        string path = await media.MakeAsync("a.flac", $"-f lavfi -i anoisesrc=d=2.3:r={rate}:seed=1 -ac {channels} -sample_fmt {samples}");

        FlacTail.ReachedPart(path).ShouldBe(1);
    }

    [Fact]
    public void Without_a_header_nothing_is_told() => FlacTail.ReachedPart(Write([], new byte[300])).ShouldBeNull();

    // 44.1 kHz, stereo, 16 bits, blocks of 4096 samples.
    private string Write(byte[] header, byte[] rest, long total = Frames * Block)
    {
        byte[] head = new byte[42];
        "fLaC"u8.CopyTo(head);
        head[7] = 34;
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(8), Block);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(10), Block);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(18), (44100UL << 44) | (1UL << 41) | (15UL << 36) | (ulong)total);
        string path = Path.Combine(folder, "a.flac");
        File.WriteAllBytes(path, [.. head, .. header, .. rest]);
        return path;
    }

    private static byte[] Header(int block, int rate, int channels, int depth, int frame)
    {
        byte[] header = [0xFF, 0xF8, (byte)((block << 4) | rate), (byte)((channels << 4) | (depth << 1)), (byte)frame];
        int crc = 0;
        foreach (byte value in header)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80) != 0 ? ((crc << 1) ^ 0x07) & 0xFF : crc << 1;
            }
        }

        return [.. header, (byte)crc];
    }
}
