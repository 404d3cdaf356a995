using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Online;
using EchoTune.Recommendation.Retrieval;

namespace EchoTune.Recommendation.Ranking;

/// <summary>Picks an answer from scored candidates, one track after the other.</summary>
internal readonly ref struct Picking
{
    /// <summary>Marks a candidate that was heard too lately.</summary>
    public const byte Rests = 1;

    private const byte IsPicked = 3;
    private const int PoolOfLimit = 5;
    private const int SmallestPool = 80;
    private const int MostGenres = 16;
    private const int MostOfTrack = 4;
    private const float Smoothing = 0.01f;
    private readonly ModelSnapshot model;
    private readonly RankQuery query;
    private readonly RankScratch scratch;
    private readonly ReadOnlySpan<Scale> scales;

    public Picking(ModelSnapshot model, RankQuery query, RankScratch scratch, ReadOnlySpan<Scale> scales)
    {
        (this.model, this.query, this.scratch) = (model, query, scratch);
        this.scales = scales;
        Picked = new List<(int, Strategy?)>(query.Limit);
    }

    /// <summary>The places of what was picked, in order, with the strategy that was let choose it to explore.</summary>
    public List<(int Place, Strategy? Explores)> Picked { get; }

    /// <summary>Counts a track of its artist, unless the cap is reached.</summary>
    public bool Allows(int track)
    {
        var artist = model.Artist(track);
        if (query.ArtistCap <= 0 || artist < 0)
        {
            return true;
        }

        if (scratch.Artists[artist] > query.ArtistCap - 0.5f)
        {
            return false;
        }

        scratch.Artists.Add(artist, 1);
        return true;
    }

    /// <summary>Picks.</summary>
    public void Run()
    {
        FillPool();
        scratch.Artists.Clear();
        var pool = scratch.Pool;
        if (pool.Count == 0)
        {
            return;
        }

        if (scratch.Closest.Length < pool.Count)
        {
            scratch.Closest = new float[2 * pool.Count];
        }

        var closest = scratch.Closest.AsSpan(0, pool.Count);
        closest.Clear();
        var total = scratch.Total;
        var (top, range) = (total[pool[0]], Math.Max(1e-6f, total[pool[0]] - total[pool[^1]]));
        var budget = query.Explorer is null ? null : new ExplorationBudget(query.ExplorationShare);
        var mix = new GenreMix(query, stackalloc int[MostGenres], stackalloc float[MostGenres], stackalloc float[MostGenres], stackalloc float[(MostGenres * MostOfTrack) + 1]);
        mix.Place(model, scratch);
        var asked = -1;
        while (Picked.Count < query.Limit)
        {
            // Once for each place of the answer, also where a cap makes it take several attempts.
            var isNext = asked < Picked.Count;
            asked = Picked.Count;
            if (isNext && budget is not null && budget.TryExplore() && Explore(asked) is { } found)
            {
                Picked.Add((found.Place, found.By));
                Follow(scratch.Tracks[found.Place], pool, closest, ref mix);
                continue;
            }

            var (best, value) = (-1, float.MinValue);
            mix.Prepare(Picked.Count);
            for (var k = 0; k < pool.Count; k++)
            {
                if (scratch.Resting[pool[k]] == IsPicked)
                {
                    continue;
                }

                var v = ((1 - query.Diversity) * (1 - ((top - total[pool[k]]) / range))) - (query.Diversity * closest[k]) + mix.Gain(k);
                (best, value) = v > value ? (k, v) : (best, value);
            }

            if (best < 0)
            {
                return;
            }

            var track = scratch.Tracks[pool[best]];
            scratch.Resting[pool[best]] = IsPicked;
            if (Allows(track))
            {
                Picked.Add((pool[best], null));
                Follow(track, pool, closest, ref mix);
            }
        }
    }

    private void Follow(int track, List<int> pool, Span<float> closest, ref GenreMix mix)
    {
        mix.Add(model, track);
        for (var k = 0; k < pool.Count && query.Diversity > 0; k++)
        {
            if (scratch.Resting[pool[k]] != IsPicked)
            {
                closest[k] = MathF.Max(closest[k], model.Similarity(track, scratch.Tracks[pool[k]]));
            }
        }
    }

    // The best track of the strategy whose turn it is, among those the listener never heard.
    private (int Place, Strategy By)? Explore(int position)
    {
        var by = query.Explorer!.Choose(query.Seed + ((ulong)position * 0x9E3779B97F4A7C15UL));
        var heard = query.Profile.Signals;
        var (values, scale, best, most) = (scratch.Raw[by], scales[by], -1, 0f);
        for (var place = 0; place < scratch.Count; place++)
        {
            if (scratch.Resting[place] == 0 && scale.Of(values[place]) is var value && value > most && Cap(scratch.Tracks[place]) && !IsHeard(scratch.Tracks[place]))
            {
                (best, most) = (place, value);
            }
        }

        if (best < 0)
        {
            return null;
        }

        Allows(scratch.Tracks[best]);
        scratch.Resting[best] = IsPicked;
        return (best, (Strategy)by);

        bool IsHeard(int track)
        {
            foreach (var signal in heard)
            {
                if (signal.Track == track)
                {
                    return signal.Listens > 0 || signal.Affinity < 0;
                }
            }

            return false;
        }
    }

    private bool Cap(int track) => query.ArtistCap <= 0 || model.Artist(track) is not (>= 0 and var artist) || scratch.Artists[artist] <= query.ArtistCap - 0.5f;

    // The best by score, few of one artist; looks deeper only where artists with very many tracks fill the top.
    private void FillPool()
    {
        var wanted = Math.Max(SmallestPool, PoolOfLimit * query.Limit);
        for (var depth = 2 * wanted; ; depth *= 8)
        {
            var hits = depth <= scratch.Hits.Length ? scratch.Hits : new ItemHit[Math.Min(depth, scratch.Count)];
            var heap = new HitHeap(hits.AsSpan(0, Math.Min(depth, hits.Length)));
            for (var place = 0; place < scratch.Count; place++)
            {
                if (scratch.Resting[place] == 0 && scratch.Total[place] >= heap.Threshold)
                {
                    // Equal scores go by track, whatever the order of candidates.
                    heap.Offer(scratch.Tracks[place], scratch.Total[place]);
                }
            }

            heap.Sort();
            scratch.Pool.Clear();
            scratch.Artists.Clear();
            for (var k = 0; k < heap.Count && scratch.Pool.Count < wanted; k++)
            {
                var artist = model.Artist(hits[k].Item);
                if (query.ArtistCap > 0 && artist >= 0)
                {
                    if (scratch.Artists[artist] > (2 * query.ArtistCap) - 0.5f)
                    {
                        continue;
                    }

                    scratch.Artists.Add(artist, 1);
                }

                scratch.Pool.Add(scratch.PlaceOf(hits[k].Item));
            }

            if (scratch.Pool.Count == wanted || heap.Count < depth)
            {
                return;
            }
        }
    }

    // How far an answer's genres are from the listener's own: the part of the Kullback–Leibler divergence that the next track changes.
    private ref struct GenreMix
    {
        private readonly Span<int> genres;
        private readonly Span<float> wanted;
        private readonly Span<float> given;
        private readonly Span<float> gains;
        private readonly float weight;
        private readonly int count;
        private byte[] places = [];

        public GenreMix(RankQuery query, Span<int> genres, Span<float> wanted, Span<float> given, Span<float> gains)
        {
            this.genres = genres;
            this.wanted = wanted;
            this.given = given;
            this.gains = gains;
            weight = query.Calibration;
            given.Clear();
            var sum = 0f;
            foreach (var genre in weight > 0 && query.Profile.Genres.Keys.Length > 0 ? query.Profile.Genres.Best(MostGenres) : [])
            {
                (genres[count], wanted[count]) = (genre, query.Profile.Genres[genre]);
                sum += wanted[count++];
            }

            for (var k = 0; k < count; k++)
            {
                wanted[k] /= sum;
            }
        }

        /// <summary>Works out what a track of each genre would bring as the next of an answer.</summary>
        public readonly void Prepare(int picked)
        {
            for (var k = 0; k < count; k++)
            {
                var before = ((1 - Smoothing) * given[k] / (picked + 1)) + (Smoothing * wanted[k]);
                for (var share = 1; share <= MostOfTrack; share++)
                {
                    var after = before + ((1 - Smoothing) / share / (picked + 1));
                    gains[(k * MostOfTrack) + share - 1] = weight * wanted[k] * MathF.Log(after / before);
                }
            }
        }

        /// <summary>Looks up where in the gains the genres of each track of the pool stand.</summary>
        public void Place(ModelSnapshot model, RankScratch scratch)
        {
            if (count == 0)
            {
                return;
            }

            // The last gain is always 0: it stands for a genre that the listener has no share in.
            gains[^1] = 0;
            places = scratch.GenrePlaces(scratch.Pool.Count * MostOfTrack);
            places.AsSpan(0, scratch.Pool.Count * MostOfTrack).Fill((byte)(gains.Length - 1));
            for (var at = 0; at < scratch.Pool.Count; at++)
            {
                var own = model.Genres(scratch.Tracks[scratch.Pool[at]]);
                for (var g = 0; g < Math.Min(MostOfTrack, own.Length); g++)
                {
                    if (genres[..count].IndexOf(own[g]) is >= 0 and var k)
                    {
                        places[(at * MostOfTrack) + g] = (byte)((k * MostOfTrack) + Math.Min(MostOfTrack, own.Length) - 1);
                    }
                }
            }
        }

        /// <summary>What a track of the pool would bring.</summary>
        public readonly float Gain(int at)
        {
            if (count == 0)
            {
                return 0;
            }

            var own = places.AsSpan(at * MostOfTrack, MostOfTrack);
            return gains[own[0]] + gains[own[1]] + gains[own[2]] + gains[own[3]];
        }

        public readonly void Add(ModelSnapshot model, int track)
        {
            var own = model.Genres(track);
            foreach (var genre in own)
            {
                if (genres[..count].IndexOf(genre) is >= 0 and var k)
                {
                    given[k] += 1f / own.Length;
                }
            }
        }
    }
}
