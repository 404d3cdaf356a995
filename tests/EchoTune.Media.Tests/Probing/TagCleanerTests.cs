using EchoTune.Media.Probing;

namespace EchoTune.Media.Tests.Probing;

public sealed class TagCleanerTests
{
    [Theory]
    [InlineData("  Two   words\t\n", "Two words")]
    [InlineData("a\0b", "a b")]
    [InlineData("\u0007bell\u200b\ufeff", "bell")]
    [InlineData("right\u202eleft", "rightleft")]
    [InlineData("👩\u200d🎤 sings", "👩\u200d🎤 sings")]
    [InlineData("half \ud83c pair", "half pair")]
    [InlineData("<b>bold</b>", "<b>bold</b>")]
    [InlineData("", "")]
    public void Texts_lose_what_is_no_text(string dirty, string clean) =>
        TagCleaner.Text(dirty, 500, keepLines: false).ShouldBe(clean);

    [Fact]
    public void Texts_are_cut_between_characters() =>
        TagCleaner.Text(string.Concat(Enumerable.Repeat("🎵", 300)), 501, keepLines: false).ShouldBe(string.Concat(Enumerable.Repeat("🎵", 250)));

    [Fact]
    public void One_thing_has_one_name_and_the_first_value_wins()
    {
        var tags = TagCleaner.Clean(
        [
            new("AlbumArtist", "First"), new("album_artist", "Second"), new("TRACKNUMBER", "3/12"), new("lyrics-eng", "la\nla"), new("UNSYNCEDLYRICS", "other"), new("", "x"), new("empty", "\0"),
        ]);

        tags.ShouldBe(new Dictionary<string, string> { ["album_artist"] = "First", ["track"] = "3/12", ["lyrics"] = "la\nla" }, ignoreOrder: true);
    }

    [Fact]
    public void Tags_without_end_are_bounded() =>
        TagCleaner.Clean(Enumerable.Range(0, 100_000).Select(i => KeyValuePair.Create($"key{i}", "value"))).Count.ShouldBe(100);
}
