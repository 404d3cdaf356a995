namespace EchoTune.Audio.Analysis.Genre;

/// <summary>What a cross-validation found.</summary>
/// <param name="Labels">The labels, in the order of the rows and columns of <paramref name="Confusion"/>.</param>
/// <param name="Accuracy">Share of rows whose likeliest label is the true one.</param>
/// <param name="Low">Lower end of the 95 % interval of the accuracy (Wilson).</param>
/// <param name="High">Upper end.</param>
/// <param name="CalibrationError">
/// Expected calibration error: how far the confidence in the likeliest label is from how often it is right, over ten bins, 0–1.
/// </param>
/// <param name="LogLoss">Mean of −ln of the probability of the true label.</param>
/// <param name="Confusion">Counts: a row for each true label, a column for each answered one.</param>
/// <param name="Reliability">Ten bins of confidence: rows in it, mean confidence, share that was right; 0 where there are no rows.</param>
public sealed record LabelTrial(
    IReadOnlyList<string> Labels, double Accuracy, double Low, double High, double CalibrationError, double LogLoss, int[][] Confusion,
    IReadOnlyList<(int Rows, double Confidence, double Right)> Reliability)
{
    private const int Bins = 10;

    /// <summary>Stratified cross-validation: each fold is answered by a model that saw none of it, scales and settings included.</summary>
    /// <param name="rows">Numbers; NaN for missing.</param>
    /// <param name="labels">One a row.</param>
    /// <param name="columns">What the numbers are called.</param>
    /// <param name="folds">At least 2.</param>
    /// <param name="seed">Deals the rows to folds.</param>
    /// <param name="cancellationToken">Stops it between folds.</param>
    public static LabelTrial Run(
        IReadOnlyList<double[]> rows, IReadOnlyList<string> labels, IReadOnlyList<string> columns, int folds, ulong seed, CancellationToken cancellationToken) =>
        Run(rows, labels, columns, null, folds, seed, cancellationToken);

    /// <summary>The same, where rows of one group (pieces of one album) lie in one fold: what is answered is of groups never seen.</summary>
    /// <param name="rows">Numbers; NaN for missing.</param>
    /// <param name="labels">One a row.</param>
    /// <param name="columns">What the numbers are called.</param>
    /// <param name="groups">One a row; null for none.</param>
    /// <param name="folds">At least 2.</param>
    /// <param name="seed">Deals the rows to folds.</param>
    /// <param name="cancellationToken">Stops it between folds.</param>
    public static LabelTrial Run(
        IReadOnlyList<double[]> rows, IReadOnlyList<string> labels, IReadOnlyList<string> columns, IReadOnlyList<string>? groups, int folds, ulong seed,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        string[] names = [.. labels.Distinct().Order(StringComparer.Ordinal)];
        var fold = groups is null ? Deal(labels, names, folds, seed) : DealGroups(groups, folds, seed);
        var counts = new int[Bins];
        var confusion = Array.ConvertAll(names, _ => new int[names.Length]);
        double[] confidence = new double[Bins], right = new double[Bins];
        var (hits, loss) = (0, 0.0);
        for (var f = 0; f < folds; f++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] seen = [.. Enumerable.Range(0, rows.Count).Where(i => fold[i] != f)];
            if (seen.Length == rows.Count)
            {
                continue;
            }

            var model = LabelTrainer.Train([.. seen.Select(i => rows[i])], [.. seen.Select(i => labels[i])], columns, seed);
            for (var i = 0; i < rows.Count; i++)
            {
                if (fold[i] != f)
                {
                    continue;
                }

                var probabilities = model.Probabilities(rows[i]);
                var likeliest = Array.IndexOf(probabilities, probabilities.Max());
                var answer = model.Labels[likeliest];
                var bin = Math.Min(Bins - 1, (int)(probabilities[likeliest] * Bins));
                counts[bin]++;
                confidence[bin] += probabilities[likeliest];
                right[bin] += answer == labels[i] ? 1 : 0;
                hits += answer == labels[i] ? 1 : 0;
                // A label that only this fold has cannot be answered: as unlikely as can be.
                var own = model.Labels.ToList().IndexOf(labels[i]);
                loss -= Math.Log(Math.Max(1e-12, own < 0 ? 0 : probabilities[own]));
                confusion[Array.IndexOf(names, labels[i])][Array.IndexOf(names, answer)]++;
            }
        }

        double n = rows.Count, accuracy = hits / n;
        const double z = 1.96;
        var centre = (accuracy + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((accuracy * (1 - accuracy) / n) + (z * z / (4 * n * n)));
        var error = confidence.Zip(right, (c, r) => Math.Abs(c - r)).Sum() / n;
        return new LabelTrial(names, accuracy, centre - half, centre + half, error, loss / n, confusion,
            [.. counts.Select((c, b) => (c, confidence[b] / Math.Max(1, c), right[b] / Math.Max(1, c)))]);
    }

    // Groups are shuffled, and each goes to the fold that has fewest rows.
    private static int[] DealGroups(IReadOnlyList<string> groups, int folds, ulong seed)
    {
        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        string[] names = [.. groups.Distinct().Order(StringComparer.Ordinal)];
        random.Shuffle(names);
        var sizes = new int[folds];
        var fold = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var smallest = Array.IndexOf(sizes, sizes.Min());
            fold[name] = smallest;
            sizes[smallest] += groups.Count(g => g == name);
        }

        return [.. groups.Select(g => fold[g])];
    }

    // Rows of each label are shuffled and dealt in turn, going on where the label before left off.
    private static int[] Deal(IReadOnlyList<string> labels, string[] names, int folds, ulong seed)
    {
        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        var fold = new int[labels.Count];
        var next = 0;
        foreach (var name in names)
        {
            int[] rows = [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] == name)];
            random.Shuffle(rows);
            foreach (var row in rows)
            {
                fold[row] = next++ % folds;
            }
        }

        return fold;
    }
}
