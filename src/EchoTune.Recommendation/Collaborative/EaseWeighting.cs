using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>Brings a history into the scale in which a linear model was fitted, and scores back out of it.</summary>
/// <param name="Power">Of the weights.</param>
/// <param name="ListenerPower">Of the number of items of a listener.</param>
/// <param name="ItemScales">Of each item; null for none.</param>
internal sealed record EaseWeighting(double Power, double ListenerPower, float[]? ItemScales)
{
    /// <summary>The entries of a history, as the training data has them.</summary>
    public void Fill(in ListenerHistory history, Span<float> values)
    {
        HistoryWeights.Fill(history.Weights, Power, values);
        var scale = (float)Math.Pow(Math.Max(1, history.Items.Length), -ListenerPower);
        for (var i = 0; i < history.Items.Length; i++)
        {
            values[i] *= scale * (ItemScales is null ? 1 : ItemScales[history.Items[i]]);
        }
    }

    /// <summary>Undoes the scales of items, so that scores of different items compare.</summary>
    public void Undo(Span<float> scores)
    {
        if (ItemScales is not null)
        {
            System.Numerics.Tensors.TensorPrimitives.Divide(scores, ItemScales, scores);
        }
    }
}
