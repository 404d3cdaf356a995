using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Tests.Library;

public sealed class ScanTests : IAsyncDisposable
{
    private readonly LibraryFixture library = new();

    public ValueTask DisposeAsync() => library.DisposeAsync();

    [Fact]
    public async Task A_folder_becomes_tracks_with_their_tags()
    {
        await library.SongAsync("a/one.flac", "One");
        await library.SongAsync("b/two.mp3", "Two <b>bold</b>");
        await LibraryFixture.FfmpegAsync("-f", "lavfi", "-i", "color=red:s=200x200", "-frames:v", "1", library.PathOf("a/cover.png"));

        await library.ScanAsync();

        library.Listener.FoundFiles.ShouldBe(2);
        library.Store.All.Select(track => track.Title).ShouldBe(["One", "Two <b>bold</b>"]);
        Track one = library.Store.All[0];
        one.Artist.ShouldBe("The Sines");
        one.ArtworkKey.ShouldNotBeNull();
        one.File.Codec.ShouldBe("flac");
        one.File.ContentHash.Length.ShouldBe(64);
        library.Listener.Changed.ShouldBe(library.Store.All.Select(track => track.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task What_did_not_change_is_not_opened_again()
    {
        await library.SongAsync("a.flac");
        await library.SongAsync("b.flac");
        await library.ScanAsync();
        library.Probed.Count.ShouldBe(2);

        await library.ScanAsync();
        library.Probed.Count.ShouldBe(2);

        File.SetLastWriteTimeUtc(library.PathOf("b.flac"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        await library.ScanAsync();
        library.Probed.Count.ShouldBe(3);
        library.Store.All.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_moved_file_keeps_its_track()
    {
        await library.SongAsync("old/place.flac", "Moved", 500);
        await library.SongAsync("stays.flac", "Stays", 600);
        await library.ScanAsync();
        TrackId id = library.Store.All.Single(track => track.Title == "Moved").Id;

        Directory.Move(library.PathOf("old"), library.PathOf("new"));
        await library.ScanAsync();

        library.Store.All.Count.ShouldBe(2);
        Track moved = library.Store.All.Single(track => track.Id == id);
        moved.File.RelativePath.ShouldBe("new/place.flac");
        moved.IsAvailable.ShouldBeTrue();
    }

    [Fact]
    public async Task A_copy_is_a_track_of_its_own()
    {
        await library.SongAsync("a.flac");
        await library.ScanAsync();

        File.Copy(library.PathOf("a.flac"), library.PathOf("b.flac"));
        await library.ScanAsync();

        library.Store.Available.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_vanished_file_waits_for_its_return()
    {
        string path = await library.SongAsync("a.flac");
        await library.ScanAsync();
        File.Move(path, Path.Combine(library.Folder, "a.flac"));

        await library.ScanAsync();
        library.Store.All.Single().IsAvailable.ShouldBeFalse();

        File.Move(Path.Combine(library.Folder, "a.flac"), path);
        await library.ScanAsync();
        library.Store.All.Single().IsAvailable.ShouldBeTrue();
        library.Probed.Count.ShouldBe(1, "the file is as it was");
    }

    [Fact]
    public async Task A_vanished_root_loses_nothing()
    {
        await library.SongAsync("a.flac");
        await library.ScanAsync();
        string away = Path.Combine(library.Folder, "unplugged");
        Directory.Move(library.Root, away);

        (await Should.ThrowAsync<EchoTuneException>(library.ScanAsync)).ErrorCode.ShouldBe(ErrorCodes.LibraryRootMissing);
        library.Store.All.Single().IsAvailable.ShouldBeFalse();

        Directory.Move(away, library.Root);
        await library.ScanAsync();
        library.Store.Available.Count.ShouldBe(1);
        library.Probed.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_root_that_vanishes_while_it_is_scanned_is_named_and_blames_no_file()
    {
        await library.SongAsync("a.flac", hertz: 400);
        await library.ScanAsync();
        for (int i = 0; i < 12; i++)
        {
            File.Copy(library.PathOf("a.flac"), library.PathOf($"b{i}.flac"));
        }

        string away = Path.Combine(library.Folder, "unplugged");
        // The first change told is that of a vanished file; right after it the disk goes.
        File.Delete(library.PathOf("a.flac"));
        library.Listener.OnChanged = () =>
        {
            library.Listener.OnChanged = null;
            Directory.Move(library.Root, away);
        };

        (await Should.ThrowAsync<EchoTuneException>(library.ScanAsync)).ErrorCode.ShouldBe(ErrorCodes.LibraryRootMissing);
        library.Listener.Failures.ShouldBeEmpty();
        library.Store.Available.ShouldBeEmpty();

        Directory.Move(away, library.Root);
        await library.ScanAsync();
        library.Store.Available.Count.ShouldBe(12);
        library.Listener.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Hostile_files_are_listed_and_skipped_and_tried_again_only_when_they_change()
    {
        await library.SongAsync("good.flac");
        await File.WriteAllTextAsync(library.PathOf("text.mp3"), "no music", LibraryFixture.Token);
        await File.WriteAllTextAsync(library.PathOf("zero\nbytes.ogg"), "", LibraryFixture.Token);
        await LibraryFixture.FfmpegAsync("-f", "lavfi", "-i", "anoisesrc=d=10:seed=1", library.PathOf("cut.flac"));
        using (FileStream cut = File.OpenWrite(library.PathOf("cut.flac")))
        {
            cut.SetLength(cut.Length / 2);
        }

        await library.ScanAsync();
        await library.ScanAsync();

        library.Store.All.Count.ShouldBe(1);
        library.Probed.Count.ShouldBe(4);
        library.Listener.Failures.Select(failure => (failure.Path, failure.ErrorCode)).ShouldBe(
        [
            ("cut.flac", ErrorCodes.FileTruncated), ("text.mp3", ErrorCodes.NotAudio), ("zero\uFFFDbytes.ogg", ErrorCodes.FileEmpty),
        ]);

        File.Delete(library.PathOf("text.mp3"));
        await library.SongAsync("text.mp3");
        await library.ScanAsync();
        library.Store.All.Count.ShouldBe(2);
        library.Listener.Failures.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_track_whose_file_became_rubbish_is_not_offered()
    {
        string path = await library.SongAsync("a.flac");
        await library.ScanAsync();
        await File.WriteAllTextAsync(path, "overwritten by mistake", LibraryFixture.Token);

        await library.ScanAsync();

        library.Store.All.Single().IsAvailable.ShouldBeFalse();
    }

    [Fact]
    public async Task A_failing_database_stops_the_scan_with_its_own_words()
    {
        await library.SongAsync("a.flac");
        library.Store.IsAway = true;
        (await Should.ThrowAsync<EchoTuneException>(library.ScanAsync)).ErrorCode.ShouldBe(ErrorCodes.StorageUnavailable);

        library.Store.IsAway = false;
        await library.ScanAsync();
        library.Store.Available.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Tracks_of_other_folders_are_put_away()
    {
        await library.SongAsync("a.flac");
        await library.ScanAsync();

        await library.Scanner.RetireOthersAsync([library.Root], library.Listener, LibraryFixture.Token);
        library.Store.Available.Count.ShouldBe(1);

        await library.Scanner.RetireOthersAsync(["/elsewhere"], library.Listener, LibraryFixture.Token);
        library.Store.Available.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_scan_ends_and_the_next_goes_on()
    {
        await library.SongAsync("a.flac");
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => library.Scanner.ScanAsync(library.Root, library.Listener, stop.Token));

        await library.ScanAsync();
        library.Store.Available.Count.ShouldBe(1);
    }
}
