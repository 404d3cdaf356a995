using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Content;

/// <summary>
/// Learns from held-out parts of histories which items join them: boosted trees over what items share with the history and what co-occurrence
/// of items and of their artists, albums, … says.
/// </summary>
public sealed class ContentTrainer : IModelTrainer
{
    private const int MostListeners = 1200;
    private const int MostRows = 140_000;

    // Items that were not heard, by their distance: the near ones are what the sought are mixed up with, so hardly any is left out.
    private static readonly int[] Drawn = [200, 60, 30];

    private static readonly Hyperparameter Trees = new("trees", 150, 80, 300, IsLogarithmic: true, IsInteger: true);
    private static readonly Hyperparameter Depth = new("depth", 4, 3, 6, IsInteger: true);
    private static readonly Hyperparameter Rate = new("rate", 0.08, 0.04, 0.2, IsLogarithmic: true);
    private static readonly Hyperparameter Held = new("held", 0.15, 0.1, 0.3);

    /// <inheritdoc/>
    public string Name => "content";

    /// <inheritdoc/>
    public string Description => "Boosted trees over shared artists, albums, words and near numbers, and over co-occurrence of items and artists; needs --items.";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space { get; } = [Trees, Depth, Rate, Held];

    /// <inheritdoc/>
    public bool Suits(TrainingData data) =>
        data.Items is { } items && items.Count == data.Interactions.ItemCount && (items.Numbers.Count > 0 || items.Words.Count > 0) && data.Interactions.Count > 1;

    /// <inheritdoc/>
    public IScoringModel Fit(TrainingData data, Hyperparameters hyperparameters, FitOptions options)
    {
        var columns = ItemColumns.Of(data.Items ?? throw new ArgumentException("Nothing is known of the items.", nameof(data)));
        var (train, held) = InnerSplit.Of(data.Interactions, options.Seed, Math.Clamp(hyperparameters[Held], 0.01, 0.9));
        var (rows, labels, weights) = Examples(ContentFeatures.Fit(columns, train, options), train, held, options);
        var forest = new ForestTraining(rows).Grow(
            labels, weights, Math.Max(1, (int)hyperparameters[Trees]), (int)Math.Clamp(hyperparameters[Depth], 1, 8), hyperparameters[Rate], options.Parallelism);
        return new ContentModel(Name, columns.ItemCount, ContentFeatures.Fit(columns, data.Interactions, options), forest);
    }

    // Held-out items against items that were held out of other histories: of each distance some, each counting for all it was drawn from.
    // Items that keep all their listeners are no examples: what was held out is heard less than they are, and trees would learn to prefer
    // what nobody heard.
    private static (float[][] Columns, bool[] Labels, float[] Weights) Examples(ContentFeatures features, Interactions train, Interactions held, FitOptions options)
    {
        var draws = new Draws(options.Seed + 1);
        var listeners = Enumerable.Range(0, held.ListenerCount).Where(listener => !held.Items(listener).IsEmpty).ToArray();
        for (var i = 0; i < Math.Min(MostListeners, listeners.Length); i++)
        {
            var other = i + draws.Below(listeners.Length - i);
            (listeners[i], listeners[other]) = (listeners[other], listeners[i]);
        }

        listeners = listeners[..Math.Min(MostListeners, listeners.Length)];
        var share = Math.Min(1, MostRows / (double)Math.Max(1, listeners.Length * Drawn.Sum()));
        var parts = new (List<int> Items, List<float> Weights, int Positives, float[] Values)[listeners.Length];
        Parallel.For(0, listeners.Length, options.Parallelism, features.Rent, (index, _, space) =>
        {
            var listener = listeners[index];
            features.Fill(train.History(listener), space);
            var (items, weights) = Draw(features, space, held.Transposed, train.Items(listener), held.Items(listener), share, new Draws(options.Seed ^ ((ulong)listener * 977 + 5)));
            var values = new float[items.Count * features.Count];
            for (var k = 0; k < items.Count; k++)
            {
                for (var feature = 0; feature < features.Count; feature++)
                {
                    values[k * features.Count + feature] = space.Column(feature)[items[k]];
                }
            }

            parts[index] = (items, weights, held.Items(listener).Length, values);
            return space;
        }, _ => { });

        var count = parts.Sum(part => part.Items.Count);
        var (columns, labels, all) = (new float[features.Count][], new bool[count], new float[count]);
        for (var feature = 0; feature < columns.Length; feature++)
        {
            columns[feature] = new float[count];
        }

        var row = 0;
        foreach (var part in parts)
        {
            for (var k = 0; k < part.Items.Count; k++, row++)
            {
                (labels[row], all[row]) = (k < part.Positives, part.Weights[k]);
                for (var feature = 0; feature < columns.Length; feature++)
                {
                    columns[feature][row] = part.Values[k * columns.Length + feature];
                }
            }
        }

        return (columns, labels, all);
    }

    private static (List<int> Items, List<float> Weights) Draw(
        ContentFeatures features, ContentFeatures.Workspace space, Interactions heldOf, ReadOnlySpan<int> known, ReadOnlySpan<int> held, double share, Draws draws)
    {
        var isTaken = new bool[heldOf.ListenerCount];
        var (items, weights) = (new List<int>(), new List<float>());
        foreach (var item in held)
        {
            isTaken[item] = true;
            items.Add(item);
            weights.Add(1);
        }

        foreach (var item in known)
        {
            isTaken[item] = true;
        }

        List<int>[] groups = [[], [], []];
        for (var item = 0; item < isTaken.Length; item++)
        {
            if (!isTaken[item] && !heldOf.Items(item).IsEmpty)
            {
                groups[features.Distance(space, item)].Add(item);
            }
        }

        for (var distance = 0; distance < groups.Length; distance++)
        {
            var group = groups[distance];
            var count = Math.Min((int)Math.Ceiling(Drawn[distance] * share), group.Count);
            for (var k = 0; k < count; k++)
            {
                var at = k + draws.Below(group.Count - k);
                (group[k], group[at]) = (group[at], group[k]);
                items.Add(group[k]);
                weights.Add(group.Count / (float)count);
            }
        }

        return (items, weights);
    }
}
