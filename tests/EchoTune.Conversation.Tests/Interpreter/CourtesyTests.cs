using EchoTune.Conversation.Interpreter;
using EchoTune.Conversation.Tools;
using Shouldly;
using Xunit;

namespace EchoTune.Conversation.Tests.Interpreter;

public sealed class CourtesyTests
{
    private static readonly IInterpreter Reader = PhraseTests.Reader;

    [Theory]
    [InlineData("thanks, you're great", "welcome")]
    [InlineData("Thank you so much!", "welcome")]
    [InlineData("hello", "Hello")]
    [InlineData("Good morning", "Hello")]
    [InlineData("good job", "Glad")]
    [InlineData("no, that's wrong", "undo")]
    public void A_courtesy_is_returned_and_nothing_is_done(string said, string answer)
    {
        var calls = Reader.Interpret(said, new InterpretationContext()).Calls;

        calls.Single().Tool.ShouldBe(ToolNames.Clarify);
        calls.Single().Arguments["question"]!.GetValue<string>().ShouldContain(answer);
    }

    [Theory]
    [InlineData("thanks, now skip this", ToolNames.Next)]
    [InlineData("hello, play some jazz", ToolNames.PlayMusic)]
    [InlineData("play Hello by Adele", ToolNames.PlayMusic)]
    [InlineData("this is great", ToolNames.Like)]
    public void A_wish_beside_a_courtesy_is_heard(string said, string tool) =>
        Reader.Interpret(said, new InterpretationContext()).Calls.Single().Tool.ShouldBe(tool);

    [Theory]
    [InlineData("cut the music", ToolNames.Stop)]
    [InlineData("cut the volume", ToolNames.SetVolume)]
    public void Cutting_the_music_is_not_cutting_the_volume(string said, string tool) =>
        Reader.Interpret(said, new InterpretationContext()).Calls.Single().Tool.ShouldBe(tool);

    [Fact]
    public void A_playlist_can_be_asked_for_shuffled() =>
        Reader.Interpret("play the Party Mix playlist shuffled", new InterpretationContext()).Calls.Select(call => call.Tool)
            .ShouldBe([ToolNames.PlayPlaylist, ToolNames.SetShuffle]);
}
