using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Ranking;

/// <summary>
/// The working memory of an answer: candidates with their raw scores, and sparse sums over the library. One a thread, used again, and
/// left empty after each answer, which takes time for what was written only.
/// </summary>
internal sealed class RankScratch
{
    private const int Blocked = -1;

    [ThreadStatic]
    private static RankScratch? mine;

    private readonly List<int> blocked = [];

    // 0 for no candidate, place + 1, or Blocked.
    private int[] places = [];

    /// <summary>The candidates; <see cref="Count"/> of them count.</summary>
    public int[] Tracks { get; private set; } = [];

    /// <summary>Raw scores, strategy by strategy, in the order of <see cref="Tracks"/>.</summary>
    public float[][] Raw { get; } = new float[StrategyNames.Count][];

    /// <summary>Joined scores.</summary>
    public float[] Total { get; private set; } = [];

    /// <summary>Not 0 for candidates that rest.</summary>
    public byte[] Resting { get; private set; } = [];

    /// <summary>What is heard together with the listener's tracks adds up to.</summary>
    public SparseSums Together { get; } = new();

    /// <summary>What is near to them in the graph adds up to.</summary>
    public SparseSums Near { get; } = new();

    /// <summary>Memory for hits of a search.</summary>
    public ItemHit[] Hits { get; } = new ItemHit[2048];

    /// <summary>Best so far of the tracks that an answer is picked from: places of candidates, and their closeness to what was picked.</summary>
    public List<int> Pool { get; } = new(256);

    /// <inheritdoc cref="Pool"/>
    public float[] Closest { get; set; } = new float[256];

    /// <summary>How often each artist was met.</summary>
    public SparseSums Artists { get; } = new();

    public int Count { get; private set; }

    private byte[] genrePlaces = [];

    /// <summary>Memory for where genres of the pool stand, of at least a length.</summary>
    public byte[] GenrePlaces(int length) => genrePlaces.Length >= length ? genrePlaces : genrePlaces = new byte[2 * length];

    /// <summary>The memory of this thread, empty, for a snapshot.</summary>
    public static RankScratch For(ModelSnapshot model)
    {
        var scratch = mine ??= new RankScratch();
        if (scratch.places.Length < model.Count)
        {
            scratch.places = new int[model.Count];
        }

        scratch.Together.Reserve(model.Count);
        scratch.Near.Reserve(model.Count);
        scratch.Artists.Reserve(model.ArtistCount);
        scratch.Reserve(1024);
        return scratch;
    }

    /// <summary>The place of a track among the candidates; −1 where it is none.</summary>
    public int PlaceOf(int track) => places[track] > 0 ? places[track] - 1 : -1;

    /// <summary>Keeps a track out, also where it is a candidate already.</summary>
    public void Block(int track)
    {
        if (places[track] > 0)
        {
            Resting[places[track] - 1] = 2;
        }
        else if (places[track] == 0)
        {
            places[track] = Blocked;
            blocked.Add(track);
        }
    }

    public bool IsBlocked(int track) => places[track] == Blocked;

    /// <summary>Makes a track a candidate, if it is none and may be one.</summary>
    public bool Add(int track)
    {
        if (places[track] != 0)
        {
            return false;
        }

        if (Count == Tracks.Length)
        {
            Reserve(2 * Count);
        }

        Tracks[Count++] = track;
        places[track] = Count;
        return true;
    }

    /// <summary>Makes room for so many candidates.</summary>
    public void Reserve(int count)
    {
        if (Tracks.Length >= count)
        {
            return;
        }

        Tracks = Grown(Tracks, count);
        Total = Grown(Total, count);
        Resting = Grown(Resting, count);
        for (var s = 0; s < Raw.Length; s++)
        {
            Raw[s] = Grown(Raw[s] ?? [], count);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        for (var k = 0; k < Count; k++)
        {
            places[Tracks[k]] = 0;
        }

        foreach (var track in blocked)
        {
            places[track] = 0;
        }

        blocked.Clear();
        Resting.AsSpan(0, Count).Clear();
        Count = 0;
        Together.Clear();
        Near.Clear();
        Pool.Clear();
        Artists.Clear();
    }

    private static T[] Grown<T>(T[] array, int count)
    {
        Array.Resize(ref array, count);
        return array;
    }
}

/// <summary>Sums for some of many things: adding and forgetting take time for those only.</summary>
internal sealed class SparseSums
{
    private float[] sums = [];
    private int[] touched = [];

    public int Count { get; private set; }

    /// <summary>The things that have a sum.</summary>
    public ReadOnlySpan<int> Touched => touched.AsSpan(0, Count);

    public float this[int thing] => sums[thing];

    public void Reserve(int things)
    {
        if (sums.Length < things)
        {
            sums = new float[things];
        }
    }

    public void Add(int thing, float value)
    {
        if (sums[thing] == 0)
        {
            if (Count == touched.Length)
            {
                Array.Resize(ref touched, Math.Max(256, 2 * Count));
            }

            touched[Count++] = thing;
        }

        sums[thing] += value;

        // A sum that came to nothing stays among those that were touched.
        sums[thing] = sums[thing] == 0 ? 1e-30f : sums[thing];
    }

    public void Clear()
    {
        foreach (var thing in Touched)
        {
            sums[thing] = 0;
        }

        Count = 0;
    }
}
