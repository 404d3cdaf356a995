using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Collaborative;

/// <summary>What a co-occurrence with a listener tells, less where the listener hears everything.</summary>
internal static class ListenerWeighting
{
    private const double Saturation = 1.2;
    private const double Length = 0.75;

    /// <summary>The entries weighted: 0 plain; 1 TF-IDF, the listener the term; 2 BM25 (Robertson and Zaragoza 2009), the item the document.</summary>
    public static Interactions Apply(Interactions input, int scheme)
    {
        if (scheme == 0)
        {
            return input;
        }

        var sums = new double[input.ItemCount];
        for (var k = 0; k < input.Count; k++)
        {
            sums[input.AllItems[k]] += input.AllWeights[k];
        }

        var mean = sums.Sum() / Math.Max(1, sums.Count(sum => sum > 0));
        var weights = new float[input.Count];
        for (var listener = 0; listener < input.ListenerCount; listener++)
        {
            var rarity = Math.Log(1 + input.ItemCount / (1.0 + input.Items(listener).Length));
            for (var k = input.Offsets[listener]; k < input.Offsets[listener + 1]; k++)
            {
                var weight = (double)input.AllWeights[k];
                var term = scheme == 1 ? weight : weight * (Saturation + 1) / (weight + Saturation * (1 - Length + Length * sums[input.AllItems[k]] / mean));
                weights[k] = (float)Math.Max(1e-12, term * rarity);
            }
        }

        return input.WithWeights(weights);
    }
}
