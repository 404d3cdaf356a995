using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Learned;

/// <summary>Ridge regression from content vectors to factors of items, kept only where it guesses factors of items held out better than zeros do.</summary>
internal static class ProjectionPart
{
    private const int LeastItems = 30;
    private const int LeastHeard = 2;
    private static readonly float[] Penalties = [0.3f, 3, 30];

    /// <summary>Fits.</summary>
    /// <param name="set">Items with their content.</param>
    /// <param name="factors">One row an item.</param>
    /// <param name="options">How to run.</param>
    /// <returns>The projection, or null, with the share of the variation that it explains on held-out items and a note.</returns>
    public static (ContentProjection? Projection, double Explained, string Note) Fit(TrainingSet set, FactorMatrix factors, LearningOptions options)
    {
        if (set.Content is not { Dimension: > 0 } content)
        {
            return (null, 0, "Nothing is known of the tracks that factors could be guessed from.");
        }

        var counts = Judge.Popularity(set);
        var known = Enumerable.Range(0, set.Items.Count)
            .Where(item => counts[item] >= LeastHeard && content.Vector(item).ContainsAnyExcept(0f) && factors.Row(item).ContainsAnyExcept(0f)).ToArray();
        if (known.Length < LeastItems)
        {
            return (null, 0, $"Only {known.Length} tracks are both heard by several listeners and analysed; {LeastItems} are needed.");
        }

        var draws = new Draws(options.Seed);
        var isHeld = known.Select(_ => draws.Unit() < 0.2).ToArray();
        var (train, held) = (known.Where((_, k) => !isHeld[k]).ToArray(), known.Where((_, k) => isHeld[k]).ToArray());
        var (best, explained) = (0f, 0.0);
        foreach (var penalty in Penalties)
        {
            options.Tell(LearningRun.Projecting, 0.5);
            var share = Explained(Solve(set, factors, train, penalty, options), set, factors, held);
            (best, explained) = share > explained ? (penalty, share) : (best, explained);
        }

        return explained <= 0
            ? (null, 0, "What tracks are does not tell who hears them, so tracks that nobody has heard are left to the other strategies.")
            : (Solve(set, factors, known, best, options), explained, $"ridge regression on {known.Length} tracks, explains {explained:P0} of the factors of tracks it did not see");
    }

    private static double Explained(ContentProjection projection, TrainingSet set, FactorMatrix factors, int[] items)
    {
        var guess = new float[projection.FactorDimension];
        var (error, all) = (0.0, 0.0);
        foreach (var item in items)
        {
            projection.Apply(set.Content!.Vector(item), guess);
            var row = factors.Row(item);
            for (var f = 0; f < guess.Length; f++)
            {
                error += (row[f] - guess[f]) * (double)(row[f] - guess[f]);
                all += row[f] * (double)row[f];
            }
        }

        return all > 0 ? 1 - (error / all) : 0;
    }

    // (XᵀX + λI)⁻¹ XᵀY.
    private static ContentProjection Solve(TrainingSet set, FactorMatrix factors, int[] items, float penalty, LearningOptions options)
    {
        var content = set.Content!;
        var (d, f) = (content.Dimension, factors.Dimension);
        var gram = new DenseMatrix(d);
        var right = new float[d * f];
        foreach (var item in items)
        {
            var x = content.Vector(item);
            for (var i = 0; i < d; i++)
            {
                if (x[i] != 0)
                {
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(x, x[i], gram.Row(i), gram.Row(i));
                    var target = right.AsSpan(i * f, f);
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(factors.Row(item), x[i], target, target);
                }
            }
        }

        for (var i = 0; i < d; i++)
        {
            gram[i, i] += penalty;
        }

        var inverse = SymmetricInverse.Of(gram, options.Fitting.Parallelism);
        var matrix = new float[d * f];
        for (var i = 0; i < d; i++)
        {
            var row = matrix.AsSpan(i * f, f);
            for (var k = 0; k < d; k++)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(right.AsSpan(k * f, f), inverse[i, k], row, row);
            }
        }

        return new ContentProjection(d, f, matrix, ContentVersion.Of(content));
    }
}
