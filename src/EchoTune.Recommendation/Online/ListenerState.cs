using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Online;

/// <summary>
/// What one listener's events say, as a factor model reads it: every event changes the weight of its item, weights fade with time, and the
/// factors are folded in anew when they are asked for. Replaying the same events gives the same state, whenever it was looked at.
/// Bounded: the weakest items are forgotten. Not safe for several threads.
/// </summary>
/// <param name="halfLife">Seconds after which an event counts half, above 0.</param>
/// <param name="mostItems">Items kept, at least 1.</param>
public sealed class ListenerState(double halfLife = 90 * 86_400.0, int mostItems = 2_000)
{
    private readonly double halfLife = halfLife > 0 ? halfLife : throw new ArgumentException("The half-life must be above 0.", nameof(halfLife));
    private readonly SortedDictionary<int, (double Weight, long At)> weights = [];
    private int[] items = [];
    private float[] values = [];

    /// <summary>How many items are kept.</summary>
    public int Count => weights.Count;

    /// <summary>Takes up an event.</summary>
    /// <param name="item">The item, at least 0.</param>
    /// <param name="weight">Signed strength: a complete listening 1, a like more, an early skip or a dismissal below 0.</param>
    /// <param name="at">Seconds since 1970. Events may come in any order.</param>
    /// <exception cref="ArgumentException">The item is negative, or the weight is not finite.</exception>
    public void Observe(int item, float weight, long at)
    {
        if (item < 0 || !float.IsFinite(weight))
        {
            throw new ArgumentException("An event needs an item and a finite weight.");
        }

        if (!weights.TryGetValue(item, out var before))
        {
            before = (0, at);
        }

        // Both are brought to the later of the two times, which is the same in any order.
        var later = Math.Max(at, before.At);
        weights[item] = (Faded(before.Weight, later - before.At) + Faded(weight, later - at), later);
        if (weights.Count > mostItems + (mostItems / 8) + 1)
        {
            Forget();
        }
    }

    /// <summary>The weight of an item at a time; 0 where there were no events.</summary>
    public double Weight(int item, long now) => weights.TryGetValue(item, out var found) ? Faded(found.Weight, now - found.At) : 0;

    /// <summary>Writes the listener's factors.</summary>
    /// <param name="model">The model; items beyond it are passed over.</param>
    /// <param name="now">Seconds since 1970.</param>
    /// <param name="negative">How much an item that was rejected pushes away from its factors, at least 0.</param>
    /// <param name="factors">Overwritten; as long as the dimension of the model.</param>
    public void Represent(IFactorModel model, long now, float negative, Span<float> factors)
    {
        if (items.Length < weights.Count)
        {
            (items, values) = (new int[weights.Count * 2], new float[weights.Count * 2]);
        }

        var count = 0;
        foreach (var (item, entry) in weights)
        {
            var weight = (float)Faded(entry.Weight, now - entry.At);
            if (item < model.ItemCount && weight > 1e-3f)
            {
                (items[count], values[count]) = (item, weight);
                count++;
            }
        }

        model.Represent(new ListenerHistory(-1, items.AsSpan(0, count), values.AsSpan(0, count), []), factors);
        if (negative <= 0)
        {
            return;
        }

        foreach (var (item, entry) in weights)
        {
            var weight = (float)Faded(entry.Weight, now - entry.At);
            if (item >= model.ItemCount || weight > -1e-3f)
            {
                continue;
            }

            // Takes away what the listener's factors share with the rejected item (Rocchio 1971), and never turns them round.
            var row = model.ItemFactors.Row(item);
            var norm = System.Numerics.Tensors.TensorPrimitives.SumOfSquares(row);
            var shared = norm > 0 ? System.Numerics.Tensors.TensorPrimitives.Dot(factors, row) / norm : 0;
            if (shared > 0)
            {
                var step = -shared * Math.Min(1, negative * -weight);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(row, step, factors, factors);
            }
        }
    }

    private double Faded(double weight, double seconds) => seconds <= 0 ? weight : weight * Math.Pow(2, -seconds / halfLife);

    private void Forget()
    {
        var newest = weights.Values.Max(entry => entry.At);
        foreach (var item in weights.OrderBy(pair => Math.Abs(Faded(pair.Value.Weight, newest - pair.Value.At))).ThenBy(pair => pair.Key).Take(weights.Count - mostItems).Select(pair => pair.Key).ToArray())
        {
            weights.Remove(item);
        }
    }
}
