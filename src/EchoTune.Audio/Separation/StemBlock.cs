namespace EchoTune.Audio.Separation;

/// <summary>A part that a recording is taken apart into.</summary>
public enum Stem
{
    /// <summary>Drums and what else is struck: short in time, broad in frequency.</summary>
    Drums,

    /// <summary>The lowest voice: steady tones below 260 Hz and the harmonics of its line.</summary>
    Bass,

    /// <summary>Singing: in the middle of the stereo picture, of one gliding pitch, not repeating as the accompaniment does.</summary>
    Vocals,

    /// <summary>Everything else.</summary>
    Other,
}

/// <summary>A stretch of the four stems, valid during the call that hands it over. Samples are interleaved stereo; the four add up to the input.</summary>
public readonly ref struct StemBlock
{
    /// <summary>The drums.</summary>
    public required ReadOnlySpan<float> Drums { get; init; }

    /// <summary>The bass.</summary>
    public required ReadOnlySpan<float> Bass { get; init; }

    /// <summary>The vocals.</summary>
    public required ReadOnlySpan<float> Vocals { get; init; }

    /// <summary>The rest.</summary>
    public required ReadOnlySpan<float> Other { get; init; }

    /// <summary>One of the four.</summary>
    /// <param name="stem">Which.</param>
    public ReadOnlySpan<float> this[Stem stem] => stem switch
    {
        Stem.Drums => Drums,
        Stem.Bass => Bass,
        Stem.Vocals => Vocals,
        Stem.Other => Other,
        _ => throw new ArgumentOutOfRangeException(nameof(stem), stem, "There are four stems."),
    };
}

/// <summary>Takes separated stretches in order.</summary>
/// <param name="block">The next stretch.</param>
public delegate void StemWriter(in StemBlock block);
