namespace EchoTune.Recommendation.Experiments;

/// <summary>Count, mean and spread of a metric, told value by value (Welford 1962) and joined (Chan, Golub and LeVeque 1979).</summary>
/// <param name="Count">How many values.</param>
/// <param name="Mean">Their mean; 0 for none.</param>
/// <param name="Squares">Sum of the squared differences from the mean.</param>
public readonly record struct Moments(long Count, double Mean, double Squares)
{
    /// <summary>Unbiased variance of one value; 0 below two values.</summary>
    public double Variance => Count < 2 ? 0 : Squares / (Count - 1);

    /// <summary>With one value more.</summary>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    public Moments With(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException("A metric must be a finite number.", nameof(value));
        }

        var difference = value - Mean;
        var mean = Mean + (difference / (Count + 1));
        return new Moments(Count + 1, mean, Squares + (difference * (value - mean)));
    }

    /// <summary>Of these values and others.</summary>
    public Moments And(Moments other)
    {
        if (Count == 0 || other.Count == 0)
        {
            return Count == 0 ? other : this;
        }

        var (count, difference) = (Count + other.Count, other.Mean - Mean);
        return new Moments(count, Mean + (difference * other.Count / count), Squares + other.Squares + (difference * difference * Count * other.Count / count));
    }
}
