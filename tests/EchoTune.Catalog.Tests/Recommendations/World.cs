using EchoTune.Audio.Analysis;
using EchoTune.Audio.Primitives;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Settings;
using EchoTune.Catalog.Taste;
using EchoTune.Catalog.Tests.Library;
using EchoTune.Catalog.Tracks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace EchoTune.Catalog.Tests.Recommendations;

/// <summary>
/// A library of 120 tracks by 40 artists over stores in memory: track i has genre i % 4 (techno, ambient, punk, folk), artist i / 3
/// and the sound of its genre.
/// </summary>
internal sealed class World
{
    public static readonly string[] GenreNames = ["techno", "ambient", "punk", "folk"];
    private static readonly double[][] Sounds = [[0.85, 0.85, 0.5, 0.05, 0.9, 0.6, 128], [0.1, 0.15, 0.4, 0.6, 0.95, 0.2, 70], [0.92, 0.5, 0.6, 0.1, 0.1, 0.8, 168], [0.3, 0.4, 0.6, 0.95, 0.2, 0.4, 96]];
    private readonly List<Play> log = [];
    private readonly List<Rating> ratings = [];
    private readonly IPlayStore plays = Substitute.For<IPlayStore>();
    private readonly ITasteStore taste = Substitute.For<ITasteStore>();
    private readonly ISettingStore settings = Substitute.For<ISettingStore>();
    private readonly ITrackStore trackStore = Substitute.For<ITrackStore>();
    private readonly IFeatureStore featureStore = Substitute.For<IFeatureStore>();
    private readonly Action<IServiceCollection>? with;
    private long next;

    public World(int count = 120, Func<int, bool>? analysed = null, Action<IServiceCollection>? with = null)
    {
        this.with = with;
        Tracks = [.. Enumerable.Range(0, count).Select(Make)];
        trackStore.AllAsync(default).ReturnsForAnyArgs(_ => Tracks.ToAsyncEnumerable());
        featureStore.AllAsync(default).ReturnsForAnyArgs(_ => Enumerable.Range(0, count).Where(analysed ?? (_ => true)).Select(i => KeyValuePair.Create(Tracks[i].Id, Features(i))).ToAsyncEnumerable());
        plays.ListenersAsync(default).ReturnsForAnyArgs([Listener]);
        plays.ReadAsync(default, default, default, default).ReturnsForAnyArgs(c => c.ArgAt<ListenerId>(0) != Listener ? [] : log.Select((p, i) => new RecordedPlay(i + 1, p)).Where(p => p.Sequence > c.ArgAt<long>(1)).Take(c.ArgAt<int>(2)).ToList());
        taste.RatingsAsync(default, default).ReturnsForAnyArgs(_ => ratings.ToList());
        settings.AllAsync(default, default).ReturnsForAnyArgs(_ => new Dictionary<string, System.Text.Json.JsonElement>(Settings));
        Recommender = Start();
    }

    public ManualTime Time { get; } = new();

    /// <summary>The log of all listeners, to hold reading back or to count it.</summary>
    public IPlayStore Plays => plays;

    /// <summary>What is set; tell the recommender to look again by <see cref="IListenerModel.Invalidate"/>.</summary>
    public Dictionary<string, System.Text.Json.JsonElement> Settings { get; } = [];

    public ListenerId Listener { get; } = new(new Guid(7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7));

    public Track[] Tracks { get; }

    public IRecommender Recommender { get; private set; }

    public static string GenreOf(Track track) => track.Genres[0];

    /// <summary>The key of track i: C major, G minor, D major, A minor, … never B flat minor.</summary>
    public static MusicalKey KeyOf(int i) => new(i * 7 % 12, i % 2 == 0 ? KeyMode.Major : KeyMode.Minor);

    /// <summary>What a restart does: nothing in memory survives.</summary>
    public void Restart() => Recommender = Start();

    public async Task<RecommendationResult> Ask(RecommendationRequest? request = null, ListenerId? listener = null) =>
        await Recommender.RecommendAsync(listener ?? Listener, request ?? new RecommendationRequest(), TestContext.Current.CancellationToken);

    /// <summary>Another listener.</summary>
    public static ListenerId Other(int number) => new(new Guid(number, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9));

    public Task Hear(PlayKind kind, params Track[] tracks) => Hear(kind, null, tracks);

    /// <summary>The listener hears tracks that they had asked for.</summary>
    public async Task Hear(PlayKind kind, string? wish, Track[] tracks)
    {
        foreach (var track in tracks)
        {
            var play = new Play { EventId = new Guid((int)next++, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), TrackId = track.Id, Kind = kind, StartedAt = Time.GetUtcNow(), Heard = TimeSpan.FromSeconds(kind == PlayKind.Skipped ? 5 : 180), Wish = wish };
            log.Add(play);
            await Recommender.ObserveAsync(Listener, [play], TestContext.Current.CancellationToken);
        }
    }

    public void Rate(RatingTarget target, Guid id, bool liked)
    {
        ratings.Add(new Rating(target, id, liked, Time.GetUtcNow()));
        Recommender.Invalidate(Listener);
    }

    private static Track Make(int i) => new()
    {
        Id = new TrackId(Id(1, i)), Title = $"Title {i}", Artist = $"Artist {i / 3}", ArtistId = new ArtistId(Id(2, i / 3)), Album = $"Album {i / 6}", AlbumId = new AlbumId(Id(3, i / 6)),
        Year = 1970 + (i % 50), Genres = [GenreNames[i % 4]], Duration = TimeSpan.FromMinutes(3), AddedAt = DateTimeOffset.UnixEpoch,
        File = new TrackFile { Root = "/", RelativePath = $"{i}", Size = 1, ModifiedAt = DateTimeOffset.UnixEpoch, ContentHash = $"{i}", Codec = "flac" },
    };

    private static Guid Id(int kind, int i) => new(kind, (short)i, 3, 4, 5, 6, 7, 8, 9, (byte)(i * 37), (byte)(i * 101));

    private static TrackFeatures Features(int i)
    {
        var random = new Random(i);
        var sound = Sounds[i % 4];
        double Near(int k) => Math.Clamp(sound[k] + ((random.NextDouble() - 0.5) * 0.16), 0, 1);
        return new TrackFeatures
        {
            AnalyserVersion = "1", DurationSeconds = 180, TempoBpm = sound[6] + random.Next(-4, 5), TempoConfidence = 1, LoudnessLufs = -14, TruePeakDb = -1,
            Energy = Near(0), Danceability = Near(1), Valence = Near(2), Acousticness = Near(3), Instrumentalness = Near(4), Brightness = Near(5),
            Key = KeyOf(i),
            Embedding = [.. Enumerable.Range(0, 16).Select(k => (k % 4 == i % 4 ? 0.5f : 0) + (0.12f * random.NextSingle()))],
        };
    }

    private RecommenderService Start()
    {
        var registered = new ServiceCollection();
        with?.Invoke(registered);
        var services = registered.BuildServiceProvider();
        return new RecommenderService(new LibraryModel(trackStore, featureStore, plays, services, Time, NullLogger<LibraryModel>.Instance), plays, taste, settings, services, Time);
    }
}
