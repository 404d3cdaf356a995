namespace EchoTune.Recommendation.Evaluation;

/// <summary>
/// Notices that a metric has fallen below what it was: the test of Page (1954) in the form of Hinkley (1971), on values measured in standard
/// deviations of the first ones, so that one threshold suits every metric.
/// </summary>
/// <param name="warmUp">Values that tell what is usual, at least 2; nothing is noticed before.</param>
/// <param name="tolerance">Falls up to this many standard deviations are borne, at least 0.</param>
/// <param name="threshold">Summed fall beyond the tolerance that counts as drift, in standard deviations, above 0.</param>
public sealed class DriftDetector(int warmUp = 10, double tolerance = 0.5, double threshold = 8)
{
    // A metric that stood still while warming up has no spread; a hundredth of it is the least that matters.
    private const double LeastSpread = 0.01;

    private readonly int warmUp = warmUp >= 2 ? warmUp : throw new ArgumentException("Two values or more must tell what is usual.", nameof(warmUp));
    private double mean;
    private double squares;
    private double sum;
    private double least;

    /// <summary>Values seen since the start or the last drift.</summary>
    public int Count { get; private set; }

    /// <summary>The usual value, as far as it is known.</summary>
    public double Usual => mean;

    /// <summary>Tells the next value.</summary>
    /// <returns>Whether the metric has drifted down; what is usual is then learnt anew, beginning with this value.</returns>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    public bool Observe(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException("A metric must be a finite number.", nameof(value));
        }

        if (Count < warmUp)
        {
            Count++;
            var difference = value - mean;
            mean += difference / Count;
            squares += difference * (value - mean);
            return false;
        }

        Count++;
        var spread = Math.Max(Math.Sqrt(squares / (warmUp - 1)), Math.Max(Math.Abs(mean) * LeastSpread, 1e-12));
        sum += ((mean - value) / spread) - tolerance;
        least = Math.Min(least, sum);
        if (sum - least <= threshold)
        {
            return false;
        }

        (Count, mean, squares, sum, least) = (1, value, 0, 0, 0);
        return true;
    }
}
