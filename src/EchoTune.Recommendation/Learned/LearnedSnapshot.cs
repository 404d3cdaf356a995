using System.Buffers.Binary;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Learned;

/// <summary>
/// Writes <see cref="LearnedModels"/> and reads them again. Little-endian: eight bytes of name and version; the number of sections and the length
/// of all of them, with a CRC-32C; kind, length and CRC-32C of each section, with a CRC-32C; the sections. What is cut, damaged or of another
/// version is refused, and nothing is built before the bytes it is built from are known to be whole.
/// </summary>
public static class LearnedSnapshot
{
    /// <summary>The version of the format that is written, and the only one that is read.</summary>
    public const ushort Version = 1;

    private const int MostSections = 16;
    private const int HeaderLength = 12;
    private const int EntryLength = 16;
    private const int FirstRead = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "ETLERN"u8;

    /// <summary>Writes models as a training run made them.</summary>
    /// <param name="models">Factors must be an <see cref="ImplicitAlsModel"/>, the sequence a <see cref="LearnedSequence"/>.</param>
    /// <param name="stream">Where to; written from where it stands.</param>
    /// <exception cref="ArgumentException">A part is of another kind.</exception>
    public static void Write(LearnedModels models, Stream stream)
    {
        var sections = new List<(SnapshotSection Kind, byte[] Content)> { (SnapshotSection.Items, SnapshotParts.WriteItems(models)) };
        if (models.Collaborative is { } factors)
        {
            using var content = new MemoryStream();
            ImplicitAlsSnapshot.Write(factors as ImplicitAlsModel ?? throw new ArgumentException("These factors cannot be stored.", nameof(models)), content);
            sections.Add((SnapshotSection.Factors, content.ToArray()));
        }

        if (models.Projection is { } projection)
        {
            sections.Add((SnapshotSection.Projection, SnapshotParts.WriteProjection(projection)));
        }

        if (models.Graph is { } graph)
        {
            sections.Add((SnapshotSection.Graph, SnapshotParts.WriteGraph(graph)));
        }

        if (models.Sequence is { } sequence)
        {
            sections.Add((SnapshotSection.Sequence, SnapshotParts.WriteSequence(sequence as LearnedSequence ?? throw new ArgumentException("This sequence model cannot be stored.", nameof(models)))));
        }

        if (models.StrategyWeights is { } weights)
        {
            sections.Add((SnapshotSection.Weights, SnapshotParts.WriteWeights(weights)));
        }

        Span<byte> start = stackalloc byte[8 + HeaderLength + 4];
        Magic.CopyTo(start);
        BinaryPrimitives.WriteUInt16LittleEndian(start[6..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(start[8..], sections.Count);
        BinaryPrimitives.WriteInt64LittleEndian(start[12..], sections.Sum(section => (long)section.Content.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(start[20..], Crc32C.Of(start[8..20]));
        stream.Write(start);
        var table = new byte[(sections.Count * EntryLength) + 4];
        for (var i = 0; i < sections.Count; i++)
        {
            var entry = table.AsSpan(i * EntryLength, EntryLength);
            BinaryPrimitives.WriteInt32LittleEndian(entry, (int)sections[i].Kind);
            BinaryPrimitives.WriteInt64LittleEndian(entry[4..], sections[i].Content.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], Crc32C.Of(sections[i].Content));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(table.Length - 4), Crc32C.Of(table.AsSpan(0, table.Length - 4)));
        stream.Write(table);
        foreach (var (_, content) in sections)
        {
            stream.Write(content);
        }
    }

    /// <summary>Reads models.</summary>
    /// <param name="stream">Where from; read up to the end of the snapshot and no further.</param>
    /// <param name="options">How to run where a part is made again from what was stored.</param>
    /// <exception cref="InvalidDataException">It is no snapshot, of another version, cut off, or damaged; the sentence says which.</exception>
    public static LearnedModels Read(Stream stream, FitOptions? options = null)
    {
        var table = ReadTable(stream);
        var contents = new Dictionary<SnapshotSection, byte[]>();
        foreach (var (kind, length, checksum) in table)
        {
            var content = ReadBytes(stream, length);
            if (Crc32C.Of(content) != checksum || !contents.TryAdd(kind, content))
            {
                throw Damaged();
            }
        }

        try
        {
            return SnapshotParts.Join(contents, options ?? new FitOptions());
        }
        catch (Exception failure) when (failure is ArgumentException or IndexOutOfRangeException or OverflowException or KeyNotFoundException)
        {
            throw Damaged(failure);
        }
    }

    private static List<(SnapshotSection Kind, long Length, uint Checksum)> ReadTable(Stream stream)
    {
        Span<byte> start = stackalloc byte[8 + HeaderLength + 4];
        Fill(stream, start[..8]);
        if (!start[..6].SequenceEqual(Magic))
        {
            throw new InvalidDataException("This is not a snapshot of learnt models: it begins with something else.");
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(start[6..]) is var version && version != Version)
        {
            throw new InvalidDataException($"The snapshot has version {version}; this program reads version {Version}. Train the models again.");
        }

        Fill(stream, start[8..]);
        var (count, all) = (BinaryPrimitives.ReadInt32LittleEndian(start[8..]), BinaryPrimitives.ReadInt64LittleEndian(start[12..]));
        if (BinaryPrimitives.ReadUInt32LittleEndian(start[20..]) != Crc32C.Of(start[8..20]) || count is < 1 or > MostSections)
        {
            throw Damaged();
        }

        Span<byte> table = stackalloc byte[(count * EntryLength) + 4];
        Fill(stream, table);
        if (BinaryPrimitives.ReadUInt32LittleEndian(table[^4..]) != Crc32C.Of(table[..^4]))
        {
            throw Damaged();
        }

        var sections = new List<(SnapshotSection, long, uint)>(count);
        for (var i = 0; i < count; i++)
        {
            var entry = table.Slice(i * EntryLength, EntryLength);
            var length = BinaryPrimitives.ReadInt64LittleEndian(entry[4..]);
            sections.Add(((SnapshotSection)BinaryPrimitives.ReadInt32LittleEndian(entry), length, BinaryPrimitives.ReadUInt32LittleEndian(entry[12..])));
            if (length < 0 || length > Array.MaxLength)
            {
                throw Damaged();
            }
        }

        return sections.Sum(section => section.Item2) != all
            ? throw Damaged()
            : stream.CanSeek && stream.Length - stream.Position < all ? throw CutOff() : sections;
    }

    // Grows with what arrives, so that a claimed length alone takes no memory.
    private static byte[] ReadBytes(Stream stream, long length)
    {
        var bytes = new byte[(int)Math.Min(length, stream.CanSeek ? length : FirstRead)];
        for (var at = 0; at < length;)
        {
            if (at == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(length, 2L * bytes.Length));
            }

            var read = stream.Read(bytes, at, bytes.Length - at);
            at += read > 0 ? read : throw CutOff();
        }

        return bytes;
    }

    private static void Fill(Stream stream, Span<byte> target)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw CutOff();
        }
    }

    private static InvalidDataException CutOff() => new("The snapshot is cut off: it ends before all of it was read.");

    internal static InvalidDataException Damaged(Exception? inner = null) => new("The snapshot is damaged: its checksums or sizes do not fit.", inner);
}
