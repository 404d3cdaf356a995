using System.Buffers;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Ranking;

/// <summary>
/// The score of every track by every strategy, 0–1 over the tracks that may come; 0 where a strategy knows nothing. Raw values are
/// kept with their range, in rented memory, so that an answer does not allocate by the size of the library.
/// </summary>
internal sealed class StrategyScores : IDisposable
{
    private readonly float[][] raw = new float[StrategyNames.Count][];
    private readonly float[] low = new float[StrategyNames.Count];
    private readonly float[] gain = new float[StrategyNames.Count];
    private readonly List<float[]> rented = [];

    private StrategyScores(int count) => Count = count;

    public int Count { get; }

    public static StrategyScores Compute(ModelSnapshot model, RankQuery query)
    {
        var scores = new StrategyScores(model.Count);
        var profile = query.Profile;
        scores.raw[(int)Strategy.Content] = scores.Content(model, query);
        scores.raw[(int)Strategy.History] = ProfileScores.History(model, profile);
        scores.raw[(int)Strategy.CoListening] = scores.CoListening(model, query);
        scores.raw[(int)Strategy.Context] = scores.Context(model, profile.Habits[query.Daypart]);
        scores.raw[(int)Strategy.Popularity] = model.Columns.Popularity;
        scores.raw[(int)Strategy.Novelty] = scores.Novelty(model, query);
        var unknown = scores.Rent();
        scores.raw[(int)Strategy.Collaborative] = scores.raw[(int)Strategy.Sequence] = scores.raw[(int)Strategy.Graph] = unknown;
        for (var s = 0; s < StrategyNames.Count; s++)
        {
            scores.FindRange(s, query.Blocked);
        }

        var certainty = profile.Evidence / (profile.Evidence + 1);
        scores.gain[(int)Strategy.History] *= certainty;
        if (query.Seeds.Count == 0)
        {
            scores.gain[(int)Strategy.Content] *= MathF.Max(certainty, profile.Signals.Count > 0 ? 0.4f : 0);
        }

        return scores;
    }

    /// <summary>Whether a strategy can say anything: those that must be learnt first are left out of the weights until then.</summary>
    public bool IsKnown(int strategy) => strategy < (int)Strategy.Collaborative || gain[strategy] > 0;

    public float Value(int strategy, int track) => (raw[strategy][track] - low[strategy]) * gain[strategy];

    /// <summary>Adds a strategy's scores of all tracks, weighted.</summary>
    public void AddTo(Span<float> total, int strategy, float weight)
    {
        var scale = weight * gain[strategy];
        if (scale != 0)
        {
            VectorMath.AddScaled(raw[strategy].AsSpan(0, Count), scale, total);
            System.Numerics.Tensors.TensorPrimitives.Add(total, -scale * low[strategy], total);
        }
    }

    public void Dispose()
    {
        foreach (var array in rented)
        {
            ArrayPool<float>.Shared.Return(array);
        }

        rented.Clear();
    }

    private float[] Rent()
    {
        var array = ArrayPool<float>.Shared.Rent(Count);
        array.AsSpan(0, Count).Clear();
        rented.Add(array);
        return array;
    }

    private float[] Content(ModelSnapshot model, RankQuery query)
    {
        var own = ProfileScores.Content(model, query.Profile);
        if (query.Seeds.Count == 0)
        {
            return own;
        }

        var score = Rent();
        var seed = new float[model.Dimension];
        var weight = 1f;
        for (var i = query.Seeds.Count - 1; i >= 0; i--)
        {
            VectorMath.AddScaled(model.Vector(query.Seeds[i]), weight, seed);
            weight *= 0.8f;
        }

        VectorMath.Normalise(seed);
        VectorMath.DotRows(model.Columns.Content, model.Dimension, seed, query.Blocked, score.AsSpan(0, Count));
        System.Numerics.Tensors.TensorPrimitives.Multiply(score.AsSpan(0, Count), 0.75f, score.AsSpan(0, Count));
        VectorMath.AddScaled(own, 0.25f, score.AsSpan(0, Count));
        return score;
    }

    private float[] CoListening(ModelSnapshot model, RankQuery query)
    {
        var score = Rent();
        for (var v = 0; v < Math.Min(40, query.Profile.Valued.Count); v++)
        {
            Spread(query.Profile.Valued[v].Track, query.Profile.Valued[v].Weight);
        }

        foreach (var track in query.Seeds)
        {
            Spread(track, 5);
        }

        return score;

        void Spread(int track, float weight)
        {
            var neighbours = model.CoListening.Neighbours(track);
            var similarities = model.CoListening.Similarities(track);
            for (var k = 0; k < neighbours.Length; k++)
            {
                score[neighbours[k]] += weight * similarities[k];
            }
        }
    }

    private float[] Context(ModelSnapshot model, float[] habit)
    {
        var score = Rent();
        var span = score.AsSpan(0, Count);
        for (var k = 0; k < habit.Length; k++)
        {
            var column = model.Columns.Features[(int)HybridFeatures.Context[k]];
            for (var i = 0; i < span.Length; i++)
            {
                var d = column[i] - habit[k];
                span[i] += d * d;
            }
        }

        var certainty = model.Columns.Certainty;
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = certainty[i] / (1 + (8 * span[i]));
        }

        return score;
    }

    private float[] Novelty(ModelSnapshot model, RankQuery query)
    {
        var score = Rent();
        var keys = model.Columns.Keys;
        for (var i = 0; i < Count; i++)
        {
            score[i] = 0.6f + (0.4f * VectorMath.Draw(query.Seed, keys[i]));
        }

        foreach (var signal in query.Profile.Signals)
        {
            score[signal.Track] -= signal.Listens > 0 ? 0.6f : 0;
        }

        return score;
    }

    private void FindRange(int strategy, byte[] blocked)
    {
        var (least, most) = (float.MaxValue, float.MinValue);
        var values = raw[strategy].AsSpan(0, Count);
        for (var i = 0; i < values.Length; i++)
        {
            if (blocked[i] == 0)
            {
                least = MathF.Min(least, values[i]);
                most = MathF.Max(most, values[i]);
            }
        }

        var range = most - least;
        (low[strategy], gain[strategy]) = range < 1e-6f ? (least, 0) : (least, 1 / range);
    }
}
