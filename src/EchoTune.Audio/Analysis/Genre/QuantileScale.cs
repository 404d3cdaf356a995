namespace EchoTune.Audio.Analysis.Genre;

/// <summary>
/// Brings columns of any unit and shape to one scale: each value becomes the normal score of its rank among the values the
/// scale was made from, so that neither outliers nor long tails count for more than their place. A missing value becomes
/// the middle. Columns that never change are left out.
/// </summary>
internal sealed class QuantileScale
{
    /// <summary>Quantiles kept a column.</summary>
    public const int Knots = 33;

    private static readonly double[] Scores = [.. Enumerable.Range(0, Knots).Select(i => Math.Clamp(NormalScore((i + 0.5) / Knots), -2.2, 2.2))];

    /// <summary>Makes a scale from stored quantiles.</summary>
    /// <param name="columns">Which of the raw columns are used.</param>
    /// <param name="quantiles"><see cref="Knots"/> ascending values for each of them.</param>
    public QuantileScale(int[] columns, float[][] quantiles)
    {
        Columns = columns;
        Quantiles = quantiles;
    }

    /// <summary>Indices of the raw columns that are used, ascending.</summary>
    public int[] Columns { get; }

    /// <summary>Ascending quantiles of each column used.</summary>
    public float[][] Quantiles { get; }

    /// <summary>Learns a scale.</summary>
    /// <param name="rows">Raw rows of one length; NaN stands for a missing value.</param>
    public static QuantileScale Of(IReadOnlyList<double[]> rows)
    {
        var (columns, quantiles) = (new List<int>(), new List<float[]>());
        for (var c = 0; c < rows[0].Length; c++)
        {
            double[] values = [.. rows.Select(r => r[c]).Where(double.IsFinite).Order()];
            if (values.Length == 0 || !(values[^1] - values[0] > 1e-12 * Math.Max(1, Math.Abs(values[^1]))))
            {
                continue;
            }

            columns.Add(c);
            quantiles.Add([.. Enumerable.Range(0, Knots).Select(i => (float)values[(int)((i + 0.5) / Knots * values.Length)])]);
        }

        return new QuantileScale([.. columns], [.. quantiles]);
    }

    /// <summary>Scales one raw row.</summary>
    public float[] Apply(ReadOnlySpan<double> raw)
    {
        var scaled = new float[Columns.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            var value = raw[Columns[i]];
            scaled[i] = double.IsFinite(value) ? (float)Score(Quantiles[i], (float)value) : 0;
        }

        return scaled;
    }

    private static double Score(float[] quantiles, float value)
    {
        // Equal quantiles (a value that occurs often) share the middle of their scores.
        var below = LowerBound(quantiles, value);
        var notAbove = below;
        while (notAbove < Knots && quantiles[notAbove] <= value)
        {
            notAbove++;
        }

        if (notAbove > below)
        {
            return 0.5 * (Scores[below] + Scores[notAbove - 1]);
        }

        if (below == 0 || below == Knots)
        {
            // Beyond all that was seen: at the end of the scale and a little further, by how far out it lies.
            var range = Math.Max(1e-12, (double)quantiles[^1] - quantiles[0]);
            return below == 0 ? Scores[0] - Math.Min(1, (quantiles[0] - value) / range) : Scores[^1] + Math.Min(1, (value - quantiles[^1]) / range);
        }

        var share = (value - quantiles[below - 1]) / ((double)quantiles[below] - quantiles[below - 1]);
        return Scores[below - 1] + (share * (Scores[below] - Scores[below - 1]));
    }

    private static int LowerBound(float[] sorted, float value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // Inverse of the normal distribution function by Acklam's rational approximation, central part and tails.
    private static double NormalScore(double p)
    {
        if (p < 0.02425 || p > 0.97575)
        {
            var q = Math.Sqrt(-2 * Math.Log(Math.Min(p, 1 - p)));
            var x = (((((((((-7.784894002430293e-03 * q) - 3.223964580411365e-01) * q) - 2.400758277161838) * q) - 2.549732539343734) * q) + 4.374664141464968) * q) + 2.938163982698783;
            x /= ((((((7.784695709041462e-03 * q) + 3.224671290700398e-01) * q) + 2.445134137142996) * q) + 3.754408661907416) * q + 1;
            return p < 0.5 ? x : -x;
        }

        var t = p - 0.5;
        var r = t * t;
        var top = (((((((((-3.969683028665376e+01 * r) + 2.209460984245205e+02) * r) - 2.759285104469687e+02) * r) + 1.383577518672690e+02) * r) - 3.066479806614716e+01) * r) + 2.506628277459239;
        var bottom = (((((((((-5.447609879822406e+01 * r) + 1.615858368580409e+02) * r) - 1.556989798598866e+02) * r) + 6.680131188771972e+01) * r) - 1.328068155288572e+01) * r) + 1;
        return top * t / bottom;
    }
}
