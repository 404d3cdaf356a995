using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;
using NSubstitute;

namespace EchoTune.Catalog.Tests.Library;

/// <summary>Finding files of the same recording in a library.</summary>
public sealed class DuplicateTests
{
    private readonly IFeatureStore features = Substitute.For<IFeatureStore>();
    private readonly ITrackStore tracks = Substitute.For<ITrackStore>();
    private readonly ILibrary library = Substitute.For<ILibrary>();
    private readonly ManualTime time = new();
    private readonly Dictionary<TrackId, TrackFeatures> heard = [];
    private readonly HashSet<TrackId> gone = [];

    public DuplicateTests()
    {
        features.GetAsync(default, default).ReturnsForAnyArgs(c => heard.GetValueOrDefault(c.Arg<TrackId>()));
        features.GetManyAsync(default!, default).ReturnsForAnyArgs(c => c.Arg<IReadOnlyCollection<TrackId>>().ToDictionary(id => id, id => heard[id]));
        features.FingerprintsAsync(default).ReturnsForAnyArgs(_ => heard.Where(pair => pair.Value.Fingerprint.Count > 0)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Fingerprint.ToArray())).ToAsyncEnumerable());
        tracks.GetManyAsync(default!, default).ReturnsForAnyArgs(c => c.Arg<IReadOnlyCollection<TrackId>>().Select(Track).ToList());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_sound_in_another_file_is_found_and_nothing_else()
    {
        using var finder = new DuplicateFinder(features, tracks, library, time);
        var (one, later, worse) = (Add(Words(1)), Add([.. Words(1).Skip(16)]), Add(Flip(Words(1), 0.06)));
        for (var other = 2; other < 40; other++)
        {
            Add(Words(other));
        }

        var silent = Add([]);

        var found = await finder.OfAsync(one, Token);

        found.Select(duplicate => duplicate.Track.Id).ShouldBe([later, worse]);
        found.ShouldAllBe(duplicate => duplicate.Similarity > 0.5 && duplicate.Similarity <= 1);
        (await finder.OfAsync(silent, Token)).ShouldBeEmpty();
        (await finder.OfAsync(new TrackId(Guid.CreateVersion7()), Token)).ShouldBeEmpty();
        gone.Add(later);
        (await finder.OfAsync(one, Token)).Select(duplicate => duplicate.Track.Id).ShouldBe([worse], "what is not there cannot be played");
    }

    [Fact]
    public async Task A_file_that_comes_later_is_found_once_the_index_is_made_anew()
    {
        using var finder = new DuplicateFinder(features, tracks, library, time);
        var one = Add(Words(1));
        (await finder.OfAsync(one, Token)).ShouldBeEmpty();
        var copy = Add(Words(1));
        (await finder.OfAsync(one, Token)).ShouldBeEmpty("nobody said that the library changed");
        library.TracksChanged += Raise.Event<Action<IReadOnlyCollection<TrackId>>>((IReadOnlyCollection<TrackId>)[copy]);
        (await finder.OfAsync(one, Token)).ShouldBeEmpty("it rests a while, so that a scan does not make it again and again");
        time.Advance(TimeSpan.FromMinutes(5));

        (await finder.OfAsync(one, Token)).Single().Track.Id.ShouldBe(copy);
        features.Received(2).FingerprintsAsync(Arg.Any<CancellationToken>());
    }

    private static uint[] Words(int seed)
    {
        // As in music, a word is much like the one before.
        var random = new Random(seed);
        var words = new uint[500];
        var word = (uint)random.NextInt64(1L << 32);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = word ^= (1u << random.Next(32)) | (1u << random.Next(32)) | (1u << random.Next(32));
        }

        return words;
    }

    private static uint[] Flip(uint[] words, double share)
    {
        var random = new Random(7);
        return [.. words.Select(word => Enumerable.Range(0, 32).Aggregate(word, (flipped, bit) => random.NextDouble() < share ? flipped ^ (1u << bit) : flipped))];
    }

    private TrackId Add(uint[] words)
    {
        var id = new TrackId(new Guid(heard.Count + 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
        heard[id] = new TrackFeatures { AnalyserVersion = "1", DurationSeconds = 100, TempoBpm = 0, TempoConfidence = 0, LoudnessLufs = -14, TruePeakDb = -1, Fingerprint = words };
        return id;
    }

    private Track Track(TrackId id) => new()
    {
        Id = id, Title = "t", Artist = "a", ArtistId = new ArtistId(Guid.Empty), Duration = TimeSpan.FromMinutes(3), AddedAt = default, IsAvailable = !gone.Contains(id),
        File = new TrackFile { Root = "/", RelativePath = $"{id}", Size = 1, ModifiedAt = default, ContentHash = $"{id}", Codec = "flac" },
    };
}
