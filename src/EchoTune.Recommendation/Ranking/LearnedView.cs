using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Learned;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Numerics;
using EchoTune.Recommendation.Retrieval;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Recommendation.Ranking;

/// <summary>Learnt models in the indexes of one snapshot, with what searching them needs. Frozen; swapped as a whole.</summary>
public sealed class LearnedView
{
    private const int ExactUpTo = 200_000;
    private readonly int[] toLearned;
    private readonly int[] toLibrary;
    private readonly IFactorModel? collaborative;
    private float[] norms = [];

    private LearnedView(string version, int[] toLearned, int[] toLibrary, LearnedModels models)
    {
        (Version, this.toLearned, this.toLibrary) = (version, toLearned, toLibrary);
        (collaborative, Sequence, Graph) = (models.Collaborative, models.Sequence, models.Graph);
        Weights = [.. Enumerable.Repeat(1.0, StrategyNames.Count)];
        foreach (var (name, weight) in models.StrategyWeights ?? new Dictionary<string, double>())
        {
            if (StrategyNames.TryParse(name, out var strategy) && weight >= 0 && double.IsFinite(weight))
            {
                Weights[(int)strategy] = weight;
            }
        }
    }

    /// <summary>Names the training run.</summary>
    public string Version { get; }

    /// <summary>Learnt weight of each strategy, mean 1; all 1 where the log does not tell.</summary>
    public double[] Weights { get; }

    /// <summary>How many tracks have factors, learnt or guessed.</summary>
    public int FactorCount { get; private init; }

    /// <summary>One row a track of the snapshot; null without a collaborative model.</summary>
    internal FactorMatrix? Factors { get; private init; }

    internal IItemIndex? Index { get; private init; }

    internal ISessionModel? Sequence { get; }

    internal ItemNeighbours? Graph { get; }

    /// <summary>Maps what was learnt to a snapshot; tracks that were not there are guessed from their content where that was learnt too.</summary>
    /// <param name="model">The snapshot.</param>
    /// <param name="learned">The models.</param>
    /// <param name="toLibrary">The track of each learnt item; −1 where the snapshot lacks it.</param>
    /// <exception cref="ArgumentException">There is not one track for each item.</exception>
    public static LearnedView Build(ModelSnapshot model, LearnedModels learned, int[] toLibrary)
    {
        if (toLibrary.Length != learned.Items.Count)
        {
            throw new ArgumentException($"There are {learned.Items.Count} learnt items, but tracks for {toLibrary.Length}.", nameof(toLibrary));
        }

        var toLearned = new int[model.Count];
        toLearned.AsSpan().Fill(-1);
        for (var item = 0; item < toLibrary.Length; item++)
        {
            if (toLibrary[item] >= 0)
            {
                toLearned[toLibrary[item]] = item;
            }
        }

        if (learned.Collaborative is not { ItemFactors: { Dimension: var dimension } rows })
        {
            return new LearnedView(learned.Version, toLearned, toLibrary, learned);
        }

        var projection = learned.Projection is { } p && p.ContentDimension == model.Dimension && p.FactorDimension == dimension
            && p.ContentVersion == ContentVersion.Of(model) ? p : null;
        var (factors, lengths, known) = (new FactorMatrix(model.Count, dimension), new float[model.Count], 0);
        for (var track = 0; track < model.Count; track++)
        {
            var item = toLearned[track];
            if (item >= 0 && item < rows.Rows && rows.Row(item).ContainsAnyExcept(0f))
            {
                rows.Row(item).CopyTo(factors.Row(track));
            }
            else if (projection is not null)
            {
                projection.Apply(model.Vector(track), factors.Row(track));
            }

            lengths[track] = MathF.Sqrt(FactorKernels.Dot(factors.PaddedRow(track), factors.PaddedRow(track)));
            known += lengths[track] > 0 ? 1 : 0;
        }

        return new LearnedView(learned.Version, toLearned, toLibrary, learned)
        {
            Factors = factors,
            FactorCount = known,
            norms = lengths,
            Index = model.Count <= ExactUpTo ? new ExactIndex(factors) : ClusteredIndex.Build(factors, factors, new ClusteredIndexOptions()),
        };
    }

    /// <summary>How alike the listeners of two tracks are, by their factors: −1 to 1.</summary>
    public float Likeness(int track, int other)
    {
        if (Factors is null)
        {
            return 0;
        }

        var norm = norms[track] * norms[other];
        return norm > 0 ? FactorKernels.Dot(Factors.PaddedRow(track), Factors.PaddedRow(other)) / norm : 0;
    }

    /// <summary>Weight of a track among the neighbours of another in the graph, against the strongest of them, 0–1.</summary>
    public float Nearness(int from, int track)
    {
        var (a, b) = (Graph is null ? -1 : toLearned[from], toLearned[track]);
        if (a < 0 || b < 0 || a >= Graph!.ItemCount || Graph.Of(a).IndexOf(b) is not (>= 0 and var at))
        {
            return 0;
        }

        return Graph.Weights(a)[at] / Graph.Weights(a)[0];
    }

    /// <summary>The learnt item of a track; −1 where there is none.</summary>
    internal int Item(int track) => toLearned[track];

    /// <summary>The track of a learnt item; −1 where there is none.</summary>
    internal int Track(int item) => item < toLibrary.Length ? toLibrary[item] : -1;

    /// <summary>Folds a listener in: what they value draws, what they rejected pushes away.</summary>
    /// <param name="profile">The listener.</param>
    /// <param name="factors">Overwritten; padded like a row of <see cref="Factors"/>.</param>
    /// <returns>False where nothing of what they value was learnt.</returns>
    internal bool FoldIn(ListenerProfile profile, Span<float> factors)
    {
        factors.Clear();
        if (collaborative is null || Factors is null)
        {
            return false;
        }

        Span<int> items = stackalloc int[profile.Valued.Count];
        Span<float> weights = stackalloc float[profile.Valued.Count];
        var count = 0;
        foreach (var (track, weight) in profile.Valued)
        {
            if (toLearned[track] is >= 0 and var item && item < collaborative.ItemCount)
            {
                (items[count], weights[count]) = (item, weight);
                count++;
            }
        }

        if (count == 0)
        {
            return false;
        }

        items[..count].Sort(weights[..count]);
        collaborative.Represent(new ListenerHistory(-1, items[..count], weights[..count], []), factors[..Factors.Dimension]);
        foreach (var signal in profile.Signals)
        {
            if (signal.Affinity < 0)
            {
                PushAway(factors, Factors.PaddedRow(signal.Track), -signal.Affinity);
            }
        }

        return factors.ContainsAnyExcept(0f);
    }

    // Takes away what the listener's factors share with the rejected track (Rocchio 1971), and never turns them round.
    private static void PushAway(Span<float> factors, ReadOnlySpan<float> row, float strength)
    {
        var norm = FactorKernels.Dot(row, row);
        var shared = norm > 0 ? FactorKernels.Dot(factors, row) / norm : 0;
        if (shared > 0)
        {
            FactorKernels.Add(row, -shared * Math.Min(1, 0.5f * strength), factors);
        }
    }
}
