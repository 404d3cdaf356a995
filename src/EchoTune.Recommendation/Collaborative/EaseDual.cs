using System.Buffers;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>
/// EASE in the space of listeners. With X the data, λ the penalty and M = (X·Xᵀ + λ)⁻¹, the inverse Gram matrix of items is
/// P = (1 − Xᵀ·M·X) / λ; a listener's scores are x − (x·P) / diag P, and x·P = Xᵀ·M·e for a listener of the training data. Nothing of the size items² is made.
/// </summary>
internal sealed class EaseDual : IScoringModel
{
    private readonly Interactions input;
    private readonly DenseMatrix inverse;
    private readonly float[] diagonal;
    private readonly float penalty;
    private readonly EaseWeighting weighting;

    private EaseDual(string name, Interactions input, DenseMatrix inverse, float[] diagonal, float penalty, EaseWeighting weighting) =>
        (Name, this.input, this.inverse, this.diagonal, this.penalty, this.weighting) = (name, input, inverse, diagonal, penalty, weighting);

    public string Name { get; }

    public int ItemCount => input.ItemCount;

    public static EaseDual Fit(string name, Interactions input, float penalty, EaseWeighting weighting, FitOptions options)
    {
        var gram = Gram.Of(input, penalty, options);
        var inverse = SymmetricInverse.Of(gram, options.Parallelism);
        var byItem = input.Transposed;
        var diagonal = new float[input.ItemCount];
        Parallel.For(0, input.ItemCount, options.Parallelism, item =>
        {
            var listeners = byItem.Items(item);
            var weights = byItem.Weights(item);
            var sum = 0.0;
            for (var a = 0; a < listeners.Length; a++)
            {
                var row = inverse.Row(listeners[a]);
                var inner = 0f;
                for (var b = 0; b < a; b++)
                {
                    inner += row[listeners[b]] * weights[b];
                }

                sum += weights[a] * (2 * inner + row[listeners[a]] * weights[a]);
            }

            // 1 at most for an item that nobody heard; above 0 in exact arithmetic.
            diagonal[item] = (float)Math.Max(1e-4, 1 - sum) / penalty;
        });
        return new EaseDual(name, input, inverse, diagonal, penalty, weighting);
    }

    public void Score(in ListenerHistory history, Span<float> scores)
    {
        scores.Clear();
        var listeners = input.ListenerCount;
        var parts = ArrayPool<float>.Shared.Rent(listeners);
        var values = ArrayPool<float>.Shared.Rent(Math.Max(1, history.Items.Length));
        weighting.Fill(history, values);
        var known = (uint)history.Listener < (uint)listeners;
        if (known)
        {
            System.Numerics.Tensors.TensorPrimitives.Negate(inverse.Row(history.Listener), parts);
        }
        else
        {
            Project(history.Items, values, parts.AsSpan(0, listeners));
        }

        for (var listener = 0; listener < listeners; listener++)
        {
            var part = parts[listener];
            var items = input.Items(listener);
            var weights = input.Weights(listener);
            for (var k = 0; k < items.Length; k++)
            {
                scores[items[k]] += part * weights[k];
            }
        }

        if (!known)
        {
            for (var k = 0; k < history.Items.Length; k++)
            {
                scores[history.Items[k]] -= values[k] / penalty;
            }
        }

        System.Numerics.Tensors.TensorPrimitives.Divide(scores, diagonal, scores);
        for (var k = 0; k < history.Items.Length; k++)
        {
            scores[history.Items[k]] += values[k];
        }

        weighting.Undo(scores);
        ArrayPool<float>.Shared.Return(parts);
        ArrayPool<float>.Shared.Return(values);
    }

    // M · X · x / λ for someone who was not in the data.
    private void Project(ReadOnlySpan<int> items, ReadOnlySpan<float> values, Span<float> parts)
    {
        var byItem = input.Transposed;
        var kernel = ArrayPool<float>.Shared.Rent(parts.Length);
        var likeness = kernel.AsSpan(0, parts.Length);
        likeness.Clear();
        for (var k = 0; k < items.Length; k++)
        {
            var listeners = byItem.Items(items[k]);
            var weights = byItem.Weights(items[k]);
            for (var n = 0; n < listeners.Length; n++)
            {
                likeness[listeners[n]] += weights[n] * values[k];
            }
        }

        for (var listener = 0; listener < parts.Length; listener++)
        {
            parts[listener] = System.Numerics.Tensors.TensorPrimitives.Dot(inverse.Row(listener), (ReadOnlySpan<float>)likeness) / penalty;
        }

        ArrayPool<float>.Shared.Return(kernel);
    }
}
