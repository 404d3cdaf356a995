using System.Buffers.Binary;

namespace EchoTune.Media.Artwork;

/// <summary>What the first bytes of a picture declare, read without decoding, so that a bomb is refused before a decoder sees it.</summary>
/// <param name="Demuxer">ffmpeg's name for reading it.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
internal readonly record struct PictureHeader(string Demuxer, int Width, int Height)
{
    /// <summary>Reads a JPEG, PNG, WebP, GIF or BMP header; null for anything else.</summary>
    public static PictureHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return bytes.Length < 24 ? null : Create("png_pipe", BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
        }

        if (bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
        {
            return Jpeg(bytes);
        }

        if (bytes.Length >= 30 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8))
        {
            return WebP(bytes[12..]);
        }

        if (bytes.Length >= 10 && bytes.StartsWith("GIF8"u8))
        {
            return Create("gif_pipe", BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]));
        }

        return bytes.Length >= 26 && bytes.StartsWith("BM"u8)
            ? Create("bmp_pipe", BinaryPrimitives.ReadUInt32LittleEndian(bytes[18..]), (uint)Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(bytes[22..])))
            : null;
    }

    private static PictureHeader? Create(string demuxer, uint width, uint height) =>
        width is 0 or > int.MaxValue || height is 0 or > int.MaxValue ? null : new PictureHeader(demuxer, (int)width, (int)height);

    private static PictureHeader? Jpeg(ReadOnlySpan<byte> bytes)
    {
        for (int at = 2; at + 9 < bytes.Length;)
        {
            if (bytes[at] != 0xFF)
            {
                return null;
            }

            byte marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
            }
            else if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                at += 2;
            }
            else if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return Create("jpeg_pipe", BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            }
            else
            {
                at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            }
        }

        return null;
    }

    private static PictureHeader? WebP(ReadOnlySpan<byte> chunk)
    {
        if (chunk.StartsWith("VP8 "u8))
        {
            return Create("webp_pipe", BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) & 0x3FFFu, BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) & 0x3FFFu);
        }

        if (chunk.StartsWith("VP8L"u8))
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..]);
            return Create("webp_pipe", (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
        }

        return chunk.StartsWith("VP8X"u8) && (chunk[8] & 0x02) == 0
            ? Create("webp_pipe", (BinaryPrimitives.ReadUInt32LittleEndian(chunk[11..]) >> 8) + 1, (BinaryPrimitives.ReadUInt32LittleEndian(chunk[14..]) >> 8) + 1)
            : null;
    }
}
