using System.Buffers.Binary;
using System.Text;

namespace EchoTune.Audio.Tests.Synthesis.Practice;

/// <summary>Writes a small SoundFont: one looped tone of 441 Hz on key 69, as program 0 and as a drum kit.</summary>
internal static class FontFile
{
    public const int Period = 100;

    public static byte[] Write()
    {
        var samples = new List<byte>();
        for (var i = 0; i < (40 * Period) + 46; i++)
        {
            var v = i < 40 * Period ? (short)(12_000 * Math.Sin(2 * Math.PI * i / Period)) : (short)0;
            samples.AddRange([(byte)(v & 0xFF), (byte)(v >> 8)]);
        }

        var presets = Preset("Tone", 0, 0, 0).Concat(Preset("Kit", 0, 128, 1)).Concat(Preset("EOP", 0, 0, 2)).ToArray();
        byte[] header = [.. Name("tone"), .. U32(0), .. U32(40 * Period), .. U32(10 * Period), .. U32(30 * Period), .. U32(44_100), 69, 0, .. U16(0), .. U16(1)];
        byte[] end = [.. Name("EOS"), .. new byte[26]];
        // The instrument loops its sample, lets it go within a quarter of a second, and attenuates by nothing.
        byte[] generators = [.. U16(54), .. U16(1), .. U16(38), .. U16(-2400), .. U16(53), .. U16(0), .. U16(0), .. U16(0)];
        return Chunk("RIFF",
        [
            .. Ascii("sfbk"), .. List("INFO", Chunk("INAM", Ascii("Test\0\0"))), .. List("sdta", Chunk("smpl", [.. samples])),
            .. List("pdta",
            [
                .. Chunk("phdr", presets), .. Chunk("pbag", [.. U16(0), .. U16(0), .. U16(1), .. U16(0), .. U16(2), .. U16(0)]), .. Chunk("pmod", new byte[10]),
                .. Chunk("pgen", [.. U16(41), .. U16(0), .. U16(41), .. U16(0), .. U16(0), .. U16(0)]),
                .. Chunk("inst", [.. Name("Tone"), .. U16(0), .. Name("EOI"), .. U16(1)]), .. Chunk("ibag", [.. U16(0), .. U16(0), .. U16(3), .. U16(0)]),
                .. Chunk("imod", new byte[10]), .. Chunk("igen", generators), .. Chunk("shdr", [.. header, .. end]),
            ]),
        ]);
    }

    private static byte[] Preset(string name, int program, int bank, int bag) => [.. Name(name), .. U16(program), .. U16(bank), .. U16(bag), .. new byte[12]];

    private static byte[] List(string kind, byte[] content) => Chunk("LIST", [.. Ascii(kind), .. content]);

    private static byte[] Chunk(string name, byte[] content) => [.. Ascii(name), .. U32(content.Length), .. content, .. new byte[content.Length % 2]];

    private static byte[] Name(string text) => [.. Ascii(text), .. new byte[20 - text.Length]];

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] U16(int value) => [(byte)(value & 0xFF), (byte)((value >> 8) & 0xFF)];

    private static byte[] U32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
