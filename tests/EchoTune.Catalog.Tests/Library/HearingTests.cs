using System.Collections.Concurrent;
using EchoTune.Audio.Analysis;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Tests.Library;

public sealed class HearingTests
{
    [Fact]
    public async Task What_somebody_looks_at_or_plays_is_analysed_before_what_waits()
    {
        await using var library = new LibraryFixture(options => options with { Parallelism = 1, RootCheckInterval = TimeSpan.FromHours(1) });
        foreach (char name in "abcdef")
        {
            await library.SongAsync($"{name}.flac", hertz: 300 + name);
        }

        var board = library.Get<HearingBoard>();
        string? first = null;
        library.Extractor.During = async (name, _) =>
        {
            if (first is null)
            {
                await library.WhenAsync(progress => progress.Tracks == 6);
                // While the first is heard, the two that would come last are asked for.
                first = name;
                List<Track> others = [.. library.Store.All.Where(track => track.File.RelativePath != name).OrderBy(track => track.Id.Value)];
                board.Prefer(others[^1].Id);
                board.Follow(others[^2].Id).State.ShouldBe(HearingState.Waiting);
            }
        };

        await library.StartAsync();
        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 6 });

        List<Track> rest = [.. library.Store.All.Where(track => track.File.RelativePath != first).OrderBy(track => track.Id.Value)];
        library.Extractor.Asked.ShouldBe([first!, rest[^2].File.RelativePath, rest[^1].File.RelativePath, .. library.Extractor.Asked.Skip(3)]);
        library.Extractor.Asked.Count.ShouldBe(6, "each once");
    }

    [Fact]
    public async Task A_followed_track_is_told_as_it_is_heard_and_when_it_is_done_or_failed_and_others_are_not()
    {
        await using var library = new LibraryFixture(options => options with { Parallelism = 1, RootCheckInterval = TimeSpan.FromHours(1) });
        await library.SongAsync("a.flac", hertz: 400);
        await library.SongAsync("b.flac", hertz: 500);
        await library.SongAsync("c.flac", hertz: 600);
        var board = library.Get<HearingBoard>();
        var told = new ConcurrentQueue<(string Name, Hearing Hearing)>();
        string NameOf(TrackId id) => library.Store.All.First(track => track.Id == id).File.RelativePath;
        board.Changed += hearing => told.Enqueue((NameOf(hearing.Track), hearing));
        library.Extractor.During = (name, listening) =>
        {
            Track track = library.Store.All.First(one => one.File.RelativePath == name);
            if (name != "c.flac")
            {
                board.Follow(track.Id);
            }

            listening!.WantsFindings.ShouldBe(name != "c.flac");
            listening.Heard(0.1, Interim(0.1));
            board.Follow(track.Id).ShouldBe(new Hearing(track.Id, HearingState.Listening, 0.1, track.Duration.TotalSeconds, Interim(0.1)), name);
            return Task.CompletedTask;
        };
        library.Extractor.Fails = path => path.EndsWith("b.flac", StringComparison.Ordinal) ? new EchoTuneException(ErrorCodes.NotAudio, "It holds no sound.") : null;

        await library.StartAsync();
        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 2, FailedCount: 1 });

        told.Where(one => one.Name == "a.flac").Select(one => one.Hearing.State).ShouldBe([HearingState.Listening, HearingState.Heard]);
        told.Where(one => one.Name == "b.flac").Select(one => one.Hearing.State).ShouldBe([HearingState.Listening, HearingState.Failed]);
        Track failed = library.Store.All.First(track => track.File.RelativePath == "b.flac");
        board.Follow(failed.Id).Problem.ShouldBe("It holds no sound.");
        (await ((IFeatureStore)library.Store).GetAsync(failed.Id, LibraryFixture.Token)).ShouldBeNull("half an answer is none");
    }

    [Fact]
    public void Nobody_is_told_after_they_have_stopped_asking()
    {
        var time = new ManualTime();
        var board = new HearingBoard(time);
        var track = TrackId.New(time);
        var told = 0;
        board.Changed += _ => told++;

        board.Follow(track);
        time.Advance(HearingBoard.Patience);
        board.Note(new Hearing(track, HearingState.Listening, 1));
        told.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(1));
        board.Note(new Hearing(track, HearingState.Listening, 2));
        told.ShouldBe(1);
        board.Follow(track).HeardSeconds.ShouldBe(2);
        board.Note(new Hearing(track, HearingState.Heard));
        told.ShouldBe(2);
    }

    [Fact]
    public void Only_the_latest_wishes_are_remembered_the_newest_first()
    {
        var board = new HearingBoard(TimeProvider.System);
        List<TrackId> tracks = [.. Enumerable.Range(0, 100).Select(_ => TrackId.New(TimeProvider.System))];
        tracks.ForEach(board.Prefer);
        board.Prefer(tracks[90]);

        var taken = new List<TrackId>();
        while (board.TakePreferred() is { } id)
        {
            taken.Add(id);
        }

        taken.Count.ShouldBe(64);
        taken[..3].ShouldBe([tracks[90], tracks[99], tracks[98]]);
        taken.Distinct().Count().ShouldBe(64);
    }

    [Fact]
    public async Task A_long_file_tells_tempo_key_and_chords_before_its_end_only_to_who_follows_it()
    {
        await using var library = new LibraryFixture();
        // Two clicks a second over a chord of A minor.
        await LibraryFixture.FfmpegAsync(
            "-f", "lavfi", "-i", "aevalsrc='0.15*sin(2*PI*220*t)+0.1*sin(2*PI*261.63*t)+0.1*sin(2*PI*329.63*t)+0.6*exp(-60*mod(t,0.5))*sin(2*PI*1000*t)':s=44100:d=40", library.PathOf("long.flac"));
        var time = new ManualTime();
        using var extractor = new PipelineFeatureExtractor(new SlowDecoder(library.Get<IAudioDecoder>(), time), library.Options);
        var board = new HearingBoard(time);
        var (followed, other) = (TrackId.New(TimeProvider.System), TrackId.New(TimeProvider.System));
        var told = new List<Hearing>();
        board.Changed += told.Add;
        board.Follow(followed);

        TrackFeatures features = await extractor.ExtractAsync(library.PathOf("long.flac"), null, new Listening(board, followed, TimeSpan.FromSeconds(40), time), LibraryFixture.Token);
        board.Note(new Hearing(followed, HearingState.Heard));
        TrackFeatures again = await extractor.ExtractAsync(library.PathOf("long.flac"), null, new Listening(board, other, TimeSpan.FromSeconds(40), time), LibraryFixture.Token);

        told.ShouldAllBe(hearing => hearing.Track == followed);
        told[..^1].Select(hearing => hearing.HeardSeconds).ShouldBeInOrder();
        told.Count.ShouldBeInRange(10, 100);
        InterimFeatures late = told[^2].SoFar.ShouldNotBeNull();
        late.UnderstoodSeconds.ShouldBeInRange(20, 40);
        Math.IEEERemainder(Math.Log2(late.TempoBpm / 120), 1).ShouldBe(0, 0.05, "the tempo, or half of it");
        late.Chords.ShouldNotBeEmpty();
        late.Chords.ShouldAllBe(chord => chord.End <= 41);
        told.ShouldContain(hearing => hearing.SoFar != null && hearing.SoFar.UnderstoodSeconds < 15, "it begins early");
        again.ShouldBeEquivalentTo(features, "to be watched changes nothing of the answer");
    }

    private static InterimFeatures Interim(double seconds) => new()
    {
        HeardSeconds = seconds, UnderstoodSeconds = seconds, TempoBpm = 100, TempoConfidence = 0.5, Beats = Beats, Downbeats = Beats, TimeSignature = "4/4", Key = null, KeyConfidence = 0,
        LoudnessLufs = -20, TruePeakDb = -3, Chords = Chords,
    };

    private static readonly double[] Beats = [0.1];
    private static readonly ChordSegment[] Chords = [new(0, 1, "Am")];

    /// <summary>A decoder on which a tenth of a second passes with each block.</summary>
    private sealed class SlowDecoder(IAudioDecoder decoder, ManualTime time) : IAudioDecoder
    {
        public async IAsyncEnumerable<ReadOnlyMemory<float>> DecodeAsync(string path, int sampleRate, int channels, Action? onOneChannel, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (ReadOnlyMemory<float> block in decoder.DecodeAsync(path, sampleRate, channels, onOneChannel, cancellationToken))
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                yield return block;
            }
        }
    }
}
