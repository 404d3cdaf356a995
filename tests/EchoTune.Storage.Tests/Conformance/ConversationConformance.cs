using System.Text.Json.Nodes;
using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Conversation.Memory;
using EchoTune.Conversation.Tools;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every store of conversations must do.</summary>
public abstract class ConversationConformance
{
    private readonly ListenerId listener = Given.Listener();

    protected abstract IConversationStore Conversations { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turns_read_back_oldest_first_the_last_of_them()
    {
        var conversation = Given.Id();
        var call = new CompletedCall(
            new ToolCall("play_music", new JsonObject { ["moods"] = new JsonArray("calm"), ["text"] = "a\0b" }), ToolResult.Ok("Playing.", new JsonObject { ["tracks"] = new JsonArray() }));
        for (var i = 0; i < 6; i++)
        {
            await Conversations.AppendAsync(listener, Turn(conversation, $"text {i}\0") with { Calls = [call] }, Token);
        }

        var turns = await Conversations.RecentAsync(listener, conversation, 4, Token);

        turns.Select(t => t.Text).ShouldBe(["text 2", "text 3", "text 4", "text 5"]);
        var read = turns[0].Calls.Single();
        read.Call.Tool.ShouldBe("play_music");
        JsonNode.DeepEquals(read.Call.Arguments, call.Call.Arguments).ShouldBeTrue();
        (read.Result.Succeeded, read.Result.Summary).ShouldBe((true, "Playing."));
        JsonNode.DeepEquals(read.Result.Data, call.Result.Data).ShouldBeTrue();
        var earlier = await Conversations.EarlierAsync(listener, conversation, 4, Token);
        earlier.Select(t => (t.Id, t.Text)).ShouldBe(turns.Select(t => (t.Id, t.Text)));
        JsonNode.DeepEquals(earlier[0].Calls.Single().Arguments, call.Call.Arguments).ShouldBeTrue();
    }

    [Fact]
    public async Task The_latest_conversation_is_the_one_last_spoken_in()
    {
        var (a, b) = (Given.Id(), Given.Id());
        (await Conversations.LatestAsync(listener, Token)).ShouldBeNull();
        await Conversations.AppendAsync(listener, Turn(a, "1"), Token);
        await Conversations.AppendAsync(listener, Turn(b, "2") with { At = Given.Noon.AddMinutes(1) }, Token);
        (await Conversations.LatestAsync(listener, Token)).ShouldBe(b);
        await Conversations.AppendAsync(listener, Turn(a, "3") with { At = Given.Noon.AddMinutes(2) }, Token);
        (await Conversations.LatestAsync(listener, Token)).ShouldBe(a);

        await Conversations.DeleteAsync(listener, a, Token);

        (await Conversations.LatestAsync(listener, Token)).ShouldBe(b);
        (await Conversations.RecentAsync(listener, a, 10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_listener_neither_reads_nor_continues_nor_deletes_it()
    {
        var conversation = Given.Id();
        var other = Given.Listener();
        await Conversations.AppendAsync(listener, Turn(conversation, "mine"), Token);

        (await Conversations.RecentAsync(other, conversation, 10, Token)).ShouldBeEmpty();
        (await Conversations.EarlierAsync(other, conversation, 10, Token)).ShouldBeEmpty();
        (await Should.ThrowAsync<EchoTuneException>(() => Conversations.AppendAsync(other, Turn(conversation, "theirs"), Token))).ErrorCode.ShouldBe(ErrorCodes.NotFound);
        await Conversations.DeleteAsync(other, conversation, Token);
        (await Conversations.RecentAsync(listener, conversation, 10, Token)).Select(t => t.Text).ShouldBe(["mine"]);
    }

    [Fact]
    public async Task A_turn_sent_twice_is_stored_once_and_turns_at_the_same_time_all_arrive()
    {
        var conversation = Given.Id();
        var turns = Enumerable.Range(0, 10).Select(i => Turn(conversation, $"{i}")).ToList();

        await Task.WhenAll(turns.Concat(turns).Select(t => Conversations.AppendAsync(listener, t, Token)));

        (await Conversations.RecentAsync(listener, conversation, 100, Token)).Select(t => t.Id).ShouldBe(turns.Select(t => t.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task A_turn_is_found_by_its_id_by_its_listener_alone()
    {
        var turn = Turn(Given.Id(), "here");
        await Conversations.AppendAsync(listener, turn, Token);

        var found = await Conversations.FindAsync(listener, turn.Id, Token);

        (found?.Id, found?.ConversationId, found?.Text).ShouldBe((turn.Id, turn.ConversationId, "here"));
        (await Conversations.FindAsync(listener, Given.Id(), Token)).ShouldBeNull();
        (await Conversations.FindAsync(Given.Listener(), turn.Id, Token)).ShouldBeNull();
    }

    private static Turn Turn(Guid conversation, string text) => new()
    {
        Id = Given.Id(), ConversationId = conversation, Text = text, Reply = "ok", Provider = "builtin", At = Given.Noon,
    };
}
