using System.Buffers.Binary;

namespace EchoTune.Audio.Synthesis.Practice.SoundFonts;

/// <summary>The generators of a zone by number, and what they come to for a sample.</summary>
internal sealed class Settings
{
    private const int Count = 61;
    private readonly short[] _values = new short[Count];
    private int _keys = 127 << 8;
    private int _velocities = 127 << 8;

    /// <summary>Number of the instrument, −1 when the zone names none.</summary>
    public int Instrument { get; private set; } = -1;

    /// <summary>Number of the sample header, −1 when the zone names none.</summary>
    public int Sample { get; private set; } = -1;

    /// <summary>What an instrument's zone starts from.</summary>
    public static Settings Defaults()
    {
        var settings = new Settings();
        var v = settings._values;
        v[8] = 13_500;
        foreach (var time in (ReadOnlySpan<int>)[21, 23, 25, 26, 27, 28, 30, 33, 34, 35, 36, 38])
        {
            v[time] = -12_000;
        }

        v[46] = v[47] = v[58] = -1;
        v[56] = 100;
        return settings;
    }

    /// <summary>What a preset's zone starts from: it adds to the instrument's.</summary>
    public static Settings Offsets() => new();

    public Settings Copy()
    {
        var copy = new Settings { _keys = _keys, _velocities = _velocities };
        _values.CopyTo(copy._values, 0);
        return copy;
    }

    public void Set(int generator, int amount)
    {
        switch (generator)
        {
            case 41:
                Instrument = amount;
                break;
            case 43:
                _keys = amount;
                break;
            case 44:
                _velocities = amount;
                break;
            case 53:
                Sample = amount;
                break;
            case < Count:
                _values[generator] = (short)amount;
                break;
            default:
                break;
        }
    }

    /// <summary>The region of an instrument's zone under a preset's; null when it can never sound.</summary>
    public SampleRegion? Region(Settings preset, ReadOnlySpan<byte> header, int sampleCount)
    {
        int keyLow = Math.Max(_keys & 0xFF, preset._keys & 0xFF), keyHigh = Math.Min(_keys >> 8, preset._keys >> 8);
        int low = Math.Max(_velocities & 0xFF, preset._velocities & 0xFF), high = Math.Min(_velocities >> 8, preset._velocities >> 8);
        var isRom = (BinaryPrimitives.ReadUInt16LittleEndian(header[44..]) & 0x8000) != 0;
        var start = At(header, 20) + _values[0] + (32768L * _values[4]);
        var end = At(header, 24) + _values[1] + (32768L * _values[12]);
        var loopStart = At(header, 28) + _values[2] + (32768L * _values[45]);
        var loopEnd = At(header, 32) + _values[3] + (32768L * _values[50]);
        var rate = At(header, 36);
        end = Math.Min(end, sampleCount);
        if (keyLow > keyHigh || low > high || isRom || start < 0 || end - start < 8 || rate is < 400 or > 400_000)
        {
            return null;
        }

        double Sum(int g) => _values[g] + (double)preset._values[g];
        var root = _values[58] >= 0 ? _values[58] : header[40] <= 127 ? header[40] : 60;
        var mode = _values[54] & 3;
        var cutoff = 8.176 * Math.Pow(2, Math.Clamp(Sum(8), 1500, 13_500) / 1200);
        return new SampleRegion
        {
            KeyLow = keyLow, KeyHigh = keyHigh, VelocityLow = low, VelocityHigh = high,
            Start = (int)start, End = (int)end, LoopStart = (int)loopStart, LoopEnd = (int)loopEnd,
            Loops = mode is 1 or 3 && loopStart >= start && loopEnd <= end && loopEnd - loopStart >= 4,
            EndsOnRelease = mode == 3,
            Rate = rate, RootKey = root,
            TuneCents = (100 * Math.Clamp(Sum(51), -120, 120)) + Math.Clamp(Sum(52), -99, 99) + (sbyte)header[41],
            ScaleCents = Math.Clamp(Sum(56), 0, 1200),
            // Players and fonts have agreed on four tenths of what the specification says.
            Gain = (float)Math.Pow(10, -0.4 * Math.Clamp(Sum(48), 0, 1440) / 200),
            Pan = (float)Math.Clamp(Sum(17) / 500, -1, 1),
            Delay = Seconds(Sum(33), 5), Attack = Seconds(Sum(34), 20), Hold = Seconds(Sum(35), 20), Decay = Seconds(Sum(36), 100),
            Sustain = (float)Math.Pow(10, -Math.Clamp(Sum(37), 0, 1000) / 200),
            Release = Seconds(Sum(38), 20),
            Cutoff = cutoff < 18_000 ? (float)cutoff : 0,
            Damping = (float)(1.41421 / Math.Pow(10, Math.Clamp(Sum(9), 0, 240) / 200)),
            Class = Math.Clamp(_values[57], (short)0, (short)127),
        };
    }

    private static long At(ReadOnlySpan<byte> header, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(header[offset..]);

    private static float Seconds(double timecents, double most) => (float)Math.Min(most, Math.Pow(2, Math.Max(timecents, -12_000) / 1200));
}
