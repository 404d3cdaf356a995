using System.Buffers;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Ranking;

/// <summary>Scores that depend on the listener only: computed once for a profile and kept with it.</summary>
internal static class ProfileScores
{
    /// <summary>Closeness to the listener's directions of taste less closeness to what is skipped, −1 to 1.</summary>
    public static float[] Content(ModelSnapshot model, ListenerProfile profile)
    {
        if (profile.ContentScores is { } known)
        {
            return known;
        }

        var score = new float[model.Count];
        if (profile.Signals.Count > 0)
        {
            var queries = profile.LongTerm + 2;
            var dots = ArrayPool<float>.Shared.Rent(model.Count * queries);
            VectorMath.DotRows(model.Columns.Content, model.Dimension, profile.Directions, [], dots.AsSpan(0, model.Count * queries));
            for (var i = 0; i < model.Count; i++)
            {
                var row = dots.AsSpan(i * queries, queries);
                var taste = profile.LongTerm == 0 ? 0 : row[0];
                for (var k = 1; k < profile.LongTerm; k++)
                {
                    taste = MathF.Max(taste, row[k]);
                }

                score[i] = (0.5f * taste) + (0.5f * row[queries - 2]) - (0.5f * MathF.Max(0, row[queries - 1]));
            }

            ArrayPool<float>.Shared.Return(dots);
        }

        return profile.ContentScores = score;
    }

    /// <summary>Regard for the track, its artist and its genres, −1 to 1.</summary>
    public static float[] History(ModelSnapshot model, ListenerProfile profile)
    {
        if (profile.HistoryScores is { } known)
        {
            return known;
        }

        var artists = Soften(profile.ArtistAffinity, 4, 0.3f);
        var genres = Soften(profile.GenreAffinity, 6, 0.3f);
        var score = new float[model.Count];
        for (var i = 0; i < score.Length; i++)
        {
            var sum = model.Artist(i) is >= 0 and var artist ? artists[artist] : 0;
            var own = model.Genres(i);
            foreach (var genre in own)
            {
                sum += genres[genre] / own.Length;
            }

            score[i] = sum;
        }

        foreach (var signal in profile.Signals)
        {
            score[signal.Track] += 0.4f * MathF.Tanh(signal.Affinity / 3);
        }

        return profile.HistoryScores = score;
    }

    private static float[] Soften(float[] values, float scale, float weight)
    {
        var soft = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            soft[i] = weight * MathF.Tanh(values[i] / scale);
        }

        return soft;
    }
}
