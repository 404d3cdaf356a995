using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using EchoTune.Audio.Analysis;
using EchoTune.Catalog;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Settings;
using EchoTune.Catalog.Taste;
using EchoTune.Catalog.Tracks;
using EchoTune.Catalog.Training;
using EchoTune.Recommendation.Collaborative;
using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Learned;
using EchoTune.Recommendation.Ranking;
using EchoTune.Recommendation.Sequence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EchoTune.Bench;

/// <summary>
/// What one computed answer of 20 costs, with its reasons, for many listeners in memory: the whole recommender over stores in memory.
/// <c>recommendation-latency [TRACKS [LISTENERS [EVENTS]]]</c>. Tracks have the sound of their genre and artist, listeners hear mostly three genres.
/// </summary>
internal static class RecommendationLatency
{
    private const int TracksOfArtist = 24;
    private const int ArtistsOfGenre = 10;
    private const int Genres = 60;
    private const int SessionLength = 12;

    public static int Run(string[] args)
    {
        int Number(int at, int otherwise) => args.Length > at && int.TryParse(args[at], CultureInfo.InvariantCulture, out var given) ? given : otherwise;
        var (count, listeners, events) = (Math.Clamp(Number(0, 50_000), 100, 500_000), Math.Max(1, Number(1, 2_000)), Math.Max(1, Number(2, 100)));
        var now = TimeProvider.System.GetUtcNow();
        var tracks = Enumerable.Range(0, count).Select(Track).ToArray();
        var people = Enumerable.Range(0, listeners).Select(Listener).ToArray();
        List<Play> Log(int listener) => Events(listener, events, tracks, now);
        Console.WriteLine($"recommendation: {count} tracks, {listeners} listeners with {events} events each");
        Series(tracks, people, Log, now, null);
        Console.WriteLine("recommendation: with learnt models");
        Series(tracks, people, Log, now, Learn(tracks, listeners, Log));
        return 0;
    }

    private static void Series(Track[] tracks, ListenerId[] people, Func<int, List<Play>> log, DateTimeOffset now, LearnedModels? learned)
    {
        var (count, listeners) = (tracks.Length, people.Length);
        var recommender = Recommender(tracks, people, log, learned);
        var start = Stopwatch.GetTimestamp();
        Ask(recommender, people[0], new RecommendationRequest());
        Console.WriteLine($"recommendation: first answer after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        var plain = new RecommendationRequest { Surface = "home" };
        var wish = new RecommendationRequest
        {
            Criteria = new Criteria { Moods = ["energetic"], Activity = "running", Genres = ["genre 1", "genre 2", "genre 3"], Era = new YearRange(1980, 2010), Text = "night river" },
        };
        var before = GC.GetTotalMemory(true);
        Measure("first of a listener", listeners, i => Ask(recommender, people[i], plain), warm: 0);
        Console.WriteLine($"recommendation: {(GC.GetTotalMemory(true) - before) / 1024.0 / listeners:0.0} KiB held a listener");
        Measure("plain", 4 * listeners, i => Ask(recommender, people[i * 7919L % listeners], plain));
        Measure("for a device", 4 * listeners, i => Ask(recommender, people[i * 7919L % listeners], plain with { Device = $"d{i}" }));
        Measure("plain after an event", Math.Min(2_000, 2 * listeners), i =>
        {
            var who = people[i * 7919L % listeners];
            Observe(recommender, who, Heard(1_000_000 + i, tracks[i * 7919L % count], now));
            Ask(recommender, who, plain);
        });
        if (learned is null)
        {
            var (plainly, wishing) = Overlap(people, tracks, log, now);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"recommendation: {plainly:0.000} of the answer of the whole library is in that of the candidates, {wishing:0.000} where a mood is asked for"));
        }

        Measure("seed", 1_000, i => Ask(recommender, people[i % listeners], new RecommendationRequest { Seeds = [tracks[i * 13 % count].Id] }));
        Measure("criteria", 300, i => Ask(recommender, people[i % listeners], wish));
        Measure("mood", 300, i => Ask(recommender, people[i % listeners], new RecommendationRequest { Criteria = new Criteria { Moods = ["calm"] } }));
        Measure("observe", 5_000, i => Observe(recommender, people[i % listeners], Heard(2_000_000 + i, tracks[i * 7919L % count], now)));
    }

    // Without the draw of the day, which lifts some of very many that are otherwise alike.
    private static (double Plain, double Mood) Overlap(ListenerId[] people, Track[] tracks, Func<int, List<Play>> events, DateTimeOffset now)
    {
        const int Asked = 40;
        var sessions = people.Select((_, i) => events(i)).SelectMany(log => log.Where(play => play.Kind == PlayKind.Completed).Chunk(SessionLength)).Select(plays => plays.Select(play => play.TrackId).ToArray()).ToList();
        var library = LibrarySnapshot.Build(tracks, tracks.Select((t, i) => KeyValuePair.Create(t.Id, Features(i))).ToDictionary(), sessions, now);
        var calm = Enumerable.Range(0, tracks.Length).Select(i => SoundFit.Of(library.Model, i, SoundTargets.Of("calm")!)).ToArray();
        return (Enumerable.Range(0, Asked).Average(i => Of(i, null)), Enumerable.Range(0, Asked).Average(i => Of(i, calm)));

        double Of(int listener, float[]? fit)
        {
            var memory = new ListenerMemory();
            events(listener).ForEach(memory.Apply);
            var query = new RankQuery
            {
                Profile = memory.Profile(library, now).Profile, Weights = [.. Enumerable.Range(0, StrategyNames.Count).Select(s => s == (int)Strategy.Novelty ? 0.0 : 1)],
                Fit = fit, Diversity = fit is null ? 0.25f : 0.12f, Calibration = 0,
            };
            var all = HybridRanker.Rank(library.Model, query with { IsExhaustive = true }).Select(r => r.Track).ToHashSet();
            return HybridRanker.Rank(library.Model, query).Count(r => all.Contains(r.Track)) / (double)all.Count;
        }
    }

    internal static ListenerId Listener(int i) => new(new Guid(i, 7, 7, 1, 2, 3, 4, 5, 6, (byte)(i * 31), (byte)(i * 17)));

    private static void Ask(RecommenderService recommender, ListenerId listener, RecommendationRequest request)
    {
        // Stores in memory answer at once, so nothing waits.
        var answer = recommender.RecommendAsync(listener, request, CancellationToken.None);
        if (!answer.IsCompletedSuccessfully || answer.Result.Items.Count == 0)
        {
            throw new InvalidOperationException("There was no answer at once.");
        }
    }

    private static void Observe(RecommenderService recommender, ListenerId listener, Play play)
    {
        if (!recommender.ObserveAsync(listener, [play], CancellationToken.None).IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The event was not taken up at once.");
        }
    }

    private static void Measure(string name, int rounds, Action<int> act, int warm = 200)
    {
        for (var i = 0; i < warm; i++)
        {
            act(rounds + i);
        }

        var times = new double[rounds];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            act(i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 1024.0 / rounds;
        Array.Sort(times);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"recommendation {name}: p50 {times[rounds / 2]:0.000} ms, p95 {times[rounds * 95 / 100]:0.000} ms, {allocated:0.0} KiB allocated"));
    }

    internal static RecommenderService Recommender(Track[] tracks, ListenerId[] people, Func<int, List<Play>> events, LearnedModels? learned, TimeProvider? clock = null, RecommendationTuning? tuning = null)
    {
        var time = clock ?? TimeProvider.System;
        var places = people.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);
        var registered = new ServiceCollection();
        if (learned is not null)
        {
            registered.AddSingleton<ILearnedModels>(new Learned(learned));
        }

        var services = registered.BuildServiceProvider();
        var plays = Stub.Of<IPlayStore>((method, arguments) => method.Name switch
        {
            nameof(IPlayStore.ListenersAsync) => Task.FromResult<IReadOnlyList<ListenerId>>(people),
            _ => Task.FromResult<IReadOnlyList<RecordedPlay>>((long)arguments[1]! > 0 ? [] : [.. events(places[(ListenerId)arguments[0]!]).Select((play, i) => new RecordedPlay(i + 1, play))]),
        });
        var store = Stub.Of<ITrackStore>((_, _) => tracks.ToAsyncEnumerable());
        var features = Stub.Of<IFeatureStore>((_, _) => tracks.Select((t, i) => KeyValuePair.Create(t.Id, Features(i))).ToAsyncEnumerable());
        var taste = Stub.Of<ITasteStore>((_, _) => Task.FromResult<IReadOnlyList<Rating>>([]));
        var settings = Stub.Of<ISettingStore>((_, _) => Task.FromResult<IReadOnlyDictionary<string, System.Text.Json.JsonElement>>(tuning is null ? [] : new Dictionary<string, System.Text.Json.JsonElement> { ["tuning"] = System.Text.Json.JsonSerializer.SerializeToElement(tuning, System.Text.Json.JsonSerializerOptions.Web) }));
        var library = new LibraryModel(store, features, plays, services, time, NullLogger<LibraryModel>.Instance);
        return new RecommenderService(library, plays, taste, settings, services, time);
    }

    // A week's training in short: factors of 64, what follows in sessions, and neighbours in place of the graph.
    private static LearnedModels Learn(Track[] tracks, int listeners, Func<int, List<Play>> events)
    {
        var places = tracks.Select((t, i) => (t.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        var (rows, columns, sessions) = (new List<int>(), new List<int>(), new List<int[]>());
        for (var listener = 0; listener < listeners; listener++)
        {
            var heard = events(listener).Where(play => play.Kind == PlayKind.Completed).Select(play => places[play.TrackId]).ToList();
            sessions.AddRange(heard.Chunk(SessionLength));
            rows.AddRange(Enumerable.Repeat(listener, heard.Count));
            columns.AddRange(heard);
        }

        var interactions = Interactions.FromCells(listeners, tracks.Length, [.. rows], [.. columns], [.. Enumerable.Repeat(1f, rows.Count)]);
        return new LearnedModels
        {
            Version = "bench",
            Items = [.. tracks.Select(t => t.Id.Value)],
            Collaborative = (IFactorModel)ModelTrainers.Find("ials")!.Fit(new TrainingData(interactions), Hyperparameters.Defaults.With("iterations", 8), new FitOptions()),
            Sequence = SessionTrainers.Find("sequential-rules")!.Fit(Sessions.From(tracks.Length, sessions), Hyperparameters.Defaults, new FitOptions()),
            Graph = new ItemNeighbours(
                [.. Enumerable.Range(0, tracks.Length + 1).Select(i => i * 10)], [.. Enumerable.Range(0, tracks.Length * 10).Select(i => ((i / 10) + (i % 10) + 1) % tracks.Length)],
                [.. Enumerable.Range(0, tracks.Length * 10).Select(i => 1f / ((i % 10) + 1))]),
        };
    }

    private sealed class Learned(LearnedModels models) : ILearnedModels
    {
        public event Action? Changed
        {
            add { }
            remove { }
        }

        public LearnedModels? Current => models;
    }

    internal static List<Play> Events(int listener, int count, Track[] tracks, DateTimeOffset now) => Events(listener, count, tracks, now, 1);

    /// <summary>What a listener heard: three genres, and every fifth time anything.</summary>
    /// <param name="skew">1 for tracks of a genre heard alike; above, a few of them are heard by many, as the power of the skew.</param>
    internal static List<Play> Events(int listener, int count, Track[] tracks, DateTimeOffset now, double skew)
    {
        var random = new Random(listener);
        int[] genres = [random.Next(Genres), random.Next(Genres), random.Next(Genres)];
        var perGenre = TracksOfArtist * ArtistsOfGenre;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var block = (random.Next(1 + (tracks.Length / (perGenre * Genres))) * Genres) + genres[random.Next(3)];
            var track = random.Next(5) == 0 ? random.Next(tracks.Length) : (int)((((long)block * perGenre) + (int)(perGenre * Math.Pow(random.NextDouble(), skew))) % tracks.Length);
            return Heard((listener * count) + i, tracks[track], now.AddMinutes((-600 * (((count - i) / SessionLength) + 3)) - (5 * ((count - i) % SessionLength))));
        })];
    }

    private static Play Heard(int i, Track track, DateTimeOffset at) => new()
    {
        EventId = new Guid(i, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), TrackId = track.Id, Kind = i % 6 == 0 ? PlayKind.Skipped : PlayKind.Completed, StartedAt = at, Heard = TimeSpan.FromMinutes(3), Device = "computer",
    };

    internal static Track Track(int i)
    {
        string[] words = ["night", "river", "stone", "light", "glass", "winter", "signal", "garden"];
        var (artist, album) = (i / TracksOfArtist, i / 12);
        return new Track
        {
            Id = new TrackId(new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, (byte)i, 9)), Title = $"{words[i % 8]} {words[i / 8 % 8]} {i}", Artist = $"Artist {artist}",
            ArtistId = new ArtistId(new Guid(artist, 2, 2, 3, 4, 5, 6, 7, 8, 9, 9)), AlbumId = new AlbumId(new Guid(album, 3, 2, 3, 4, 5, 6, 7, 8, 9, 9)), Album = $"Album {album}",
            Year = 1960 + (album % 65), Genres = [$"genre {GenreOf(i)}"], Duration = TimeSpan.FromMinutes(3), AddedAt = DateTimeOffset.UnixEpoch,
            File = new TrackFile { Root = "/", RelativePath = $"{i}", Size = 1, ModifiedAt = DateTimeOffset.UnixEpoch, ContentHash = $"{i}", Codec = "flac" },
        };
    }

    internal static int GenreOf(int track) => track / (TracksOfArtist * ArtistsOfGenre) % Genres;

    // As music does: a genre has its sound, an artist theirs within it, a track its own within that.
    internal static TrackFeatures Features(int i)
    {
        var (genre, artist, own) = (new Random(1_000_000 + GenreOf(i)), new Random(2_000_000 + (i / TracksOfArtist)), new Random(i));
        double Near() => Math.Clamp((0.6 * genre.NextDouble()) + (0.25 * artist.NextDouble()) + (0.15 * own.NextDouble()), 0, 1);
        return new TrackFeatures
        {
            AnalyserVersion = "1", DurationSeconds = 180, TempoBpm = 60 + (120 * Near()), TempoConfidence = 1, LoudnessLufs = -14, TruePeakDb = -1,
            Energy = Near(), Danceability = Near(), Valence = Near(), Acousticness = Near(), Instrumentalness = Near(), Brightness = Near(),
            Embedding = [.. Enumerable.Range(0, 64).Select(_ => genre.NextSingle() + (0.7f * artist.NextSingle()) + (0.7f * own.NextSingle()) - 1.2f)],
        };
    }

    /// <summary>A store that answers what is asked of it here.</summary>
    public class Stub : DispatchProxy
    {
        private Func<MethodInfo, object?[], object?> answer = (_, _) => null;

        public static T Of<T>(Func<MethodInfo, object?[], object?> answer) where T : class
        {
            var stub = Create<T, Stub>();
            ((Stub)(object)stub).answer = answer;
            return stub;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => answer(targetMethod!, args ?? []);
    }
}
