using EchoTune.Audio.Synthesis.Sound.Effects;
namespace EchoTune.Audio.Synthesis.Sound.Drums;

/// <summary>A buffer on which a drum sound is painted out of a few simple strokes. Mono at the library's rate.</summary>
internal sealed class DrumCanvas(double seconds, ulong seed)
{
    private const float Rate = DemoLibrary.SampleRate;
    private readonly SeededRandom _random = new(seed);

    public float[] Samples { get; } = new float[(int)(seconds * Rate)];

    /// <summary>A sine that falls from one pitch to another.</summary>
    /// <param name="from">Hz at first.</param>
    /// <param name="to">Hz at last.</param>
    /// <param name="fall">Time constant of the fall, seconds.</param>
    /// <param name="decay">Seconds to fade by 60 dB.</param>
    /// <param name="level">Peak.</param>
    public DrumCanvas Tone(float from, float to, float fall, float decay, float level)
    {
        double phase = 0.05;
        var sweep = MathF.Exp(-1 / (fall * Rate));
        var fade = MathF.Exp(-6.9f / (decay * Rate));
        var extra = from - to;
        var amplitude = level;
        for (var i = 0; i < Samples.Length; i++)
        {
            var place = phase * Wavetable.Size;
            var index = (int)place;
            var low = Wavetable.Sine[index];
            Samples[i] += amplitude * Math.Min(1, i / 20f) * (low + ((float)(place - index) * (Wavetable.Sine[index + 1] - low)));
            phase += (to + extra) / Rate;
            phase -= Math.Floor(phase);
            extra *= sweep;
            amplitude *= fade;
        }

        return this;
    }

    /// <summary>Noise between two corner frequencies.</summary>
    public DrumCanvas Noise(float lowHz, float highHz, float decay, float level, float start = 0, float attack = 0.0005f)
    {
        var band = new float[Samples.Length];
        var fade = MathF.Exp(-6.9f / (decay * Rate));
        var amplitude = level;
        var first = (int)(start * Rate);
        for (var i = first; i < band.Length; i++)
        {
            band[i] = amplitude * Math.Min(1, (i - first) / (attack * Rate)) * _random.NextNoise();
            amplitude *= fade;
        }

        return AddFiltered(band, lowHz, highHz);
    }

    /// <summary>Six squares at ratios that fit no harmonic series, as in a cymbal of a drum machine.</summary>
    public DrumCanvas Metal(float hz, float lowHz, float highHz, float decay, float level, float attack = 0.0005f)
    {
        ReadOnlySpan<float> ratios = [1, 1.342f, 1.2312f, 1.6532f, 1.9523f, 2.1523f];
        var band = new float[Samples.Length];
        var fade = MathF.Exp(-6.9f / (decay * Rate));
        foreach (var ratio in ratios)
        {
            var frequency = hz * ratio * (float)_random.Between(0.99, 1.01);
            var table = Wavetable.Of(Wave.Square).LevelFor(frequency);
            var phase = _random.NextDouble();
            var amplitude = level * 0.3f;
            for (var i = 0; i < band.Length; i++)
            {
                band[i] += amplitude * Math.Min(1, i / (attack * Rate)) * table[(int)(phase * Wavetable.Size)];
                phase += frequency / Rate;
                phase -= Math.Floor(phase);
                amplitude *= fade;
            }
        }

        return AddFiltered(band, lowHz, highHz);
    }

    /// <summary>Filters what has been painted so far.</summary>
    public DrumCanvas Dull(float highHz)
    {
        new StereoFilter(highHz, high: false).Process(Samples, new float[Samples.Length]);
        return this;
    }

    /// <summary>Bends the loud parts.</summary>
    public DrumCanvas Squash(float gain)
    {
        for (var i = 0; i < Samples.Length; i++)
        {
            var x = Math.Clamp(Samples[i] * gain, -1, 1);
            Samples[i] = x - (x * x * x / 3);
        }

        return this;
    }

    /// <summary>Scales to a peak, without offset, with a soft end.</summary>
    public float[] Finish(float peak)
    {
        var most = 1e-9f;
        foreach (var sample in Samples)
        {
            most = Math.Max(most, Math.Abs(sample));
        }

        var end = Math.Min(Samples.Length, 400);
        for (var i = 0; i < Samples.Length; i++)
        {
            Samples[i] *= peak / most * Math.Min(1, (Samples.Length - 1 - i) / (float)end);
        }

        return Samples;
    }

    private DrumCanvas AddFiltered(float[] band, float lowHz, float highHz)
    {
        var other = new float[band.Length];
        if (lowHz > 0)
        {
            new StereoFilter(lowHz, high: true).Process(band, other);
        }

        if (highHz > 0)
        {
            new StereoFilter(highHz, high: false).Process(band, other);
        }

        for (var i = 0; i < band.Length; i++)
        {
            Samples[i] += band[i];
        }

        return this;
    }
}
