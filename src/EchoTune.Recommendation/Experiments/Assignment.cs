using System.Text;

namespace EchoTune.Recommendation.Experiments;

/// <summary>
/// Who takes part in an experiment and in which arm: by a hash of the experiment's and the subject's key, so that nobody is written down and
/// everybody stays where they are. Whether one takes part and in which arm are drawn independently: a wider ramp only adds subjects.
/// </summary>
public static class Assignment
{
    /// <summary>Not in the experiment.</summary>
    public const int Outside = -1;

    /// <summary>The arm of a subject.</summary>
    /// <param name="experiment">Key of the experiment; another key draws anew.</param>
    /// <param name="subject">Key of the subject (a listener).</param>
    /// <param name="ramp">Share of all subjects that take part, 0–1.</param>
    /// <param name="shares">Share of each arm, at least one, none negative, not all 0; they need not sum to 1.</param>
    /// <returns>Index of the arm, or <see cref="Outside"/>.</returns>
    /// <exception cref="ArgumentException">Shares or ramp are out of range.</exception>
    public static int Arm(string experiment, string subject, double ramp, ReadOnlySpan<double> shares)
    {
        if (!(ramp is >= 0 and <= 1))
        {
            throw new ArgumentException("The ramp must be between 0 and 1.", nameof(ramp));
        }

        var sum = 0.0;
        foreach (var share in shares)
        {
            if (!(share >= 0 && double.IsFinite(share)))
            {
                throw new ArgumentException("A share must be a number of at least 0.", nameof(shares));
            }

            sum += share;
        }

        if (!(sum > 0))
        {
            throw new ArgumentException("At least one arm must have a share.", nameof(shares));
        }

        if (Draw(experiment, "part", subject) >= ramp)
        {
            return Outside;
        }

        var place = Draw(experiment, "arm", subject) * sum;
        var last = 0;
        for (var arm = 0; arm < shares.Length; arm++)
        {
            if (shares[arm] > 0)
            {
                last = arm;
                if (place < shares[arm])
                {
                    return arm;
                }
            }

            place -= shares[arm];
        }

        return last;
    }

    /// <summary>A number in [0, 1) that depends on the three texts only: FNV-1a over their UTF-8, finished by SplitMix64 so that near texts draw far apart.</summary>
    public static double Draw(string experiment, string purpose, string subject)
    {
        var hash = 14695981039346656037UL;
        foreach (var text in (ReadOnlySpan<string>)[experiment, purpose, subject])
        {
            foreach (var value in Encoding.UTF8.GetBytes(text))
            {
                hash = (hash ^ value) * 1099511628211UL;
            }

            hash = (hash ^ 0x1F) * 1099511628211UL; // Keeps "ab", "c" apart from "a", "bc".
        }

        hash += 0x9E3779B97F4A7C15UL;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
