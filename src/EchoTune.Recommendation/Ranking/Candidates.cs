using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Ranking;

/// <summary>
/// Gathers the tracks that are worth ranking: the best of every source. In a small library, and where a request leaves few tracks, these
/// are all; else some thousand, and what a request rules out is left out inside each search.
/// </summary>
internal static class Candidates
{
    private const int AllUpTo = 1_500;
    private const int AllOfRequestUpTo = 4_000;
    private const int MostNever = 200;
    private const int OfContent = 180;
    private const int OfCollaborative = 220;
    private const int OfTogether = 160;
    private const int OfNear = 120;
    private const int OfKnown = 220;
    private const int FavouriteArtists = 14;
    private const int OfArtist = 8;
    private const int FavouriteGenres = 6;
    private const int OfGenre = 30;
    private const int OfPopular = 100;
    private const int OfNewest = 40;
    private const int OfContext = 90;
    private const int OfChance = 60;
    private const int OfFit = 1_800;

    /// <summary>Fills the scratch with candidates and their raw scores.</summary>
    /// <returns>Whether every track that may come is among them.</returns>
    public static bool Collect(ModelSnapshot model, RankQuery query, RankScratch scratch)
    {
        if (query.IsExhaustive || model.Count <= AllUpTo)
        {
            return AddAll(model, query, scratch);
        }

        if (query is { Blocked: null, Fit: null, Seeds.Count: 0, Never.Count: <= MostNever })
        {
            AddKept(model, query, scratch);
            BlockNever(query, scratch);
            return false;
        }

        BlockNever(query, scratch);
        var mask = MaskOf(model, query, scratch);
        if (mask is not null && mask.Count <= AllOfRequestUpTo)
        {
            return AddAll(model, query, scratch);
        }

        Gather(new Strategies(model, query, scratch), mask);
        return false;
    }

    // Null where the request rules nothing out: what must never come is left out of the candidates anyway.
    private static ItemMask? MaskOf(ModelSnapshot model, RankQuery query, RankScratch scratch)
    {
        if (query.Blocked is not { } blocked)
        {
            return null;
        }

        var ruledOut = model.Count - blocked.AsSpan(0, model.Count).Count((byte)0);
        return ruledOut <= query.Never.Count ? null : ItemMask.Where(model.Count, track => blocked[track] == 0 && !scratch.IsBlocked(track));
    }

    private static void BlockNever(RankQuery query, RankScratch scratch)
    {
        foreach (var track in query.Never)
        {
            scratch.Block(track);
        }
    }

    private static bool AddAll(ModelSnapshot model, RankQuery query, RankScratch scratch)
    {
        BlockNever(query, scratch);
        scratch.Reserve(model.Count);
        for (var track = 0; track < model.Count; track++)
        {
            if (query.Blocked is null || query.Blocked[track] == 0)
            {
                scratch.Add(track);
            }
        }

        new Strategies(model, query, scratch).Fill();
        return true;
    }

    // Without wishes the candidates follow from the listener's state alone: they are kept with it until an event, or another moment or day.
    private static void AddKept(ModelSnapshot model, RankQuery query, RankScratch scratch)
    {
        var kept = query.Profile.Shortlist;
        if (kept is null || !ReferenceEquals(kept.Learned, query.Learned) || kept.Moment != query.Moment || kept.Seed != query.Seed)
        {
            Gather(new Strategies(model, query, scratch), null);
            var scores = new Half[scratch.Count * StrategyNames.Count];
            for (var s = 0; s < StrategyNames.Count; s++)
            {
                System.Numerics.Tensors.TensorPrimitives.ConvertToHalf(scratch.Raw[s].AsSpan(0, scratch.Count), scores.AsSpan(s * scratch.Count));
            }

            query.Profile.Shortlist = kept = new Shortlist(query.Learned, query.Moment, query.Seed, scratch.Tracks.AsSpan(0, scratch.Count).ToArray(), scores);
        }
        else
        {
            scratch.Reserve(kept.Tracks.Length);
            foreach (var track in kept.Tracks)
            {
                scratch.Add(track);
            }
        }

        // Also the first time: what is kept is rounded, and the answer must be the same as the next.
        for (var s = 0; s < StrategyNames.Count; s++)
        {
            System.Numerics.Tensors.TensorPrimitives.ConvertToSingle(kept.Scores.AsSpan(s * kept.Tracks.Length, kept.Tracks.Length), scratch.Raw[s]);
        }
    }

    private static void Gather(Strategies strategies, ItemMask? mask)
    {
        var (model, query, scratch) = (strategies.Model, strategies.Query, strategies.Scratch);
        var (orders, profile, hits) = (model.Orders, query.Profile, scratch.Hits);
        foreach (var direction in strategies.Directions())
        {
            TakeHits(hits.AsSpan(0, model.Cells.Search(direction, mask, hits.AsSpan(0, OfContent))));
        }

        if (strategies.Listener.Length > 0)
        {
            TakeHits(hits.AsSpan(0, query.Learned!.Index!.Search(
                new ItemQuery { Vector = strategies.Listener[..query.Learned.Factors!.Dimension], Allowed = mask }, hits.AsSpan(0, OfCollaborative))));
        }

        TakeSums(scratch.Together, OfTogether);
        TakeSums(scratch.Near, OfNear);
        foreach (var next in strategies.Next)
        {
            Take(next.Item);
        }

        foreach (var (track, _) in profile.Valued)
        {
            Take(track);
        }

        var known = 0;
        for (var k = profile.Signals.Count - 1; k >= 0 && known < OfKnown; k--)
        {
            known += profile.Signals[k].Affinity >= 0 && Take(profile.Signals[k].Track) ? 1 : 0;
        }

        foreach (var artist in profile.Artists.Best(FavouriteArtists))
        {
            TakeFirst(orders.OfArtist(artist), OfArtist);
        }

        foreach (var genre in profile.Genres.Best(FavouriteGenres))
        {
            TakeFirst(orders.OfGenre(genre), OfGenre);
        }

        TakeFirst(orders.Popular, OfPopular);
        TakeFirst(orders.Newest, OfNewest);
        strategies.TakeOfContext(OfContext, Take);
        for (var k = 0; k < OfChance; k++)
        {
            Take((int)(VectorMath.Draw(query.Seed, (ulong)k) * model.Count));
        }

        if (query.Fit is { } fit)
        {
            var heap = new HitHeap(hits.AsSpan(0, OfFit));
            for (var track = 0; track < model.Count; track++)
            {
                if (fit[track] > heap.Threshold && !scratch.IsBlocked(track) && (mask is null || mask[track]))
                {
                    heap.Offer(track, fit[track]);
                }
            }

            TakeHits(hits.AsSpan(0, heap.Count));
        }

        strategies.Fill();

        bool Take(int track) => (mask is null || mask[track]) && scratch.Add(track);

        void TakeFirst(ReadOnlySpan<int> order, int most)
        {
            for (var k = 0; k < order.Length && most > 0; k++)
            {
                most -= Take(order[k]) ? 1 : 0;
            }
        }

        void TakeSums(SparseSums sums, int most)
        {
            var heap = new HitHeap(hits.AsSpan(0, most));
            foreach (var track in sums.Touched)
            {
                if (sums[track] > 0 && (mask is null || mask[track]))
                {
                    heap.Offer(track, sums[track]);
                }
            }

            TakeHits(hits.AsSpan(0, heap.Count));
        }

        void TakeHits(ReadOnlySpan<ItemHit> found)
        {
            foreach (var hit in found)
            {
                Take(hit.Item);
            }
        }
    }
}
