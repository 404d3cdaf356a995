namespace EchoTune.Recommendation.Experiments;

/// <summary>
/// Compares two means as often as one likes: the mixture sequential probability ratio test with a normal mixture (Robbins 1970; for
/// experiments Johari, Koomen, Pekelis and Walsh 2017, "Peeking at A/B tests"). However often one looks, the chance to ever see a difference where
/// there is none stays below the level, as far as the means are near to normal.
/// </summary>
/// <param name="effect">Standard deviation of the mixture: the size of difference the test is quickest for, above 0, in the units of the metric.</param>
/// <param name="level">Chance of a false alarm, between 0 and 1.</param>
public sealed class SequentialTest(double effect, double level = 0.05)
{
    /// <summary>Below so many values in either arm nothing is said: the means are not near to normal yet.</summary>
    public const int LeastCount = 30;

    private readonly double mixture = effect > 0 && double.IsFinite(effect) ? effect * effect : throw new ArgumentException("The effect must be above 0.", nameof(effect));

    /// <summary>Chance of a false alarm.</summary>
    public double Level { get; } = level is > 0 and < 1 ? level : throw new ArgumentException("The level must be between 0 and 1.", nameof(level));

    /// <summary>Compares the means of two arms at this moment.</summary>
    public Comparison Compare(Moments control, Moments treatment)
    {
        var difference = treatment.Mean - control.Mean;
        if (control.Count < LeastCount || treatment.Count < LeastCount)
        {
            return new Comparison(difference, double.NegativeInfinity, double.PositiveInfinity, 1);
        }

        var variance = (control.Variance / control.Count) + (treatment.Variance / treatment.Count);
        if (variance <= 0)
        {
            // Everyone in both arms did the very same: a difference of constants is certain.
            return new Comparison(difference, difference, difference, difference == 0 ? 1 : 0);
        }

        // Λ = √(v/(v+τ²)) · exp(τ²·d² / (2v(v+τ²))); 1/Λ bounds the p-value, and d whose Λ reaches 1/level bound the interval.
        var total = variance + mixture;
        var logRatio = (0.5 * Math.Log(variance / total)) + (mixture * difference * difference / (2 * variance * total));
        var reach = Math.Sqrt(2 * variance * total / mixture * (Math.Log(1 / Level) + (0.5 * Math.Log(total / variance))));
        return new Comparison(difference, difference - reach, difference + reach, Math.Min(1, Math.Exp(-logRatio)));
    }
}

/// <summary>Two means compared.</summary>
/// <param name="Difference">Treatment less control.</param>
/// <param name="Low">Lower end of the confidence sequence of the difference.</param>
/// <param name="High">Upper end.</param>
/// <param name="PValue">Always valid at this moment; the least one seen so far is valid too.</param>
public readonly record struct Comparison(double Difference, double Low, double High, double PValue)
{
    /// <summary>Whether the treatment is better for sure.</summary>
    public bool IsBetter => Low > 0;

    /// <summary>Whether the treatment is worse for sure.</summary>
    public bool IsWorse => High < 0;
}
