namespace EchoTune.Audio.Primitives;

/// <summary>A tempo in beats (quarter notes unless the metre says otherwise) per minute. Finite and positive.</summary>
public readonly record struct Bpm : IComparable<Bpm>
{
    /// <summary>Creates a tempo.</summary>
    /// <param name="value">Beats per minute, finite and greater than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not finite or not positive.</exception>
    public Bpm(double value)
    {
        if (!double.IsFinite(value) || value <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A tempo is a finite number above zero.");
        }

        Value = value;
    }

    /// <summary>Beats per minute.</summary>
    public double Value { get; }

    /// <summary>Length of one beat in seconds.</summary>
    public double SecondsPerBeat => 60.0 / Value;

    /// <inheritdoc/>
    public int CompareTo(Bpm other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Value:0.##} BPM");
}
