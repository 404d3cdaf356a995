using System.Numerics.Tensors;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;

namespace EchoTune.Recommendation.Ranking;

/// <summary>
/// Scores candidates by every strategy, joins the scores by weight, and picks with maximal marginal relevance (Carbonell and Goldstein 1998),
/// a mix of genres near the listener's own (Steck 2018) and a cap for each artist. The same query on the same snapshot gives the same answer.
/// </summary>
public static class HybridRanker
{
    private const float FitShare = 0.65f;
    private const float NoveltyReach = 2;
    private const float FamiliarityReach = 3;

    /// <summary>What the weight of each strategy is multiplied with.</summary>
    internal static readonly float[] Base = [1f, 0.6f, 0.8f, 0.7f, 0.3f, 0.35f, 1f, 0.6f, 0.4f];

    /// <summary>Ranks; fresh tracks first, then, if they do not suffice, rested ones by how long ago they were heard.</summary>
    public static IReadOnlyList<RankedTrack> Rank(ModelSnapshot model, RankQuery query)
    {
        if (model.Count == 0 || query.Limit < 1)
        {
            return [];
        }

        var scratch = RankScratch.For(model);
        try
        {
            var areAll = Candidates.Collect(model, query, scratch);
            var answer = Answer(model, query, scratch);
            if (!areAll && answer.Count(track => !track.IsRepeat) < query.Limit)
            {
                // Caps and rest left too few of the candidates: all are looked at before any rule gives way.
                scratch.Clear();
                Candidates.Collect(model, query with { IsExhaustive = true }, scratch);
                answer = Answer(model, query, scratch);
            }

            return answer;
        }
        finally
        {
            scratch.Clear();
        }
    }

    /// <summary>Scores one track as <see cref="Rank"/> would, without ranking the others.</summary>
    public static RankedTrack Score(ModelSnapshot model, RankQuery query, int track)
    {
        var scratch = RankScratch.For(model);
        try
        {
            // As a seed it would be scored against itself; as a candidate beside the others it has its place.
            Candidates.Collect(model, query, scratch);
            if (scratch.PlaceOf(track) < 0)
            {
                scratch.Clear();
                Candidates.Collect(model, query with { IsExhaustive = true, Never = [], Blocked = null }, scratch);
            }

            var scales = Scales(model, query, scratch);
            var weights = Weights(query, scales);
            var fit = FitWeight(query, weights);
            Join(model, query, scratch, scales, weights, fit);
            return Describe(query, scratch, scales, weights, fit, scratch.PlaceOf(track), false, null);
        }
        finally
        {
            scratch.Clear();
        }
    }

    private static List<RankedTrack> Answer(ModelSnapshot model, RankQuery query, RankScratch scratch)
    {
        Span<Scale> scales = stackalloc Scale[StrategyNames.Count];
        Scales(model, query, scratch).CopyTo(scales);
        var weights = Weights(query, scales);
        var fit = FitWeight(query, weights);
        Join(model, query, scratch, scales, weights, fit);
        foreach (var signal in query.Profile.Signals)
        {
            if (query.RestHours > 0 && signal.HoursSinceHeard + query.ProfileAge < query.RestHours && scratch.PlaceOf(signal.Track) is >= 0 and var place && scratch.Resting[place] == 0)
            {
                scratch.Resting[place] = Picking.Rests;
            }
        }

        var answer = new List<RankedTrack>(query.Limit);
        var picking = new Picking(model, query, scratch, scales);
        picking.Run();
        foreach (var (place, explores) in picking.Picked)
        {
            answer.Add(Describe(query, scratch, scales, weights, fit, place, false, explores));
        }

        if (answer.Count < query.Limit && query.RestHours > 0)
        {
            var rested = query.Profile.Signals.Where(s => scratch.PlaceOf(s.Track) is >= 0 and var place && scratch.Resting[place] == Picking.Rests)
                .OrderBy(s => s.LastWasSkipped).ThenByDescending(s => s.HoursSinceHeard).ThenBy(s => s.Track);
            foreach (var signal in rested)
            {
                if (answer.Count < query.Limit && picking.Allows(signal.Track))
                {
                    answer.Add(Describe(query, scratch, scales, weights, fit, scratch.PlaceOf(signal.Track), true, null));
                }
            }
        }

        return answer;
    }

    // What each strategy's numbers are measured with. Where they begin does not depend on the candidates, and their best is always among
    // them, so that a track scores the same whichever others are looked at.
    private static Scale[] Scales(ModelSnapshot model, RankQuery query, RankScratch scratch)
    {
        var scales = new Scale[StrategyNames.Count];
        var profile = query.Profile;
        var certainty = profile.Evidence / (profile.Evidence + 1);
        for (var s = 0; s < scales.Length; s++)
        {
            var values = scratch.Raw[s].AsSpan(0, scratch.Count);
            var most = values.IsEmpty ? 0 : TensorPrimitives.Max(values);
            scales[s] = (Strategy)s switch
            {
                Strategy.Content => new Scale(0, (query.Seeds.Count > 0 ? 1 : MathF.Max(certainty, profile.Signals.Count > 0 ? 0.4f : 0)) / MathF.Max(most, 0.25f)),
                Strategy.History => new Scale(0, certainty / MathF.Max(most, 0.1f)),

                // What most people's days look like is half as good as knowing the listener's.
                Strategy.Context => new Scale(0.2f, (profile.Habits.IsKnown ? 1 : 0.5f) / MathF.Max(most - 0.2f, 0.2f)),
                Strategy.Popularity when model.Orders is var o => new Scale(o.LeastPopularity, o.MostPopularity - o.LeastPopularity < 1e-6f ? 0 : 1 / (o.MostPopularity - o.LeastPopularity)),

                // Of someone who never heard anything there is little else to go by: what is drawn for the day decides more.
                Strategy.Novelty => profile.Signals.Count == 0 ? new Scale(0.6f, 2.5f) : new Scale(0, 1),
                Strategy.Collaborative => new Scale(0, most < 1e-6f ? 0 : (query.Seeds.Count > 0 ? 1 : certainty) / most),
                Strategy.Sequence => new Scale(0, most <= 0 ? 0 : 1),
                _ => new Scale(0, most < 1e-6f ? 0 : 1 / most),
            };
        }

        return scales;
    }

    // Strategies that must be learnt first are left out of the weights until then.
    private static float[] Weights(RankQuery query, ReadOnlySpan<Scale> scales)
    {
        var weights = new float[StrategyNames.Count];
        for (var s = 0; s < weights.Length; s++)
        {
            var fromSeeds = query.Seeds.Count > 0 && (Strategy)s is Strategy.Content or Strategy.CoListening or Strategy.Sequence or Strategy.Graph;
            var isKnown = (Strategy)s < Strategy.Collaborative || scales[s].Gain > 0;
            weights[s] = isKnown ? Base[s] * (float)query.Weights[s] * (fromSeeds ? 2 : 1) : 0;
        }

        return weights;
    }

    private static float FitWeight(RankQuery query, float[] weights) => query.Fit is null ? 0 : FitShare / (1 - FitShare) * Math.Max(0.2f, weights.Sum());

    private static void Join(ModelSnapshot model, RankQuery query, RankScratch scratch, ReadOnlySpan<Scale> scales, float[] weights, float fitWeight)
    {
        var count = scratch.Count;
        var total = scratch.Total.AsSpan(0, count);
        total.Clear();
        for (var s = 0; s < weights.Length; s++)
        {
            if (weights[s] != 0 && scales[s].Gain != 0)
            {
                // In place of max(−1, gain · (x − low)), the same from the other side: no second array is needed.
                var raw = scratch.Raw[s].AsSpan(0, count);
                var (low, gain) = (scales[s].Low, scales[s].Gain);
                var (floor, scale) = (low - (1 / gain), weights[s] * gain);
                for (var k = 0; k < raw.Length; k++)
                {
                    total[k] += scale * (MathF.Max(floor, raw[k]) - low);
                }
            }
        }

        var novelty = NoveltyReach * ((2 * query.Novelty) - 1);
        var popularity = scales[(int)Strategy.Popularity];
        if (novelty != 0)
        {
            // Rare is rare: among what few know, taste decides, or everybody would be shown the same.
            var raw = scratch.Raw[(int)Strategy.Popularity].AsSpan(0, count);
            var (rare, step) = (model.Orders.RarePopularity, -novelty * popularity.Gain);
            for (var k = 0; k < raw.Length; k++)
            {
                total[k] += step * MathF.Max(rare, raw[k]);
            }
        }

        for (var k = 0; k < count && (query.Fit is not null || query.Setbacks is not null); k++)
        {
            total[k] += (query.Fit is null ? 0 : fitWeight * query.Fit[scratch.Tracks[k]]) - (query.Setbacks is null ? 0 : query.Setbacks[scratch.Tracks[k]]);
        }

        var familiarity = FamiliarityReach * ((2 * query.Familiarity) - 1);
        if (familiarity == 0)
        {
            return;
        }

        foreach (var signal in query.Profile.Signals)
        {
            if (scratch.PlaceOf(signal.Track) is >= 0 and var place)
            {
                // Known from the first listening on, well known from a few.
                var known = signal.Listens > 0 || signal.Rating > 0 ? 1 - (0.5f * MathF.Pow(2, -signal.Listens / 2f)) : 0;
                total[place] += familiarity * known;
            }
        }
    }

    private static RankedTrack Describe(
        RankQuery query, RankScratch scratch, ReadOnlySpan<Scale> scales, float[] weights, float fitWeight, int place, bool isRepeat, Strategy? explores)
    {
        var (shares, values, sum) = (new float[weights.Length], new float[weights.Length], 0f);
        var track = scratch.Tracks[place];
        for (var s = 0; s < shares.Length; s++)
        {
            values[s] = scales[s].Of(scratch.Raw[s][place]);
            shares[s] = Math.Max(0, weights[s] * values[s]) + ((Strategy)s == Strategy.Context && query.Fit is not null ? query.Fit[track] * fitWeight : 0);
            sum += shares[s];
        }

        for (var s = 0; s < shares.Length && sum > 0; s++)
        {
            shares[s] /= sum;
        }

        return new RankedTrack(track, scratch.Total[place], shares, isRepeat, values, explores);
    }
}

/// <summary>How a strategy's numbers are measured: 0 at <paramref name="Low"/>, 1 at its best candidate, never below −1.</summary>
internal readonly record struct Scale(float Low, float Gain)
{
    public float Of(float raw) => MathF.Max(-1, (raw - Low) * Gain);
}
