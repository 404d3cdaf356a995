namespace EchoTune.Audio.Dsp;

/// <summary>
/// Energies of the windows of a loudness measurement that pass the absolute gate of −70 LUFS, kept as a histogram of 0.01 LU
/// that sums them, so memory is constant and only the place of a gate or of a percentile is rounded.
/// </summary>
internal sealed class GatedHistogram
{
    private const double Lowest = -70;
    private const int BinsPerLu = 100;
    private const int Bins = 110 * BinsPerLu;
    private readonly long[] _counts = new long[Bins];
    private readonly double[] _energies = new double[Bins];

    /// <summary>The loudness of a mean square, not bounded below.</summary>
    public static double Loudness(double meanSquare) => -0.691 + (10 * Math.Log10(meanSquare + 1e-20));

    /// <summary>Takes a window's mean square; one below the absolute gate is left out.</summary>
    public void Add(double meanSquare)
    {
        var lufs = Loudness(meanSquare);
        if (lufs >= Lowest)
        {
            var bin = BinOf(lufs);
            _counts[bin]++;
            _energies[bin] += meanSquare;
        }
    }

    /// <summary>Mean square of the windows that are no more than <paramref name="below"/> LU below the mean of all; 0 for none.</summary>
    public double MeanAboveGate(double below)
    {
        var all = MeanFrom(0);
        return all <= 0 ? 0 : MeanFrom(BinOf(Loudness(all) - below));
    }

    /// <summary>LU between two percentiles of the windows that are no more than <paramref name="below"/> LU below the mean of all; 0 for none.</summary>
    public double Spread(double below, double low, double high)
    {
        var all = MeanFrom(0);
        if (all <= 0)
        {
            return 0;
        }

        var first = BinOf(Loudness(all) - below);
        long count = 0;
        for (var b = first; b < Bins; b++)
        {
            count += _counts[b];
        }

        return (double)(Percentile(first, Math.Round(count * high)) - Percentile(first, Math.Round(count * low))) / BinsPerLu;
    }

    private static int BinOf(double lufs) => Math.Clamp((int)Math.Floor((lufs - Lowest) * BinsPerLu), 0, Bins - 1);

    private int Percentile(int first, double rank)
    {
        long seen = 0;
        for (var b = first; b < Bins; b++)
        {
            seen += _counts[b];
            if (seen >= rank && seen > 0)
            {
                return b;
            }
        }

        return first;
    }

    private double MeanFrom(int bin)
    {
        long count = 0;
        var energy = 0.0;
        for (var b = bin; b < Bins; b++)
        {
            count += _counts[b];
            energy += _energies[b];
        }

        return count == 0 ? 0 : energy / count;
    }
}
