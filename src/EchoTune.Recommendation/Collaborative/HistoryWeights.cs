using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>
/// How much a listening counts. Plays are spread over orders of magnitude, and listeners differ in how much they play: the logarithm of a
/// weight is held against the listener's own mean, and raised to a power (0 for heard or not heard).
/// </summary>
internal static class HistoryWeights
{
    /// <summary>The knob.</summary>
    public static Hyperparameter Power { get; } = new("weightpower", 0, 0, 1.5);

    /// <summary>The weights of a listener, mean about 1.</summary>
    public static void Fill(ReadOnlySpan<float> weights, double power, Span<float> values)
    {
        values = values[..weights.Length];
        if (power == 0)
        {
            values.Fill(1);
            return;
        }

        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            values[i] = MathF.Log(1 + Math.Min(weights[i], 1e30f));
            sum += values[i];
        }

        var mean = Math.Max(sum / Math.Max(1, weights.Length), 1e-30);
        for (var i = 0; i < weights.Length; i++)
        {
            values[i] = (float)Math.Clamp(Math.Pow(values[i] / mean, power), 1e-3, 1e3);
        }
    }

    /// <summary>The whole matrix with such weights, each row divided by its length to <paramref name="listenerPower"/> and each column to <paramref name="itemPower"/>.</summary>
    public static Interactions Apply(Interactions interactions, double power, double listenerPower = 0, double itemPower = 0)
    {
        if (power == 0 && listenerPower == 0 && itemPower == 0 && !interactions.AllWeights.ContainsAnyExcept(1f))
        {
            return interactions;
        }

        var weights = new float[interactions.Count];
        var itemScales = new float[interactions.ItemCount];
        foreach (var item in interactions.AllItems)
        {
            itemScales[item]++;
        }

        for (var item = 0; item < itemScales.Length; item++)
        {
            itemScales[item] = (float)Math.Pow(Math.Max(1, itemScales[item]), -itemPower);
        }

        for (var listener = 0; listener < interactions.ListenerCount; listener++)
        {
            var (from, to) = (interactions.Offsets[listener], interactions.Offsets[listener + 1]);
            Fill(interactions.Weights(listener), power, weights.AsSpan(from..to));
            var scale = (float)Math.Pow(Math.Max(1, to - from), -listenerPower);
            for (var k = from; k < to; k++)
            {
                weights[k] *= scale * itemScales[interactions.AllItems[k]];
            }
        }

        return interactions.WithWeights(weights);
    }
}
