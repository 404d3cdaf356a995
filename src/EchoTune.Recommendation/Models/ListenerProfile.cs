using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Models;

/// <summary>What is known of a listener in the indexes of one snapshot: made from the log's signals, never changed.</summary>
public sealed class ListenerProfile
{
    private const int Centroids = 3;

    private ListenerProfile(ModelSnapshot model, IReadOnlyList<TrackSignal> signals)
    {
        Signals = signals;
        ArtistAffinity = new float[model.ArtistCount];
        GenreAffinity = new float[model.GenreCount];
    }

    /// <summary>Signals of all tracks that the listener met.</summary>
    public IReadOnlyList<TrackSignal> Signals { get; }

    /// <summary>Regard for each artist.</summary>
    public float[] ArtistAffinity { get; }

    /// <summary>Regard for each genre.</summary>
    public float[] GenreAffinity { get; }

    /// <summary>How much positive evidence there is, at least 0.</summary>
    public float Evidence { get; private set; }

    /// <summary>Tracks the listener values, strongest first, at most 200.</summary>
    public IReadOnlyList<(int Track, float Weight)> Valued { get; private set; } = [];

    /// <summary>Directions of long-term taste, then short-term taste, then what is skipped: row-major content vectors.</summary>
    internal float[] Directions { get; private set; } = [];

    /// <summary>Rows of <see cref="Directions"/>: how many are long-term.</summary>
    internal int LongTerm { get; private set; }

    /// <summary>Mean of energy, danceability, valence, acousticness, brightness and tempo octave for each part of the day.</summary>
    internal float[][] Habits { get; private set; } = [];

    /// <summary>Kept by the ranker: closeness of every track to this taste.</summary>
    internal float[]? ContentScores { get; set; }

    /// <summary>Kept by the ranker: regard for every track.</summary>
    internal float[]? HistoryScores { get; set; }

    /// <summary>Tempo the listener is used to: the quartiles, beats per minute; zeros where unknown.</summary>
    public (float Low, float High) UsualTempo { get; private set; }

    /// <summary>Builds a profile.</summary>
    /// <param name="model">The snapshot.</param>
    /// <param name="signals">One entry a track.</param>
    /// <param name="recent">Recent events, oldest first.</param>
    /// <param name="likedArtists">Artists whom the listener likes as such.</param>
    public static ListenerProfile Build(
        ModelSnapshot model, IReadOnlyList<TrackSignal> signals, IReadOnlyList<RecentSignal> recent, IReadOnlyList<int>? likedArtists = null)
    {
        var profile = new ListenerProfile(model, signals);
        var valued = signals.Select(s => (s.Track, Weight: s.Affinity)).Where(v => v.Weight > 0).OrderByDescending(v => v.Weight).ThenBy(v => v.Track).ToList();
        profile.Evidence = valued.Sum(v => v.Weight);
        profile.Valued = [.. valued.Take(200)];
        foreach (var signal in signals)
        {
            if (model.Artist(signal.Track) is >= 0 and var artist)
            {
                profile.ArtistAffinity[artist] += signal.Affinity;
            }

            foreach (var genre in model.Genres(signal.Track))
            {
                profile.GenreAffinity[genre] += signal.Affinity;
            }
        }

        foreach (var artist in likedArtists ?? [])
        {
            profile.ArtistAffinity[artist] += 4;
            profile.Evidence += 1;
        }

        profile.FindDirections(model, recent);
        profile.FindHabits(model, recent);
        return profile;
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

    private void FindHabits(ModelSnapshot model, IReadOnlyList<RecentSignal> recent)
    {
        // What most people's days look like, worth eight listenings, until the listener's own tell more.
        float[] energy = [0.55f, 0.62f, 0.52f, 0.32f];
        Habits = new float[Dayparts.Count][];
        var tempos = new List<float>();
        for (var part = 0; part < Dayparts.Count; part++)
        {
            float[] sum = [energy[part] * 8, (part == 3 ? 0.4f : 0.55f) * 8, (part == 3 ? 0.42f : 0.55f) * 8, (part == 3 ? 0.55f : 0.4f) * 8, 0.45f * 8];
            var weight = 8f;
            foreach (var signal in recent)
            {
                if (signal.IsListening && signal.Weight > 0 && model.Certainty(signal.Track) > 0)
                {
                    var w = signal.Daypart == part ? 1f : 0.15f;
                    weight += w;
                    for (var k = 0; k < sum.Length; k++)
                    {
                        sum[k] += w * model.Value(signal.Track, HybridFeatures.Context[k]);
                    }

                    if (part == 0 && model.Tempo(signal.Track) > 0)
                    {
                        tempos.Add(model.Tempo(signal.Track));
                    }
                }
            }

            Habits[part] = [.. sum.Select(s => s / weight)];
        }

        if (tempos.Count >= 3)
        {
            tempos.Sort();
            UsualTempo = (tempos[tempos.Count / 4], tempos[tempos.Count * 3 / 4]);
        }
    }
}

/// <summary>The measures that make a habit of the day.</summary>
internal static class HybridFeatures
{
    public static readonly Feature[] Context = [Feature.Energy, Feature.Danceability, Feature.Valence, Feature.Acousticness, Feature.Brightness];
}
