using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Numerics;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Ranking;

/// <summary>What each strategy says of candidates, in its own numbers; made for one answer.</summary>
internal sealed class Strategies
{
    private const int SpreadFrom = 40;
    private const int MostRejected = 20;
    private const float SeedShare = 0.75f;
    private const int Ahead = 8;
    private const int LineLength = 64 / sizeof(float);
    private readonly float[] seedDirection = [];
    private readonly float[] listener = [];
    private float touched;

    public Strategies(ModelSnapshot model, RankQuery query, RankScratch scratch)
    {
        (Model, Query, Scratch) = (model, query, scratch);
        if (query.Seeds.Count > 0)
        {
            seedDirection = new float[model.Dimension];
            var weight = 1f;
            for (var i = query.Seeds.Count - 1; i >= 0; i--)
            {
                VectorMath.AddScaled(model.Vector(query.Seeds[i]), weight, seedDirection);
                weight *= 0.8f;
            }

            VectorMath.Normalise(seedDirection);
        }

        if (query.Learned is { Factors: { } factors } learned)
        {
            listener = new float[factors.Stride];
            if (!FoldIn(learned, factors))
            {
                listener = [];
            }
        }

        Spread();
        Next = NextInSession.Find(query, scratch);
    }

    public ModelSnapshot Model { get; }

    public RankQuery Query { get; }

    public RankScratch Scratch { get; }

    /// <summary>The listener's factors, padded; empty where nothing was learnt of what they value.</summary>
    public ReadOnlySpan<float> Listener => listener;

    /// <summary>What is likely to come next, with 0–1.</summary>
    public ItemHit[] Next { get; }

    /// <summary>Directions to search content in: their best hits hold the candidates with the highest content score.</summary>
    public List<float[]> Directions()
    {
        var directions = new List<float[]>();
        var profile = Query.Profile;
        if (seedDirection.Length > 0)
        {
            directions.Add(seedDirection);
        }

        if (profile.Signals.Count == 0)
        {
            return directions;
        }

        // For each direction of taste: half of it, half of the short-term taste, and away from what is skipped.
        var dimension = Model.Dimension;
        var fresh = profile.Directions.AsSpan(profile.LongTerm * dimension, dimension);
        var avoided = profile.Directions.AsSpan((profile.LongTerm + 1) * dimension, dimension);
        for (var k = 0; k < Math.Max(1, profile.LongTerm); k++)
        {
            var direction = new float[dimension];
            if (k < profile.LongTerm)
            {
                VectorMath.AddScaled(profile.Directions.AsSpan(k * dimension, dimension), 0.5f, direction);
            }

            VectorMath.AddScaled(fresh, 0.5f, direction);
            VectorMath.AddScaled(avoided, -0.5f, direction);
            directions.Add(direction);
        }

        return directions;
    }

    /// <summary>Takes tracks that suit the moment, the most suitable cells of sound first.</summary>
    public void TakeOfContext(int most, Func<int, bool> take)
    {
        Span<float> habit = stackalloc float[HybridFeatures.Context.Length];
        Query.Profile.Habits.For(Query.Moment, habit);
        Span<float> away = stackalloc float[ModelOrders.CellCount];
        for (var cell = 0; cell < away.Length; cell++)
        {
            away[cell] = 0;
            for (var k = 0; k < habit.Length; k++)
            {
                var d = ModelOrders.CellCentre(cell, k) - habit[k];
                away[cell] += d * d;
            }
        }

        var looked = 0;
        var heap = new HitHeap(Scratch.Hits.AsSpan(0, most));
        while (looked < 5 * most)
        {
            var nearest = System.Numerics.Tensors.TensorPrimitives.IndexOfMin(away);
            if (float.IsPositiveInfinity(away[nearest]))
            {
                break;
            }

            away[nearest] = float.PositiveInfinity;
            var cell = Model.Orders.OfCell(nearest);
            for (var k = 0; k < Math.Min(cell.Length, 3 * most); k++)
            {
                if (!Scratch.IsBlocked(cell[k]) && (Query.Blocked is null || Query.Blocked[cell[k]] == 0))
                {
                    heap.Offer(cell[k], Context(Model.Orders.Rows[cell[k]], habit));
                    looked++;
                }
            }
        }

        foreach (var hit in Scratch.Hits.AsSpan(0, heap.Count))
        {
            take(hit.Item);
        }
    }

    /// <summary>Writes the raw scores of all candidates.</summary>
    public void Fill()
    {
        var (profile, count, raw) = (Query.Profile, Scratch.Count, Scratch.Raw);
        var rows = Model.Orders.Rows;
        Span<float> habit = stackalloc float[HybridFeatures.Context.Length];
        profile.Habits.For(Query.Moment, habit);
        var factors = Query.Learned?.Factors;
        Span<float> dots = stackalloc float[profile.LongTerm + 2];
        for (var k = 0; k < count; k++)
        {
            if (k % Ahead == 0)
            {
                Touch(Scratch.Tracks.AsSpan(k, Math.Min(Ahead, count - k)), factors);
            }

            var track = Scratch.Tracks[k];
            ref var row = ref rows[track];
            var (content, avoided) = Content(track, dots);
            raw[(int)Strategy.Content][k] = content;
            raw[(int)Strategy.History][k] = History(row);
            raw[(int)Strategy.CoListening][k] = Scratch.Together[track];
            raw[(int)Strategy.Context][k] = Context(row, habit);
            raw[(int)Strategy.Popularity][k] = row.Popularity;
            raw[(int)Strategy.Novelty][k] = 0.6f + (0.4f * VectorMath.Draw(Query.Seed, row.Key));
            raw[(int)Strategy.Collaborative][k] = listener.Length > 0 ? FactorKernels.Dot(listener, factors!.PaddedRow(track)) : 0;

            // What sounds like the rejected is less likely to follow.
            raw[(int)Strategy.Sequence][k] = -0.2f * avoided;
            raw[(int)Strategy.Graph][k] = Scratch.Near[track];
        }

        if (Next.Length == 0)
        {
            raw[(int)Strategy.Sequence].AsSpan(0, count).Clear();
        }

        foreach (var hit in Next)
        {
            if (Scratch.PlaceOf(hit.Item) is >= 0 and var place)
            {
                raw[(int)Strategy.Sequence][place] += hit.Score;
            }
        }

        foreach (var signal in profile.Signals)
        {
            if (Scratch.PlaceOf(signal.Track) is >= 0 and var place)
            {
                raw[(int)Strategy.History][place] += 0.4f * MathF.Tanh(signal.Affinity / 3);
                raw[(int)Strategy.Novelty][place] -= signal.Listens > 0 ? 0.6f * MathF.Pow(2, -signal.HoursSinceHeard / (24 * 45)) : 0;
                if (signal.Affinity < 0 && Next.Length > 0)
                {
                    raw[(int)Strategy.Sequence][place] = MathF.Min(-0.5f, raw[(int)Strategy.Sequence][place]);
                }
            }
        }
    }

    // Candidates lie all over memory: asked for together, their rows come at the same time and not one after the other.
    private void Touch(ReadOnlySpan<int> tracks, FactorMatrix? factors)
    {
        var sum = 0f;
        foreach (var track in tracks)
        {
            var content = Model.Columns.Content.PaddedRow(track);
            for (var k = 0; k < content.Length; k += LineLength)
            {
                sum += content[k];
            }

            var learned = listener.Length > 0 ? factors!.PaddedRow(track) : [];
            for (var k = 0; k < learned.Length; k += LineLength)
            {
                sum += learned[k];
            }

            sum += Model.Orders.Rows[track].Certainty;
        }

        touched = sum;
    }

    private bool FoldIn(LearnedView learned, FactorMatrix factors)
    {
        var known = learned.FoldIn(Query.Profile, listener);
        if (Query.Seeds.Count == 0)
        {
            return known;
        }

        // What was asked for leads: the seeds' factors, and a share of the listener's own.
        var norm = MathF.Sqrt(FactorKernels.Dot(listener, listener));
        if (norm > 0)
        {
            FactorKernels.Add(listener, ((1 - SeedShare) / norm) - 1, listener);
        }

        foreach (var seed in Query.Seeds)
        {
            var row = factors.PaddedRow(seed);
            var length = MathF.Sqrt(FactorKernels.Dot(row, row));
            if (length > 0)
            {
                FactorKernels.Add(row, SeedShare / (length * Query.Seeds.Count), listener);
                known = true;
            }
        }

        return known;
    }

    private void Spread()
    {
        foreach (var (track, weight) in Query.Profile.Valued.Take(SpreadFrom))
        {
            Spread(track, weight);
        }

        var rejected = 0;
        foreach (var signal in Query.Profile.Signals)
        {
            if (signal.Affinity < 0 && rejected < MostRejected)
            {
                Spread(signal.Track, signal.Affinity);
                rejected++;
            }
        }

        foreach (var seed in Query.Seeds)
        {
            Spread(seed, 5);
        }
    }

    private void Spread(int track, float weight)
    {
        var together = Model.CoListening.Neighbours(track);
        var similarities = Model.CoListening.Similarities(track);
        for (var k = 0; k < together.Length; k++)
        {
            Scratch.Together.Add(together[k], weight * similarities[k]);
        }

        if (Query.Learned is not { Graph: { } graph } learned || learned.Item(track) is not (>= 0 and var item) || item >= graph.ItemCount)
        {
            return;
        }

        var near = graph.Of(item);
        var weights = graph.Weights(item);
        for (var k = 0; k < near.Length; k++)
        {
            if (learned.Track(near[k]) is >= 0 and var other)
            {
                Scratch.Near.Add(other, weight * weights[k] / weights[0]);
            }
        }
    }

    // Closeness to the listener's directions of taste less closeness to what is skipped, −1 to 1; mostly to the seeds where there are some.
    private (float Score, float Avoided) Content(int track, Span<float> dots)
    {
        var (score, avoided) = (0f, 0f);
        var profile = Query.Profile;
        if (profile.Signals.Count > 0)
        {
            VectorMath.DotRows(Model.Vector(track), Model.Dimension, profile.Directions, [], dots);
            var taste = profile.LongTerm == 0 ? 0 : dots[0];
            for (var k = 1; k < profile.LongTerm; k++)
            {
                taste = MathF.Max(taste, dots[k]);
            }

            avoided = MathF.Max(0, dots[^1]);
            score = (0.5f * taste) + (0.5f * dots[^2]) - (0.5f * avoided);
        }

        if (seedDirection.Length > 0)
        {
            score = (SeedShare * System.Numerics.Tensors.TensorPrimitives.Dot(Model.Vector(track), seedDirection)) + ((1 - SeedShare) * score);
        }

        return (score, avoided);
    }

    // Regard for the artist and the genres; what is known of the track itself is added afterwards.
    private float History(in TrackRow row)
    {
        var profile = Query.Profile;
        var sum = row.Artist >= 0 ? 0.3f * MathF.Tanh(profile.Artists[row.Artist] / 4) : 0;
        foreach (var genre in Model.Columns.Genres.AsSpan(row.GenreStart, row.GenreCount))
        {
            sum += 0.3f * MathF.Tanh(profile.Genres[genre] / 6) / row.GenreCount;
        }

        return sum;
    }

    private static float Context(in TrackRow row, ReadOnlySpan<float> habit)
    {
        var (a, b, c, d, e) = (row.Energy - habit[0], row.Danceability - habit[1], row.Valence - habit[2], row.Acousticness - habit[3], row.Brightness - habit[4]);
        return row.Certainty / (1 + (8 * ((a * a) + (b * b) + (c * c) + (d * d) + (e * e))));
    }
}
