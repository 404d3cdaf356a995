using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Numerics;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Models;

/// <summary>Builds snapshots from what is known of tracks.</summary>
public static class ModelBuilder
{
    // Shares of the blocks in a content similarity between two fully known tracks.
    private const float EmbeddingShare = 0.45f;
    private const float PerceptionShare = 0.30f;
    private const float GenreShare = 0.25f;
    private const int LongestEmbedding = 128;
    private const int MostGenreAxes = 64;
    private const int PerceptionAxes = 9;

    /// <summary>Builds a snapshot.</summary>
    /// <param name="tracks">The tracks; their order gives the indexes.</param>
    /// <param name="artistCount">One more than the highest artist index.</param>
    /// <param name="genreCount">One more than the highest genre index.</param>
    /// <param name="coListening">What is heard together, in the same indexes.</param>
    /// <param name="version">Names the snapshot.</param>
    /// <param name="previous">The snapshot before: what has not changed since (the search by content) is taken over.</param>
    public static ModelSnapshot Build(
        IReadOnlyList<TrackItem> tracks, int artistCount, int genreCount, CoListeningModel coListening, string version, ModelSnapshot? previous = null)
    {
        var embeddingLength = CommonEmbeddingLength(tracks);
        var embeddingAxes = Math.Min(embeddingLength, LongestEmbedding);
        var genreAxes = Math.Min(genreCount, MostGenreAxes);
        var dimension = embeddingAxes + PerceptionAxes + genreAxes;
        var count = tracks.Count;
        var content = new float[(long)count * dimension];
        var (features, tempo, certainty) = Perceptions(tracks);
        WriteEmbeddings(tracks, embeddingLength, embeddingAxes, dimension, content);
        WritePerceptions(features, tempo, certainty, embeddingAxes, dimension, content);
        WriteGenres(tracks, genreCount, genreAxes, embeddingAxes + PerceptionAxes, dimension, content);
        for (var i = 0; i < count; i++)
        {
            VectorMath.Normalise(content.AsSpan(i * dimension, dimension));
        }

        var offsets = new int[count + 1];
        for (var i = 0; i < count; i++)
        {
            offsets[i + 1] = offsets[i] + tracks[i].Genres.Count;
        }

        var columns = new ModelColumns
        {
            Dimension = dimension,
            ArtistCount = artistCount,
            GenreCount = genreCount,
            Keys = [.. tracks.Select(t => t.Key)],
            Content = FactorMatrix.From(content, dimension),
            Features = features,
            Ranks = [.. features.Select(column => Ranks(column, certainty))],
            Tempo = tempo,
            Certainty = certainty,
            Artists = [.. tracks.Select(t => t.Artist)],
            Albums = [.. tracks.Select(t => t.Album)],
            Years = [.. tracks.Select(t => t.Year)],
            GenreOffsets = offsets,
            Genres = [.. tracks.SelectMany(t => t.Genres)],
            Popularity = Popularity(tracks),
            Ages = [.. tracks.Select(t => (float)t.AgeDays)],
        };
        return new ModelSnapshot(version, columns, coListening, previous?.Cells);
    }

    // Tracks analysed by another version may carry another length; the most frequent one counts.
    private static int CommonEmbeddingLength(IReadOnlyList<TrackItem> tracks)
    {
        var lengths = new SortedDictionary<int, int>();
        foreach (var track in tracks)
        {
            if (track.Embedding.Count > 0)
            {
                lengths[track.Embedding.Count] = lengths.GetValueOrDefault(track.Embedding.Count) + 1;
            }
        }

        return lengths.Count == 0 ? 0 : lengths.MaxBy(pair => pair.Value).Key;
    }

    private static (float[][] Features, float[] Tempo, float[] Certainty) Perceptions(IReadOnlyList<TrackItem> tracks)
    {
        var features = new float[Perception.FeatureCount][];
        for (var f = 0; f < features.Length; f++)
        {
            features[f] = new float[tracks.Count];
            for (var i = 0; i < tracks.Count; i++)
            {
                var value = tracks[i].Perception?.Values[f] ?? 0.5f;
                features[f][i] = float.IsFinite(value) ? Math.Clamp(value, 0, 1) : 0.5f;
            }
        }

        var tempo = tracks.Select(t => t.Perception is { TempoBpm: > 0 and < 1000 } p ? p.TempoBpm : 0).ToArray();
        var certainty = tracks.Select(t => t.Perception?.Certainty ?? 0).ToArray();
        return (features, tempo, certainty);
    }

    private static void WriteEmbeddings(IReadOnlyList<TrackItem> tracks, int length, int axes, int dimension, float[] content)
    {
        if (length == 0)
        {
            return;
        }

        // A longer embedding is folded by random signs, which keeps inner products (Achlioptas 2003).
        var mean = new float[axes];
        var known = 0;
        for (var i = 0; i < tracks.Count; i++)
        {
            var embedding = tracks[i].Embedding;
            if (embedding.Count != length)
            {
                continue;
            }

            var target = content.AsSpan(i * dimension, axes);
            for (var k = 0; k < length; k++)
            {
                var value = float.IsFinite(embedding[k]) ? embedding[k] : 0;
                target[k % axes] += k < axes || VectorMath.Draw(17, (ulong)k) < 0.5f ? value : -value;
            }

            VectorMath.Normalise(target);
            VectorMath.AddScaled(target, 1, mean);
            known++;
        }

        // What all tracks share says nothing: take half of the mean away, so that similar libraries keep their closeness.
        for (var k = 0; k < axes; k++)
        {
            mean[k] /= known;
        }

        var scale = MathF.Sqrt(EmbeddingShare);
        for (var i = 0; i < tracks.Count; i++)
        {
            if (tracks[i].Embedding.Count == length)
            {
                var target = content.AsSpan(i * dimension, axes);
                VectorMath.AddScaled(mean, -0.8f, target);
                VectorMath.Normalise(target);
                System.Numerics.Tensors.TensorPrimitives.Multiply(target, scale, target);
            }
        }
    }

    private static void WritePerceptions(float[][] features, float[] tempo, float[] certainty, int at, int dimension, float[] content)
    {
        var statistics = features.Select(column => Statistics(column, certainty)).ToArray();
        var scale = MathF.Sqrt(PerceptionShare);
        for (var i = 0; i < tempo.Length; i++)
        {
            if (certainty[i] <= 0)
            {
                continue;
            }

            var axis = content.AsSpan((i * dimension) + at, PerceptionAxes);
            Feature[] used = [Feature.Energy, Feature.Danceability, Feature.Valence, Feature.Acousticness, Feature.Instrumentalness, Feature.Brightness];
            for (var k = 0; k < used.Length; k++)
            {
                var (mean, deviation) = statistics[(int)used[k]];
                axis[k] = Math.Clamp((features[(int)used[k]][i] - mean) / deviation, -3, 3);
            }

            if (tempo[i] > 0)
            {
                // Half and double tempo feel alike: the octave is a circle, with a weaker straight axis beside it.
                var octaves = MathF.Log2(tempo[i] / 110f);
                var (sin, cos) = MathF.SinCos(2 * MathF.PI * octaves);
                axis[6] = sin;
                axis[7] = cos;
                axis[8] = Math.Clamp(octaves * 2f, -2, 2);
            }

            // An average track has no direction: its block stays short instead of pointing at random.
            var length = MathF.Sqrt(System.Numerics.Tensors.TensorPrimitives.SumOfSquares(axis) + 1);
            System.Numerics.Tensors.TensorPrimitives.Multiply(axis, scale * MathF.Sqrt(certainty[i]) / length, axis);
        }
    }

    private static (float Mean, float Deviation) Statistics(float[] column, float[] certainty)
    {
        double sum = 0, squares = 0;
        var known = 0;
        for (var i = 0; i < column.Length; i++)
        {
            if (certainty[i] > 0)
            {
                sum += column[i];
                squares += column[i] * column[i];
                known++;
            }
        }

        if (known == 0)
        {
            return (0.5f, 0.2f);
        }

        var mean = sum / known;
        return ((float)mean, (float)Math.Max(0.08, Math.Sqrt(Math.Max(0, (squares / known) - (mean * mean)))));
    }

    private static void WriteGenres(IReadOnlyList<TrackItem> tracks, int genreCount, int axes, int at, int dimension, float[] content)
    {
        var scale = MathF.Sqrt(GenreShare);
        for (var i = 0; i < tracks.Count && axes > 0; i++)
        {
            var target = content.AsSpan((i * dimension) + at, axes);
            foreach (var genre in tracks[i].Genres)
            {
                if (genreCount <= axes)
                {
                    target[genre] = 1;
                    continue;
                }

                for (var axis = 0; axis < axes; axis++)
                {
                    target[axis] += VectorMath.Draw((ulong)genre, (ulong)axis) < 0.5f ? 0.125f : -0.125f;
                }
            }

            VectorMath.Normalise(target);
            System.Numerics.Tensors.TensorPrimitives.Multiply(target, scale, target);
        }
    }

    private static float[] Ranks(float[] column, float[] certainty)
    {
        var ranks = new float[column.Length];
        Array.Fill(ranks, 0.5f);
        var order = Enumerable.Range(0, column.Length).Where(i => certainty[i] > 0).ToArray();
        if (order.Length < 2)
        {
            return ranks;
        }

        var values = order.Select(i => column[i]).ToArray();
        Array.Sort(values, order);
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end + 1 < order.Length && values[end + 1] == values[start])
            {
                end++;
            }

            var rank = (start + end) / 2f / (order.Length - 1);
            for (var k = start; k <= end; k++)
            {
                ranks[order[k]] = rank;
            }

            start = end + 1;
        }

        return ranks;
    }

    // Plays on a logarithmic scale; a track of the last weeks gets a small head start.
    private static float[] Popularity(IReadOnlyList<TrackItem> tracks)
    {
        var most = tracks.Count == 0 ? 0 : tracks.Max(t => t.Plays);
        return
        [
            .. tracks.Select(t => (float)((most > 0 ? 0.85 * Math.Log(1 + t.Plays) / Math.Log(1 + most) : 0)
                + (0.15 * Math.Pow(2, -Math.Max(0, t.AgeDays) / 14)))),
        ];
    }
}
