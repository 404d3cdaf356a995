using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Recommendation.Learned;

/// <summary>What a section of a snapshot holds; the numbers are written.</summary>
internal enum SnapshotSection
{
    Items = 1,
    Factors = 2,
    Projection = 3,
    Graph = 4,
    Sequence = 5,
    Weights = 6,
}

/// <summary>The contents of sections. Numbers are little-endian, texts UTF-8 with their length before them.</summary>
internal static class SnapshotParts
{
    private const byte Recipe = 0;
    private const byte Network = 1;

    public static byte[] WriteItems(LearnedModels models)
    {
        var writer = new SectionWriter();
        writer.Text(models.Version);
        writer.Int(models.Items.Count);
        foreach (var item in models.Items)
        {
            writer.Id(item);
        }

        return writer.ToArray();
    }

    public static byte[] WriteProjection(ContentProjection projection)
    {
        var writer = new SectionWriter();
        writer.Int(projection.ContentDimension);
        writer.Int(projection.FactorDimension);
        writer.Text(projection.ContentVersion);
        writer.Floats(projection.Matrix);
        return writer.ToArray();
    }

    public static byte[] WriteGraph(ItemNeighbours graph)
    {
        var writer = new SectionWriter();
        writer.Int(graph.ItemCount);
        for (var item = 0; item < graph.ItemCount; item++)
        {
            writer.Int(graph.Of(item).Length);
        }

        for (var item = 0; item < graph.ItemCount; item++)
        {
            writer.Ints(graph.Of(item));
        }

        for (var item = 0; item < graph.ItemCount; item++)
        {
            foreach (var weight in graph.Weights(item))
            {
                writer.Half(weight);
            }
        }

        return writer.ToArray();
    }

    public static byte[] WriteSequence(LearnedSequence sequence)
    {
        var writer = new SectionWriter();
        if (sequence.Network is { } network)
        {
            writer.Byte(Network);
            writer.Int(network.Items);
            writer.Int(network.Dimension);
            writer.Int(network.Hidden);
            writer.Floats([network.Scale]);
            writer.Floats(network.Embeddings);
            writer.Floats(network.Biases);
            writer.Floats(network.Dense);
            return writer.ToArray();
        }

        writer.Byte(Recipe);
        writer.Text(sequence.Name);
        WriteNumbers(writer, sequence.Hyperparameters.Values);
        writer.Long((long)sequence.Seed);
        writer.Int(sequence.Sessions.ItemCount);
        writer.Int(sequence.Sessions.Count);
        writer.Ints(sequence.Sessions.Offsets);
        writer.Ints(sequence.Sessions.AllItems);
        return writer.ToArray();
    }

    public static byte[] WriteWeights(IReadOnlyDictionary<string, double> weights)
    {
        var writer = new SectionWriter();
        WriteNumbers(writer, weights);
        return writer.ToArray();
    }

    /// <summary>Makes models of whole sections. Throws of what does not fit together are for the caller to name.</summary>
    public static LearnedModels Join(Dictionary<SnapshotSection, byte[]> sections, FitOptions options)
    {
        var reader = new SectionReader(sections[SnapshotSection.Items]);
        var version = reader.Text();
        var items = new Guid[reader.Count(16)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = reader.Id();
        }

        var models = new LearnedModels
        {
            Version = version,
            Items = items,
            Collaborative = sections.TryGetValue(SnapshotSection.Factors, out var factors) ? ImplicitAlsSnapshot.Read(new MemoryStream(factors)) : null,
            Projection = sections.TryGetValue(SnapshotSection.Projection, out var projection) ? ReadProjection(new SectionReader(projection)) : null,
            Graph = sections.TryGetValue(SnapshotSection.Graph, out var graph) ? ReadGraph(new SectionReader(graph)) : null,
            Sequence = sections.TryGetValue(SnapshotSection.Sequence, out var sequence) ? ReadSequence(new SectionReader(sequence), options) : null,
            StrategyWeights = sections.TryGetValue(SnapshotSection.Weights, out var weights) ? ReadNumbers(new SectionReader(weights)) : null,
        };
        var fits = (models.Collaborative?.ItemCount ?? items.Length) == items.Length && (models.Graph?.ItemCount ?? items.Length) == items.Length
            && (models.Sequence?.ItemCount ?? items.Length) == items.Length
            && (models.Projection is null || models.Projection.FactorDimension == models.Collaborative?.ItemFactors.Dimension);
        return fits ? models : throw LearnedSnapshot.Damaged();
    }

    private static ContentProjection ReadProjection(SectionReader reader)
    {
        var (content, factors, version) = (reader.Int(), reader.Int(), reader.Text());
        return new ContentProjection(content, factors, reader.Floats(checked(content * factors)), version);
    }

    private static ItemNeighbours ReadGraph(SectionReader reader)
    {
        var offsets = new int[reader.Count(4) + 1];
        for (var item = 1; item < offsets.Length; item++)
        {
            offsets[item] = checked(offsets[item - 1] + reader.Int());
        }

        var items = reader.Ints(offsets[^1]);
        var weights = new float[reader.Fitting(offsets[^1], 2)];
        for (var k = 0; k < weights.Length; k++)
        {
            weights[k] = reader.Half();
        }

        return new ItemNeighbours(offsets, items, weights);
    }

    private static LearnedSequence ReadSequence(SectionReader reader, FitOptions options)
    {
        if (reader.Byte() == Network)
        {
            var (items, dimension, hidden, scale) = (reader.Int(), reader.Int(), reader.Int(), reader.Floats(1)[0]);
            var (embeddings, biases) = (reader.Floats(checked(items * dimension)), reader.Floats(items));
            var dense = reader.Floats(SequenceNetwork.DenseLength(dimension, hidden));
            var network = SequenceNetwork.Blank(items, dimension, hidden, scale);
            embeddings.CopyTo(network.Embeddings, 0);
            biases.CopyTo(network.Biases, 0);
            dense.CopyTo(network.Dense, 0);
            return LearnedSequence.Of(network);
        }

        var name = reader.Text();
        var trainer = SessionTrainers.Find(name) ?? throw new InvalidDataException($"The snapshot needs the sequence model {name}, which this program does not know. Train the models again.");
        var hyperparameters = Hyperparameters.Defaults;
        foreach (var (knob, value) in ReadNumbers(reader))
        {
            hyperparameters = hyperparameters.With(knob, value);
        }

        var (seed, itemCount) = ((ulong)reader.Long(), reader.Int());
        var offsets = reader.Ints(checked(reader.Count(4) + 1));
        for (var s = 1; s < offsets.Length; s++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(offsets[s], offsets[s - 1]);
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(offsets[0], 0);
        var sessions = Sessions.Adopt(itemCount, offsets, reader.Ints(offsets[^1]));
        return LearnedSequence.Fit(trainer, hyperparameters, sessions, options with { Seed = seed });
    }

    private static void WriteNumbers(SectionWriter writer, IReadOnlyDictionary<string, double> numbers)
    {
        writer.Int(numbers.Count);
        foreach (var (name, value) in numbers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Text(name);
            writer.Double(value);
        }
    }

    private static SortedDictionary<string, double> ReadNumbers(SectionReader reader)
    {
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        for (var left = reader.Int(); left > 0; left--)
        {
            numbers.Add(reader.Text(), reader.Double());
        }

        return numbers;
    }
}

/// <summary>Collects the bytes of a section.</summary>
internal sealed class SectionWriter
{
    private readonly MemoryStream bytes = new();

    public byte[] ToArray() => bytes.ToArray();

    public void Byte(byte value) => bytes.WriteByte(value);

    public void Int(int value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(four, value);
        bytes.Write(four);
    }

    public void Long(long value)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(eight, value);
        bytes.Write(eight);
    }

    public void Double(double value) => Long(BitConverter.DoubleToInt64Bits(value));

    public void Half(float value)
    {
        Span<byte> two = stackalloc byte[2];
        BinaryPrimitives.WriteHalfLittleEndian(two, (Half)value);
        bytes.Write(two);
    }

    public void Id(Guid value)
    {
        Span<byte> sixteen = stackalloc byte[16];
        value.TryWriteBytes(sixteen, bigEndian: true, out _);
        bytes.Write(sixteen);
    }

    public void Text(string value)
    {
        var text = Encoding.UTF8.GetBytes(value);
        Int(text.Length);
        bytes.Write(text);
    }

    public void Ints(ReadOnlySpan<int> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            bytes.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        foreach (var value in values)
        {
            Int(value);
        }
    }

    public void Floats(ReadOnlySpan<float> values) => Ints(MemoryMarshal.Cast<float, int>(values));
}

/// <summary>Reads a section; a count that the section cannot hold is refused before anything of that size is made.</summary>
internal sealed class SectionReader(byte[] bytes)
{
    private int at;

    public byte Byte() => Next(1)[0];

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Next(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Next(8));

    public double Double() => BitConverter.Int64BitsToDouble(Long());

    public float Half() => (float)BinaryPrimitives.ReadHalfLittleEndian(Next(2));

    public Guid Id() => new(Next(16), bigEndian: true);

    public string Text() => Encoding.UTF8.GetString(Next(Int()));

    /// <summary>A number of things of at least so many bytes each that are still to come.</summary>
    public int Count(int size) => Fitting(Int(), size);

    public int Fitting(int count, int size) => count >= 0 && (long)count * size <= bytes.Length - at ? count : throw LearnedSnapshot.Damaged();

    public int[] Ints(int count)
    {
        var values = new int[Fitting(count, 4)];
        var source = Next(4 * count);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt32LittleEndian(source[(4 * i)..]);
        }

        return values;
    }

    public float[] Floats(int count)
    {
        var values = new float[Fitting(count, 4)];
        var source = Next(4 * count);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(4 * i)..]);
        }

        return values;
    }

    private ReadOnlySpan<byte> Next(int count)
    {
        var next = bytes.AsSpan(at, Fitting(count, 1));
        at += count;
        return next;
    }
}
