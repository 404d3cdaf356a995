namespace EchoTune.Audio.Primitives;

/// <summary>A loudness in LUFS (ITU-R BS.1770), from −70 (silence) upwards. Finite.</summary>
public readonly record struct Lufs : IComparable<Lufs>
{
    /// <summary>What silence measures: the absolute gate.</summary>
    public static readonly Lufs Silence = new(-70);

    /// <summary>Creates a loudness; below −70 counts as −70.</summary>
    /// <param name="value">LUFS, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not finite.</exception>
    public Lufs(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A loudness is a finite number.");
        }

        Value = Math.Max(-70, value);
    }

    /// <summary>LUFS.</summary>
    public double Value { get; }

    /// <summary>Loudness of a mean square of K-weighted samples summed over channels.</summary>
    /// <param name="meanSquare">Mean square, 0 or more.</param>
    /// <returns>The loudness, −70 at least.</returns>
    public static Lufs FromMeanSquare(double meanSquare) =>
        meanSquare <= 1e-8 ? Silence : new Lufs(-0.691 + (10 * Math.Log10(meanSquare)));

    /// <summary>The gain in dB that brings this loudness to a target.</summary>
    /// <param name="target">The loudness wanted.</param>
    /// <returns>Decibels, positive to make louder.</returns>
    public double GainTo(Lufs target) => target.Value - Value;

    /// <inheritdoc/>
    public int CompareTo(Lufs other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Value:0.0} LUFS");
}
