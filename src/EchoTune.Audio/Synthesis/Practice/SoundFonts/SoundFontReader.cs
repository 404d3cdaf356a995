using System.Buffers.Binary;
using System.Text;

namespace EchoTune.Audio.Synthesis.Practice.SoundFonts;

/// <summary>Finds the chunks of a SoundFont file and joins presets, instruments and sample headers into regions.</summary>
internal static class SoundFontReader
{
    private const int MostRegions = 200_000;
    private const int Bag = 4, Generator = 4, Header = 46, PresetHeader = 38, InstrumentHeader = 22;

    public static SoundFont Read(ReadOnlyMemory<byte> file)
    {
        var data = file.Span;
        if (data.Length < 12 || !Is(data, 0, "RIFF") || !Is(data, 8, "sfbk"))
        {
            throw new FormatException("This is no SoundFont file: it does not begin as one.");
        }

        var chunks = new Dictionary<string, (int Start, int Length)>(StringComparer.Ordinal);
        Collect(data, 12, data.Length, chunks);
        ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> from, string name) =>
            chunks.TryGetValue(name, out var place) ? from.Slice(place.Start, place.Length) : throw new FormatException($"The SoundFont has no '{name}' part.");

        _ = Chunk(data, "smpl");
        var (at, length) = chunks["smpl"];
        var tables = new Tables
        {
            Presets = Chunk(data, "phdr"), PresetBags = Chunk(data, "pbag"), PresetGenerators = Chunk(data, "pgen"),
            Instruments = Chunk(data, "inst"), InstrumentBags = Chunk(data, "ibag"), InstrumentGenerators = Chunk(data, "igen"),
            Headers = Chunk(data, "shdr"), SampleCount = length / 2,
        };
        var name = chunks.TryGetValue("INAM", out var title) ? Text(data.Slice(title.Start, title.Length)) : "";
        return new SoundFont(name, file.Slice(at, length & ~1), Presets(tables));
    }

    // Chunks may lie about their length; what does not fit into the file ends with it.
    private static void Collect(ReadOnlySpan<byte> data, int from, int to, Dictionary<string, (int Start, int Length)> chunks)
    {
        for (var at = from; at + 8 <= to;)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(data[(at + 4)..]);
            var length = (int)Math.Min(size, (uint)(to - at - 8));
            if (Is(data, at, "LIST") && length >= 4)
            {
                Collect(data, at + 12, at + 8 + length, chunks);
            }
            else
            {
                chunks.TryAdd(Encoding.ASCII.GetString(data.Slice(at, 4)), (at + 8, length));
            }

            at += 8 + length + (length & 1);
        }
    }

    private static Dictionary<int, SampleRegion[]> Presets(in Tables tables)
    {
        var presets = new Dictionary<int, SampleRegion[]>();
        var total = 0;
        var count = (tables.Presets.Length / PresetHeader) - 1;
        var regions = new List<SampleRegion>();
        for (var p = 0; p < count; p++)
        {
            var row = tables.Presets[(p * PresetHeader)..];
            int program = U16(row, 20), bank = U16(row, 22);
            regions.Clear();
            var shared = Settings.Offsets();
            int first = U16(row, 24), end = U16(tables.Presets[((p + 1) * PresetHeader)..], 24);
            for (var bag = first; bag < end; bag++)
            {
                var zone = shared.Copy();
                Apply(tables.PresetBags, tables.PresetGenerators, bag, zone);
                if (zone.Instrument < 0)
                {
                    shared = bag == first ? zone : shared;
                    continue;
                }

                Instrument(tables, zone, regions);
                if (total + regions.Count > MostRegions)
                {
                    throw new FormatException("The SoundFont has more regions than any real one.");
                }
            }

            total += regions.Count;
            if (regions.Count > 0 && program < 128 && bank <= SoundFont.DrumBank)
            {
                presets.TryAdd((bank << 8) | program, [.. regions]);
            }
        }

        return presets.Count > 0 ? presets : throw new FormatException("The SoundFont holds no preset that can be played.");
    }

    private static void Instrument(in Tables tables, Settings preset, List<SampleRegion> regions)
    {
        var count = (tables.Instruments.Length / InstrumentHeader) - 1;
        if (preset.Instrument >= count)
        {
            return;
        }

        var row = tables.Instruments[(preset.Instrument * InstrumentHeader)..];
        int first = U16(row, 20), end = U16(row, InstrumentHeader + 20);
        var shared = Settings.Defaults();
        for (var bag = first; bag < end; bag++)
        {
            var zone = shared.Copy();
            Apply(tables.InstrumentBags, tables.InstrumentGenerators, bag, zone);
            if (zone.Sample < 0)
            {
                shared = bag == first ? zone : shared;
                continue;
            }

            if (regions.Count < MostRegions && (zone.Sample + 1) * Header <= tables.Headers.Length
                && zone.Region(preset, tables.Headers.Slice(zone.Sample * Header, Header), tables.SampleCount) is { } region)
            {
                regions.Add(region);
            }
        }
    }

    private static void Apply(ReadOnlySpan<byte> bags, ReadOnlySpan<byte> generators, int bag, Settings zone)
    {
        if ((bag + 2) * Bag > bags.Length)
        {
            return;
        }

        int from = U16(bags, bag * Bag), to = Math.Min(U16(bags, (bag + 1) * Bag), generators.Length / Generator);
        for (var g = from; g < to; g++)
        {
            zone.Set(U16(generators, g * Generator), U16(generators, (g * Generator) + 2));
        }
    }

    private static bool Is(ReadOnlySpan<byte> data, int at, string name) =>
        at + 4 <= data.Length && data[at] == name[0] && data[at + 1] == name[1] && data[at + 2] == name[2] && data[at + 3] == name[3];

    private static int U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]).Trim();
    }

    private ref struct Tables
    {
        public required ReadOnlySpan<byte> Presets { get; init; }

        public required ReadOnlySpan<byte> PresetBags { get; init; }

        public required ReadOnlySpan<byte> PresetGenerators { get; init; }

        public required ReadOnlySpan<byte> Instruments { get; init; }

        public required ReadOnlySpan<byte> InstrumentBags { get; init; }

        public required ReadOnlySpan<byte> InstrumentGenerators { get; init; }

        public required ReadOnlySpan<byte> Headers { get; init; }

        public required int SampleCount { get; init; }
    }
}
