using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using EchoTune.Audio.Synthesis;
using EchoTune.Audio.Synthesis.Artwork;
using Shouldly;
using Xunit;

namespace EchoTune.Audio.Tests.Synthesis.Artwork;

public sealed class CoverTests
{
    [Fact]
    public void A_picture_comes_back_from_the_file_as_it_was()
    {
        var random = new SeededRandom(5);
        var rgb = new byte[7 * 5 * 3];
        for (var i = 0; i < rgb.Length; i++)
        {
            rgb[i] = (byte)random.Next(256);
        }

        Decode(Png.Encode(rgb, 7, 5), 7, 5).ShouldBe(rgb);
    }

    [Fact]
    public void The_checksum_is_that_of_the_standard() => Png.Crc("1234"u8, "56789"u8).ShouldBe(0xCBF43926u);

    [Fact]
    public void Every_album_has_its_own_cover_in_more_than_one_design_and_always_the_same()
    {
        var covers = DemoLibrary.Compose().DistinctBy(p => p.Album).Select(p => p.DrawCover(32)).ToArray();
        covers.Select(Convert.ToHexString).Distinct().Count().ShouldBe(covers.Length);
        foreach (var cover in covers)
        {
            // A picture, not a plain area.
            Decode(cover, 32, 32).Chunk(3).Select(p => (p[0] / 32, p[1] / 32, p[2] / 32)).Distinct().Count().ShouldBeGreaterThan(3);
        }

        Cover.Draw("Anyone/Anything", 48).ShouldBe(Cover.Draw("Anyone/Anything", 48));
    }

    [Fact]
    public void Every_design_draws_in_every_palette_within_its_colours()
    {
        for (var design = 0; design < Designs.Count; design++)
        {
            for (var palette = 0; palette < Palette.Count; palette++)
            {
                var shade = Designs.Pick(design, Palette.Get(palette), new SeededRandom((ulong)palette), 1f / 64);
                for (var i = 0; i < 64; i++)
                {
                    var colour = shade(new((i % 8 + 0.5f) / 8, (i / 8 + 0.5f) / 8));
                    Math.Min(colour.X, Math.Min(colour.Y, colour.Z)).ShouldBeGreaterThanOrEqualTo(-0.001f);
                    Math.Max(colour.X, Math.Max(colour.Y, colour.Z)).ShouldBeLessThanOrEqualTo(1.001f);
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public void A_size_that_makes_no_picture_is_refused(int size) => Should.Throw<ArgumentOutOfRangeException>(() => Cover.Draw("a", size));

    private static byte[] Decode(byte[] png, int width, int height)
    {
        png[..8].ShouldBe([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var data = new MemoryStream();
        var names = new List<string>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var type = png.AsSpan(at + 4, 4);
            var body = png.AsSpan(at + 8, length);
            BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)).ShouldBe(Png.Crc(type, body));
            names.Add(Encoding.ASCII.GetString(type));
            if (names[^1] == "IHDR")
            {
                BinaryPrimitives.ReadInt32BigEndian(body).ShouldBe(width);
                BinaryPrimitives.ReadInt32BigEndian(body[4..]).ShouldBe(height);
                body[8..].ToArray().ShouldBe([8, 2, 0, 0, 0]);
            }
            else if (names[^1] == "IDAT")
            {
                data.Write(body);
            }

            at += length + 12;
        }

        names.ShouldBe(["IHDR", "IDAT", "IEND"]);
        data.Position = 0;
        using var inflate = new ZLibStream(data, CompressionMode.Decompress);
        var rgb = new byte[width * height * 3];
        var stride = width * 3;
        for (var y = 0; y < height; y++)
        {
            inflate.ReadByte().ShouldBe(2);
            inflate.ReadExactly(rgb, y * stride, stride);
            for (var i = 0; y > 0 && i < stride; i++)
            {
                rgb[(y * stride) + i] += rgb[((y - 1) * stride) + i];
            }
        }

        inflate.ReadByte().ShouldBe(-1);
        return rgb;
    }
}
