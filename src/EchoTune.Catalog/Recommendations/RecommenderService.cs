using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Experiments;
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

/// <summary>Recommends from the newest models and each listener's memory. An answer waits for no other listener's.</summary>
internal sealed class RecommenderService(
    LibraryModel libraryModel, IPlayStore plays, ITasteStore taste, ISettingStore settings, IServiceProvider services, TimeProvider time) : IRecommender
{
    private const float Diversity = 0.25f;
    private const float DiversityOfWish = 0.12f;
    private const float MostDiversity = 0.7f;
    private const int FewestEvents = 25;
    private const int ShareOfLog = 50;
    private readonly ListenerMemories memories = new(plays, taste, settings, services.GetService<IShownTracks>(), services.GetService<RecommendationOptions>() ?? new RecommendationOptions(), time);
    private readonly Exposures exposures = new(services.GetService<IShownTracks>(), time);
    private int observed;

    public event Action? ModelChanged
    {
        add => libraryModel.Changed += value;
        remove => libraryModel.Changed -= value;
    }

    public string? ModelVersion => libraryModel.Newest?.Version;

    public IReadOnlyList<string> Strategies => StrategyNames.All;

    public async ValueTask<RecommendationResult> RecommendAsync(ListenerId listener, RecommendationRequest request, CancellationToken cancellationToken)
    {
        var model = await libraryModel.CurrentAsync(cancellationToken);
        var memory = await memories.GetAsync(listener, cancellationToken);
        await exposures.ReadAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var variant = services.GetService<IRankingPolicy>()?.For(listener) ?? RankingVariant.Plain;
        var limited = request with { Limit = Math.Clamp(request.Limit, 1, 200) };
        lock (memory.Gate)
        {
            var result = Answer(listener, model, memory, limited, Weights(request, memory, model.Learned, variant));
            return variant.Experiment is null ? result : result with { Experiment = variant.Experiment, Arm = variant.Arm };
        }
    }

    /// <summary>The listener's weights, times what was learnt, times what an experiment tries; or one strategy alone.</summary>
    private double[] Weights(RecommendationRequest request, ListenerMemory memory, LearnedView? learned, RankingVariant variant)
    {
        var weights = new double[StrategyNames.Count];
        if (request.Strategy is not null and not "hybrid")
        {
            if (!StrategyNames.TryParse(request.Strategy, out var only))
            {
                throw new EchoTuneException(ErrorCodes.InvalidRequest, $"There is no strategy “{request.Strategy}”; use one of {string.Join(", ", Strategies)}.");
            }

            // A trace of exploration breaks ties.
            weights[(int)Strategy.Novelty] = 0.02;
            weights[(int)only] = 1;
            return weights;
        }

        for (var s = 0; s < weights.Length; s++)
        {
            var own = request.Weights is null ? memory.Weights[s] : request.Weights.TryGetValue(StrategyNames.All[s], out var asked) ? Math.Clamp(asked, 0, 2) : 1;
            var tried = variant.Weights.TryGetValue(StrategyNames.All[s], out var factor) ? Math.Max(0, factor) : 1;
            weights[s] = own * tried * (learned?.Weights[s] ?? 1);
        }

        return weights;
    }

    private RecommendationResult Answer(ListenerId listener, RankingModel model, ListenerMemory memory, RecommendationRequest request, double[] weights)
    {
        var (library, now) = (model.Library, time.GetUtcNow());
        var (profile, age) = memory.Profile(library, now);
        var never = Never(library, memory, request);
        var isPlain = IsPlain(request.Criteria) && (memory.ExplicitAllowed || library.Explicit.Length == 0);
        using var match = isPlain ? null : CriteriaMatcher.Match(
            library, profile, request.Criteria ?? new Criteria(), never, memory.ExplicitAllowed, request.Current, services.GetService<INameResolver>(), Math.Min(3, request.Limit));
        var seeds = Seeds(library, request, match);
        var tuning = request.Tuning ?? memory.Tuning;
        var rules = request.ApplyRepeatRules && match is not { Named: true };
        var query = new RankQuery
        {
            Profile = profile,
            ProfileAge = age,
            Learned = model.Learned,
            Moment = MomentOf(request, memory, now),
            Seeds = seeds,
            Never = never,
            Blocked = match?.Blocked,
            Fit = match?.Fit,
            Weights = weights,
            Novelty = (float)tuning.Novelty,
            Familiarity = (float)tuning.Familiarity,
            Limit = request.Limit,
            ArtistCap = rules ? 2 : 0,
            RestHours = rules ? 24 : 0,
            Diversity = Varied(match?.Fit is null ? Diversity : DiversityOfWish, (float)tuning.Variety),
            Setbacks = match is { Named: true } ? null : exposures.Of(library),
            Seed = BitConverter.ToUInt64(listener.Value.ToByteArray(), 8) ^ ((ulong)now.ToUnixTimeSeconds() / 86400),
        };
        var explores = isPlain && seeds.Count == 0 && request.Strategy is null or "hybrid";
        query = explores
            ? query with { Explorer = memory.Answers.Explorer, ExplorationShare = 0.2 * (1 - tuning.Familiarity) }
            : query with { Calibration = 0 };
        var ranked = HybridRanker.Rank(library.Model, query);
        return Tell(model, memory, profile, seeds, request, ranked, match?.Note);
    }

    private RecommendationResult Tell(
        RankingModel model, ListenerMemory memory, ListenerProfile profile, IReadOnlyList<int> seeds, RecommendationRequest request, IReadOnlyList<RankedTrack> ranked, string? note)
    {
        var writer = new ReasonWriter(model, memory, profile, seeds, request.Criteria);
        var items = new RecommendedTrack[ranked.Count];
        var repeats = false;
        for (var k = 0; k < items.Length; k++)
        {
            items[k] = writer.Describe(ranked[k]);
            repeats |= ranked[k].IsRepeat;
        }

        // What other weights would bring is looked at, not shown.
        if (request.Weights is null && request.Tuning is null)
        {
            memory.Answers.Keep(items);
            if (request.Surface is not null)
            {
                exposures.Shown(items, memory.Answers);
                foreach (var track in ranked)
                {
                    if (track.Explores is { } by)
                    {
                        memory.Answers.Explored(model.Library.Tracks[track.Track].Id, by);
                    }
                }
            }
        }

        if (repeats)
        {
            const string Repeat = "You have heard most of what fits within the last day, so the rest starts with what you heard longest ago.";
            note = note is null ? Repeat : $"{note} {Repeat}";
        }

        return new RecommendationResult(items, model.Version, note);
    }

    private Moment MomentOf(RecommendationRequest request, ListenerMemory memory, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, time.LocalTimeZone);
        var daypart = Place(Vocabulary.TimesOfDay, request.Criteria?.TimeOfDay) is >= 0 and var part ? part : Dayparts.Of(local.Hour);
        var isWeekend = Place(Vocabulary.DaysOfWeek, request.Criteria?.DayOfWeek) is >= 0 and var day ? day >= 5 : local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return new Moment(daypart, isWeekend, memory.Device(request.Device), Wish.Bits(Wish.Of(request.Criteria)));
    }

    private static int Place(IReadOnlyList<string> words, string? said)
    {
        for (var k = 0; said is not null && k < words.Count; k++)
        {
            if (string.Equals(words[k], said, StringComparison.Ordinal))
            {
                return k;
            }
        }

        return -1;
    }

    // From alike (0) over what is usual (0.5) to as unlike as can be (1).
    private static float Varied(float usual, float variety) =>
        variety <= 0.5f ? 2 * variety * usual : usual + (((2 * variety) - 1) * (MostDiversity - usual));

    /// <summary>Whether nothing was asked for that rules tracks out or prefers some.</summary>
    private static bool IsPlain(Criteria? criteria) =>
        criteria is null || criteria with { TimeOfDay = null, DayOfWeek = null, Count = null, Minutes = null } == new Criteria();

    private static List<int> Seeds(LibrarySnapshot library, RecommendationRequest request, CriteriaMatch? match)
    {
        var seeds = new List<int>();
        foreach (var artist in request.SeedArtists)
        {
            seeds.AddRange(library.ByArtist[artist.Value].Take(20));
        }

        seeds.AddRange(match?.Seeds ?? []);
        foreach (var id in request.Seeds)
        {
            if (library.Index.TryGetValue(id, out var seed))
            {
                seeds.Add(seed);
            }
        }

        return seeds;
    }

    private static HashSet<int> Never(LibrarySnapshot library, ListenerMemory memory, RecommendationRequest request)
    {
        var never = new HashSet<int>();
        foreach (var track in request.Exclude)
        {
            Add(track);
        }

        foreach (var track in request.Seeds)
        {
            Add(track);
        }

        foreach (var ((target, id), liked) in memory.Ratings)
        {
            if (liked)
            {
                continue;
            }

            if (target == RatingTarget.Track)
            {
                Add(new TrackId(id));
            }
            else
            {
                never.UnionWith(target == RatingTarget.Artist ? library.ByArtist[id] : library.ByAlbum[id]);
            }
        }

        return never;

        void Add(TrackId track)
        {
            if (library.Index.TryGetValue(track, out var i))
            {
                never.Add(i);
            }
        }
    }

    public async ValueTask<IReadOnlyList<SimilarTrack>> SimilarAsync(TrackId track, int limit, CancellationToken cancellationToken)
    {
        var library = (await libraryModel.CurrentAsync(cancellationToken)).Library;
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
        var model = await libraryModel.CurrentAsync(cancellationToken);
        var memory = await memories.GetAsync(listener, cancellationToken);
        var library = model.Library;
        var at = IndexOf(library, track);
        lock (memory.Gate)
        {
            var now = time.GetUtcNow();
            var (profile, age) = memory.Profile(library, now);
            if (memory.Answers.Find(track) is not { } item)
            {
                var query = new RankQuery
                {
                    Profile = profile, ProfileAge = age, Learned = model.Learned, Moment = MomentOf(new RecommendationRequest(), memory, now),
                    Weights = Weights(new RecommendationRequest(), memory, model.Learned, RankingVariant.Plain),
                };
                item = new ReasonWriter(model, memory, profile, [], null).Describe(HybridRanker.Score(library.Model, query, at));
            }

            return new Explanation(library.Tracks[at], item.Reason, item.Strategies,
                [.. item.BecauseOf.Where(library.Index.ContainsKey).Select(id => library.Tracks[library.Index[id]])], Evidence.Facts(model, memory, profile, item));
        }
    }

    public async ValueTask ObserveAsync(ListenerId listener, IReadOnlyList<Play> plays, CancellationToken cancellationToken)
    {
        var memory = await memories.GetAsync(listener, cancellationToken);
        lock (memory.Gate)
        {
            foreach (var play in plays)
            {
                memory.Apply(play);
            }
        }

        exposures.Played(plays);

        // The models of all listeners follow when a share of the log is new.
        if (Interlocked.Add(ref observed, plays.Count) >= Math.Max(FewestEvents, (libraryModel.Newest?.Library.Heard ?? 0) / ShareOfLog))
        {
            Interlocked.Exchange(ref observed, 0);
            libraryModel.Touch();
        }
    }

    public void Invalidate(ListenerId listener) => memories.Invalidate(listener);

    private static int IndexOf(LibrarySnapshot library, TrackId track) => library.Index.TryGetValue(track, out var at)
        ? at : throw new EchoTuneException(ErrorCodes.NotFound, "There is no such track in the library; reload the page and choose another.");
}
