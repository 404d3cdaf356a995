using EchoTune.Catalog.Requests;
using EchoTune.Catalog.Tracks;

namespace EchoTune.Catalog.Tests.Recommendations;

public sealed class WordTests
{
    private static readonly Track[] Tracks =
    [
        Track("Night River", "The Lanterns", "First Light", "techno"),
        Track("Morning", "Night Choir", "Songs", "folk"),
        Track("Morning", "Somebody", "Night", "folk"),
        Track("A Long Title About One Night Among Very Many Others Of The Same Winter", "Somebody Else", "Collected Works", "folk"),
        Track("Morning", "Nobody", "Evening", "folk"),
        Track("Winters", "Nobody", "Evening", "punk"),
    ];

    [Fact]
    public void A_title_tells_more_than_an_artist_and_that_more_than_an_album_and_a_short_one_more_than_a_long_one()
    {
        var scores = Score("night");
        scores[0].ShouldBeGreaterThan(scores[1]);
        scores[1].ShouldBeGreaterThan(scores[2]);
        scores[0].ShouldBeGreaterThan(scores[3]);
        (scores[4], scores[5]).ShouldBe((0, 0));
    }

    [Fact]
    public void A_rare_word_tells_more_than_a_frequent_one_and_more_words_more_than_one()
    {
        var scores = Score("river morning");
        scores[0].ShouldBeGreaterThan(scores[1]);
        Score("nobody evening")[4].ShouldBeGreaterThan(Score("evening")[4]);
        Score("the music nowhere").ShouldAllBe(score => score == 0);
    }

    [Fact]
    public void Plurals_and_families_of_genres_are_found()
    {
        Score("winter")[5].ShouldBeGreaterThan(0);
        var electronic = Score("electronic");
        electronic[0].ShouldBeGreaterThan(0);
        Score("techno")[0].ShouldBeGreaterThan(electronic[0]);
        electronic.Skip(1).ShouldAllBe(score => score == 0);
    }

    private static float[] Score(string text)
    {
        var scores = new float[Tracks.Length];
        var highest = new WordIndex(Tracks).Score([.. WordIndex.Words(text)], scores);
        highest.ShouldBe(scores.Max());
        return scores;
    }

    private static Track Track(string title, string artist, string album, string genre) => new()
    {
        Id = new TrackId(Guid.CreateVersion7()), Title = title, Artist = artist, ArtistId = new ArtistId(Guid.CreateVersion7()), Album = album, Genres = [genre],
        Duration = TimeSpan.FromMinutes(3), AddedAt = DateTimeOffset.UnixEpoch,
        File = new TrackFile { Root = "/", RelativePath = title, Size = 1, ModifiedAt = DateTimeOffset.UnixEpoch, ContentHash = title, Codec = "flac" },
    };
}
