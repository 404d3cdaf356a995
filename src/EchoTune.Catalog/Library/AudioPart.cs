using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EchoTune.Catalog.Library;

/// <summary>
/// Picks the sound out of a file as it streams by and digests it: the frames of mp3, AAC, FLAC, WavPack, Monkey's Audio and Musepack, the packets of
/// Vorbis and Opus in Ogg, the media data of MP4, the samples of WAV and AIFF. Titles, covers and other tags leave the digest as it is.
/// </summary>
internal sealed class AudioPart(long end) : IDisposable
{
    private const long Rest = long.MaxValue;
    private const int MostGathered = 1 << 16;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<(int Length, bool IsAudio)> runs = new();
    private byte[] head = new byte[64];
    private int gathered;
    private int needed = 4;
    private Step step = Step.Start;
    private long position;
    private long skipped;
    private long digested;
    private bool hasAudio;
    private uint? stream;
    private int headers;
    private int firstBox;
    private uint firstFrame;

    // What the bytes being gathered are.
    private enum Step
    {
        Start,
        Id3,
        Frame,
        FlacBlock,
        Chunk,
        ChunkBig,
        Form,
        FormBig,
        Box,
        BoxType,
        LongBox,
        OggMagic,
        OggPage,
        OggLacing,
        OggFirst,
        Unknown,
    }

    /// <summary>Takes the next bytes of the file.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        // What stands behind the sound is not looked at.
        data = data[..(int)Math.Clamp(end - position, 0, data.Length)];
        position += data.Length;
        while (data.Length > 0 && step != Step.Unknown)
        {
            if (skipped > 0)
            {
                int take = (int)Math.Min(skipped, data.Length);
                skipped -= take;
                data = data[take..];
            }
            else if (digested > 0)
            {
                int take = (int)Math.Min(digested, data.Length);
                hash.AppendData(data[..take]);
                hasAudio = true;
                digested -= digested == Rest ? 0 : take;
                data = data[take..];
            }
            else if (runs.TryDequeue(out var run))
            {
                (digested, skipped) = run.IsAudio ? (run.Length, 0) : (0, run.Length);
            }
            else
            {
                int take = Math.Min(needed - gathered, data.Length);
                data[..take].CopyTo(head.AsSpan(gathered));
                gathered += take;
                data = data[take..];
                if (gathered == needed)
                {
                    gathered = 0;
                    Read(head.AsSpan(0, needed));
                }
            }
        }
    }

    /// <summary>The digest; null where the container is not known or holds no sound.</summary>
    public string? Finish() => step == Step.Unknown || !hasAudio ? null : Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private void Read(ReadOnlySpan<byte> bytes)
    {
        switch (step)
        {
            case Step.Start:
                Begin(bytes);
                break;
            case Step.Id3:
                // Version, flags, and a size of seven bits a byte; a footer repeats the ten bytes of the head.
                skipped = (bytes[2] << 21) | (bytes[3] << 14) | (bytes[4] << 7) | bytes[5];
                skipped += (bytes[1] & 0x10) != 0 ? 10 : 0;
                Next(Step.Start, 4);
                break;
            case Step.Frame:
                // A first frame that tells the length and where to seek has no sound, and programs write it anew.
                ReadOnlySpan<byte> begin = bytes[..Math.Min(bytes.Length, 40)];
                if (begin.IndexOf("Xing"u8) < 0 && begin.IndexOf("Info"u8) < 0 && begin.IndexOf("VBRI"u8) < 0)
                {
                    Span<byte> start = stackalloc byte[4];
                    BinaryPrimitives.WriteUInt32BigEndian(start, firstFrame);
                    hash.AppendData(start);
                    Digest(bytes, Rest);
                }

                digested = Rest;
                break;
            case Step.FlacBlock:
                skipped = (bytes[1] << 16) | (bytes[2] << 8) | bytes[3];
                digested = (bytes[0] & 0x80) != 0 ? Rest : 0;
                break;
            case Step.Form or Step.FormBig:
                Next(step == Step.Form ? Step.Chunk : Step.ChunkBig, 8);
                break;
            case Step.Chunk or Step.ChunkBig:
                long size = step == Step.Chunk ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
                bool isSound = bytes[..4].SequenceEqual(step == Step.Chunk ? "data"u8 : "SSND"u8);
                (digested, skipped) = isSound ? (size, 0L) : (0L, size + (size & 1));
                if (isSound && (size & 1) != 0)
                {
                    runs.Enqueue((1, false));
                }

                break;
            case Step.Box:
                Box(bytes);
                break;
            case Step.BoxType:
                // The file began with a size; what it is the size of tells whether this is MP4.
                if (!bytes.SequenceEqual("ftyp"u8))
                {
                    step = Step.Unknown;
                    break;
                }

                skipped = firstBox;
                Next(Step.Box, 8);
                break;
            case Step.LongBox:
                digested = Math.Max(0, (long)BinaryPrimitives.ReadUInt64BigEndian(bytes) - 16);
                Next(Step.Box, 8);
                break;
            default:
                Ogg(bytes);
                break;
        }
    }

    private void Begin(ReadOnlySpan<byte> bytes)
    {
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (bytes[..3].SequenceEqual("ID3"u8))
        {
            // One byte of the version is read already; version, flags and size follow.
            Next(Step.Id3, 6);
        }
        else if (bytes.SequenceEqual("fLaC"u8))
        {
            Next(Step.FlacBlock, 4);
        }
        else if (bytes.SequenceEqual("RIFF"u8) || bytes.SequenceEqual("FORM"u8))
        {
            Next(bytes[0] == 'R' ? Step.Form : Step.FormBig, 8);
        }
        else if (bytes.SequenceEqual("OggS"u8))
        {
            Next(Step.OggPage, 23);
        }
        else if (FrameLength(magic) is > 4 and var length)
        {
            firstFrame = magic;
            Next(Step.Frame, length - 4);
        }
        else if ((magic & 0xFFE0_0000) == 0xFFE0_0000 || bytes.SequenceEqual("wvpk"u8) || bytes.SequenceEqual("MAC "u8) || bytes.SequenceEqual("MPCK"u8) || bytes[..3].SequenceEqual("MP+"u8))
        {
            Digest(bytes, Rest);
        }
        else if (magic is >= 8 and < 1024)
        {
            firstBox = (int)magic - 8;
            Next(Step.BoxType, 4);
        }
        else
        {
            step = Step.Unknown;
        }
    }

    /// <summary>Bytes of a frame of MPEG layer III; 0 for any other.</summary>
    private static int FrameLength(uint header)
    {
        int version = (int)(header >> 19) & 3, bitrate = (int)(header >> 12) & 15, rate = (int)(header >> 10) & 3;
        if (header >> 21 != 0x7FF || ((header >> 17) & 3) != 1 || version == 1 || bitrate is 0 or 15 || rate == 3)
        {
            return 0;
        }

        // Version 3 is MPEG 1, 2 is MPEG 2, 0 is MPEG 2.5.
        ReadOnlySpan<int> rates = [44_100, 48_000, 32_000];
        ReadOnlySpan<int> first = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320], second = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
        int hertz = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        return ((version == 3 ? 144_000 * first[bitrate] : 72_000 * second[bitrate]) / hertz) + (int)((header >> 9) & 1);
    }

    private void Box(ReadOnlySpan<byte> bytes)
    {
        long size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        bool isSound = bytes[4..].SequenceEqual("mdat"u8);
        switch (size)
        {
            case 0:
                (digested, skipped) = isSound ? (Rest, 0L) : (0L, Rest);
                break;
            case 1 when isSound:
                Next(Step.LongBox, 8);
                break;
            case < 8:
                step = Step.Unknown;
                break;
            default:
                (digested, skipped) = isSound ? (size - 8, 0L) : (0L, size - 8);
                break;
        }
    }

    private void Ogg(ReadOnlySpan<byte> bytes)
    {
        switch (step)
        {
            case Step.OggMagic:
                step = bytes.SequenceEqual("OggS"u8) ? Step.OggPage : Step.Unknown;
                needed = 23;
                break;
            case Step.OggPage:
                uint serial = BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]);
                if (stream is { } known && known != serial)
                {
                    // Several streams in one file: which of them sounds is not for us to say.
                    step = Step.Unknown;
                    break;
                }

                stream = serial;
                Next(Step.OggLacing, bytes[22]);
                if (needed == 0)
                {
                    Next(Step.OggMagic, 4);
                }

                break;
            case Step.OggLacing when headers == 0:
                // The first page holds nothing but what the stream is.
                int length = 0;
                foreach (byte part in bytes)
                {
                    length += part;
                }

                Next(Step.OggFirst, length);
                step = length is < 8 or > MostGathered ? Step.Unknown : step;
                break;
            case Step.OggLacing:
                foreach (byte part in bytes)
                {
                    runs.Enqueue((part, headers < 0));
                    headers += part < 255 && headers > 0 ? (headers == 1 ? -2 : -1) : 0;
                }

                Next(Step.OggMagic, 4);
                break;
            default:
                // The packets to come before the sound: Vorbis has its comments and its set-up, Opus its tags.
                headers = bytes[..7].SequenceEqual("\u0001vorbis"u8) ? 2 : bytes[..8].SequenceEqual("OpusHead"u8) ? 1 : 0;
                if (headers == 0)
                {
                    step = Step.Unknown;
                    break;
                }

                Next(Step.OggMagic, 4);
                break;
        }
    }

    private void Digest(ReadOnlySpan<byte> bytes, long more)
    {
        hash.AppendData(bytes);
        hasAudio = true;
        digested = more;
    }

    private void Next(Step next, int count)
    {
        (step, needed) = (next, count);
        if (head.Length < count)
        {
            Array.Resize(ref head, count);
        }
    }
}
