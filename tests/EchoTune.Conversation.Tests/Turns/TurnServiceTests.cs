using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Conversation.Memory;
using EchoTune.Conversation.Providers;
using EchoTune.Conversation.Tests.Interpreter;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using EchoTune.Conversation.Turns;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace EchoTune.Conversation.Tests.Turns;

public sealed class TurnServiceTests : IDisposable
{
    private readonly Memory _store = new();
    private readonly Pausing _pause = new();
    private readonly ListenerId _listener = ListenerId.New(TimeProvider.System);
    private readonly BuiltInChatClient _client = new(PhraseTests.Reader);
    private readonly Watching _watching;
    private readonly TurnService _service;

    public TurnServiceTests()
    {
        _watching = new Watching(_client);
        _service = new TurnService(_store, new ProviderRegistry([new ChatProvider(BuiltInChatClient.ProviderName, _watching)]),
            new ToolCatalogue([_pause, new Failing()], NullLogger<ToolCatalogue>.Instance), new Playing(), TimeProvider.System);
    }

    public void Dispose()
    {
        _service.Dispose();
        _watching.Dispose();
        _client.Dispose();
    }

    private Task<Turn> Say(string text, string? provider = null, Guid? conversation = null) =>
        _service.TakeAsync(new TurnRequest(_listener, conversation, text, "device-1", "request-1", provider), TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_turn_is_acted_on_answered_and_remembered()
    {
        var turn = await Say("  pause the music\0 ");

        turn.Text.ShouldBe("pause the music");
        turn.Provider.ShouldBe("builtin");
        turn.Reply.ShouldBe("Paused.");
        turn.Calls.Single().Call.Tool.ShouldBe(ToolNames.Pause);
        _store.Turns.Single().ShouldBe(turn);
        _pause.Contexts.Single().ShouldBe(new ToolContext(_listener, turn.ConversationId, "pause the music", "device-1", "request-1"));
    }

    [Fact]
    public async Task What_a_tool_cannot_do_is_told_plainly_and_the_rest_still_done()
    {
        var turn = await Say("skip this and pause");

        turn.Calls.Select(c => c.Result.Succeeded).ShouldBe([false, true]);
        turn.Reply.ShouldBe("There is nothing after this. Paused.");
        _store.Turns.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Turns_of_one_listener_are_taken_one_after_the_other()
    {
        _pause.Gate = new TaskCompletionSource();
        var first = Say("pause");
        var second = Say("pause it");
        await _pause.Entered.Task.WaitAsync(TestContext.Current.CancellationToken);

        _watching.Requests.Count.ShouldBe(1);
        second.IsCompleted.ShouldBeFalse();

        _pause.Gate.SetResult();
        (await first).Text.ShouldBe("pause");
        (await second).Text.ShouldBe("pause it");
        _store.Turns.Select(t => t.Text).ShouldBe(["pause", "pause it"]);
    }

    [Fact]
    public async Task A_turn_that_is_sent_again_is_taken_once()
    {
        var request = new TurnRequest(_listener, null, "pause", "device-1", "request-1", TurnId: Guid.CreateVersion7());

        var first = await _service.TakeAsync(request, TestContext.Current.CancellationToken);
        var second = await _service.TakeAsync(request, TestContext.Current.CancellationToken);

        first.Id.ShouldBe(request.TurnId!.Value);
        second.ShouldBe(first);
        _pause.Contexts.Count.ShouldBe(1);
        (await Should.ThrowAsync<EchoTuneException>(() => _service.TakeAsync(request with { TurnId = Guid.Empty }, TestContext.Current.CancellationToken)))
            .ErrorCode.ShouldBe(ErrorCodes.InvalidRequest);
    }

    [Fact]
    public async Task A_turn_that_began_to_act_is_finished_and_remembered_when_its_listener_leaves()
    {
        _pause.Gate = new TaskCompletionSource();
        using var leaves = new CancellationTokenSource();
        var turn = _service.TakeAsync(new TurnRequest(_listener, null, "skip this and pause", "device-1", "request-1"), leaves.Token);
        await _pause.Entered.Task.WaitAsync(TestContext.Current.CancellationToken);

        await leaves.CancelAsync();
        _pause.Gate.SetResult();

        (await turn).Calls.Count.ShouldBe(2);
        _store.Turns.Single().Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_last_twenty_turns_go_along_and_no_more()
    {
        for (var i = 0; i < 23; i++)
        {
            await Say("pause");
        }

        await Say("pause");

        _watching.Requests[^1].Count(m => m.Role == ChatRole.User).ShouldBe(TurnService.Remembered + 1);
    }

    [Fact]
    public async Task A_follow_up_reads_what_went_before()
    {
        await Say("pause");
        var turn = await Say("more by them");

        turn.Calls.Single().Call.Arguments["artist"]!.GetValue<string>().ShouldBe("Khruangbin");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \0 ")]
    public async Task Nothing_said_is_refused(string text) =>
        (await Should.ThrowAsync<EchoTuneException>(() => Say(text))).ErrorCode.ShouldBe(ErrorCodes.InvalidRequest);

    [Fact]
    public async Task Four_thousand_characters_are_read_and_one_more_is_refused()
    {
        await Say("pause" + new string('!', 3995));

        var e = await Should.ThrowAsync<EchoTuneException>(() => Say("pause" + new string('!', 3996)));
        e.ErrorCode.ShouldBe(ErrorCodes.InvalidRequest);
        _store.Turns.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_refused_by_name()
    {
        var e = await Should.ThrowAsync<EchoTuneException>(() => Say("pause", "oracle"));

        e.ErrorCode.ShouldBe(ErrorCodes.InvalidRequest);
        e.Message.ShouldContain("oracle");
        e.Message.ShouldContain("builtin");
        _store.Turns.ShouldBeEmpty();
    }

    private sealed class Pausing() : Tool<NoArguments>(ToolNames.Pause)
    {
        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource? Gate { get; set; }

        public List<ToolContext> Contexts { get; } = [];

        protected override async Task<ToolResult> RunAsync(ToolContext context, NoArguments arguments, CancellationToken cancellationToken)
        {
            Contexts.Add(context);
            Entered.TrySetResult();
            if (Gate is { } gate)
            {
                await gate.Task.WaitAsync(cancellationToken);
            }

            return ToolResult.Ok("Paused.");
        }
    }

    private sealed class Failing() : Tool<NoArguments>(ToolNames.Next)
    {
        protected override Task<ToolResult> RunAsync(ToolContext context, NoArguments arguments, CancellationToken cancellationToken) =>
            throw new EchoTuneException(ErrorCodes.NotFound, "There is nothing after this.");
    }

    private sealed class Playing : INowPlaying
    {
        public ValueTask<(string Title, string Artist)?> GetAsync(ListenerId listener, CancellationToken cancellationToken) => new(("Maria También", "Khruangbin"));
    }

    private sealed class Watching(IChatClient inner) : DelegatingChatClient(inner)
    {
        public List<IReadOnlyList<ChatMessage>> Requests { get; } = [];

        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Requests.Add([.. messages]);
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
    }

    private sealed class Memory : IConversationStore
    {
        public List<Turn> Turns { get; } = [];

        public Task<Guid?> LatestAsync(ListenerId listener, CancellationToken cancellationToken) => Task.FromResult(Turns.LastOrDefault()?.ConversationId);

        public Task AppendAsync(ListenerId listener, Turn turn, CancellationToken cancellationToken)
        {
            Turns.Add(turn);
            return Task.CompletedTask;
        }

        public Task<Turn?> FindAsync(ListenerId listener, Guid turnId, CancellationToken cancellationToken) => Task.FromResult(Turns.Find(t => t.Id == turnId));

        public Task<IReadOnlyList<Turn>> RecentAsync(ListenerId listener, Guid conversationId, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Turn>>([.. Turns.Where(t => t.ConversationId == conversationId).TakeLast(limit)]);

        public async Task<IReadOnlyList<EarlierTurn>> EarlierAsync(ListenerId listener, Guid conversationId, int limit, CancellationToken cancellationToken) =>
            [.. (await RecentAsync(listener, conversationId, limit, cancellationToken)).Select(t => new EarlierTurn(t.Id, t.Text, [.. t.Calls.Select(c => c.Call)]))];

        public Task DeleteAsync(ListenerId listener, Guid conversationId, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
