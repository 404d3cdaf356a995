using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Tests.Recommendations;

public sealed class TextPoolTests
{
    [Fact]
    public void Texts_that_tracks_share_are_kept_once_and_nothing_else_of_a_track_changes()
    {
        var pool = new TextPool();
        Track one = Fresh("one", "rock", "pop"), other = Fresh("other", "rock", "pop"), third = Fresh("third");

        Track[] slim = [pool.Slim(one), pool.Slim(other), pool.Slim(third)];

        foreach (var text in (Func<Track, object?>[])[track => track.Artist, track => track.Album, track => track.AlbumArtist, track => track.ArtworkKey, track => track.Language, track => track.File.Root, track => track.File.Codec])
        {
            text(one).ShouldNotBeSameAs(text(other), "or this would prove nothing");
            text(slim[1]).ShouldBeSameAs(text(slim[0]));
            text(slim[2]).ShouldBeSameAs(text(slim[0]));
        }

        slim[0].Genres.ShouldBe(["rock", "pop"]);
        slim[0].Lyrics.ShouldBeNull();
        (slim[0] with { Lyrics = one.Lyrics }).ShouldBe(one);
        pool.Slim(one with { Album = null, ArtworkKey = null }).Album.ShouldBeNull();
    }

    // Each text an object of its own, as the database gives them.
    private static Track Fresh(string title, params string[] genres) => new()
    {
        Id = TrackId.New(TimeProvider.System), Title = title, Artist = Own("Artist"), ArtistId = new ArtistId(Guid.Empty), Album = Own("Album"), AlbumArtist = Own("Somebody"),
        Genres = [.. genres.Select(Own)], Duration = TimeSpan.FromMinutes(3), ArtworkKey = Own("cover"), AddedAt = DateTimeOffset.UnixEpoch, Language = Own("en"), Lyrics = "la la la",
        File = new TrackFile { Root = Own("/music"), RelativePath = title, Size = 1, ModifiedAt = DateTimeOffset.UnixEpoch, ContentHash = title, Codec = Own("flac") },
    };

    private static string Own(string text) => new(text.AsSpan());
}
