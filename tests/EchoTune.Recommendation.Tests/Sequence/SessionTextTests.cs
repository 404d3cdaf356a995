using EchoTune.Recommendation.Data;
using EchoTune.Recommendation.Sequence;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Sequence;

public sealed class SessionTextTests
{
    [Fact]
    public void Ids_are_any_text_and_keep_their_order_and_repeats()
    {
        var ids = new IdTable();

        var sessions = SessionText.ReadSessions(new StringReader("ünter 夜 ünter\n\n  \t\n-1\t夜\r\n"), ids);

        sessions.Count.ShouldBe(2);
        sessions.ItemCount.ShouldBe(3);
        sessions[0].ToArray().Select(i => ids[i]).ShouldBe(["ünter", "夜", "ünter"]);
        sessions[1].ToArray().Select(i => ids[i]).ShouldBe(["-1", "夜"]);
    }

    [Fact]
    public void Cases_leave_out_what_training_did_not_know()
    {
        var ids = new IdTable();
        SessionText.ReadSessions(new StringReader("a b c"), ids);

        var cases = SessionText.ReadCases(new StringReader("a x b\tc\n\na\tnever\nb\ta\tc \n\tc\n"), ids);

        cases.Select(c => c.Target).ShouldBe([2, -1, 2, 2]);
        cases.Select(c => string.Join(' ', c.Prefix.ToArray())).ShouldBe(["0 1", "0", "1 0", ""]);
        ids.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("a b c", "Line 1")]
    [InlineData("a\tb\na\tb c", "Line 2")]
    [InlineData("a\t", "Line 1")]
    [InlineData("a\0\tb", "binary")]
    public void A_bad_line_is_named(string text, string said) =>
        Should.Throw<FormatException>(() => SessionText.ReadCases(new StringReader(text), new IdTable())).Message.ShouldContain(said);

    [Fact]
    public void Binary_data_is_refused() =>
        Should.Throw<FormatException>(() => SessionText.ReadSessions(new StringReader("a b\nc\0d"), new IdTable())).Message.ShouldContain("Line 2");

    [Fact]
    public void Nothing_is_no_session()
    {
        var sessions = SessionText.ReadSessions(new StringReader(""), new IdTable());

        sessions.Count.ShouldBe(0);
        sessions.ItemCount.ShouldBe(0);
    }

    [Fact]
    public void A_slice_is_a_run_of_the_sessions()
    {
        var sessions = Sessions.From(9, [[1, 2], [], [3, 4, 5], [6]]);

        var slice = sessions.Slice(1, 2);

        slice.Count.ShouldBe(2);
        slice.ItemCount.ShouldBe(9);
        slice[0].ToArray().ShouldBeEmpty();
        slice[1].ToArray().ShouldBe([3, 4, 5]);
        Should.Throw<ArgumentOutOfRangeException>(() => sessions.Slice(3, 2));
        Should.Throw<ArgumentException>(() => Sessions.From(3, [[1, 3]]));
    }
}
