using EchoTune.Audio.Synthesis.Sound.Effects;
namespace EchoTune.Audio.Synthesis.Sound;

/// <summary>How a patch makes its sound.</summary>
internal enum Engine
{
    /// <summary>Band-limited wavetables through a resonant low-pass filter.</summary>
    Table,

    /// <summary>Two pairs of sines, one modulating the other (Chowning 1973).</summary>
    Fm,

    /// <summary>A plucked string (Karplus and Strong 1983, extended by Jaffe and Smith).</summary>
    Pluck,

    /// <summary>A sawtooth through the resonances of a mouth.</summary>
    Formant,
}

/// <summary>An envelope: seconds, and a level of 0–1.</summary>
internal readonly record struct Envelope(float Attack, float Decay, float Sustain, float Release);

/// <summary>A playable sound with its insert effects and its place in the room.</summary>
internal sealed record Patch(string Name, Engine Engine)
{
    public Wave[] Waves { get; init; } = [Wave.Saw];

    /// <summary>Cents for each oscillator.</summary>
    public float[] Detune { get; init; } = [0];

    /// <summary>Semitones for each oscillator; empty for none.</summary>
    public float[] Octaves { get; init; } = [];

    /// <summary>Level of each oscillator; empty for 1.</summary>
    public float[] Levels { get; init; } = [];

    /// <summary>Whether the oscillators alternate left and right.</summary>
    public bool Stereo { get; init; }

    public Envelope Amp { get; init; } = new(0.005f, 0.3f, 0.7f, 0.15f);

    /// <summary>Filter cutoff in Hz at middle C and full velocity; 0 = no filter.</summary>
    public float Cutoff { get; init; }

    /// <summary>Share of the pitch that the cutoff follows, 0–1.</summary>
    public float KeyTrack { get; init; } = 0.5f;

    /// <summary>Octaves that the filter's envelope adds.</summary>
    public float Sweep { get; init; }

    public Envelope FilterEnvelope { get; init; } = new(0.002f, 0.25f, 0.2f, 0.2f);

    /// <summary>0–1.</summary>
    public float Resonance { get; init; } = 0.1f;

    public float VibratoHz { get; init; } = 5.2f;

    public float VibratoCents { get; init; }

    /// <summary>Seconds until vibrato is full.</summary>
    public float VibratoDelay { get; init; } = 0.35f;

    /// <summary>Breath noise, 0–1.</summary>
    public float Breath { get; init; }

    /// <summary>FM: ratio of the modulators, modulation index, decay of the index in seconds; two pairs.</summary>
    public (float Carrier, float Modulator, float Index, float Decay, float Level)[] Pairs { get; init; } = [];

    /// <summary>Pluck: seconds to fade by 60 dB at middle C, and how bright the string is (0–1).</summary>
    public float RingSeconds { get; init; } = 2.5f;

    public float Bright { get; init; } = 0.5f;

    /// <summary>Waveshaping of the whole instrument, 0 = none.</summary>
    public float Drive { get; init; }

    /// <summary>Chorus depth, 0–1.</summary>
    public float Chorus { get; init; }

    /// <summary>Panning tremolo depth 0–1 at <see cref="TremoloHz"/>.</summary>
    public float Tremolo { get; init; }

    public float TremoloHz { get; init; } = 5;

    /// <summary>Filters after the drive, Hz; 0 = none.</summary>
    public float LowPass { get; init; }

    public float HighPass { get; init; }

    public float ReverbSend { get; init; } = 0.2f;

    public float DelaySend { get; init; }

    /// <summary>Width of the keyboard across the stereo field, 0–1.</summary>
    public float Spread { get; init; } = 0.2f;

    /// <summary>dB against the layer's level.</summary>
    public float TrimDb { get; init; }

    /// <summary>Whether notes shorten to their gate (false: they ring).</summary>
    public bool Damped { get; init; } = true;

    /// <summary>Legato share of a note's length that sounds.</summary>
    public float Gate { get; init; } = 0.92f;
}
