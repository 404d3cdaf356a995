namespace EchoTune.Recommendation.Data;

/// <summary>Holds out a part of what each listener heard, to tune on.</summary>
public static class InnerSplit
{
    /// <summary>
    /// Splits. Of every listener with at least two items a share goes to the second part, one item at least: by chance, and where times are
    /// known the latest ones for every other listener, since nobody says how the rows to come will differ from those that are known.
    /// </summary>
    /// <param name="all">What is known.</param>
    /// <param name="seed">Makes chance repeatable.</param>
    /// <param name="share">Of a listener's items that are held out, above 0 and below 1.</param>
    public static (Interactions Train, Interactions Valid) Of(Interactions all, ulong seed, double share = 0.15)
    {
        var isHeld = new bool[all.Count];
        var draws = new Draws(seed);
        for (var listener = 0; listener < all.ListenerCount; listener++)
        {
            var count = all.Items(listener).Length;
            if (count < 2)
            {
                continue;
            }

            var order = Enumerable.Range(0, count).ToArray();
            for (var k = count - 1; k > 0; k--)
            {
                var other = draws.Below(k + 1);
                (order[k], order[other]) = (order[other], order[k]);
            }

            if (all.HasTimes && listener % 2 == 1)
            {
                var times = all.Times(listener).ToArray();
                order = [.. order.OrderByDescending(k => times[k])];
            }

            var wanted = count * share;
            var held = (int)wanted + (draws.Unit() < wanted - (int)wanted ? 1 : 0);
            foreach (var k in order.AsSpan(0, Math.Clamp(held, 1, count - 1)))
            {
                isHeld[all.Offsets[listener] + k] = true;
            }
        }

        return (Part(all, isHeld, false), Part(all, isHeld, true));
    }

    /// <summary>Both together.</summary>
    public static Interactions Merge(Interactions first, Interactions second)
    {
        var (listeners, items, weights, times) = (new List<int>(), new List<int>(), new List<float>(), new List<long>());
        foreach (var part in new[] { first, second })
        {
            for (var listener = 0; listener < part.ListenerCount; listener++)
            {
                foreach (var item in part.Items(listener))
                {
                    listeners.Add(listener);
                    items.Add(item);
                }

                weights.AddRange(part.Weights(listener));
                times.AddRange(part.Times(listener));
            }
        }

        return Interactions.FromCells(
            first.ListenerCount, first.ItemCount, [.. listeners], [.. items], [.. weights], times.Count == items.Count ? times.ToArray() : []);
    }

    private static Interactions Part(Interactions all, bool[] isHeld, bool wanted)
    {
        var (listeners, items, weights, times) = (new List<int>(), new List<int>(), new List<float>(), new List<long>());
        for (var listener = 0; listener < all.ListenerCount; listener++)
        {
            for (var k = 0; k < all.Items(listener).Length; k++)
            {
                if (isHeld[all.Offsets[listener] + k] == wanted)
                {
                    listeners.Add(listener);
                    items.Add(all.Items(listener)[k]);
                    weights.Add(all.Weights(listener)[k]);
                    if (all.HasTimes)
                    {
                        times.Add(all.Times(listener)[k]);
                    }
                }
            }
        }

        return Interactions.FromCells(all.ListenerCount, all.ItemCount, [.. listeners], [.. items], [.. weights], times.Count == items.Count ? times.ToArray() : []);
    }
}
