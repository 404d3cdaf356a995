namespace EchoTune.Audio.Synthesis.Practice;

/// <summary>
/// Endless varied music of which everything is known, for training and judging analysers: the composer of the demo library
/// over any style, key, tempo and metre, with random harmony, form, ensembles, timing, instruments, mix and recording.
/// </summary>
public static class PracticeMusic
{
    /// <summary>Hz.</summary>
    public const int SampleRate = DemoLibrary.SampleRate;

    /// <summary>The seed of a piece of a series: series and numbers that lie side by side give pieces that have nothing in common.</summary>
    /// <param name="series">E.g. one for training, another for judging.</param>
    /// <param name="number">From 0.</param>
    public static ulong SeedOf(ulong series, ulong number) => SeededRandom.Combine(SeededRandom.Combine(series, 0xEC40), number);

    /// <summary>Makes a piece. The same seed and options give the same samples, on any thread.</summary>
    /// <param name="seed">Any number; neighbours have nothing in common.</param>
    /// <param name="options">What the pieces should be like.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The piece with its truth; some 30–90 s, 5–8 MB a minute a channel.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The options ask for other than 1 or 2 channels, or for no length.</exception>
    public static PracticePiece Piece(ulong seed, PracticeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Channels is not (1 or 2))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Channels, "Practice music is mono or stereo.");
        }

        if (options.MinSeconds < 8 || options.MaxSeconds < options.MinSeconds || options.MaxSeconds > 600)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxSeconds, "Pieces last from 8 to 600 seconds.");
        }

        var plan = PracticePlanner.Plan(new SeededRandom(SeededRandom.Combine(seed, 0x9E)), seed, options);
        return PracticeSession.Record(plan, seed, options, cancellationToken);
    }
}
