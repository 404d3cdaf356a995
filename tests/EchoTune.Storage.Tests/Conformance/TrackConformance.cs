using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Taste;
using EchoTune.Catalog.Tracks;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every store of tracks must do: scanning, moving, availability.</summary>
public abstract class TrackConformance
{
    protected abstract ITrackStore Tracks { get; }

    protected abstract IPlayStore Plays { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scanned_file_reads_back_as_it_was()
    {
        var file = Given.File("a/one.flac", "One", "Ada", "First", "The Band") with
        {
            DiscNumber = 2, TrackNumber = 7, Year = 1999, Genres = ["rock", "lo-fi"], ArtworkKey = "abc", Language = "en", IsExplicit = true, Lyrics = "la la",
        };
        var id = (await Tracks.SaveScannedAsync([file], Token))[0];

        var track = (await Tracks.GetAsync(id, Token)).ShouldNotBeNull();

        track.File.ShouldBe(file.File);
        (track.Title, track.Artist, track.Album, track.AlbumArtist).ShouldBe(("One", "Ada", "First", "The Band"));
        (track.DiscNumber, track.TrackNumber, track.Year).ShouldBe((2, 7, 1999));
        track.Genres.ShouldBe(["rock", "lo-fi"]);
        (track.ArtworkKey, track.Language, track.IsExplicit, track.Lyrics).ShouldBe(("abc", "en", true, "la la"));
        track.Duration.ShouldBe(TimeSpan.FromSeconds(100));
        track.IsAvailable.ShouldBeTrue();
        var known = (await Tracks.KnownFilesAsync("/music", Token)).Single(k => k.TrackId == id);
        known.ShouldBe(new KnownFile(id, "a/one.flac", 1000, file.File.ModifiedAt, file.File.ContentHash, true));
    }

    [Fact]
    public async Task An_unknown_track_is_null_and_left_out()
    {
        var known = await Given.Track(Tracks, Token);

        (await Tracks.GetAsync(TrackId.New(TimeProvider.System), Token)).ShouldBeNull();
        (await Tracks.GetManyAsync([TrackId.New(TimeProvider.System), known], Token)).Select(t => t.Id).ShouldBe([known]);
        (await Tracks.GetManyAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Tracks_come_in_the_order_asked()
    {
        var ids = await Tracks.SaveScannedAsync([.. Enumerable.Range(0, 20).Select(i => Given.File($"order/{i}.flac"))], Token);
        var asked = ids.Reverse().ToList();

        (await Tracks.GetManyAsync(asked, Token)).Select(t => t.Id).ShouldBe(asked);
    }

    [Fact]
    public async Task A_known_path_updates_its_track()
    {
        var before = (await Tracks.SaveScannedAsync([Given.File("up.flac", "Old", album: "A")], Token))[0];
        var after = (await Tracks.SaveScannedAsync([Given.File("up.flac", "New", "Bob", content: "other")], Token))[0];

        after.ShouldBe(before);
        var track = (await Tracks.GetAsync(after, Token)).ShouldNotBeNull();
        (track.Title, track.Artist, track.Album, track.File.ContentHash).ShouldBe(("New", "Bob", null, "other"));
    }

    [Fact]
    public async Task A_moved_file_keeps_its_track_and_its_history()
    {
        var listener = Given.Listener();
        var before = (await Tracks.SaveScannedAsync([Given.File("old/place.flac", content: "moving")], Token))[0];
        await Plays.AppendAsync(listener, [new Play { EventId = Given.Id(), TrackId = before, Kind = PlayKind.Completed, StartedAt = Given.Noon }], Token);
        await Tracks.SetAvailableAsync([before], false, Token);

        var after = (await Tracks.SaveScannedAsync([Given.File("new/place.flac", content: "moving")], Token))[0];

        after.ShouldBe(before);
        var track = (await Tracks.GetAsync(after, Token)).ShouldNotBeNull();
        track.IsAvailable.ShouldBeTrue();
        track.File.RelativePath.ShouldBe("new/place.flac");
        (await Plays.CountsAsync(listener, null, Token)).Single().TrackId.ShouldBe(after);
        (await Tracks.KnownFilesAsync("/music", Token)).ShouldNotContain(k => k.RelativePath == "old/place.flac");
    }

    [Fact]
    public async Task A_copy_beside_the_original_is_a_new_track()
    {
        var original = (await Tracks.SaveScannedAsync([Given.File("orig.flac", content: "same")], Token))[0];
        var copy = (await Tracks.SaveScannedAsync([Given.File("copy.flac", content: "same")], Token))[0];

        copy.ShouldNotBe(original);
    }

    [Fact]
    public async Task A_missing_track_is_taken_over_once()
    {
        var missing = (await Tracks.SaveScannedAsync([Given.File("gone.flac", content: "twin")], Token))[0];
        await Tracks.SetAvailableAsync([missing], false, Token);

        var ids = await Tracks.SaveScannedAsync([Given.File("t1.flac", content: "twin"), Given.File("t2.flac", content: "twin")], Token);

        ids.ShouldContain(missing);
        ids.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_is_back_at_its_place_keeps_its_track_from_its_copy()
    {
        var id = (await Tracks.SaveScannedAsync([Given.File("back.flac", content: "back")], Token))[0];
        await Tracks.SetAvailableAsync([id], false, Token);

        var ids = await Tracks.SaveScannedAsync([Given.File("back-copy.flac", content: "back"), Given.File("back.flac", content: "back")], Token);

        ids[1].ShouldBe(id);
        ids[0].ShouldNotBe(id);
    }

    [Fact]
    public async Task The_same_path_twice_in_a_batch_is_one_track_and_the_last_one_counts()
    {
        var ids = await Tracks.SaveScannedAsync([Given.File("dup.flac", "First"), Given.File("dup.flac", "Second")], Token);

        ids[0].ShouldBe(ids[1]);
        (await Tracks.GetAsync(ids[0], Token))!.Title.ShouldBe("Second");
    }

    [Fact]
    public async Task Names_that_differ_in_case_accents_and_blanks_are_one_artist_and_one_album()
    {
        var tracks = await Given.Library(
            Tracks, Token,
            Given.File("n/1.flac", artist: "Sigur Rós", album: "Ágætis byrjun"), Given.File("n/2.flac", artist: " sigur  ros", album: "agaetis BYRJUN "),
            Given.File("n/3.flac", artist: "Sigur Ro\u0301s", album: "Ágætis byrjun"));

        tracks.Select(t => t.ArtistId).Distinct().Count().ShouldBe(1);
        tracks.Select(t => t.AlbumId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task The_same_title_by_two_artists_is_two_albums()
    {
        var tracks = await Given.Library(
            Tracks, Token, Given.File("x/1.flac", artist: "Xa", album: "Greatest Hits"), Given.File("y/1.flac", artist: "Ya", album: "Greatest Hits"));

        tracks.Select(t => t.AlbumId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Several_artists_on_an_untagged_album_of_one_folder_make_a_compilation_also_when_scanned_one_by_one()
    {
        var first = (await Tracks.SaveScannedAsync([Given.File("va/1.flac", artist: "P", album: "Party")], Token))[0];
        (await Tracks.GetAsync(first, Token))!.AlbumArtist.ShouldBe("P");

        var second = (await Tracks.SaveScannedAsync([Given.File("va/2.flac", artist: "Q", album: "Party")], Token))[0];

        var tracks = await Tracks.GetManyAsync([first, second], Token);
        tracks.Select(t => t.AlbumArtist).ShouldAllBe(a => a == "Various Artists");
        tracks[0].AlbumId.ShouldBe(tracks[1].AlbumId);
    }

    [Fact]
    public async Task Guests_do_not_make_a_compilation()
    {
        var tracks = await Given.Library(
            Tracks, Token, Given.File("g/1.flac", artist: "Gia", album: "Guests"), Given.File("g/2.flac", artist: "Gia feat. Hal", album: "Guests"));

        tracks.Select(t => t.AlbumArtist).ShouldAllBe(a => a == "Gia");
    }

    [Fact]
    public async Task Missing_tracks_are_not_counted_listed_or_streamed_but_can_be_read()
    {
        var ids = await Tracks.SaveScannedAsync([Given.File("m/1.flac", "Missing one"), Given.File("m/2.flac", "Missing two")], Token);
        var before = await Tracks.CountAsync(Token);

        await Tracks.SetAvailableAsync([ids[0]], false, Token);

        (await Tracks.CountAsync(Token)).ShouldBe(before - 1);
        (await Tracks.QueryAsync(new TrackQuery { Text = "missing" }, Token)).Items.Select(t => t.Id).ShouldBe([ids[1]]);
        (await Tracks.AllAsync(Token).Select(t => t.Id).ToListAsync(Token)).ShouldNotContain(ids[0]);
        (await Tracks.GetAsync(ids[0], Token))!.IsAvailable.ShouldBeFalse();
        await Tracks.SetAvailableAsync([ids[0]], true, Token);
        (await Tracks.CountAsync(Token)).ShouldBe(before);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("'; DROP TABLE tracks; --")]
    [InlineData("lone \ud800 surrogate")]
    [InlineData("emoji 🎷 and ﷺﷺﷺ")]
    [InlineData("100% \\ _under_")]
    public async Task Hostile_texts_are_kept_and_found(string text)
    {
        var marker = "host" + Given.Id().ToString("N");
        var file = Given.File($"{marker}/{text}\n.flac", $"{marker} {text}", text, text, text) with { Genres = [text, text + "\u001f"], Lyrics = text, Language = text };
        var id = (await Tracks.SaveScannedAsync([file], Token))[0];

        var track = (await Tracks.GetAsync(id, Token)).ShouldNotBeNull();
        track.Title.ShouldStartWith(marker);
        track.Title.ShouldNotContain('\0');
        (await Tracks.QueryAsync(new TrackQuery { Text = $"{marker} {text}" }, Token)).Items.Select(t => t.Id).ShouldContain(id);
        await Tracks.QueryAsync(new TrackQuery { Genre = text, Text = text }, Token);
    }

    [Fact]
    public async Task Texts_of_a_megabyte_are_cut()
    {
        var text = string.Concat(Enumerable.Repeat("ﷺ🎷x", 250_000));
        var id = (await Tracks.SaveScannedAsync([Given.File("long.flac", text, text, text, text) with { Lyrics = text, Genres = [text] }], Token))[0];

        (await Tracks.GetAsync(id, Token))!.Title.Length.ShouldBeInRange(100, 500);
    }

    [Fact]
    public async Task Scans_at_the_same_time_never_make_anything_twice()
    {
        var batches = Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 30).Select(i => Given.File($"race/{i}.flac", artist: $"Racer {i % 5}", album: $"Race {i % 5}")).ToList());

        var ids = await Task.WhenAll(batches.Select(b => Tracks.SaveScannedAsync(b, Token)));

        ids.SelectMany(i => i).Distinct().Count().ShouldBe(30);
        (await Tracks.GetManyAsync(ids[0], Token)).Select(t => t.ArtistId).Distinct().Count().ShouldBe(5);
    }
}
