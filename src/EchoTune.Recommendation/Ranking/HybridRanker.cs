using System.Buffers;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Ranking;

/// <summary>
/// Scores every track by every strategy, joins the scores by weight, and picks with maximal marginal relevance (Carbonell and
/// Goldstein 1998) under a cap for each artist. The same query on the same snapshot gives the same answer.
/// </summary>
public static class HybridRanker
{
    private const float FitShare = 0.65f;
    private const int PoolSize = 200;
    private static readonly float[] Base = [1f, 0.6f, 0.8f, 0.7f, 0.3f, 0.35f, 1f, 0.6f, 0.4f];

    /// <summary>Ranks; fresh tracks first, then, if they do not suffice, rested ones by how long ago they were heard.</summary>
    public static IReadOnlyList<RankedTrack> Rank(ModelSnapshot model, RankQuery query)
    {
        var n = model.Count;
        if (n == 0 || query.Limit < 1)
        {
            return [];
        }

        using var scores = StrategyScores.Compute(model, query);
        var (weights, fitWeight) = Effective(query, scores);
        var total = ArrayPool<float>.Shared.Rent(n);
        var waiting = ArrayPool<byte>.Shared.Rent(n);
        try
        {
            Join(scores, weights, query.Fit, fitWeight, total.AsSpan(0, n));
            query.Blocked.AsSpan(0, n).CopyTo(waiting);
            foreach (var signal in query.Profile.Signals)
            {
                if (query.RestHours > 0 && signal.HoursSinceHeard < query.RestHours)
                {
                    waiting[signal.Track] = 1;
                }
            }

            var taken = new Dictionary<int, int>();
            var answer = new List<RankedTrack>(query.Limit);
            foreach (var track in Pick(model, query, total.AsSpan(0, n), waiting, taken))
            {
                answer.Add(new RankedTrack(track, total[track], Shares(scores, weights, query.Fit, fitWeight, track), false));
            }

            if (answer.Count < query.Limit && query.RestHours > 0)
            {
                var rested = query.Profile.Signals.Where(s => query.Blocked[s.Track] == 0 && s.HoursSinceHeard < query.RestHours)
                    .OrderBy(s => s.LastWasSkipped).ThenByDescending(s => s.HoursSinceHeard).ThenBy(s => s.Track);
                foreach (var signal in rested)
                {
                    if (answer.Count < query.Limit && Take(model, query, taken, signal.Track))
                    {
                        answer.Add(new RankedTrack(signal.Track, total[signal.Track], Shares(scores, weights, query.Fit, fitWeight, signal.Track), true));
                    }
                }
            }

            return answer;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(total);
            ArrayPool<byte>.Shared.Return(waiting);
        }
    }

    /// <summary>Scores one track as <see cref="Rank"/> would, without ranking the others.</summary>
    public static RankedTrack Score(ModelSnapshot model, RankQuery query, int track)
    {
        using var scores = StrategyScores.Compute(model, query);
        var (weights, fitWeight) = Effective(query, scores);
        var sum = query.Fit is null ? 0 : query.Fit[track] * fitWeight;
        for (var s = 0; s < weights.Length; s++)
        {
            sum += weights[s] * scores.Value(s, track);
        }

        return new RankedTrack(track, sum, Shares(scores, weights, query.Fit, fitWeight, track), false);
    }

    private static void Join(StrategyScores scores, float[] weights, float[]? fit, float fitWeight, Span<float> total)
    {
        total.Clear();
        for (var s = 0; s < weights.Length; s++)
        {
            scores.AddTo(total, s, weights[s]);
        }

        if (fit is not null)
        {
            VectorMath.AddScaled(fit.AsSpan(0, total.Length), fitWeight, total);
        }
    }

    private static (float[] Weights, float Fit) Effective(RankQuery query, StrategyScores scores)
    {
        var weights = new float[StrategyNames.Count];
        for (var s = 0; s < weights.Length; s++)
        {
            var fromSeeds = query.Seeds.Count > 0 && (Strategy)s is (Strategy.Content or Strategy.CoListening);
            weights[s] = Base[s] * (float)query.Weights[s] * (fromSeeds ? 2 : 1) * (scores.IsKnown(s) ? 1 : 0);
        }

        return (weights, query.Fit is null ? 0 : FitShare / (1 - FitShare) * Math.Max(0.2f, weights.Sum()));
    }

    private static float[] Shares(StrategyScores scores, float[] weights, float[]? fit, float fitWeight, int track)
    {
        var shares = new float[weights.Length];
        var sum = 0f;
        for (var s = 0; s < shares.Length; s++)
        {
            shares[s] = Math.Max(0, weights[s] * scores.Value(s, track)) + ((Strategy)s == Strategy.Context && fit is not null ? fit[track] * fitWeight : 0);
            sum += shares[s];
        }

        for (var s = 0; s < shares.Length && sum > 0; s++)
        {
            shares[s] /= sum;
        }

        return shares;
    }

    private static bool Take(ModelSnapshot model, RankQuery query, Dictionary<int, int> taken, int track)
    {
        var artist = model.Artist(track);
        if (query.ArtistCap > 0 && artist >= 0)
        {
            var count = taken.GetValueOrDefault(artist);
            if (count >= query.ArtistCap)
            {
                return false;
            }

            taken[artist] = count + 1;
        }

        return true;
    }

    private static List<int> Pick(ModelSnapshot model, RankQuery query, ReadOnlySpan<float> total, byte[] waiting, Dictionary<int, int> taken)
    {
        var pool = Pool(model, query, total, waiting);
        var picked = new List<int>();
        if (pool.Count == 0)
        {
            return picked;
        }

        var (top, range) = (total[pool[0]], Math.Max(1e-6f, total[pool[0]] - total[pool[^1]]));
        var closest = new float[pool.Count];
        while (picked.Count < query.Limit && pool.Count > 0)
        {
            var (best, value) = (0, float.MinValue);
            for (var k = 0; k < pool.Count; k++)
            {
                var v = ((1 - query.Diversity) * (1 - ((top - total[pool[k]]) / range))) - (query.Diversity * closest[k]);
                (best, value) = v > value ? (k, v) : (best, value);
            }

            var track = pool[best];
            pool.RemoveAt(best);
            Array.Copy(closest, best + 1, closest, best, closest.Length - best - 1);
            if (!Take(model, query, taken, track))
            {
                continue;
            }

            picked.Add(track);
            for (var k = 0; k < pool.Count && query.Diversity > 0; k++)
            {
                closest[k] = MathF.Max(closest[k], model.Similarity(track, pool[k]));
            }
        }

        return picked;
    }

    // The best by score, few of one artist; looks deeper only where artists with very many tracks fill the top.
    private static List<int> Pool(ModelSnapshot model, RankQuery query, ReadOnlySpan<float> total, byte[] waiting)
    {
        var wanted = Math.Max(PoolSize, 3 * query.Limit);
        for (var depth = 2 * wanted; ; depth *= 8)
        {
            var best = TopTracks.Of(total, waiting, depth);
            var pool = new List<int>(wanted);
            var perArtist = new Dictionary<int, int>();
            foreach (var track in best)
            {
                var artist = model.Artist(track);
                var seen = perArtist.GetValueOrDefault(artist);
                if (query.ArtistCap > 0 && artist >= 0 && seen >= 2 * query.ArtistCap)
                {
                    continue;
                }

                perArtist[artist] = seen + 1;
                pool.Add(track);
                if (pool.Count == wanted)
                {
                    return pool;
                }
            }

            if (best.Length < depth)
            {
                return pool;
            }
        }
    }
}
