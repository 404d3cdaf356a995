using EchoTune.Recommendation.Data;

namespace EchoTune.Recommendation.Evaluation;

/// <summary>The lists of all listeners that are judged.</summary>
internal sealed class RankedLists(int[] listeners, int[] lists, int[] lengths, int longest)
{
    public int[] Listeners => listeners;

    public int Longest => longest;

    /// <summary>The first <paramref name="k"/> items of a list, fewer where there are not so many.</summary>
    public ReadOnlySpan<int> List(int index, int k) => lists.AsSpan(index * longest, Math.Min(k, lengths[index]));
}

/// <summary>What anyone would expect to be recommended: the most heard items that the listener does not know.</summary>
internal sealed class PopularLists
{
    private readonly int[] order;

    public PopularLists(Interactions listenersOf, int longest)
    {
        var mostKnown = 0;
        for (var listener = 0; listener < listenersOf.ItemCount && mostKnown < listenersOf.ListenerCount; listener++)
        {
            mostKnown = Math.Max(mostKnown, listenersOf.Transposed.Items(listener).Length);
        }

        order = Enumerable.Range(0, listenersOf.ListenerCount)
            .OrderByDescending(item => listenersOf.Items(item).Length).ThenBy(item => item).Take(2 * mostKnown + longest).ToArray();
    }

    /// <summary>Fills <paramref name="items"/> with the <paramref name="k"/> most heard that are in neither list.</summary>
    public void For(ReadOnlySpan<int> heard, ReadOnlySpan<int> hidden, int k, HashSet<int> items)
    {
        items.Clear();
        for (var i = 0; i < order.Length && items.Count < k; i++)
        {
            if (heard.BinarySearch(order[i]) < 0 && hidden.BinarySearch(order[i]) < 0)
            {
                items.Add(order[i]);
            }
        }
    }
}
