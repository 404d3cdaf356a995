using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Models;

/// <summary>What is known of a listener in the indexes of one snapshot: made from the log's signals, never changed.</summary>
public sealed class ListenerProfile
{
    private const int Centroids = 3;
    private const int MostValued = 200;

    private ListenerProfile(ModelSnapshot model, IReadOnlyList<TrackSignal> signals, IReadOnlyList<RecentSignal> recent, IReadOnlyList<int> likedArtists)
    {
        Signals = signals;
        var (artists, genres) = (new Dictionary<int, float>(), new Dictionary<int, float>());
        foreach (var signal in signals)
        {
            if (model.Artist(signal.Track) is >= 0 and var artist)
            {
                Add(artists, artist, signal.Affinity);
            }

            foreach (var genre in model.Genres(signal.Track))
            {
                Add(genres, genre, signal.Affinity);
            }
        }

        foreach (var artist in likedArtists)
        {
            Add(artists, artist, 4);
        }

        (Artists, Genres, Habits, Wishes) = (new Regard(artists), new Regard(genres), new Habits(model, recent), new WishHabits(model, recent));
    }

    /// <summary>Signals of all tracks that the listener met.</summary>
    public IReadOnlyList<TrackSignal> Signals { get; }

    /// <summary>Regard for each artist.</summary>
    public Regard Artists { get; }

    /// <summary>Regard for each genre.</summary>
    public Regard Genres { get; }

    /// <summary>What was heard in the last stretch of listening, most recent last, at most 20.</summary>
    public int[] LastSession { get; private set; } = [];

    /// <summary>Hours from the end of <see cref="LastSession"/> to when the profile was built.</summary>
    public float HoursSinceSession { get; private set; } = float.PositiveInfinity;

    /// <summary>How much positive evidence there is, at least 0.</summary>
    public float Evidence { get; private set; }

    /// <summary>Tracks the listener values, strongest first, at most 200.</summary>
    public IReadOnlyList<(int Track, float Weight)> Valued { get; private set; } = [];

    /// <summary>Directions of long-term taste, then short-term taste, then what is skipped: row-major content vectors.</summary>
    internal float[] Directions { get; private set; } = [];

    /// <summary>Rows of <see cref="Directions"/>: how many are long-term.</summary>
    internal int LongTerm { get; private set; }

    /// <summary>What is heard when and where.</summary>
    internal Habits Habits { get; }

    /// <summary>What is heard when something is asked for.</summary>
    public WishHabits Wishes { get; }

    /// <summary>Kept by the ranker: the candidates of the last answer.</summary>
    internal Shortlist? Shortlist { get; set; }

    /// <summary>Kept by the ranker: what comes next after <see cref="LastSession"/>.</summary>
    internal NextTracks? Next { get; set; }

    /// <summary>Tempo the listener is used to: the quartiles, beats per minute; zeros where unknown.</summary>
    public (float Low, float High) UsualTempo { get; private set; }

    /// <summary>Builds a profile.</summary>
    /// <param name="model">The snapshot.</param>
    /// <param name="signals">One entry a track.</param>
    /// <param name="recent">Recent events, oldest first.</param>
    /// <param name="likedArtists">Artists whom the listener likes as such.</param>
    /// <param name="lastSession">What was heard in the last stretch of listening, most recent last.</param>
    /// <param name="hoursSinceSession">Hours since it ended.</param>
    /// <param name="previous">The profile before in the same snapshot: what has not changed since is taken over.</param>
    public static ListenerProfile Build(
        ModelSnapshot model, IReadOnlyList<TrackSignal> signals, IReadOnlyList<RecentSignal> recent, IReadOnlyList<int>? likedArtists = null,
        int[]? lastSession = null, float hoursSinceSession = float.PositiveInfinity, ListenerProfile? previous = null)
    {
        var profile = new ListenerProfile(model, signals, recent, likedArtists ?? [])
        {
            LastSession = lastSession ?? [], HoursSinceSession = hoursSinceSession, Evidence = likedArtists?.Count ?? 0,
        };
        profile.FindValued();
        profile.FindDirections(model, recent);
        profile.FindTempo(model, recent);
        if (previous is not null && previous.LastSession.AsSpan().SequenceEqual(profile.LastSession))
        {
            profile.Next = previous.Next;
        }

        return profile;
    }

    private static void Add(Dictionary<int, float> numbers, int key, float number) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(numbers, key, out _) += number;

    private void FindValued()
    {
        var valued = new List<(int Track, float Weight)>();
        foreach (var signal in Signals)
        {
            if (signal.Affinity is > 0 and var weight)
            {
                valued.Add((signal.Track, weight));
                Evidence += weight;
            }
        }

        valued.Sort((a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : a.Track.CompareTo(b.Track));
        if (valued.Count > MostValued)
        {
            valued.RemoveRange(MostValued, valued.Count - MostValued);
        }

        Valued = valued.ToArray();
    }

    private void FindDirections(ModelSnapshot model, IReadOnlyList<RecentSignal> recent)
    {
        var dimension = model.Dimension;
        LongTerm = Math.Min(Centroids, Valued.Count);
        Directions = new float[(LongTerm + 2) * dimension];
        Cluster(model, Directions.AsSpan(0, LongTerm * dimension));
        var liked = Directions.AsSpan(LongTerm * dimension, dimension);
        var avoided = Directions.AsSpan((LongTerm + 1) * dimension, dimension);
        var decay = 1f;
        for (var i = recent.Count - 1; i >= Math.Max(0, recent.Count - 40); i--)
        {
            var signal = recent[i];
            VectorMath.AddScaled(model.Vector(signal.Track), MathF.Abs(signal.Weight) * decay, signal.Weight > 0 ? liked : avoided);
            decay *= 0.9f;
        }

        VectorMath.Normalise(liked);
        foreach (var signal in Signals)
        {
            if (signal.Affinity < 0)
            {
                VectorMath.AddScaled(model.Vector(signal.Track), -0.3f * signal.Affinity, avoided);
            }
        }

        VectorMath.Normalise(avoided);
    }

    // Spherical k-means with farthest-first starts: deterministic.
    private void Cluster(ModelSnapshot model, Span<float> centres)
    {
        var dimension = model.Dimension;
        if (LongTerm == 0)
        {
            return;
        }

        model.Vector(Valued[0].Track).CopyTo(centres);
        for (var c = 1; c < LongTerm; c++)
        {
            var (farthest, lowest) = (0, float.MaxValue);
            for (var v = 0; v < Valued.Count; v++)
            {
                var nearest = float.MinValue;
                for (var k = 0; k < c; k++)
                {
                    nearest = MathF.Max(nearest, System.Numerics.Tensors.TensorPrimitives.Dot(model.Vector(Valued[v].Track), centres.Slice(k * dimension, dimension)));
                }

                (farthest, lowest) = nearest < lowest ? (v, nearest) : (farthest, lowest);
            }

            model.Vector(Valued[farthest].Track).CopyTo(centres[(c * dimension)..]);
        }

        var sums = new float[centres.Length];
        for (var round = 0; round < 5; round++)
        {
            Array.Clear(sums);
            foreach (var (track, weight) in Valued)
            {
                var (best, similarity) = (0, float.MinValue);
                for (var k = 0; k < LongTerm; k++)
                {
                    var s = System.Numerics.Tensors.TensorPrimitives.Dot(model.Vector(track), centres.Slice(k * dimension, dimension));
                    (best, similarity) = s > similarity ? (k, s) : (best, similarity);
                }

                VectorMath.AddScaled(model.Vector(track), weight, sums.AsSpan(best * dimension, dimension));
            }

            sums.CopyTo(centres);
            for (var k = 0; k < LongTerm; k++)
            {
                VectorMath.Normalise(centres.Slice(k * dimension, dimension));
            }
        }
    }

    private void FindTempo(ModelSnapshot model, IReadOnlyList<RecentSignal> recent)
    {
        var tempos = new List<float>();
        for (var i = recent.Count - 1; i >= 0 && tempos.Count < 200; i--)
        {
            if (recent[i] is { IsListening: true, Weight: > 0 } && model.Certainty(recent[i].Track) > 0 && model.Tempo(recent[i].Track) > 0)
            {
                tempos.Add(model.Tempo(recent[i].Track));
            }
        }

        if (tempos.Count >= 3)
        {
            tempos.Sort();
            UsualTempo = (tempos[tempos.Count / 4], tempos[tempos.Count * 3 / 4]);
        }
    }
}
