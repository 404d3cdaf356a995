namespace EchoTune.Audio.Synthesis.Sound.Drums;

/// <summary>How the drums of one recording differ from others of their kit: no two drummers tune alike.</summary>
/// <param name="Pitch">Factor of the frequencies of skins and hats.</param>
/// <param name="Length">Factor of the decays.</param>
/// <param name="Top">Factor of the highest frequency that comes through.</param>
/// <param name="Click">Factor of the beater's click.</param>
internal readonly record struct DrumTuning(float Pitch, float Length, float Top, float Click)
{
    /// <summary>The kit as described.</summary>
    public static DrumTuning None { get; } = new(1, 1, 1, 1);

    /// <summary>The tuning of a piece: up to three quarters of a tone, and a fifth of the decay, either way.</summary>
    public static DrumTuning Of(ulong seed)
    {
        var random = new SeededRandom(SeededRandom.Combine(seed, 41));
        return new DrumTuning(
            (float)random.Between(0.92, 1.09), (float)random.Between(0.8, 1.2), (float)random.Between(0.8, 1.1), (float)random.Between(0.6, 1.4));
    }
}
