using System.Buffers.Binary;
using System.Numerics;

namespace EchoTune.Recommendation.Learned;

/// <summary>The checksum of sections.</summary>
internal static class Crc32C
{
    /// <summary>The CRC-32C of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var checksum = ~0u;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return ~checksum;
    }
}
