using EchoTune.Catalog.Library;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Tests.Library;

public sealed class TagReadingTests
{
    [Theory]
    [InlineData("1999", 1999)]
    [InlineData("1999-12-31", 1999)]
    [InlineData("19991231", 1999)]
    [InlineData("31.12.1999", 1999)]
    [InlineData("2004-03-01T08:00:00Z", 2004)]
    [InlineData("c. 1978", 1978)]
    [InlineData("0000", null)]
    [InlineData("12345", null)]
    [InlineData("next year", null)]
    [InlineData("", null)]
    public void Years_are_found_in_dates(string text, int? year) => TagReading.Year(text).ShouldBe(year);

    [Theory]
    [InlineData("3", 3)]
    [InlineData("3/12", 3)]
    [InlineData("03 / 12", 3)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("A1", null)]
    [InlineData("99999999999", null)]
    public void Positions_come_before_the_slash(string text, int? number) => TagReading.Number(text).ShouldBe(number);

    [Theory]
    [InlineData("Rock", "rock")]
    [InlineData("Rock; Jazz/Blues, Funk", "rock|jazz|blues|funk")]
    [InlineData("(17)", "rock")]
    [InlineData("(17)(9)Doom", "rock|metal|doom")]
    [InlineData("(RX)Techno", "remix|techno")]
    [InlineData("17", "rock")]
    [InlineData("127", "drum and bass")]
    [InlineData("147", "synth pop")]
    [InlineData("255", "")]
    [InlineData("Hip-Hop;hip hop", "hip hop")]
    [InlineData("Drum & Bass", "drum and bass")]
    [InlineData("(Unknown)", "")]
    [InlineData("(oops", "(oops")]
    [InlineData("", "")]
    public void Genres_are_one_list_of_one_spelling(string tag, string genres) => string.Join('|', GenreTags.Read(tag)).ShouldBe(genres);

    [Fact]
    public void Genres_are_bounded() =>
        GenreTags.Read(string.Join(';', Enumerable.Range(300, 1000).Select(i => "genre " + i)) + ";" + new string('x', 5000)).Count.ShouldBe(10);

    [Theory]
    [InlineData("eng", "en")]
    [InlineData("German", "de")]
    [InlineData("fr-FR", "fr")]
    [InlineData("ja", "ja")]
    [InlineData("zz", null)]
    [InlineData("klingon", null)]
    public void Languages_become_two_letters(string tag, string? language) => TagReading.Language(tag).ShouldBe(language);

    [Theory]
    [InlineData("03 - Some Band - Some Song.mp3", "Some Band", null, "Some Song")]
    [InlineData("Music/Some Band/Some Album/07. Another_one.mp3", "Some Band", "Some Album", "Another one")]
    [InlineData("Some Band/1999 - Some Album/CD 2/07 Song.mp3", "Some Band", "Some Album", "Song")]
    [InlineData("warzone2100/music/albums/legacy_soundtrack/track5.opus", "warzone2100", "legacy soundtrack", "track5")]
    [InlineData("Downloads/Song.mp3", "Unknown artist", null, "Song")]
    [InlineData("Some Folder/Song.mp3", "Unknown artist", "Some Folder", "Song")]
    [InlineData("99 Luftballons.mp3", "Unknown artist", null, "Luftballons")]
    [InlineData("1999.mp3", "Unknown artist", null, "1999")]
    [InlineData("line\nbreak.mp3", "Unknown artist", null, "line break")]
    [InlineData("___.mp3", "Unknown artist", null, "Untitled")]
    public void Without_tags_the_path_speaks(string path, string artist, string? album, string title)
    {
        ScannedFile file = Read(path);

        (file.Artist, file.Album, file.Title).ShouldBe((artist, album, title));
    }

    [Theory]
    [InlineData("hr-crossroads.ogg", "Living Caves;Crossroads", "2;5", "Crossroads", 5)]
    [InlineData("hr-desert.ogg", "Living Caves;Desert;R'Lyeh", "2;10;9", "Desert", 10)]
    [InlineData("x.ogg", "Living Caves;Crossroads", "2;5", "Crossroads", 5)]
    [InlineData("x.ogg", "Stop; Look; Listen", "2", "Stop; Look; Listen", 2)]
    public void Titles_that_piled_up_become_one(string path, string titles, string positions, string title, int position)
    {
        ScannedFile file = Read(path, ("title", titles), ("track", positions));

        (file.Title, file.TrackNumber).ShouldBe((title, position));
    }

    [Theory]
    [InlineData("The Band", "4", null)]
    [InlineData("311", "311", "311")]
    public void A_number_is_no_album_artist_unless_it_is_the_artist(string artist, string albumArtist, string? kept) =>
        Read("x.ogg", ("title", "T"), ("artist", artist), ("album_artist", albumArtist)).AlbumArtist.ShouldBe(kept);

    [Fact]
    public void Tags_speak_first()
    {
        ScannedFile file = Read(
            "x - y.mp3", ("title", "T"), ("artist", "A"), ("album", "L"), ("album_artist", "Various Artists"), ("track", "2/9"), ("disc", "1/2"),
            ("date", "2011"), ("originaldate", "1973-03-01"), ("genre", "Rock"), ("language", "eng"), ("lyrics", "la"), ("itunesadvisory", "1"));

        file.Title.ShouldBe("T");
        file.Artist.ShouldBe("A");
        file.Album.ShouldBe("L");
        file.IsCompilation.ShouldBeTrue();
        file.TrackNumber.ShouldBe(2);
        file.DiscNumber.ShouldBe(1);
        file.Year.ShouldBe(1973);
        file.Genres.ShouldBe(["rock"]);
        file.Language.ShouldBe("en");
        file.Lyrics.ShouldBe("la");
        file.IsExplicit.ShouldBeTrue();
    }

    private static ScannedFile Read(string path, params (string Key, string Value)[] tags) => TagReading.Read(
        "/music",
        new FoundFile(path, "/music/" + path, 1, DateTimeOffset.UnixEpoch),
        new FileDigest("hash", null),
        new ProbedFile { Codec = "mp3", Duration = TimeSpan.FromSeconds(1), SampleRate = 44100, Channels = 2, Tags = tags.ToDictionary(tag => tag.Key, tag => tag.Value) },
        null);
}
