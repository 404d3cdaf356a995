using System.Collections.Concurrent;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Tests.Library;

public sealed class LibraryServiceTests
{
    [Fact]
    public async Task From_start_to_analysed_with_failures_listed()
    {
        await using var library = new LibraryFixture();
        await library.SongAsync("a.flac", "A", 400);
        await library.SongAsync("b.flac", "B", 500);
        await File.WriteAllTextAsync(library.PathOf("c.mp3"), "words", LibraryFixture.Token);
        var changed = new ConcurrentBag<TrackId>();
        library.Service.TracksChanged += ids =>
        {
            foreach (TrackId id in ids)
            {
                changed.Add(id);
            }
        };

        await library.StartAsync();
        LibraryProgress done = await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 2 });

        (done.Found, done.Tracks, done.FailedCount).ShouldBe((3, 2, 1));
        done.Failed.Single().ErrorCode.ShouldBe(ErrorCodes.NotAudio);
        done.Roots.ShouldBe([library.Root]);
        library.Extractor.Asked.Order().ShouldBe(["a.flac", "b.flac"]);
        foreach (Track track in library.Store.All)
        {
            changed.Count(id => id == track.Id).ShouldBe(2, "once as it appeared, once as it was analysed");
        }
    }

    [Fact]
    public async Task A_new_file_is_noticed_by_itself()
    {
        await using var library = new LibraryFixture(options => options with { RootCheckInterval = TimeSpan.FromHours(1) });
        await library.SongAsync("a.flac");
        await library.StartAsync();
        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Tracks: 1 });

        await library.SongAsync("sub/b.flac", hertz: 500);
        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Tracks: 2 });

        File.Delete(library.PathOf("a.flac"));
        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Tracks: 1 });
    }

    [Fact]
    public async Task A_newer_extractor_is_told_what_an_older_one_found()
    {
        await using var library = new LibraryFixture(options => options with { RootCheckInterval = TimeSpan.FromHours(1) });
        await library.SongAsync("a.flac");
        await library.StartAsync();
        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 1 });
        library.Extractor.EarlierVersions.ShouldBe([null]);

        library.Extractor.Version = "two";
        await library.SongAsync("b.flac", hertz: 500);
        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 2 } && library.Extractor.EarlierVersions.Count >= 3);

        library.Extractor.EarlierVersions.Order().ShouldBe([null, null, "one"]);
    }

    [Fact]
    public async Task A_missing_folder_is_told_and_read_when_it_comes()
    {
        await using var library = new LibraryFixture();
        string away = Path.Combine(library.Folder, "unplugged");
        await library.SongAsync("a.flac");
        Directory.Move(library.Root, away);

        await library.StartAsync();
        LibraryProgress failed = await library.WhenAsync(progress => progress.State == ScanState.Failed);
        failed.ErrorCode.ShouldBe(ErrorCodes.LibraryRootMissing);
        failed.Message!.ShouldContain(library.Root);

        Directory.Move(away, library.Root);
        LibraryProgress well = await library.WhenAsync(progress => progress is { State: ScanState.Idle, Tracks: 1 });
        well.ErrorCode.ShouldBeNull();
    }

    [Fact]
    public async Task An_empty_folder_says_what_to_do()
    {
        await using var library = new LibraryFixture();

        await library.StartAsync();

        LibraryProgress empty = await library.WhenAsync(progress => progress is { State: ScanState.Idle, ErrorCode: ErrorCodes.NothingFound });
        empty.Message!.ShouldContain("Copy music");
    }

    [Fact]
    public async Task A_database_that_is_away_is_waited_for()
    {
        await using var library = new LibraryFixture();
        await library.SongAsync("a.flac");
        library.Store.IsAway = true;

        await library.StartAsync();
        (await library.WhenAsync(progress => progress.State == ScanState.Failed)).ErrorCode.ShouldBe(ErrorCodes.StorageUnavailable);

        library.Store.IsAway = false;
        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 1 });
    }

    [Fact]
    public async Task A_track_that_cannot_be_analysed_is_listed_and_not_tried_for_ever()
    {
        await using var library = new LibraryFixture();
        await library.SongAsync("good.flac", hertz: 400);
        await library.SongAsync("odd.flac", hertz: 500);
        await library.SongAsync("crash.flac", hertz: 600);
        library.Extractor.Fails = path => Path.GetFileName(path) switch
        {
            "odd.flac" => new EchoTuneException(ErrorCodes.FileTruncated, "It ends early."),
            "crash.flac" => new InvalidOperationException("a bug"),
            _ => null,
        };
        await library.StartAsync();
        LibraryProgress done = await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 1, FailedCount: 2 });
        done.Failed.Select(failure => (failure.Path, failure.ErrorCode)).ShouldBe([("crash.flac", ErrorCodes.Internal), ("odd.flac", ErrorCodes.FileTruncated)]);

        await library.SongAsync("late.flac", hertz: 700);
        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 2 });

        library.Extractor.Asked.Count(name => name == "odd.flac").ShouldBe(1);
        library.Extractor.Asked.Count(name => name == "crash.flac").ShouldBe(1);
    }

    [Fact]
    public async Task A_track_whose_disk_goes_while_it_is_analysed_is_not_listed_and_is_analysed_when_it_is_back()
    {
        await using var library = new LibraryFixture();
        await library.SongAsync("song.flac");
        await library.ScanAsync();
        string away = library.Root + "-unplugged";
        library.Extractor.Fails = _ =>
        {
            Directory.Move(library.Root, away);
            return new EchoTuneException(ErrorCodes.FileUnreadable, "It cannot be read.");
        };
        var analysis = library.Get<AnalysisJob>();
        var analysed = new List<TrackId>();

        await analysis.RunAsync(analysed.AddRange, LibraryFixture.Token);
        library.Service.Progress.FailedCount.ShouldBe(0);
        analysed.ShouldBeEmpty();

        library.Extractor.Fails = _ => null;
        Directory.Move(away, library.Root);
        await analysis.RunAsync(analysed.AddRange, LibraryFixture.Token);
        analysed.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_listener_that_throws_harms_no_one()
    {
        await using var library = new LibraryFixture();
        await library.SongAsync("a.flac");
        library.Service.ProgressChanged += _ => throw new InvalidOperationException("a listener's bug");
        library.Service.TracksChanged += _ => throw new InvalidOperationException("a listener's bug");

        await library.StartAsync();

        await library.WhenAsync(progress => progress is { State: ScanState.Idle, Analysed: 1 });
    }

    [Fact]
    public async Task Stopping_ends_it_at_once()
    {
        await using var library = new LibraryFixture();
        await library.SongAsync("a.flac");
        await library.StartAsync();

        await library.Service.StopAsync(LibraryFixture.Token);

        library.Service.ExecuteTask!.IsCompleted.ShouldBeTrue();
        library.Service.ExecuteTask.IsFaulted.ShouldBeFalse();
    }
}
