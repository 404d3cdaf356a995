using System.Buffers;
using System.Numerics.Tensors;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Auto;

/// <summary>A weighted sum of the scores of models, each brought to one scale for each listener.</summary>
internal sealed class BlendModel(string name, int itemCount, IReadOnlyList<(IScoringModel Model, float Weight)> members) : IScoringModel
{
    public string Name => name;

    public int ItemCount => itemCount;

    public void Score(in ListenerHistory history, Span<float> scores)
    {
        scores.Clear();
        var rented = ArrayPool<float>.Shared.Rent(Math.Max(1, itemCount));
        var own = rented.AsSpan(0, itemCount);
        foreach (var (model, weight) in members)
        {
            model.Score(history, own);
            var (mean, inverse) = ScoreScale.Of(own, history.Items);

            // The mean shifts all items alike, so it changes no order.
            TensorPrimitives.Add(own, -mean, own);
            TensorPrimitives.MultiplyAdd((ReadOnlySpan<float>)own, weight * inverse, scores, scores);
        }

        ArrayPool<float>.Shared.Return(rented);
    }
}
