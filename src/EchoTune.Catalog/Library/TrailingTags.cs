using System.Buffers.Binary;
using System.Globalization;

namespace EchoTune.Catalog.Library;

/// <summary>Tags behind the sound: ID3v1, Lyrics3 and APE, as mp3 files and some others carry them.</summary>
internal static class TrailingTags
{
    private const int Id3Length = 128;
    private const int ApeFooterLength = 32;
    private const int LyricsFooterLength = 15;

    /// <summary>Where the sound of a file ends; leaves the file at its start.</summary>
    public static long EndOfAudio(FileStream file)
    {
        long end = file.Length;
        for (long before = -1; before != end;)
        {
            before = end;
            end = WithoutId3(file, WithoutApe(file, WithoutLyrics(file, end)));
        }

        file.Position = 0;
        return end;
    }

    private static long WithoutId3(FileStream file, long end) =>
        end >= Id3Length && Bytes(file, end - Id3Length, 3).AsSpan().SequenceEqual("TAG"u8) ? end - Id3Length : end;

    private static long WithoutApe(FileStream file, long end)
    {
        if (end < ApeFooterLength || Bytes(file, end - ApeFooterLength, ApeFooterLength) is not { } footer || !footer.AsSpan(0, 8).SequenceEqual("APETAGEX"u8))
        {
            return end;
        }

        // The size counts the footer, not the header; the highest flag tells of a header.
        long size = BinaryPrimitives.ReadUInt32LittleEndian(footer.AsSpan(12)) + (footer[23] >= 0x80 ? ApeFooterLength : 0);
        return size >= ApeFooterLength && size <= end ? end - size : end;
    }

    private static long WithoutLyrics(FileStream file, long end)
    {
        if (end < LyricsFooterLength || Bytes(file, end - LyricsFooterLength, LyricsFooterLength) is not { } footer || !footer.AsSpan(6).SequenceEqual("LYRICS200"u8)
            || !int.TryParse(footer.AsSpan(0, 6), NumberStyles.None, CultureInfo.InvariantCulture, out int size) || size + LyricsFooterLength > end)
        {
            return end;
        }

        return end - size - LyricsFooterLength;
    }

    private static byte[] Bytes(FileStream file, long at, int count)
    {
        byte[] bytes = new byte[count];
        file.Position = at;
        file.ReadExactly(bytes);
        return bytes;
    }
}
