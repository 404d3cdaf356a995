using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>How the numbers of a snapshot are kept; each row has a factor of its own.</summary>
public enum SnapshotPrecision
{
    /// <summary>Two bytes a number, eleven bits of it: rankings stay as they were.</summary>
    Half = 1,

    /// <summary>One byte a number.</summary>
    Int8 = 2,
}

/// <summary>
/// Writes a fitted <see cref="ImplicitAlsModel"/> and reads it again. Little-endian: eight bytes of name and version, a header and its
/// CRC-32C, α₀ times the eigenvalues, the rows of the items, those of the listeners, and the CRC-32C of all after the header. A file
/// that is cut, damaged or of another version is refused, and nothing is allocated before the header is known to be whole.
/// </summary>
public static class ImplicitAlsSnapshot
{
    /// <summary>The version of the format that is written, and the only one that is read.</summary>
    public const ushort Version = 1;

    private const int HeaderLength = 56;
    private const int LongestName = 64;
    private const int MostFactors = 4096;

    private static ReadOnlySpan<byte> Magic => "ETIALS"u8;

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">Where to; written from where it stands.</param>
    /// <param name="precision">How exactly.</param>
    public static void Write(ImplicitAlsModel model, Stream stream, SnapshotPrecision precision = SnapshotPrecision.Half)
    {
        if (!Enum.IsDefined(precision))
        {
            throw new ArgumentOutOfRangeException(nameof(precision), precision, "There is no such precision.");
        }

        Span<byte> start = stackalloc byte[8];
        Magic.CopyTo(start);
        BinaryPrimitives.WriteUInt16LittleEndian(start[6..], Version);
        stream.Write(start);

        Span<byte> header = stackalloc byte[HeaderLength + LongestName];
        header.Clear();
        var settings = model.Settings;
        ReadOnlySpan<int> whole = [(int)precision, model.ItemFactors.Dimension, model.ItemFactors.Rows, model.ListenerFactors.Rows, settings.Iterations, settings.Steps];
        ReadOnlySpan<float> parts = [settings.Unobserved, settings.Regularisation, settings.Exponent, settings.Power, model.Weighting.Power, model.Weighting.Scale];
        for (var i = 0; i < 6; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header[(4 * i)..], whole[i]);
            BinaryPrimitives.WriteSingleLittleEndian(header[(24 + (4 * i))..], parts[i]);
        }

        var name = Encoding.UTF8.GetBytes(model.Name);
        BinaryPrimitives.WriteInt32LittleEndian(header[48..], Math.Min(name.Length, LongestName));
        name.AsSpan(0, Math.Min(name.Length, LongestName)).CopyTo(header[HeaderLength..]);
        stream.Write(header);
        WriteChecksum(stream, Crc32C.Continue(0, header));

        var checksum = 0u;
        Span<byte> four = stackalloc byte[4];
        foreach (var value in model.Unobserved[..model.ItemFactors.Dimension])
        {
            BinaryPrimitives.WriteSingleLittleEndian(four, value);
            stream.Write(four);
            checksum = Crc32C.Continue(checksum, four);
        }

        checksum = WriteRows(stream, model.ItemFactors, precision, checksum);
        checksum = WriteRows(stream, model.ListenerFactors, precision, checksum);
        WriteChecksum(stream, checksum);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="stream">Where from; read up to the end of the snapshot and no further.</param>
    /// <exception cref="InvalidDataException">It is no snapshot, of another version, cut off, or damaged.</exception>
    public static ImplicitAlsModel Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        Fill(stream, start);
        if (!start[..6].SequenceEqual(Magic))
        {
            throw new InvalidDataException("This is not a snapshot of a model: it begins with something else.");
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(start[6..]) is var version && version != Version)
        {
            throw new InvalidDataException($"The snapshot has version {version}; this program reads version {Version}. Train the model again.");
        }

        Span<byte> header = stackalloc byte[HeaderLength + LongestName];
        Fill(stream, header);
        Verify(stream, Crc32C.Continue(0, header));
        Span<int> whole = stackalloc int[6];
        Span<float> parts = stackalloc float[6];
        for (var i = 0; i < 6; i++)
        {
            whole[i] = BinaryPrimitives.ReadInt32LittleEndian(header[(4 * i)..]);
            parts[i] = BinaryPrimitives.ReadSingleLittleEndian(header[(24 + (4 * i))..]);
        }

        var (precision, dimension, nameLength) = ((SnapshotPrecision)whole[0], whole[1], BinaryPrimitives.ReadInt32LittleEndian(header[48..]));
        var most = Array.MaxLength / FactorMatrix.PaddedLength(Math.Clamp(dimension, 1, MostFactors)) - 1;
        if (!Enum.IsDefined(precision) || dimension is < 1 or > MostFactors || (uint)whole[2] > most || (uint)whole[3] > most || nameLength is < 0 or > LongestName)
        {
            throw new InvalidDataException("The snapshot is damaged: its header says what cannot be.");
        }

        var settings = new ImplicitAlsSettings(dimension, whole[4], parts[0], parts[1], parts[2], parts[3], whole[5]);
        var unobserved = new float[FactorMatrix.PaddedLength(dimension)];
        var checksum = 0u;
        Span<byte> four = stackalloc byte[4];
        for (var i = 0; i < dimension; i++)
        {
            Fill(stream, four);
            unobserved[i] = BinaryPrimitives.ReadSingleLittleEndian(four);
            checksum = Crc32C.Continue(checksum, four);
        }

        var items = new FactorMatrix(whole[2], dimension);
        checksum = ReadRows(stream, items, precision, checksum);
        var listeners = new FactorMatrix(whole[3], dimension);
        checksum = ReadRows(stream, listeners, precision, checksum);
        Verify(stream, checksum);
        var name = Encoding.UTF8.GetString(header.Slice(HeaderLength, nameLength));
        return new ImplicitAlsModel(name, settings, new ImplicitAlsWeighting(parts[4], parts[5]), items, listeners, unobserved);
    }

    private static uint WriteRows(Stream stream, FactorMatrix matrix, SnapshotPrecision precision, uint checksum)
    {
        var dimension = matrix.Dimension;
        var bytes = new byte[4 + (dimension * (precision == SnapshotPrecision.Half ? 2 : 1))];
        var (scaled, halves) = (new float[dimension], new Half[dimension]);
        for (var row = 0; row < matrix.Rows; row++)
        {
            ReadOnlySpan<float> values = matrix.Row(row);
            var greatest = TensorPrimitives.MaxMagnitude(values);
            var scale = Math.Abs(greatest) / (precision == SnapshotPrecision.Half ? 1 : sbyte.MaxValue);
            BinaryPrimitives.WriteSingleLittleEndian(bytes, scale);
            TensorPrimitives.Divide(values, scale > 0 ? scale : 1, scaled);
            if (precision == SnapshotPrecision.Half)
            {
                TensorPrimitives.ConvertToHalf(scaled, halves);
                for (var i = 0; i < dimension; i++)
                {
                    BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(4 + (2 * i)), halves[i]);
                }
            }
            else
            {
                for (var i = 0; i < dimension; i++)
                {
                    bytes[4 + i] = (byte)(sbyte)MathF.Round(scaled[i]);
                }
            }

            stream.Write(bytes);
            checksum = Crc32C.Continue(checksum, bytes);
        }

        return checksum;
    }

    private static uint ReadRows(Stream stream, FactorMatrix matrix, SnapshotPrecision precision, uint checksum)
    {
        var dimension = matrix.Dimension;
        var bytes = new byte[4 + (dimension * (precision == SnapshotPrecision.Half ? 2 : 1))];
        var halves = new Half[dimension];
        for (var row = 0; row < matrix.Rows; row++)
        {
            Fill(stream, bytes);
            checksum = Crc32C.Continue(checksum, bytes);
            var values = matrix.Row(row);
            if (precision == SnapshotPrecision.Half)
            {
                for (var i = 0; i < dimension; i++)
                {
                    halves[i] = BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(4 + (2 * i)));
                }

                TensorPrimitives.ConvertToSingle(halves, values);
            }
            else
            {
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(bytes.AsSpan(4)), values);
            }

            TensorPrimitives.Multiply(values, BinaryPrimitives.ReadSingleLittleEndian(bytes), values);
        }

        return checksum;
    }

    private static void Fill(Stream stream, Span<byte> target)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw new InvalidDataException("The snapshot is cut off: it ends before all of it was read.");
        }
    }

    private static void WriteChecksum(Stream stream, uint checksum)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, checksum);
        stream.Write(bytes);
    }

    private static void Verify(Stream stream, uint checksum)
    {
        Span<byte> bytes = stackalloc byte[4];
        Fill(stream, bytes);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != checksum)
        {
            throw new InvalidDataException("The snapshot is damaged: its checksum does not fit.");
        }
    }
}
