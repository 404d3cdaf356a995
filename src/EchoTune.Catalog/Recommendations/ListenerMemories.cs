using System.Collections.Concurrent;
using System.Text.Json;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Settings;
using EchoTune.Catalog.Taste;
using EchoTune.Recommendation.Data;

namespace EchoTune.Catalog.Recommendations;

/// <summary>
/// The memories of listeners: read from storage when they are first needed, different listeners at once, one listener once at a time; those
/// not used for the longest go when there are too many.
/// </summary>
internal sealed class ListenerMemories(
    IPlayStore plays, ITasteStore taste, ISettingStore settings, IShownTracks? shown, RecommendationOptions options, TimeProvider time)
{
    private const int LoadsAtOnce = 8;
    private const int MostExplorations = 500;
    private readonly ConcurrentDictionary<ListenerId, Slot> slots = new();
    private readonly LinkedList<Slot> order = new();
    private readonly Lock ordering = new();
    private readonly SemaphoreSlim loads = new(LoadsAtOnce);
    private long uses;

    /// <summary>How many are held.</summary>
    public int Count => slots.Count;

    /// <summary>The memory of a listener, as new as storage was when this was asked.</summary>
    public ValueTask<ListenerMemory> GetAsync(ListenerId listener, CancellationToken cancellationToken)
    {
        var slot = Touch(listener);
        var isNew = Volatile.Read(ref slot.LoadedAt) == Volatile.Read(ref slot.Invalidations);
        return isNew && slot.Memory is { } memory ? new ValueTask<ListenerMemory>(memory) : LoadAsync(listener, slot, cancellationToken);
    }

    /// <summary>What is stored of a listener has changed: it is read again before it is next used.</summary>
    public void Invalidate(ListenerId listener)
    {
        // A load that is under way may have read what is old now: it finds the number moved on, and its reader loads again next time.
        if (slots.TryGetValue(listener, out var slot))
        {
            Interlocked.Increment(ref slot.Invalidations);
        }
    }

    private Slot Touch(ListenerId listener)
    {
        var now = Interlocked.Increment(ref uses);
        if (slots.TryGetValue(listener, out var slot))
        {
            // Among those used last, the order does not matter: who was moved to the front lately need not be again.
            if (now - slot.LastUse > options.ListenersInMemory / 4)
            {
                lock (ordering)
                {
                    slot.LastUse = now;
                    if (slot.Node.List is not null)
                    {
                        order.Remove(slot.Node);
                        order.AddFirst(slot.Node);
                    }
                }
            }

            return slot;
        }

        lock (ordering)
        {
            if (slots.TryGetValue(listener, out slot))
            {
                return slot;
            }

            slot = new Slot(listener) { LastUse = now };
            slots[listener] = slot;
            order.AddFirst(slot.Node);
            for (var node = order.Last; order.Count > options.ListenersInMemory && node is not null && node != slot.Node;)
            {
                // What is being loaded stays, or it would be loaded twice at once.
                var before = node.Previous;
                if (node.Value.Loading.CurrentCount > 0)
                {
                    order.Remove(node);
                    slots.TryRemove(node.Value.Listener, out _);
                }

                node = before;
            }

            return slot;
        }
    }

    private async ValueTask<ListenerMemory> LoadAsync(ListenerId listener, Slot slot, CancellationToken cancellationToken)
    {
        await slot.Loading.WaitAsync(cancellationToken);
        try
        {
            var seen = Volatile.Read(ref slot.Invalidations);
            var before = slot.Memory;
            if (before is not null && seen == slot.LoadedAt)
            {
                return before;
            }

            await loads.WaitAsync(cancellationToken);
            try
            {
                var memory = await ReadAsync(listener, cancellationToken);
                if (before is not null)
                {
                    lock (before.Gate)
                    {
                        memory.Inherit(before);
                    }
                }

                // In this order: who sees the new number sees the new memory.
                slot.Memory = memory;
                Volatile.Write(ref slot.LoadedAt, seen);
                return memory;
            }
            finally
            {
                loads.Release();
            }
        }
        finally
        {
            slot.Loading.Release();
        }
    }

    private async Task<ListenerMemory> ReadAsync(ListenerId listener, CancellationToken cancellationToken)
    {
        var memory = new ListenerMemory(time.LocalTimeZone);
        var explored = shown is null ? [] : await shown.ExplorationsAsync(listener, MostExplorations, cancellationToken);
        var next = 0;
        for (long after = 0; ;)
        {
            var page = await plays.ReadAsync(listener, after, 5000, cancellationToken);
            if (page.Count == 0)
            {
                break;
            }

            foreach (var recorded in page)
            {
                Explore(recorded.Play.StartedAt);
                memory.Apply(recorded.Play);
            }

            after = page[^1].Sequence;
        }

        Explore(DateTimeOffset.MaxValue);
        foreach (var rating in await taste.RatingsAsync(listener, cancellationToken))
        {
            memory.Apply(rating);
        }

        ReadSettings(memory, await settings.AllAsync(listener, cancellationToken));
        return memory;

        // What was shown before a listening began is what that listening tells of.
        void Explore(DateTimeOffset until)
        {
            for (; next < explored.Count && explored[next].At <= until; next++)
            {
                if (StrategyNames.TryParse(explored[next].Strategy, out var by))
                {
                    memory.Answers.Explored(explored[next].Track, by);
                }
            }
        }
    }

    private static void ReadSettings(ListenerMemory memory, IReadOnlyDictionary<string, JsonElement> values)
    {
        memory.ExplicitAllowed = !values.TryGetValue("explicit", out var allowed) || allowed.ValueKind != JsonValueKind.False;
        if (values.TryGetValue("strategyWeights", out var weights) && weights.ValueKind == JsonValueKind.Object)
        {
            foreach (var weight in weights.EnumerateObject())
            {
                if (StrategyNames.TryParse(weight.Name, out var strategy) && Number(weight.Value) is { } value)
                {
                    memory.Weights[(int)strategy] = Math.Clamp(value, 0, 2);
                }
            }
        }

        if (values.TryGetValue("tuning", out var tuning) && tuning.ValueKind == JsonValueKind.Object)
        {
            memory.Tuning = new RecommendationTuning(Part("novelty"), Part("familiarity"), Part("variety"));
            double Part(string name) => tuning.TryGetProperty(name, out var value) && Number(value) is { } part ? Math.Clamp(part, 0, 1) : 0.5;
        }
    }

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    private sealed class Slot
    {
        public long Invalidations;
        public long LoadedAt;
        public volatile ListenerMemory? Memory;

        public Slot(ListenerId listener)
        {
            Listener = listener;
            Node = new LinkedListNode<Slot>(this);
        }

        public ListenerId Listener { get; }

        public LinkedListNode<Slot> Node { get; }

        public SemaphoreSlim Loading { get; } = new(1, 1);

        public long LastUse { get; set; }
    }
}
