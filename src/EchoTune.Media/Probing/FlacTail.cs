using System.Buffers.Binary;

namespace EchoTune.Media.Probing;

/// <summary>
/// Tells how far a FLAC file reaches without decoding it: the last frame's header names its position (RFC 9639, section 9.1),
/// and STREAMINFO the length of the whole (section 8.2).
/// </summary>
internal static class FlacTail
{
    private const int StreamInfoEnd = 42;
    private const int TailBytes = 256 << 10;

    /// <summary>The part of the declared length that the file reaches, 0–1; null where that cannot be told (no FLAC, or no length declared).</summary>
    public static double? ReachedPart(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] head = new byte[StreamInfoEnd];
            if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan(0, 4).SequenceEqual("fLaC"u8) || (head[4] & 0x7F) != 0)
            {
                return null;
            }

            int blockSize = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(10));
            ulong packed = BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(18));
            long total = (long)(packed & 0xF_FFFF_FFFF);
            if (total == 0)
            {
                return null;
            }

            file.Seek(Math.Max(StreamInfoEnd, file.Length - TailBytes), SeekOrigin.Begin);
            byte[] tail = new byte[Math.Min(TailBytes, file.Length - StreamInfoEnd)];
            int length = file.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false);
            for (int at = length - 7; at >= 0; at--)
            {
                if (FrameStart(tail.AsSpan(at, length - at), blockSize) is { } start && start < total)
                {
                    return Math.Min(1, (start + blockSize) / (double)total);
                }
            }

            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>First sample of the frame whose header starts here; null if none does.</summary>
    private static long? FrameStart(ReadOnlySpan<byte> at, int blockSize)
    {
        if (at[0] != 0xFF || (at[1] & 0xFE) != 0xF8 || (at[2] & 0xF0) == 0 || (at[2] & 0x0F) == 0x0F || (at[3] & 0x01) != 0)
        {
            return null;
        }

        // The coded number is UTF-8 extended to 36 bits.
        int extra = at[4] < 0x80 ? 0 : int.LeadingZeroCount((byte)~at[4] << 24) - 1;
        if (at[4] is >= 0x80 and < 0xC0 || at[4] == 0xFF)
        {
            return null;
        }

        long number = extra == 0 ? at[4] : at[4] & (0x3F >> extra);
        int length = 5;
        for (int i = 0; i < extra; i++, length++)
        {
            if (length >= at.Length || (at[length] & 0xC0) != 0x80)
            {
                return null;
            }

            number = (number << 6) | (uint)(at[length] & 0x3F);
        }

        length += (at[2] >> 4) switch { 6 => 1, 7 => 2, _ => 0 };
        length += (at[2] & 0x0F) switch { 12 => 1, 13 or 14 => 2, _ => 0 };
        if (length >= at.Length || Crc8(at[..length]) != at[length])
        {
            return null;
        }

        bool hasSampleNumber = (at[1] & 1) != 0;
        return hasSampleNumber ? number : number * blockSize;
    }

    private static byte Crc8(ReadOnlySpan<byte> bytes)
    {
        int crc = 0;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80) != 0 ? (crc << 1) ^ 0x07 : crc << 1;
            }
        }

        return (byte)crc;
    }
}
