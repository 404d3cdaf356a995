using System.Buffers.Binary;

namespace EchoTune.Media.Probing;

/// <summary>
/// Tells how far a FLAC file reaches without decoding it: the last frame's header names its position (RFC 9639, section 9.1),
/// and STREAMINFO the length of the whole (section 8.2). Compressed sound looks like a header by chance about once in six thousand
/// last frames; so only a header that agrees with STREAMINFO in rate, channels, depth and block size counts.
/// </summary>
internal static class FlacTail
{
    private const int StreamInfoEnd = 42;
    private const int TailBytes = 256 << 10;
    private const int ShortestHeader = 6;

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

            var stream = StreamInfo.Read(head);
            if (stream.Total == 0)
            {
                return null;
            }

            file.Seek(Math.Max(StreamInfoEnd, file.Length - TailBytes), SeekOrigin.Begin);
            byte[] tail = new byte[Math.Min(TailBytes, file.Length - StreamInfoEnd)];
            int length = file.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false);
            for (int at = length - ShortestHeader; at >= 0; at--)
            {
                if (FrameEnd(tail.AsSpan(at, length - at), stream) is { } end)
                {
                    return end / (double)stream.Total;
                }
            }

            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The sample after the frame whose header starts here; null if none of this stream does.</summary>
    private static long? FrameEnd(ReadOnlySpan<byte> at, in StreamInfo stream)
    {
        if (at[0] != 0xFF || (at[1] & 0xFE) != 0xF8 || !stream.HasForm(at[3]))
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

        int blockCode = at[2] >> 4, rateCode = at[2] & 0x0F;
        int blockAt = length;
        length += blockCode switch { 6 => 1, 7 => 2, _ => 0 };
        int rateAt = length;
        length += rateCode switch { 12 => 1, 13 or 14 => 2, _ => 0 };
        if (length >= at.Length || Crc8(at[..length]) != at[length])
        {
            return null;
        }

        int block = blockCode switch
        {
            0 => 0,
            1 => 192,
            <= 5 => 144 << blockCode,
            6 => at[blockAt] + 1,
            7 => BinaryPrimitives.ReadUInt16BigEndian(at[blockAt..]) + 1,
            _ => 1 << blockCode,
        };
        int rate = rateCode switch
        {
            0 => stream.Rate,
            12 => at[rateAt] * 1000,
            13 => BinaryPrimitives.ReadUInt16BigEndian(at[rateAt..]),
            14 => BinaryPrimitives.ReadUInt16BigEndian(at[rateAt..]) * 10,
            _ => Rates[rateCode],
        };
        bool hasSampleNumber = (at[1] & 1) != 0;
        long end = (hasSampleNumber ? number : number * stream.LargestBlock) + block;

        // Where all blocks are of one size, only the very last one may be shorter.
        bool fits = block > 0 && block <= stream.LargestBlock && (block == stream.LargestBlock || hasSampleNumber || stream.SmallestBlock != stream.LargestBlock || end == stream.Total);
        return fits && rate == stream.Rate && end <= stream.Total ? end : null;
    }

    private static ReadOnlySpan<int> Rates => [0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000, 0, 0, 0, -1];

    private static ReadOnlySpan<int> Depths => [0, 8, 12, -1, 16, 20, 24, 32];

    private readonly record struct StreamInfo(int SmallestBlock, int LargestBlock, int Rate, int Channels, int Depth, long Total)
    {
        /// <summary>Reads the first 42 bytes of a file.</summary>
        public static StreamInfo Read(ReadOnlySpan<byte> head)
        {
            ulong packed = BinaryPrimitives.ReadUInt64BigEndian(head[18..]);
            return new(
                BinaryPrimitives.ReadUInt16BigEndian(head[8..]), BinaryPrimitives.ReadUInt16BigEndian(head[10..]),
                (int)(packed >> 44), (int)((packed >> 41) & 7) + 1, (int)((packed >> 36) & 31) + 1, (long)(packed & 0xF_FFFF_FFFF));
        }

        /// <summary>Whether the fourth byte of a frame's header tells this stream's channels and depth.</summary>
        public bool HasForm(byte form)
        {
            int channels = form >> 4, depth = Depths[(form >> 1) & 7];
            return (form & 1) == 0 && (channels < 8 ? channels + 1 == Channels : channels <= 10 && Channels == 2) && (depth == 0 || depth == Depth);
        }
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
