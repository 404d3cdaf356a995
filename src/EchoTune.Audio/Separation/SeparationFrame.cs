namespace EchoTune.Audio.Separation;

/// <summary>What is known of one frame while it waits for its future.</summary>
internal sealed class SeparationFrame
{
    /// <summary>Left channel.</summary>
    public ChannelSpectrum Left { get; } = new();

    /// <summary>Right channel.</summary>
    public ChannelSpectrum Right { get; } = new();

    /// <summary>How much of each bin is struck rather than held, 0–1.</summary>
    public float[] Percussive { get; } = new float[Spectra.Bins];

    /// <summary>How much of each bin is neither struck nor a repetition nor at the side, 0–1.</summary>
    public float[] Free { get; } = new float[Spectra.Bins];

    /// <summary>What is held in each bin: median over time.</summary>
    public float[] Held { get; } = new float[Spectra.Bins];
}
