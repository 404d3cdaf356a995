namespace EchoTune.Audio.Synthesis.Practice.SoundFonts;

/// <summary>A stretch of samples and how it answers keys, the preset's and the instrument's settings joined.</summary>
internal sealed record SampleRegion
{
    public required int KeyLow { get; init; }

    public required int KeyHigh { get; init; }

    public required int VelocityLow { get; init; }

    public required int VelocityHigh { get; init; }

    /// <summary>First sample.</summary>
    public required int Start { get; init; }

    /// <summary>One past the last sample.</summary>
    public required int End { get; init; }

    public required int LoopStart { get; init; }

    public required int LoopEnd { get; init; }

    /// <summary>Whether the loop goes round (until the key is let go when <see cref="EndsOnRelease"/>).</summary>
    public required bool Loops { get; init; }

    public required bool EndsOnRelease { get; init; }

    /// <summary>Hz of the recording.</summary>
    public required double Rate { get; init; }

    /// <summary>MIDI key at which it sounds as recorded.</summary>
    public required int RootKey { get; init; }

    /// <summary>Cents that everything lies higher.</summary>
    public required double TuneCents { get; init; }

    /// <summary>Cents from key to key.</summary>
    public required double ScaleCents { get; init; }

    /// <summary>Factor of the level.</summary>
    public required float Gain { get; init; }

    /// <summary>−1 left … 1 right.</summary>
    public required float Pan { get; init; }

    /// <summary>Seconds of the volume envelope.</summary>
    public required float Delay { get; init; }

    public required float Attack { get; init; }

    public required float Hold { get; init; }

    /// <summary>Seconds to fall by 100 dB.</summary>
    public required float Decay { get; init; }

    /// <summary>0–1.</summary>
    public required float Sustain { get; init; }

    /// <summary>Seconds to fall by 100 dB once the key is let go.</summary>
    public required float Release { get; init; }

    /// <summary>Low-pass corner, Hz; 0 for none.</summary>
    public required float Cutoff { get; init; }

    /// <summary>1 / Q of the low-pass.</summary>
    public required float Damping { get; init; }

    /// <summary>A hit of the same class silences this one; 0 for none.</summary>
    public required int Class { get; init; }

    public bool Answers(int key, int velocity) => key >= KeyLow && key <= KeyHigh && velocity >= VelocityLow && velocity <= VelocityHigh;
}
