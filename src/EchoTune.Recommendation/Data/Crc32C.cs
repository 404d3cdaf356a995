using System.Buffers.Binary;
using System.Numerics;

namespace EchoTune.Recommendation.Data;

/// <summary>The checksum of snapshots: the polynomial of Castagnoli (RFC 3720, appendix B.4).</summary>
internal static class Crc32C
{
    /// <summary>The CRC-32C of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Continue(~0u, bytes);

    /// <summary>Takes up further bytes, without the inversions at the beginning and at the end.</summary>
    /// <param name="register">What the bytes so far have left.</param>
    /// <param name="bytes">The bytes.</param>
    public static uint Continue(uint register, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            register = BitOperations.Crc32C(register, value);
        }

        return register;
    }
}
