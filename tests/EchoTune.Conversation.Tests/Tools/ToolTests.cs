using System.Text.Json.Nodes;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using EchoTune.Conversation.Turns;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace EchoTune.Conversation.Tests.Tools;

public sealed class ToolTests
{
    private static readonly ToolContext Context = new(ListenerId.New(TimeProvider.System), Guid.Empty, "seek", null, "request-1");

    private sealed class Seek(Exception? failure) : Tool<SeekArguments>(ToolNames.Seek)
    {
        protected override Task<ToolResult> RunAsync(ToolContext context, SeekArguments arguments, CancellationToken cancellationToken) =>
            failure is null ? Task.FromResult(ToolResult.Ok($"{arguments.ToSeconds}")) : throw failure;
    }

    private static Task<ToolResult> Invoke(string tool, string arguments, Exception? failure = null) =>
        new ToolCatalogue([new Seek(failure)], NullLogger<ToolCatalogue>.Instance)
            .InvokeAsync(Context, new ToolCall(tool, (JsonObject)JsonNode.Parse(arguments)!), TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("""{"toSeconds":-1}""")]
    [InlineData("""{"toSeconds":"1"}""")]
    [InlineData("""{"toSeconds":1,"bySeconds":1}""")]
    [InlineData("""{"where":1}""")]
    [InlineData("{}")]
    public async Task Wrong_arguments_are_refused_with_a_sentence(string arguments)
    {
        var result = await Invoke("seek", arguments);
        result.ErrorCode.ShouldBe(ErrorCodes.InvalidRequest);
        result.Summary.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Right_arguments_reach_the_tool() => (await Invoke("seek", """{"toSeconds":90}""")).Summary.ShouldBe("90");

    [Fact]
    public async Task An_unknown_tool_is_refused() => (await Invoke("fly", "{}")).ErrorCode.ShouldBe(ErrorCodes.UnknownTool);

    [Fact]
    public async Task A_failure_keeps_its_code_and_an_accident_keeps_its_secret()
    {
        (await Invoke("seek", """{"toSeconds":1}""", new EchoTuneException(ErrorCodes.NotFound, "Nothing plays."))).ErrorCode.ShouldBe(ErrorCodes.NotFound);
        var accident = await Invoke("seek", """{"toSeconds":1}""", new InvalidOperationException("secret"));
        accident.ErrorCode.ShouldBe(ErrorCodes.Internal);
        accident.Summary.ShouldContain("request-1");
        accident.Summary.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("play some jazz", false)]
    [InlineData("play \"clear the queue\"", false)]
    [InlineData("clear the queue", true)]
    public void Only_the_listeners_own_words_destroy(string said, bool allowed) =>
        Authority.Allows(said, new ToolCall(ToolNames.QueueClear, [])).ShouldBe(allowed);
}
