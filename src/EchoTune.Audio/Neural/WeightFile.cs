using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace EchoTune.Audio.Neural;

/// <summary>
/// A network as bytes: what it is for, its version, its layers, its numbers in half precision, and a checksum. Little-endian:
/// <c>ETNN</c>, format, length and UTF-8 of the purpose, version, inputs, count of layers; a layer: kind, outputs, taps,
/// dilation, plus, share, then its numbers; at the end the first 8 bytes of the SHA-256 of all before.
/// </summary>
internal static class WeightFile
{
    private const int Format = 1;
    private const int ChecksumBytes = 8;
    private static readonly byte[] Magic = "ETNN"u8.ToArray();

    private enum Kind
    {
        Dense = 1,
        Conv1d,
        Relu,
        Elu,
        Dropout,
        Standardise,
    }

    /// <summary>Writes a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="purpose">What it is for, e.g. <c>beats</c>.</param>
    /// <param name="version">Grows with every training that ships.</param>
    /// <returns>The file.</returns>
    public static byte[] Write(Network network, string purpose, int version)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Format);
        writer.Write(purpose);
        writer.Write(version);
        writer.Write(network.Inputs);
        writer.Write(network.Layers.Count);
        foreach (var (layer, plus) in network.Layers)
        {
            var (kind, taps, dilation, share) = layer switch
            {
                Dense => (Kind.Dense, 1, 1, 0f),
                Conv1d c => (Kind.Conv1d, c.Taps, c.Dilation, 0f),
                Relu => (Kind.Relu, 1, 1, 0f),
                Elu => (Kind.Elu, 1, 1, 0f),
                Dropout d => (Kind.Dropout, 1, 1, d.Share),
                Standardise => (Kind.Standardise, 1, 1, 0f),
                _ => throw new ArgumentException($"{layer.GetType().Name} has no place in a file.", nameof(network)),
            };
            writer.Write((int)kind);
            writer.Write(layer.Outputs);
            writer.Write(taps);
            writer.Write(dilation);
            writer.Write(plus);
            writer.Write(share);
            foreach (var numbers in NumbersOf(layer))
            {
                var halves = new Half[numbers.Length];
                TensorPrimitives.ConvertToHalf(numbers, halves);
                foreach (var half in halves)
                {
                    writer.Write(half);
                }
            }
        }

        writer.Flush();
        writer.Write(SHA256.HashData(stream.ToArray()).AsSpan(0, ChecksumBytes));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads a network.</summary>
    /// <param name="file">What <see cref="Write"/> gave.</param>
    /// <param name="purpose">What it must be for.</param>
    /// <returns>The network and its version.</returns>
    /// <exception cref="InvalidDataException">Where it is no such file, damaged, of another format, or for another purpose.</exception>
    public static (Network Network, int Version) Read(byte[] file, string purpose)
    {
        if (file.Length < Magic.Length + ChecksumBytes || !file.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new InvalidDataException("This is no file of a network.");
        }

        var body = file.AsSpan(0, file.Length - ChecksumBytes);
        if (!SHA256.HashData(body).AsSpan(0, ChecksumBytes).SequenceEqual(file.AsSpan(body.Length)))
        {
            throw new InvalidDataException("The file of the network is damaged: its checksum is another.");
        }

        using var reader = new BinaryReader(new MemoryStream(file, Magic.Length, body.Length - Magic.Length), Encoding.UTF8);
        if (reader.ReadInt32() is var format && format != Format)
        {
            throw new InvalidDataException($"The file of the network is of format {format}, not {Format}.");
        }

        if (reader.ReadString() is var found && found != purpose)
        {
            throw new InvalidDataException($"The network is for {found}, not for {purpose}.");
        }

        var version = reader.ReadInt32();
        var network = new Network(reader.ReadInt32());
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var kind = (Kind)reader.ReadInt32();
            int inputs = network.Outputs, outputs = reader.ReadInt32(), taps = reader.ReadInt32(), dilation = reader.ReadInt32(), plus = reader.ReadInt32();
            var share = reader.ReadSingle();
            Layer layer = kind switch
            {
                Kind.Dense => new Dense(inputs, outputs),
                Kind.Conv1d => new Conv1d(inputs, outputs, taps, dilation),
                Kind.Relu => new Relu(outputs),
                Kind.Elu => new Elu(outputs),
                Kind.Dropout => new Dropout(outputs, share),
                Kind.Standardise => new Standardise(outputs),
                _ => throw new InvalidDataException($"The network has a layer of unknown kind {(int)kind}."),
            };
            foreach (var numbers in NumbersOf(layer))
            {
                var halves = new Half[numbers.Length];
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(halves.AsSpan()));
                TensorPrimitives.ConvertToSingle(halves, numbers);
            }

            network.Add(layer, plus);
        }

        return (network, version);
    }

    private static IEnumerable<float[]> NumbersOf(Layer layer) =>
        layer is Standardise scale ? [scale.Means, scale.Scales] : layer.Parameters.Select(p => p.Values);
}
