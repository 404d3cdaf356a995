using System.Collections.Concurrent;
using System.Text.Json;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Search;
using EchoTune.Catalog.Settings;
using EchoTune.Catalog.Taste;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Models;
using EchoTune.Recommendation.Ranking;
using Microsoft.Extensions.DependencyInjection;

namespace EchoTune.Catalog.Recommendations;

/// <summary>Recommends from the newest snapshot and each listener's memory.</summary>
internal sealed class RecommenderService(
    LibraryModel libraryModel, IPlayStore plays, ITasteStore taste, ISettingStore settings, IServiceProvider services, TimeProvider time) : IRecommender
{
    private const int MemoriesKept = 64;
    private readonly ConcurrentDictionary<ListenerId, ListenerMemory> memories = new();
    private readonly SemaphoreSlim loading = new(1, 1);
    private int observed;
    private int invalidations;
    private long uses;

    public event Action? ModelChanged
    {
        add => libraryModel.Changed += value;
        remove => libraryModel.Changed -= value;
    }

    public string? ModelVersion => libraryModel.Newest?.Model.Version;

    public IReadOnlyList<string> Strategies => StrategyNames.All;

    public async ValueTask<RecommendationResult> RecommendAsync(ListenerId listener, RecommendationRequest request, CancellationToken cancellationToken)
    {
        var library = await libraryModel.CurrentAsync(cancellationToken);
        var memory = await MemoryAsync(listener, cancellationToken);
        var weights = memory.Weights;
        if (request.Strategy is not null and not "hybrid")
        {
            if (!StrategyNames.TryParse(request.Strategy, out var only))
            {
                throw new EchoTuneException(ErrorCodes.InvalidRequest, $"There is no strategy “{request.Strategy}”; use one of {string.Join(", ", Strategies)}.");
            }

            // A trace of exploration breaks ties.
            weights = [.. Enumerable.Range(0, StrategyNames.Count).Select(s => s == (int)only ? 1.0 : s == (int)Strategy.Novelty ? 0.02 : 0)];
        }

        lock (memory.Gate)
        {
            return Answer(listener, library, memory, request with { Limit = Math.Clamp(request.Limit, 1, 200) }, weights);
        }
    }

    private RecommendationResult Answer(ListenerId listener, LibrarySnapshot library, ListenerMemory memory, RecommendationRequest request, double[] weights)
    {
        var now = time.GetUtcNow();
        var profile = memory.Profile(library, now, time.LocalTimeZone);
        var names = services.GetService<INameResolver>();
        using var match = CriteriaMatcher.Match(
            library, profile, request.Criteria ?? new Criteria(), Never(library, memory, request), memory.ExplicitAllowed, request.Current, names, Math.Min(3, request.Limit));
        var seeds = match.Seeds.Concat(request.Seeds.Where(library.Index.ContainsKey).Select(id => library.Index[id])).ToList();
        seeds.InsertRange(0, request.SeedArtists.SelectMany(a => library.ByArtist[a.Value].Take(20)));
        var rules = request.ApplyRepeatRules && !match.Named;
        var daypart = request.Criteria?.TimeOfDay is { } said && Vocabulary.TimesOfDay.ToList().IndexOf(said) is >= 0 and var at
            ? at : Dayparts.Of(TimeZoneInfo.ConvertTime(now, time.LocalTimeZone).Hour);
        var ranked = HybridRanker.Rank(library.Model, new RankQuery
        {
            Profile = profile,
            Daypart = daypart,
            Seeds = seeds,
            Blocked = match.Blocked,
            Fit = match.Fit,
            Weights = weights,
            Limit = request.Limit,
            ArtistCap = rules ? 2 : 0,
            RestHours = rules ? 24 : 0,
            Diversity = match.Fit is null ? 0.25f : 0.12f,
            Seed = BitConverter.ToUInt64(listener.Value.ToByteArray(), 8) ^ ((ulong)now.ToUnixTimeSeconds() / 86400),
        });
        var writer = new ReasonWriter(library, memory, profile, seeds, request.Criteria);
        var items = ranked.Select(r => writer.Describe(r)).ToList();
        if (memory.LastReasons.Count > 1000)
        {
            memory.LastReasons.Clear();
        }

        foreach (var item in items)
        {
            memory.LastReasons[item.Track.Id] = item;
        }

        var repeat = ranked.Any(r => r.IsRepeat) ? "You have heard most of what fits within the last day, so the rest starts with what you heard longest ago." : null;
        var note = string.Join(" ", new[] { match.Note, repeat }.Where(n => n is not null));
        return new RecommendationResult(items, library.Model.Version, note.Length == 0 ? null : note);
    }

    private static IEnumerable<int> Never(LibrarySnapshot library, ListenerMemory memory, RecommendationRequest request)
    {
        foreach (var track in request.Exclude.Concat(request.Seeds))
        {
            if (library.Index.TryGetValue(track, out var i))
            {
                yield return i;
            }
        }

        foreach (var ((target, id), liked) in memory.Ratings)
        {
            IEnumerable<int> disliked = liked ? [] : target switch
            {
                RatingTarget.Artist => library.ByArtist[id],
                RatingTarget.Album => library.ByAlbum[id],
                _ => library.Index.TryGetValue(new TrackId(id), out var i) ? [i] : [],
            };
            foreach (var track in disliked)
            {
                yield return track;
            }
        }
    }

    public async ValueTask<IReadOnlyList<SimilarTrack>> SimilarAsync(TrackId track, int limit, CancellationToken cancellationToken)
    {
        var library = await libraryModel.CurrentAsync(cancellationToken);
        var at = IndexOf(library, track);
        var (scores, skip) = (System.Buffers.ArrayPool<float>.Shared.Rent(library.Tracks.Length), System.Buffers.ArrayPool<byte>.Shared.Rent(library.Tracks.Length));
        for (var i = 0; i < library.Tracks.Length; i++)
        {
            (scores[i], skip[i]) = (library.Model.Similarity(at, i), (byte)(i == at ? 1 : 0));
        }

        var best = TopTracks.Of(scores.AsSpan(0, library.Tracks.Length), skip, Math.Clamp(limit, 1, 200));
        var similar = best.Select(i => new SimilarTrack(library.Tracks[i], Math.Clamp(scores[i], 0, 1), ReasonWriter.Shared(library, at, i))).ToList();
        System.Buffers.ArrayPool<float>.Shared.Return(scores);
        System.Buffers.ArrayPool<byte>.Shared.Return(skip);
        return similar;
    }

    public async ValueTask<Explanation> ExplainAsync(ListenerId listener, TrackId track, CancellationToken cancellationToken)
    {
        var library = await libraryModel.CurrentAsync(cancellationToken);
        var memory = await MemoryAsync(listener, cancellationToken);
        var at = IndexOf(library, track);
        lock (memory.Gate)
        {
            var profile = memory.Profile(library, time.GetUtcNow(), time.LocalTimeZone);
            if (!memory.LastReasons.TryGetValue(track, out var item))
            {
                var blocked = System.Buffers.ArrayPool<byte>.Shared.Rent(library.Tracks.Length);
                blocked.AsSpan(0, library.Tracks.Length).Clear();
                var query = new RankQuery { Profile = profile, Blocked = blocked, Weights = memory.Weights, Daypart = Dayparts.Of(time.GetLocalNow().Hour) };
                item = new ReasonWriter(library, memory, profile, [], null).Describe(HybridRanker.Score(library.Model, query, at));
                System.Buffers.ArrayPool<byte>.Shared.Return(blocked);
            }

            return new Explanation(library.Tracks[at], item.Reason, item.Strategies,
                [.. item.BecauseOf.Where(library.Index.ContainsKey).Select(id => library.Tracks[library.Index[id]])], ReasonWriter.Facts(library, memory, profile, item));
        }
    }

    public async ValueTask ObserveAsync(ListenerId listener, IReadOnlyList<Play> plays, CancellationToken cancellationToken)
    {
        var memory = await MemoryAsync(listener, cancellationToken);
        lock (memory.Gate)
        {
            foreach (var play in plays)
            {
                memory.Apply(play);
            }
        }

        if (Interlocked.Add(ref observed, plays.Count) >= 25)
        {
            Interlocked.Exchange(ref observed, 0);
            libraryModel.Touch();
        }
    }

    public void Invalidate(ListenerId listener)
    {
        // A load that is under way may have read what is old now: it sees the counter move and marks itself.
        Interlocked.Increment(ref invalidations);
        if (memories.TryGetValue(listener, out var memory))
        {
            memory.IsStale = true;
        }
    }

    private static int IndexOf(LibrarySnapshot library, TrackId track) => library.Index.TryGetValue(track, out var at)
        ? at : throw new EchoTuneException(ErrorCodes.NotFound, "There is no such track in the library; reload the page and choose another.");

    private async ValueTask<ListenerMemory> MemoryAsync(ListenerId listener, CancellationToken cancellationToken)
    {
        if (memories.TryGetValue(listener, out var memory) && !memory.IsStale)
        {
            memory.LastUse = Interlocked.Increment(ref uses);
            return memory;
        }

        await loading.WaitAsync(cancellationToken);
        try
        {
            if (memories.TryGetValue(listener, out var before) && !before.IsStale)
            {
                return before;
            }

            var seen = Volatile.Read(ref invalidations);
            memory = new ListenerMemory { LastUse = Interlocked.Increment(ref uses) };
            for (long after = 0; ;)
            {
                var page = await plays.ReadAsync(listener, after, 5000, cancellationToken);
                if (page.Count == 0)
                {
                    break;
                }

                foreach (var recorded in page)
                {
                    memory.Apply(recorded.Play);
                }

                after = page[^1].Sequence;
            }

            foreach (var rating in await taste.RatingsAsync(listener, cancellationToken))
            {
                memory.Apply(rating);
            }

            ReadSettings(memory, await settings.AllAsync(listener, cancellationToken));
            if (before is not null)
            {
                lock (before.Gate)
                {
                    foreach (var (track, reason) in before.LastReasons)
                    {
                        memory.LastReasons[track] = reason;
                    }
                }
            }
            else if (memories.Count >= MemoriesKept)
            {
                memories.TryRemove(memories.MinBy(m => m.Value.LastUse).Key, out _);
            }

            memories[listener] = memory;
            memory.IsStale = seen != Volatile.Read(ref invalidations);
            return memory;
        }
        finally
        {
            loading.Release();
        }
    }

    private static void ReadSettings(ListenerMemory memory, IReadOnlyDictionary<string, JsonElement> values)
    {
        memory.ExplicitAllowed = !values.TryGetValue("explicit", out var allowed) || allowed.ValueKind != JsonValueKind.False;
        if (values.TryGetValue("strategyWeights", out var weights) && weights.ValueKind == JsonValueKind.Object)
        {
            foreach (var weight in weights.EnumerateObject())
            {
                if (StrategyNames.TryParse(weight.Name, out var strategy) && weight.Value.TryGetDouble(out var value))
                {
                    memory.Weights[(int)strategy] = Math.Clamp(value, 0, 2);
                }
            }
        }
    }
}
