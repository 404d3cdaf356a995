namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>The waveforms that oscillators read.</summary>
internal enum Wave
{
    Sine,
    Saw,
    Square,
    Triangle,
    Organ,
    Reed,
    Piano,
    Hollow,
    Noise,

    /// <summary>A pulse that is high for a quarter of its cycle.</summary>
    Quarter,

    /// <summary>A pulse that is high for an eighth of its cycle.</summary>
    Eighth,
}

/// <summary>One cycle of a waveform at several bandwidths, so that no partial folds back above half the sample rate.</summary>
internal sealed class Wavetable
{
    /// <summary>log2 of the samples in a cycle.</summary>
    public const int Bits = 11;

    /// <summary>Samples in a cycle; each level has one more, equal to the first, for interpolation.</summary>
    public const int Size = 1 << Bits;

    private const int TopHarmonics = 512;
    private static readonly float[] SineCycle = BuildSine();
    private static readonly Lazy<Wavetable>[] Tables =
        [.. Enum.GetValues<Wave>().Select(wave => new Lazy<Wavetable>(() => new Wavetable(wave)))];

    private readonly float[][] _levels;

    private Wavetable(Wave wave)
    {
        _levels = new float[10][];
        for (var level = 0; level < _levels.Length; level++)
        {
            _levels[level] = Build(wave, TopHarmonics >> level);
        }

        var scale = 1 / _levels[0].Max(MathF.Abs);
        foreach (var table in _levels)
        {
            for (var i = 0; i < table.Length; i++)
            {
                table[i] *= scale;
            }
        }
    }

    /// <summary>A sine cycle of <see cref="Size"/> + 1 samples.</summary>
    public static float[] Sine => SineCycle;

    /// <summary>The table of a waveform.</summary>
    public static Wavetable Of(Wave wave) => Tables[(int)wave].Value;

    /// <summary>The richest cycle whose partials stay below 19 kHz at a fundamental.</summary>
    public float[] LevelFor(double frequency)
    {
        var level = 0;
        while (level < _levels.Length - 1 && (TopHarmonics >> level) * frequency > 19_000)
        {
            level++;
        }

        return _levels[level];
    }

    private static float[] BuildSine()
    {
        var table = new float[Size + 1];
        for (var i = 0; i <= Size; i++)
        {
            table[i] = (float)Math.Sin(2 * Math.PI * i / Size);
        }

        return table;
    }

    private static float[] Build(Wave wave, int harmonics)
    {
        var table = new float[Size + 1];
        for (var h = 1; h <= harmonics; h++)
        {
            var amplitude = (float)Amplitude(wave, h);
            if (amplitude == 0)
            {
                continue;
            }

            for (var i = 0; i < Size; i++)
            {
                table[i] += amplitude * SineCycle[(h * i) & (Size - 1)];
            }
        }

        table[Size] = table[0];
        return table;
    }

    private static double Amplitude(Wave wave, int h) => wave switch
    {
        Wave.Sine => h == 1 ? 1 : 0,
        Wave.Saw => 1.0 / h,
        Wave.Square => h % 2 == 1 ? 1.0 / h : 0,
        Wave.Triangle => h % 2 == 1 ? ((h / 2) % 2 == 0 ? 1.0 : -1.0) / (h * h) : 0,
        Wave.Organ => h switch { 1 => 1, 2 => 0.8, 3 => 0.6, 4 => 0.35, 6 => 0.2, 8 => 0.25, 10 => 0.06, 12 => 0.05, 16 => 0.08, _ => 0 },
        Wave.Reed => h > 40 ? 0 : (h % 2 == 1 ? 1.0 : 0.55) / Math.Pow(h, 0.9) * (h is > 3 and < 8 ? 1.5 : 1),
        Wave.Piano => h > 32 ? 0 : Math.Abs(Math.Sin(Math.PI * h / 7.3)) * Math.Exp(-h * 0.16),
        Wave.Hollow => h > 12 ? 0 : (h == 1 ? 1 : h == 2 ? 0.22 : h == 3 ? 0.16 : 0.05 / h),
        Wave.Quarter => Math.Sin(Math.PI * h / 4) / h,
        Wave.Eighth => Math.Sin(Math.PI * h / 8) / h,
        _ => 0,
    };
}
