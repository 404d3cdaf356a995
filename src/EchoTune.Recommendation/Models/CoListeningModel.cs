namespace EchoTune.Recommendation.Models;

/// <summary>
/// Item-to-item cosine over listening sessions with shrinkage (Sarwar et al. 2001; shrinkage after Bell and Koren 2007):
/// s(i,j) = c(i,j) / √(c(i)·c(j)) · n(i,j) / (n(i,j) + k), where c counts sessions weighted by 1 / log2(1 + length), so that long
/// shuffles say less, and n counts them plainly. The strongest neighbours of each track are kept.
/// </summary>
public sealed class CoListeningModel
{
    private readonly int[] offsets;
    private readonly int[] neighbours;
    private readonly float[] similarities;

    private CoListeningModel(int[] offsets, int[] neighbours, float[] similarities)
    {
        this.offsets = offsets;
        this.neighbours = neighbours;
        this.similarities = similarities;
    }

    /// <summary>A model that knows no pairs.</summary>
    public static CoListeningModel Empty { get; } = new([0], [], []);

    /// <summary>How many directed pairs are known.</summary>
    public int PairCount => neighbours.Length;

    /// <summary>Builds the model.</summary>
    /// <param name="sessions">Tracks heard in each session; an index outside the tracks is ignored.</param>
    /// <param name="trackCount">How many tracks there are.</param>
    /// <param name="neighbourCount">Neighbours kept for each track.</param>
    /// <param name="shrinkage">k above: pairs seen in k sessions get half of their cosine.</param>
    /// <param name="sessionLength">Tracks of a session that count, the latest.</param>
    public static CoListeningModel Build(IReadOnlyList<int[]> sessions, int trackCount, int neighbourCount = 50, double shrinkage = 3, int sessionLength = 60)
    {
        var counts = new double[trackCount];
        var pairs = new Dictionary<long, (double Weight, int Count)>();
        foreach (var session in sessions)
        {
            var tracks = session.Where(t => t >= 0 && t < trackCount).Distinct().TakeLast(sessionLength).Order().ToArray();
            if (tracks.Length < 2)
            {
                continue;
            }

            var weight = 1 / Math.Log2(1 + tracks.Length);
            for (var a = 0; a < tracks.Length; a++)
            {
                counts[tracks[a]] += weight;
                for (var b = a + 1; b < tracks.Length; b++)
                {
                    ref var pair = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(pairs, (long)tracks[a] << 32 | (uint)tracks[b], out _);
                    pair = (pair.Weight + weight, pair.Count + 1);
                }
            }
        }

        if (pairs.Count == 0)
        {
            return Empty;
        }

        var lists = new List<(int Track, float Similarity)>?[trackCount];
        foreach (var (key, pair) in pairs)
        {
            var a = (int)(key >> 32);
            var b = (int)(key & 0xFFFFFFFF);
            var similarity = (float)(pair.Weight / Math.Sqrt(counts[a] * counts[b]) * pair.Count / (pair.Count + shrinkage));
            (lists[a] ??= []).Add((b, similarity));
            (lists[b] ??= []).Add((a, similarity));
        }

        return Pack(lists, neighbourCount);
    }

    /// <summary>Neighbours of a track, strongest first.</summary>
    public ReadOnlySpan<int> Neighbours(int track) =>
        track + 1 < offsets.Length ? neighbours.AsSpan(offsets[track]..offsets[track + 1]) : [];

    /// <summary>Similarities of <see cref="Neighbours"/>, in (0, 1].</summary>
    public ReadOnlySpan<float> Similarities(int track) =>
        track + 1 < offsets.Length ? similarities.AsSpan(offsets[track]..offsets[track + 1]) : [];

    /// <summary>How strongly two tracks are heard together; 0 if the pair is not known.</summary>
    public float Similarity(int track, int other)
    {
        var at = Neighbours(track).IndexOf(other);
        return at < 0 ? 0 : Similarities(track)[at];
    }

    private static CoListeningModel Pack(List<(int Track, float Similarity)>?[] lists, int neighbourCount)
    {
        var offsets = new int[lists.Length + 1];
        for (var i = 0; i < lists.Length; i++)
        {
            offsets[i + 1] = offsets[i] + Math.Min(neighbourCount, lists[i]?.Count ?? 0);
        }

        var neighbours = new int[offsets[^1]];
        var similarities = new float[offsets[^1]];
        for (var i = 0; i < lists.Length; i++)
        {
            if (lists[i] is not { } list)
            {
                continue;
            }

            list.Sort((x, y) => x.Similarity != y.Similarity ? y.Similarity.CompareTo(x.Similarity) : x.Track.CompareTo(y.Track));
            for (var k = 0; k < offsets[i + 1] - offsets[i]; k++)
            {
                (neighbours[offsets[i] + k], similarities[offsets[i] + k]) = list[k];
            }
        }

        return new CoListeningModel(offsets, neighbours, similarities);
    }
}
