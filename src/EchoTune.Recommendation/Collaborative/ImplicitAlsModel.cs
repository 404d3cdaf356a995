using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Factors of listeners and items; a listener who is not known is folded in by solving their row exactly.</summary>
public sealed class ImplicitAlsModel : IFactorModel
{
    // Conjugate gradient ends by itself when the residual is small; a row never needs more steps than it has factors.
    private const int FoldInSteps = 64;

    [ThreadStatic]
    private static ImplicitAlsRowSolver? solver;

    [ThreadStatic]
    private static float[]? buffer;

    private readonly float[] unobserved;

    internal ImplicitAlsModel(string name, ImplicitAlsSettings settings, ImplicitAlsWeighting weighting, FactorMatrix items, FactorMatrix listeners, float[] unobserved)
    {
        (Name, Settings, Weighting) = (name, settings, weighting);
        (ItemFactors, ListenerFactors, this.unobserved) = (items, listeners, unobserved);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int ItemCount => ItemFactors.Rows;

    /// <inheritdoc/>
    public FactorMatrix ItemFactors { get; }

    /// <summary>One row a listener of the training data.</summary>
    public FactorMatrix ListenerFactors { get; }

    internal ImplicitAlsSettings Settings { get; }

    internal ImplicitAlsWeighting Weighting { get; }

    /// <summary>α₀ times the Gram matrix of the items, which is diagonal in their basis; padded.</summary>
    internal ReadOnlySpan<float> Unobserved => unobserved;

    /// <inheritdoc/>
    public void Represent(in ListenerHistory history, Span<float> factors)
    {
        if ((uint)history.Listener < (uint)ListenerFactors.Rows)
        {
            ListenerFactors.Row(history.Listener).CopyTo(factors);
        }
        else
        {
            FoldIn(history, factors);
        }
    }

    /// <summary>Finds the factors of a listener from what they heard, whether known or not.</summary>
    /// <param name="history">What they heard; items below <see cref="ItemCount"/>.</param>
    /// <param name="factors">Overwritten; as long as the dimension of <see cref="ItemFactors"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An item is not of this model.</exception>
    public void FoldIn(in ListenerHistory history, Span<float> factors)
    {
        var stride = ItemFactors.Stride;
        var count = history.Items.Length;
        if (count > 0)
        {
            // They ascend, so the ends tell.
            ArgumentOutOfRangeException.ThrowIfNegative(history.Items[0], nameof(history));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(history.Items[^1], ItemCount, nameof(history));
        }

        if (buffer is null || buffer.Length < stride + count)
        {
            buffer = new float[stride + (2 * count)];
        }

        if (solver is null || solver.Stride != stride)
        {
            solver = new ImplicitAlsRowSolver(stride);
        }

        var x = buffer.AsSpan(0, stride);
        var weights = buffer.AsSpan(stride, count);
        x.Clear();
        Weighting.Of(history.Weights, weights);
        solver.Solve(ItemFactors.Padded, unobserved, Settings.RowRegularisation(count, ItemCount), history.Items, weights, FoldInSteps, x);
        x[..factors.Length].CopyTo(factors);
    }

    /// <inheritdoc/>
    public void Score(in ListenerHistory history, Span<float> scores)
    {
        var stride = ItemFactors.Stride;
        Span<float> listener = stride <= 1024 ? stackalloc float[stride] : new float[stride];
        Represent(history, listener[..ItemFactors.Dimension]);
        listener[ItemFactors.Dimension..].Clear();
        FactorKernels.DotAll(ItemFactors.Padded, listener, scores);
    }
}
