using EchoTune.Catalog.Search;
using EchoTune.Conversation.Interpreter;
using EchoTune.Conversation.Tools;
using Shouldly;
using Xunit;

namespace EchoTune.Conversation.Tests.Interpreter;

/// <summary>Playlists called by their bare titles.</summary>
public sealed class PlaylistTitleTests
{
    private static readonly InterpretationContext Mine = new() { Playlists = ["Sunday Morning", "Café del Mar", "Chill", "The Cure Nights"] };

    [Theory]
    [InlineData("play Sunday Morning", "Sunday Morning")]
    [InlineData("play sunday morning please", "Sunday Morning")]
    [InlineData("put on cafe del mar", "Café del Mar")]
    [InlineData("play my chill", "Chill")]
    [InlineData("start The Cure Nights", "The Cure Nights")]
    public void A_playlist_is_found_by_its_title(string said, string title)
    {
        var call = PhraseTests.Reader.Interpret(said, Mine).Calls.ShouldHaveSingleItem();

        call.Tool.ShouldBe(ToolNames.PlayPlaylist);
        ((string?)call.Arguments["playlist"]).ShouldBe(title);
    }

    [Theory]
    [InlineData("play something chill")]
    [InlineData("play chill")]
    [InlineData("play sunday morning jazz")]
    public void A_word_of_a_title_still_means_what_it_means(string said) =>
        PhraseTests.Reader.Interpret(said, Mine).Calls.ShouldHaveSingleItem().Tool.ShouldBe(ToolNames.PlayMusic);

    [Fact]
    public void An_artist_of_the_library_comes_before_a_playlist_of_that_name()
    {
        var names = new NameList();
        names.AddRange(["Sunday Morning"], NameKind.Artist);

        PhraseTests.Reader.Interpret("play Sunday Morning", Mine with { Lexicon = names }).Calls.ShouldHaveSingleItem().Tool.ShouldBe(ToolNames.PlayMusic);
        PhraseTests.Reader.Interpret("play my Sunday Morning", Mine with { Lexicon = names }).Calls.ShouldHaveSingleItem().Tool.ShouldBe(ToolNames.PlayPlaylist);
    }
}
