namespace EchoTune.Recommendation.Sequence;

/// <summary>Where each item was heard: for every item the sessions and places, in the order of the sessions. Frozen.</summary>
internal sealed class SessionIndex
{
    private readonly int[] offsets;
    private readonly int[] sessions;
    private readonly int[] places;

    public SessionIndex(Sessions source)
    {
        offsets = new int[source.ItemCount + 1];
        foreach (var item in source.AllItems)
        {
            offsets[item + 1]++;
        }

        for (var i = 0; i < source.ItemCount; i++)
        {
            offsets[i + 1] += offsets[i];
        }

        var next = offsets.AsSpan(0, source.ItemCount).ToArray();
        (sessions, places) = (new int[source.EventCount], new int[source.EventCount]);
        for (var session = 0; session < source.Count; session++)
        {
            var heard = source[session];
            for (var place = 0; place < heard.Length; place++)
            {
                var at = next[heard[place]]++;
                (sessions[at], places[at]) = (session, place);
            }
        }
    }

    /// <summary>The sessions that hold an item, oldest first; a session stands as often as it holds the item.</summary>
    public ReadOnlySpan<int> Sessions(int item) => sessions.AsSpan(offsets[item]..offsets[item + 1]);

    /// <summary>Where in the session, from 0; as long as <see cref="Sessions"/>.</summary>
    public ReadOnlySpan<int> Places(int item) => places.AsSpan(offsets[item]..offsets[item + 1]);

    /// <summary>How often an item was heard.</summary>
    public int Count(int item) => offsets[item + 1] - offsets[item];
}
