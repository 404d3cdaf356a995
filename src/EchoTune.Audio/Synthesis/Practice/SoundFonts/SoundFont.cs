using System.Runtime.InteropServices;

namespace EchoTune.Audio.Synthesis.Practice.SoundFonts;

/// <summary>
/// A bank of sampled instruments in the SoundFont 2 format (E-mu, "SoundFont Technical Specification" 2.04): presets, key and
/// velocity ranges, loops, volume envelopes, filter cutoff, tuning and panning. Modulators and the modulation envelope are
/// left out. Safe to share between threads.
/// </summary>
public sealed class SoundFont
{
    private readonly ReadOnlyMemory<byte> _samples;
    private readonly Dictionary<int, SampleRegion[]> _presets;

    internal SoundFont(string name, ReadOnlyMemory<byte> samples, Dictionary<int, SampleRegion[]> presets)
    {
        Name = name;
        _samples = samples;
        _presets = presets;
        MelodicPrograms = [.. presets.Keys.Where(k => k >> 8 == 0).Select(k => k & 0xFF).Order()];
        DrumKits = [.. presets.Keys.Where(k => k >> 8 == DrumBank).Select(k => k & 0xFF).Order()];
    }

    /// <summary>The bank that holds drum kits in General MIDI fonts.</summary>
    public const int DrumBank = 128;

    /// <summary>What the font calls itself.</summary>
    public string Name { get; }

    /// <summary>Programs of bank 0, ascending; the numbers of General MIDI.</summary>
    public IReadOnlyList<int> MelodicPrograms { get; }

    /// <summary>Programs of the drum bank, ascending.</summary>
    public IReadOnlyList<int> DrumKits { get; }

    /// <summary>16-bit mono samples of all instruments, one after the other.</summary>
    internal ReadOnlySpan<short> Samples => MemoryMarshal.Cast<byte, short>(_samples.Span);

    /// <summary>Reads a font.</summary>
    /// <param name="file">The bytes of the file; kept, as the samples are played from them.</param>
    /// <exception cref="FormatException">It is no font, or a broken one; the message says what is wrong.</exception>
    public static SoundFont Read(ReadOnlyMemory<byte> file) => SoundFontReader.Read(file);

    /// <summary>What plays a program; empty when the font has none.</summary>
    internal ReadOnlySpan<SampleRegion> Preset(int bank, int program) =>
        _presets.TryGetValue((bank << 8) | program, out var regions) ? regions : [];
}
