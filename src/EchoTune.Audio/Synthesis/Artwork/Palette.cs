using System.Globalization;
using System.Numerics;

namespace EchoTune.Audio.Synthesis.Artwork;

/// <summary>Five colours that go together: ground first, then from the quietest to the loudest. Components 0–1, sRGB.</summary>
internal sealed record Palette(Vector3 Ground, Vector3 A, Vector3 B, Vector3 C, Vector3 D)
{
    private static readonly string[] Sets =
    [
        "F3E9D7 264653 2A9D8F E9C46A E76F51", "14213D 2B3A67 7A8FB8 FCA311 F6F0E6", "F7EDE2 84A59D F6BD60 F28482 3D405B",
        "0B132B 1C2541 3A506B 5BC0BE F2F7F2", "FFF4E0 8E5572 F2B5A7 D64550 2E1F3E", "1B1B1E 373F51 58A4B0 DAA49A F5E9DC",
        "F1FAEE A8DADC 457B9D E63946 1D3557", "2D1E2F 66435A C1666B E4B363 F4EBD9", "EFE6DD 7EBDC2 BB4430 F3DFA2 231F20",
        "10231F 1F4D3F 4F8A62 C9D787 F7F3D7", "F9F5E3 C8AD7F 8C6A4F 5E7F73 2B2D2A", "1A1423 3D314A 684756 B76E79 FFCFB3",
        "E8EDDF CFDBD5 F5CB5C 333533 242423", "FDF0D5 C1121F 780000 669BBC 003049", "22223B 4A4E69 9A8C98 C9ADA7 F2E9E4",
        "FFE8D6 B7B7A4 6B705C CB997E 3F4238",
    ];

    /// <summary>How many there are.</summary>
    public static int Count => Sets.Length;

    /// <summary>The loud colours, without the ground.</summary>
    public Vector3[] Inks => [A, B, C, D];

    /// <summary>A set by number.</summary>
    public static Palette Get(int index)
    {
        var colours = Sets[index % Sets.Length].Split(' ');
        return new Palette(Parse(colours[0]), Parse(colours[1]), Parse(colours[2]), Parse(colours[3]), Parse(colours[4]));
    }

    private static Vector3 Parse(string hex)
    {
        var value = int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new Vector3(value >> 16, (value >> 8) & 255, value & 255) / 255f;
    }
}
