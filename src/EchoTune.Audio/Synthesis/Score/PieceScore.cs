using EchoTune.Audio.Synthesis.Sound;

namespace EchoTune.Audio.Synthesis.Score;

/// <summary>A note of a part.</summary>
/// <param name="Start">Seconds from the start of the piece.</param>
/// <param name="Length">Seconds until the key is let go.</param>
/// <param name="Pitch">MIDI note number.</param>
/// <param name="Velocity">0–1.</param>
internal readonly record struct ScoreNote(double Start, double Length, int Pitch, float Velocity);

/// <summary>A hit of a drum.</summary>
/// <param name="Start">Seconds from the start of the piece.</param>
/// <param name="Drum">What is hit.</param>
/// <param name="Velocity">0–1.</param>
internal readonly record struct DrumHit(double Start, Drum Drum, float Velocity);

/// <summary>The layer a part belongs to; the mixer balances layers against each other.</summary>
internal enum Layer
{
    Bass, Comp, Pad, Arpeggio, Lead, Second, Effect,
}

/// <summary>What one instrument plays.</summary>
/// <param name="Layer">Its layer.</param>
/// <param name="Patch">Its sound, with sends and insert effects.</param>
/// <param name="Pan">−1 left … 1 right.</param>
/// <param name="GainDb">Against the layer's usual level.</param>
/// <param name="Notes">In order of start.</param>
internal sealed record Part(Layer Layer, Patch Patch, float Pan, float GainDb, IReadOnlyList<ScoreNote> Notes);

/// <summary>A piece as it is performed: every note and hit with its time; what the renderer needs and no more.</summary>
internal sealed record PieceScore
{
    /// <summary>Length in seconds, reverb tail included.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Tempo for delays, beats per minute.</summary>
    public required double TempoBpm { get; init; }

    /// <summary>Pitched parts.</summary>
    public required IReadOnlyList<Part> Parts { get; init; }

    /// <summary>Hits in order of start.</summary>
    public required IReadOnlyList<DrumHit> Drums { get; init; }

    public KitKind Kit { get; init; }

    /// <summary>dB against the default mix.</summary>
    public float DrumsGainDb { get; init; }

    /// <summary>How far the kick ducks bass, pad and comp, 0–1.</summary>
    public double Sidechain { get; init; }

    /// <summary>Decay of the room, seconds.</summary>
    public double Reverb { get; init; } = 1.4;

    /// <summary>Scales all reverb sends.</summary>
    public double Wet { get; init; } = 1;

    /// <summary>Delay time in beats.</summary>
    public double DelayBeats { get; init; } = 0.75;

    /// <summary>How the whole ensemble swells and fades: dB at points of time, straight between them; empty for none.</summary>
    public IReadOnlyList<(double Seconds, double Db)> Swell { get; init; } = [];

    /// <summary>0 clean – 1 worn tape: dull, wobbling, with crackle.</summary>
    public double Worn { get; init; }

    /// <summary>0 mono – 1 as panned.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Highest frequency of the recording, Hz; 0 = open.</summary>
    public double Bandwidth { get; init; }

    /// <summary>Seed of everything that is random in the sound.</summary>
    public required ulong Seed { get; init; }
}
