using EchoTune.Recommendation.Collaborative;

namespace EchoTune.Recommendation.Sequence;

/// <summary>Fits a model that asks the sessions most like this one what comes next.</summary>
/// <param name="name"><c>vs-knn</c> or <c>stan</c>: the same model with the defaults of either paper.</param>
public sealed class SessionNeighbourTrainer(string name) : ISessionTrainer
{
    private readonly bool stan = name == "stan";

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => stan
        ? "Sessions like this one, by what was heard last, how lately they were and how near their items stand to the common one (STAN, Garg et al. 2019)."
        : "Sessions like this one, what was heard last counting most (VS-KNN, Ludewig & Jannach 2018).";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Space => field ??=
    [
        new("neighbours", stan ? 500 : 100, 20, 2000, IsLogarithmic: true, IsInteger: true),
        new("sample", stan ? 0 : 1000, 0, 20000, IsInteger: true),
        new("prefix-decay", stan ? 2 : 0, 0.3, 10, IsLogarithmic: true),
        new("length", stan ? 0.5 : 0, 0, 1),
        new("age", stan ? 1 : 0, 0, 6),
        new("step", stan ? 0 : 1, 0, 2),
        new("near", stan ? 3 : 0, 0.5, 20, IsLogarithmic: true),
        new("before", 1, 0, 1),
        new("rarity", 0, 0, 2),
    ];

    /// <inheritdoc/>
    public ISessionModel Fit(Sessions sessions, Hyperparameters hyperparameters, FitOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        var knobs = new SessionNeighbourKnobs
        {
            Neighbours = (int)Value(0, 1, 1_000_000), Sample = (int)Value(1, 0, 1_000_000_000), PrefixDecay = Value(2, 0, 1000), Length = Value(3, -2, 4), Age = Value(4, 0, 50),
            Step = Value(5, -4, 10), Near = Value(6, 0, 10_000), Before = (float)Value(7, 0, 10), Rarity = Value(8, -4, 10),
        };
        return new SessionNeighbourModel(Name, sessions, new SessionIndex(sessions), knobs);

        double Value(int knob, double low, double high) => Math.Clamp(hyperparameters[Space[knob]], low, high);
    }
}

/// <summary>How sessions are compared and how their items are scored.</summary>
internal sealed record SessionNeighbourKnobs
{
    /// <summary>How many sessions are asked.</summary>
    public int Neighbours { get; init; }

    /// <summary>How many of the latest sessions that share an item are compared; 0 for all.</summary>
    public int Sample { get; init; }

    /// <summary>An item of the prefix counts exp(−places from its end ÷ this); at 0 it counts its place ÷ the length of the prefix.</summary>
    public double PrefixDecay { get; init; }

    /// <summary>The likeness is divided by the length of the other session to this power.</summary>
    public double Length { get; init; }

    /// <summary>The oldest session counts exp(−this) as much as the latest.</summary>
    public double Age { get; init; }

    /// <summary>A session whose latest common item stands d places from the prefix's end (from 1) counts d^−this.</summary>
    public double Step { get; init; }

    /// <summary>An item d places from the latest common one counts exp(−d ÷ this); at 0 all count the same.</summary>
    public double Near { get; init; }

    /// <summary>How much an item that stands before the common one counts, compared with one behind it.</summary>
    public float Before { get; init; }

    /// <summary>A common item counts log(sessions ÷ how often it was heard) to this power.</summary>
    public double Rarity { get; init; }
}

/// <summary>Sessions and where each item stands in them.</summary>
internal sealed class SessionNeighbourModel : ISessionModel
{
    /// <summary>What lies further back in a session is not looked at, so that a session of a whole day is answered as fast as one of an hour.</summary>
    internal const int LongestPrefix = 64;

    // The same for what stands further from the common item in another session.
    private const int TableLength = 256;

    private readonly Sessions sessions;
    private readonly SessionIndex index;
    private readonly SessionNeighbourKnobs knobs;
    private readonly float[] sessionWeights;
    private readonly float[] rarity;
    private readonly float[] near;
    private readonly Scratch<Space> scratch;

    public SessionNeighbourModel(string name, Sessions sessions, SessionIndex index, SessionNeighbourKnobs knobs)
    {
        (Name, this.sessions, this.index, this.knobs) = (name, sessions, index, knobs);
        scratch = new Scratch<Space>(() => new Space(sessions.Count));
        sessionWeights = new float[sessions.Count];
        for (var s = 0; s < sessionWeights.Length; s++)
        {
            sessionWeights[s] = (float)(Math.Exp(-knobs.Age * (sessions.Count - 1 - s) / sessions.Count) * Math.Pow(Math.Max(1, sessions[s].Length), -knobs.Length));
        }

        rarity = new float[sessions.ItemCount];
        for (var i = 0; i < rarity.Length; i++)
        {
            rarity[i] = knobs.Rarity == 0 ? 1 : (float)Math.Pow(Math.Log(1 + ((double)sessions.Count / Math.Max(1, index.Count(i)))), knobs.Rarity);
        }

        near = new float[TableLength];
        for (var d = 0; d < TableLength; d++)
        {
            near[d] = knobs.Near == 0 ? 1 : (float)Math.Exp(-d / knobs.Near);
        }
    }

    public string Name { get; }

    public int ItemCount => sessions.ItemCount;

    public void Score(ReadOnlySpan<int> prefix, Span<float> scores)
    {
        scores.Clear();
        prefix = prefix[Math.Max(0, prefix.Length - LongestPrefix)..];
        var space = scratch.Rent();
        Compare(prefix, space);
        Narrow(space);
        foreach (var session in space.Touched)
        {
            Add(session, space, scores);
        }

        space.Clear();
        scratch.Return(space);
    }

    // Likeness of every session that shares an item, and where the latest common item stands in it.
    private void Compare(ReadOnlySpan<int> prefix, Space space)
    {
        for (var at = prefix.Length - 1; at >= 0; at--)
        {
            var item = prefix[at];
            if ((uint)item >= (uint)ItemCount || prefix[(at + 1)..].Contains(item))
            {
                continue;
            }

            var fromEnd = prefix.Length - 1 - at;
            var weight = rarity[item] * (float)(knobs.PrefixDecay > 0 ? Math.Exp(-fromEnd / knobs.PrefixDecay) : (at + 1.0) / prefix.Length);
            var step = knobs.Step == 0 ? 1 : (float)Math.Pow(fromEnd + 1, -knobs.Step);
            var held = index.Sessions(item);
            var places = index.Places(item);
            for (var k = 0; k < held.Length; k++)
            {
                var session = held[k];
                ref var entry = ref space.Entries[session];
                if (k > 0 && held[k - 1] == session)
                {
                    // The same item again in this session: its last place is the one that something may follow.
                    if (entry.Item == item)
                    {
                        entry.Place = places[k];
                    }

                    continue;
                }

                if (entry.Likeness == 0)
                {
                    (entry.Item, entry.Place, entry.Step) = (item, places[k], step);
                    space.Touched.Add(session);
                }

                entry.Likeness += weight * sessionWeights[session];
            }
        }
    }

    // Keeps the latest sessions, of those the most alike; the later one where two are equally alike.
    private void Narrow(Space space)
    {
        var touched = space.Touched;
        if (knobs.Sample > 0 && touched.Count > knobs.Sample)
        {
            touched.Sort();
            space.Drop(0, touched.Count - knobs.Sample);
        }

        if (touched.Count > knobs.Neighbours)
        {
            space.KeepMostAlike(knobs.Neighbours);
        }
    }

    private void Add(int session, Space space, Span<float> scores)
    {
        var entry = space.Entries[session];
        var weight = entry.Likeness * entry.Step;
        var heard = sessions[session];
        for (var place = Math.Max(0, entry.Place - TableLength + 1); place < Math.Min(heard.Length, entry.Place + TableLength); place++)
        {
            var distance = place - entry.Place;
            var value = weight * near[Math.Abs(distance)];
            scores[heard[place]] += distance < 0 ? value * knobs.Before : value;
        }
    }

    private struct Entry
    {
        public float Likeness;
        public float Step;
        public int Item;
        public int Place;
    }

    private sealed class Space(int sessions)
    {
        private readonly List<long> keys = [];

        public Entry[] Entries { get; } = new Entry[sessions];

        public List<int> Touched { get; } = [];

        public void Clear()
        {
            Forget(0, Touched.Count);
            Touched.Clear();
        }

        public void Drop(int first, int count)
        {
            Forget(first, count);
            Touched.RemoveRange(first, count);
        }

        public void KeepMostAlike(int count)
        {
            // Positive floats sort like their bits; the session's number breaks ties.
            keys.Clear();
            foreach (var session in Touched)
            {
                keys.Add(((long)BitConverter.SingleToInt32Bits(Entries[session].Likeness) << 32) | (uint)session);
            }

            keys.Sort();
            for (var i = 0; i < keys.Count; i++)
            {
                Touched[i] = (int)(uint)keys[i];
            }

            Drop(0, Touched.Count - count);
        }

        private void Forget(int first, int count)
        {
            for (var i = first; i < first + count; i++)
            {
                Entries[Touched[i]] = default;
            }
        }
    }
}
