using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Recommendation.Learned;

/// <summary>
/// What one training run has learnt from listening, in indexes of its own items. Frozen; swapped as a whole. A library may hold tracks that
/// training did not know and lack tracks that it knew: who uses these models maps indexes by <see cref="Items"/>.
/// </summary>
public sealed record LearnedModels
{
    /// <summary>Names the training run; sorts by time.</summary>
    public required string Version { get; init; }

    /// <summary>The track behind each item index.</summary>
    public required IReadOnlyList<Guid> Items { get; init; }

    /// <summary>Factors of items, into which any listener is folded; null where there were too few listenings.</summary>
    public IFactorModel? Collaborative { get; init; }

    /// <summary>Guesses the factors of tracks that nobody has heard from what they are; null with <see cref="Collaborative"/> or where it would not help.</summary>
    public ContentProjection? Projection { get; init; }

    /// <summary>What comes next in a session; null where there were too few sessions.</summary>
    public ISessionModel? Sequence { get; init; }

    /// <summary>Tracks near to each track in the graph of listeners, tracks, artists and genres; null where there is none.</summary>
    public ItemNeighbours? Graph { get; init; }

    /// <summary>Learnt weight of each strategy, by name, mean 1; null where the log does not tell.</summary>
    public IReadOnlyDictionary<string, double>? StrategyWeights { get; init; }
}

/// <summary>A short list of neighbours for each item, strongest first. Frozen.</summary>
public sealed class ItemNeighbours
{
    private readonly int[] offsets;
    private readonly int[] items;
    private readonly float[] weights;

    /// <summary>Takes arrays over as they are.</summary>
    /// <param name="offsets">Where each list begins, ascending from 0; length items + 1.</param>
    /// <param name="items">Neighbours of all items, one list after the other, each below the number of items.</param>
    /// <param name="weights">Their weights, finite and above 0, falling within a list.</param>
    /// <exception cref="ArgumentException">They do not go together.</exception>
    public ItemNeighbours(int[] offsets, int[] items, float[] weights)
    {
        if (offsets.Length == 0 || offsets[0] != 0 || offsets[^1] != items.Length || items.Length != weights.Length)
        {
            throw new ArgumentException("Offsets, items and weights do not go together.", nameof(offsets));
        }

        for (var i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] < offsets[i - 1])
            {
                throw new ArgumentException("Offsets must not fall.", nameof(offsets));
            }
        }

        if (items.Any(item => (uint)item >= (uint)(offsets.Length - 1)) || !weights.All(weight => weight > 0 && float.IsFinite(weight)))
        {
            throw new ArgumentException("A neighbour is no item, or a weight is not above 0.", nameof(items));
        }

        (this.offsets, this.items, this.weights) = (offsets, items, weights);
    }

    /// <summary>How many items there are.</summary>
    public int ItemCount => offsets.Length - 1;

    /// <summary>How many neighbours all items have together.</summary>
    public int PairCount => items.Length;

    /// <summary>Where each list begins; length <see cref="ItemCount"/> + 1.</summary>
    public ReadOnlySpan<int> Offsets => offsets;

    /// <summary>Neighbours of an item, strongest first.</summary>
    public ReadOnlySpan<int> Of(int item) => items.AsSpan(offsets[item]..offsets[item + 1]);

    /// <summary>Weights of <see cref="Of"/>.</summary>
    public ReadOnlySpan<float> Weights(int item) => weights.AsSpan(offsets[item]..offsets[item + 1]);
}

/// <summary>
/// A linear map from content vectors into the space of the factors (after the attribute-to-factor mapping of Gantner et al. 2010): factors ≈ content · matrix.
/// </summary>
/// <param name="ContentDimension">Length of a content vector.</param>
/// <param name="FactorDimension">Length of a row of factors.</param>
/// <param name="Matrix">Row-major, content × factors.</param>
/// <param name="ContentVersion">What the content vectors mean; a projection must not be applied to vectors of another version.</param>
public sealed record ContentProjection(int ContentDimension, int FactorDimension, float[] Matrix, string ContentVersion)
{
    /// <summary>Guesses factors.</summary>
    /// <param name="content">A content vector.</param>
    /// <param name="factors">Overwritten.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Apply(ReadOnlySpan<float> content, Span<float> factors)
    {
        if (content.Length != ContentDimension || factors.Length != FactorDimension)
        {
            throw new ArgumentException($"This projection takes {ContentDimension} numbers to {FactorDimension}.", nameof(content));
        }

        factors.Clear();
        for (var k = 0; k < content.Length; k++)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(Matrix.AsSpan(k * FactorDimension, FactorDimension), content[k], factors, factors);
        }
    }
}
