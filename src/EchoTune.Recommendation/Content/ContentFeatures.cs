using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Content;

/// <summary>
/// What can be said of an item for a listener: how much of the history shares its artist, album, …, what listeners of those artists hear,
/// how its words and numbers fit the history, and what co-occurrence says. One column a feature, one value an item.
/// </summary>
/// <remarks>
/// No feature tells an item that nobody heard from one that a single listener did, or that has nothing to do with the history. Holding items out
/// to learn from makes items unheard that are sought, and trees would learn to prefer whatever nobody heard.
/// </remarks>
internal sealed class ContentFeatures
{
    private const int PerValues = 5;
    private const float Prior = 5;

    // Groups as wide as a genre bring no item near.
    private const int FewGroups = 50;

    private readonly ItemColumns columns;
    private readonly float[] popularity;
    private readonly List<(int Values, IScoringModel Model, Interactions Lifted)> lifted = [];
    private readonly IScoringModel[] models;

    private ContentFeatures(ItemColumns columns, float[] popularity, IScoringModel[] models)
    {
        (this.columns, this.popularity, this.models) = (columns, popularity, models);
    }

    /// <summary>How many features there are.</summary>
    public int Count { get; private set; }

    /// <summary>Fits the parts that learn from who heard what.</summary>
    public static ContentFeatures Fit(ItemColumns columns, Interactions heard, FitOptions options)
    {
        var popularity = new float[columns.ItemCount];
        foreach (var item in heard.AllItems)
        {
            popularity[item]++;
        }

        for (var item = 0; item < popularity.Length; item++)
        {
            popularity[item] = MathF.Log(Math.Max(1, popularity[item]));
        }

        var features = new ContentFeatures(columns, popularity, Models(heard, options));
        for (var v = 0; v < columns.Values.Count; v++)
        {
            // A group of hardly more than one item says what the item says.
            if (columns.Values[v].Sizes.Length < 0.7 * columns.ItemCount)
            {
                var groups = columns.Values[v].Lift(heard);
                foreach (var model in Models(groups, options))
                {
                    features.lifted.Add((v, model, groups));
                }
            }
        }

        features.Count = PerValues * columns.Values.Count + features.lifted.Count + columns.Texts.Count + 2 * columns.Numbers.Count + features.models.Length + 2;
        return features;
    }

    private static IScoringModel[] Models(Interactions heard, FitOptions options) => heard.Count == 0 ? [] :
    [
        new ItemKnnTrainer().Fit(new TrainingData(heard), Hyperparameters.Defaults.With("neighbours", 200), options),
        new EaseTrainer().Fit(new TrainingData(heard), Hyperparameters.Defaults.With("exact", 3000).With("regularisation", 20).With("neighbours", 60), options),
    ];

    public Workspace Rent() => new(columns, Count);

    /// <summary>Writes all features of all items.</summary>
    /// <param name="history">The listener.</param>
    /// <param name="space">Its <see cref="Workspace.Features"/> are overwritten.</param>
    public void Fill(in ListenerHistory history, Workspace space)
    {
        var column = 0;
        for (var v = 0; v < columns.Values.Count; v++)
        {
            FillValues(columns.Values[v], history, space, column);
            column += PerValues;
        }

        foreach (var (v, model, groups) in lifted)
        {
            var own = columns.Values[v];
            var heard = space.Groups(own, history);
            var scores = space.GroupScores.AsSpan(0, own.Sizes.Length);
            model.Score(new ListenerHistory(history.Listener, heard.Groups, heard.Counts, []), scores);
            var target = space.Column(column++);
            for (var item = 0; item < target.Length; item++)
            {
                target[item] = own.OfItem[item] < 0 ? 0 : Math.Max(0, scores[own.OfItem[item]]);
            }
        }

        foreach (var text in columns.Texts)
        {
            FillText(text, history, space, space.Column(column++));
        }

        foreach (var numbers in columns.Numbers)
        {
            FillNumbers(numbers, history, space.Column(column++));
            numbers.Values.CopyTo(space.Column(column++));
        }

        foreach (var model in models)
        {
            var target = space.Column(column++);
            model.Score(history, target);
            System.Numerics.Tensors.TensorPrimitives.Max(target, 0f, target);
        }

        popularity.CopyTo(space.Column(column++));
        space.Column(column).Fill(MathF.Log(1 + history.Items.Length));
    }

    /// <summary>How near an item is to the history that was filled in last: 0 shares an artist, album, …; 1 co-occurs, or its group does; 2 neither.</summary>
    public int Distance(Workspace space, int item)
    {
        for (var v = 0; v < columns.Values.Count; v++)
        {
            if (columns.Values[v].Sizes.Length > FewGroups && space.Column(PerValues * v)[item] > 0)
            {
                return 0;
            }
        }

        for (var column = PerValues * columns.Values.Count; column < PerValues * columns.Values.Count + lifted.Count; column++)
        {
            if (space.Column(column)[item] > 0)
            {
                return 1;
            }
        }

        return models.Length > 0 && space.Column(Count - 2 - models.Length)[item] > 0 ? 1 : 2;
    }

    private static void FillValues(SharedValues values, in ListenerHistory history, Workspace space, int column)
    {
        var heard = space.Groups(values, history);
        var number = space.Column(column);
        var share = space.Column(column + 1);
        var part = space.Column(column + 2);
        var table = space.GroupScores.AsSpan(0, values.Sizes.Length);
        table.Clear();
        var squares = 0f;
        for (var g = 0; g < heard.Groups.Length; g++)
        {
            table[heard.Groups[g]] = heard.Counts[g];
            squares += heard.Counts[g] * heard.Counts[g];
        }

        var length = Math.Max(1, history.Items.Length);
        space.Column(column + 4).Fill(squares / ((float)length * length));
        var sizes = space.Column(column + 3);
        for (var item = 0; item < number.Length; item++)
        {
            var group = values.OfItem[item];
            var count = group < 0 ? 0 : table[group];
            sizes[item] = group < 0 ? 0 : values.Sizes[group];
            number[item] = count;
            share[item] = count / length;
            part[item] = group < 0 ? 0 : count / values.Sizes[group];
        }
    }

    private static void FillText(TextWords text, in ListenerHistory history, Workspace space, Span<float> target)
    {
        var profile = space.Words.AsSpan(0, text.WordCount);
        profile.Clear();
        foreach (var item in history.Items)
        {
            for (var k = text.Starts[item]; k < text.Starts[item + 1]; k++)
            {
                profile[text.Words[k]] += text.Weights[k];
            }
        }

        var scale = 1f / Math.Max(1, history.Items.Length);
        for (var item = 0; item < target.Length; item++)
        {
            var sum = 0f;
            for (var k = text.Starts[item]; k < text.Starts[item + 1]; k++)
            {
                sum += profile[text.Words[k]] * text.Weights[k];
            }

            target[item] = sum * scale;
        }
    }

    // How much more often the listener's items lie in a bin than all items do, as a logarithm; neighbouring bins lend to each other.
    private static void FillNumbers(BinnedNumbers numbers, in ListenerHistory history, Span<float> target)
    {
        Span<float> counts = stackalloc float[64];
        Span<float> ratios = stackalloc float[64];
        counts.Clear();
        var bins = numbers.Shares.Length;
        foreach (var item in history.Items)
        {
            var bin = numbers.Bins[item];
            counts[bin] += 0.5f;
            counts[bin > 0 && bin < bins - 1 ? bin - 1 : bin] += 0.25f;
            counts[bin < bins - 2 ? bin + 1 : bin] += 0.25f;
        }

        for (var bin = 0; bin < bins; bin++)
        {
            ratios[bin] = MathF.Log((counts[bin] + Prior * numbers.Shares[bin]) / ((history.Items.Length + Prior) * numbers.Shares[bin]));
        }

        for (var item = 0; item < target.Length; item++)
        {
            target[item] = ratios[numbers.Bins[item]];
        }
    }

    /// <summary>Room to work in, for one thread at a time.</summary>
    internal sealed class Workspace(ItemColumns columns, int count)
    {
        private readonly int[] groups = new int[columns.ItemCount];
        private readonly float[] counts = new float[columns.ItemCount];

        public float[] Features { get; } = new float[(long)count * columns.ItemCount];

        public float[] GroupScores { get; } = new float[columns.Values.Select(values => values.Sizes.Length).DefaultIfEmpty(0).Max()];

        public float[] Words { get; } = new float[columns.Texts.Select(text => text.WordCount).DefaultIfEmpty(0).Max()];

        public Span<float> Column(int column) => Features.AsSpan(column * columns.ItemCount, columns.ItemCount);

        /// <summary>The groups of a history, ascending, and how many of its items stand in each.</summary>
        public Heard Groups(SharedValues values, in ListenerHistory history)
        {
            var length = 0;
            foreach (var item in history.Items)
            {
                if (values.OfItem[item] >= 0)
                {
                    groups[length++] = values.OfItem[item];
                }
            }

            groups.AsSpan(0, length).Sort();
            var count = 0;
            for (var k = 0; k < length; k++)
            {
                if (count > 0 && groups[count - 1] == groups[k])
                {
                    counts[count - 1]++;
                }
                else
                {
                    (groups[count], counts[count]) = (groups[k], 1);
                    count++;
                }
            }

            return new Heard(groups.AsSpan(0, count), counts.AsSpan(0, count));
        }
    }

    internal readonly ref struct Heard(ReadOnlySpan<int> groups, ReadOnlySpan<float> counts)
    {
        public ReadOnlySpan<int> Groups { get; } = groups;

        public ReadOnlySpan<float> Counts { get; } = counts;
    }
}
