using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Sequence;

namespace EchoTune.Recommendation.Learned;

/// <summary>
/// The latest listens of each listener, held out: the rest may be learnt from, without anything that happened with or after them.
/// </summary>
internal sealed class HeldOut
{
    private const double Share = 0.2;
    private const int Most = 20;
    private const int LeastKnown = 3;

    private HeldOut(TrainingSet rest, Interactions wanted, int[][] prefixes) => (Rest, Wanted, Prefixes) = (rest, wanted, prefixes);

    /// <summary>What may be learnt from.</summary>
    public TrainingSet Rest { get; }

    /// <summary>What was held out, with times.</summary>
    public Interactions Wanted { get; }

    /// <summary>What each listener heard in the last session before.</summary>
    public int[][] Prefixes { get; }

    /// <summary>Splits: of a listener with more than three tracks the latest fifth, one to twenty.</summary>
    public static HeldOut Of(TrainingSet all)
    {
        var cells = all.Interactions;
        var isHeld = new bool[cells.Count];
        var cut = new long[cells.ListenerCount];
        cut.AsSpan().Fill(long.MaxValue);
        for (var listener = 0; listener < cells.ListenerCount; listener++)
        {
            var times = cells.Times(listener);
            var held = Math.Min((int)Math.Clamp(Math.Round(times.Length * Share), 1, Most), times.Length - LeastKnown);
            if (held < 1)
            {
                continue;
            }

            var order = new int[times.Length];
            var keys = new long[times.Length];
            for (var k = 0; k < order.Length; k++)
            {
                (order[k], keys[k]) = (k, -times[k]);
            }

            Array.Sort(keys, order);
            foreach (var k in order.AsSpan(0, held))
            {
                isHeld[cells.Offsets[listener] + k] = true;
            }

            cut[listener] = -keys[held - 1];
        }

        var wanted = Part(cells, isHeld, true);
        var (sessions, listeners, begins, prefixes) = Before(all, wanted, cut);
        var rest = all with { Interactions = Part(cells, isHeld, false), Sessions = sessions, SessionListeners = listeners, SessionTimes = begins };
        return new HeldOut(rest, wanted, prefixes);
    }

    /// <summary>The same with only those held out that were heard after a moment, seconds since 1970.</summary>
    public HeldOut After(long moment)
    {
        var isLater = new bool[Wanted.Count];
        for (var listener = 0; listener < Wanted.ListenerCount; listener++)
        {
            var times = Wanted.Times(listener);
            for (var k = 0; k < times.Length; k++)
            {
                isLater[Wanted.Offsets[listener] + k] = times[k] > moment;
            }
        }

        return new HeldOut(Rest, Part(Wanted, isLater, true), Prefixes);
    }

    // Sessions that began before the first listen held out, without what was held out of their listener.
    private static (Sessions Sessions, int[] Listeners, long[] Begins, int[][] Prefixes) Before(TrainingSet all, Interactions wanted, long[] cut)
    {
        var kept = new List<IReadOnlyList<int>>();
        var (listeners, begins) = (new List<int>(), new List<long>());
        var prefixes = new int[all.Interactions.ListenerCount][];
        Array.Fill(prefixes, []);
        for (var s = 0; s < all.Sessions.Count; s++)
        {
            var listener = all.SessionListeners[s];
            if (all.SessionTimes[s] >= cut[listener])
            {
                continue;
            }

            var hidden = wanted.Items(listener);
            var items = new List<int>();
            foreach (var item in all.Sessions[s])
            {
                if (hidden.BinarySearch(item) < 0)
                {
                    items.Add(item);
                }
            }

            if (items.Count > 0)
            {
                kept.Add(items);
                listeners.Add(listener);
                begins.Add(all.SessionTimes[s]);
                prefixes[listener] = [.. items];
            }
        }

        return (Sessions.From(all.Sessions.ItemCount, kept), [.. listeners], [.. begins], prefixes);
    }

    private static Interactions Part(Interactions all, bool[] flags, bool isWanted)
    {
        var count = flags.Count(flag => flag == isWanted);
        var (rows, columns, weights, times) = (new int[count], new int[count], new float[count], new long[count]);
        var at = 0;
        for (var listener = 0; listener < all.ListenerCount; listener++)
        {
            for (var cell = all.Offsets[listener]; cell < all.Offsets[listener + 1]; cell++)
            {
                if (flags[cell] == isWanted)
                {
                    (rows[at], columns[at], weights[at]) = (listener, all.AllItems[cell], all.AllWeights[cell]);
                    times[at++] = all.Times(listener)[cell - all.Offsets[listener]];
                }
            }
        }

        return Interactions.FromCells(all.ListenerCount, all.ItemCount, rows, columns, weights, times);
    }
}
