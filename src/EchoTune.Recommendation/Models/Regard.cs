namespace EchoTune.Recommendation.Models;

/// <summary>A number for some of many things, by index, 0 for all others; takes memory for those only. Frozen.</summary>
public sealed class Regard
{
    private readonly int[] keys;
    private readonly float[] values;

    internal Regard(Dictionary<int, float> numbers)
    {
        keys = [.. numbers.Keys];
        values = [.. numbers.Values];
        Array.Sort(keys, values);
    }

    /// <summary>The number of a thing; 0 where it has none.</summary>
    public float this[int key] => Array.BinarySearch(keys, key) is >= 0 and var at ? values[at] : 0;

    /// <summary>The things that have a number, ascending.</summary>
    public ReadOnlySpan<int> Keys => keys;

    /// <summary>Their numbers.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>The things with the highest numbers above 0, highest first.</summary>
    internal int[] Best(int count)
    {
        var order = new List<int>(keys.Length);
        for (var at = 0; at < keys.Length; at++)
        {
            if (values[at] > 0)
            {
                order.Add(at);
            }
        }

        order.Sort((a, b) => values[a] != values[b] ? values[b].CompareTo(values[a]) : keys[a].CompareTo(keys[b]));
        return [.. order.Take(count).Select(at => keys[at])];
    }
}
