using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>
/// Turns how much was heard into the weight of an observed pair: a power of it against the geometric mean of all that the same listener
/// heard, so that one who plays everything ten times as often says no more than another; with mean 1 over the training data.
/// </summary>
/// <param name="Power">See <see cref="ImplicitAlsSettings.Power"/>.</param>
/// <param name="Scale">What brings the mean to 1.</param>
internal readonly record struct ImplicitAlsWeighting(float Power, float Scale)
{
    private const float Least = 1e-3f;
    private const float Most = 1e4f;

    /// <summary>The weights of all cells of some data, in the order of its listeners and in that of its items.</summary>
    public static (ImplicitAlsWeighting Weighting, float[] OfListeners, float[] OfItems) For(Interactions data, float power)
    {
        var (ofListeners, ofItems) = (new float[data.Count], new float[data.Count]);
        if (power <= 0 || data.Count == 0 || !data.AllWeights.ContainsAnyExcept(data.AllWeights[0]))
        {
            ofListeners.AsSpan().Fill(1);
            ofItems.AsSpan().Fill(1);
            return (new ImplicitAlsWeighting(0, 1), ofListeners, ofItems);
        }

        var means = new float[data.ListenerCount];
        var sum = 0.0;
        for (var listener = 0; listener < means.Length; listener++)
        {
            var heard = data.Weights(listener);
            var row = ofListeners.AsSpan(data.Offsets[listener], heard.Length);
            means[listener] = MeanLogarithm(heard);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = Raised(heard[i], means[listener], power);
                sum += row[i];
            }
        }

        var scale = (float)(data.Count / sum);
        foreach (ref var weight in ofListeners.AsSpan())
        {
            weight *= scale;
        }

        var cells = data.Transposed;
        for (var cell = 0; cell < ofItems.Length; cell++)
        {
            ofItems[cell] = Raised(cells.AllWeights[cell], means[cells.AllItems[cell]], power) * scale;
        }

        return (new ImplicitAlsWeighting(power, scale), ofListeners, ofItems);
    }

    /// <summary>The weights of one listener.</summary>
    /// <param name="heard">How much was heard of each item, above 0.</param>
    /// <param name="weights">Overwritten; as long.</param>
    public void Of(ReadOnlySpan<float> heard, Span<float> weights)
    {
        if (Power == 0)
        {
            weights.Fill(1);
            return;
        }

        var mean = MeanLogarithm(heard);
        for (var i = 0; i < heard.Length; i++)
        {
            weights[i] = Raised(heard[i], mean, Power) * Scale;
        }
    }

    private static float MeanLogarithm(ReadOnlySpan<float> heard)
    {
        var sum = 0.0;
        foreach (var weight in heard)
        {
            sum += MathF.Log(weight);
        }

        return heard.IsEmpty ? 0 : (float)(sum / heard.Length);
    }

    private static float Raised(float heard, float mean, float power) => Math.Clamp(MathF.Exp(power * (MathF.Log(heard) - mean)), Least, Most);
}
