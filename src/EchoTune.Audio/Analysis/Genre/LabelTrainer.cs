using System.Numerics.Tensors;
using EchoTune.Audio.Dsp;

namespace EchoTune.Audio.Analysis.Genre;

/// <summary>
/// Trains a <see cref="LabelModel"/>. Bells stand on all rows, or on a drawn part where there are many (Nyström's method);
/// their width and the ridge are those under which rows left out (one at a time, in closed form) are told best; so is the
/// sharpness of the probabilities. The same rows, labels and seed give the same model.
/// </summary>
public static class LabelTrainer
{
    private const int MostLandmarks = 1000;
    private static readonly double[] Widths = [0.35, 0.7, 1.4];
    private static readonly double[] Ridges = [0.03, 0.1, 0.3];

    /// <summary>Trains.</summary>
    /// <param name="rows">Numbers; all rows of one length, NaN for missing.</param>
    /// <param name="labels">One a row.</param>
    /// <param name="columns">What the numbers of a row are called.</param>
    /// <param name="seed">Draws which rows carry bells where there are more than a thousand.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">Fewer than two labels, or no column that changes.</exception>
    public static LabelModel Train(IReadOnlyList<double[]> rows, IReadOnlyList<string> labels, IReadOnlyList<string> columns, ulong seed = 1)
    {
        string[] names = [.. labels.Distinct().Order(StringComparer.Ordinal)];
        if (names.Length < 2)
        {
            throw new ArgumentException("There must be two labels at least.", nameof(labels));
        }

        var scale = QuantileScale.Of(rows);
        if (scale.Columns.Length == 0)
        {
            throw new ArgumentException("No column holds numbers that differ.", nameof(rows));
        }

        var targets = labels.Select(l => Array.BinarySearch(names, l, StringComparer.Ordinal)).ToArray();
        var x = rows.Select(r => scale.Apply(r)).ToArray();
        var prior = new double[names.Length];
        foreach (var t in targets)
        {
            prior[t] += 1.0 / targets.Length;
        }

        var chosen = Draw(x.Length, seed);
        Fit? best = null;
        foreach (var width in Widths)
        {
            // Columns are of mean square 1, so a squared distance grows with their number.
            var gamma = width / (2.0 * scale.Columns.Length);
            foreach (var fit in Fits(x, targets, prior, chosen, gamma))
            {
                best = best is null || fit.Loss < best.Loss ? fit : best;
            }
        }

        return new LabelModel(names, columns, scale, Array.ConvertAll(chosen, i => x[i]), best!.Weights, prior, best.Gamma, best.Sharpness);
    }

    private static int[] Draw(int count, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        if (count > MostLandmarks)
        {
            new Random(unchecked((int)seed)).Shuffle(order);
            order = order[..MostLandmarks];
            Array.Sort(order);
        }

        return order;
    }

    private static Fit[] Fits(float[][] x, int[] targets, double[] prior, int[] chosen, double gamma)
    {
        int n = x.Length, m = chosen.Length, labels = prior.Length;
        double Bell(float[] a, float[] b)
        {
            double d = TensorPrimitives.Distance<float>(a, b);
            return Math.Exp(-gamma * d * d);
        }

        var gram = new double[m][];
        for (var i = 0; i < m; i++)
        {
            gram[i] = new double[m];
            for (var j = 0; j <= i; j++)
            {
                gram[i][j] = Bell(x[chosen[i]], x[chosen[j]]);
            }
        }

        // z = L⁻¹ k(x): coordinates in which the kernel is a dot product; rows that are nearly alike need the small ridge.
        var l = PositiveSystems.Cholesky(gram, 1e-4);
        var z = new double[n][];
        for (var i = 0; i < n; i++)
        {
            z[i] = new double[m];
            for (var j = 0; j < m; j++)
            {
                z[i][j] = Bell(x[i], x[chosen[j]]);
            }

            PositiveSystems.SolveLower(l, z[i]);
        }

        var columns = new double[m][];
        for (var j = 0; j < m; j++)
        {
            columns[j] = new double[n];
            for (var i = 0; i < n; i++)
            {
                columns[j][i] = z[i][j];
            }
        }

        var normal = new double[m][];
        for (var j = 0; j < m; j++)
        {
            normal[j] = new double[m];
            for (var k = 0; k <= j; k++)
            {
                normal[j][k] = TensorPrimitives.Dot<double>(columns[j], columns[k]);
            }
        }

        return Array.ConvertAll(Ridges, Solve);

        Fit Solve(double ridge)
        {
            var r = PositiveSystems.Cholesky(normal, ridge);
            var w = new double[labels][];
            for (var c = 0; c < labels; c++)
            {
                w[c] = new double[m];
                var y = new double[n];
                for (var i = 0; i < n; i++)
                {
                    y[i] = (targets[i] == c ? 1 : 0) - prior[c];
                }

                for (var j = 0; j < m; j++)
                {
                    w[c][j] = TensorPrimitives.Dot<double>(columns[j], y);
                }

                PositiveSystems.SolveLower(r, w[c]);
                PositiveSystems.SolveUpper(r, w[c]);
            }

            // Scores of each row by the fit to all others: the error grows by 1 / (1 - leverage).
            var left = new double[n][];
            var own = new double[m];
            for (var i = 0; i < n; i++)
            {
                z[i].CopyTo(own, 0);
                PositiveSystems.SolveLower(r, own);
                var leverage = Math.Min(0.9999, TensorPrimitives.SumOfSquares<double>(own));
                left[i] = new double[labels];
                for (var c = 0; c < labels; c++)
                {
                    var target = (targets[i] == c ? 1 : 0) - prior[c];
                    var error = (target - TensorPrimitives.Dot<double>(z[i], w[c])) / (1 - leverage);
                    left[i][c] = target - error + prior[c];
                }
            }

            var (sharpness, loss) = Sharpen(left, targets);
            foreach (var row in w)
            {
                PositiveSystems.SolveUpper(l, row);
            }

            var weights = new float[m][];
            for (var j = 0; j < m; j++)
            {
                weights[j] = [.. w.Select(row => (float)row[j])];
            }

            return new Fit(gamma, weights, sharpness, loss);
        }
    }

    // Golden section over the logarithm of the sharpness.
    private static (double Sharpness, double Loss) Sharpen(double[][] scores, int[] targets)
    {
        double Loss(double log)
        {
            var loss = 0.0;
            Span<double> row = new double[scores[0].Length];
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i].CopyTo(row);
                LabelModel.Softmax(row, Math.Exp(log));
                loss -= Math.Log(row[targets[i]] + 1e-12);
            }

            return loss / scores.Length;
        }

        double low = 0, high = 4, golden = 0.6180339887;
        for (var step = 0; step < 24; step++)
        {
            double a = high - (golden * (high - low)), b = low + (golden * (high - low));
            (low, high) = Loss(a) < Loss(b) ? (low, b) : (a, high);
        }

        var middle = 0.5 * (low + high);
        return (Math.Exp(middle), Loss(middle));
    }

    private sealed record Fit(double Gamma, float[][] Weights, double Sharpness, double Loss);
}
