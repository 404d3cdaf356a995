using EchoTune.Recommendation.Data;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Data;

public sealed class InteractionTextTests
{
    [Fact]
    public void Rows_are_read_with_any_ids_and_duplicates_are_summed()
    {
        var (listeners, items) = (new IdTable(), new IdTable());

        var text = InteractionText.Read(new StringReader("ana\tBjörk 'Homogenic'\t2\r\n\nana\t 😀 \nbo\tBjörk 'Homogenic'\nana\tBjörk 'Homogenic'\t3"), listeners, items, TestContext.Current.CancellationToken);
        var data = text.ToInteractions();

        text.RowCount.ShouldBe(4);
        (data.ListenerCount, data.ItemCount, data.Count, data.HasTimes).ShouldBe((2, 2, 3, false));
        items[1].ShouldBe(" 😀 ");
        data.Weights(0).ToArray().ShouldBe([5f, 1f]);
        data.Items(1).ToArray().ShouldBe([0]);
    }

    [Fact]
    public void Times_are_kept_where_every_row_has_one()
    {
        Read("a\tx\t1\t100\na\tx\t1\t300\nb\ty\t1\t1.2e9").ToInteractions().Times(0).ToArray().ShouldBe([300L]);
        Read("a\tx\t1\t100\nb\ty").ToInteractions().HasTimes.ShouldBeFalse();
    }

    [Fact]
    public void Weights_that_are_not_above_zero_are_dropped_and_counted()
    {
        var text = Read("a\tx\tNaN\na\ty\t-1\na\tz\t0\na\tq\tInfinity\na\tr\t1e-3");

        (text.Dropped, text.RowCount).ShouldBe((4L, 1));
        text.ToInteractions().AllWeights.ToArray().ShouldBe([1e-3f]);
    }

    [Theory]
    [InlineData("a\tx\nalone\nb\ty", "Line 2", "tabs")]
    [InlineData("a\tx\t1\t2\t3", "Line 1", "more than 4")]
    [InlineData("a\tx\tmany", "Line 1", "'many'")]
    [InlineData("a\tx\t1\tyesterday", "Line 1", "'yesterday'")]
    [InlineData("a\tx\na\t\n", "Line 2", "no item")]
    [InlineData("\tx", "Line 1", "no listener")]
    [InlineData("a\tx\n\u007fELF\u0001\0\0\t\uFFFD", "Line 2", "not UTF-8 text")]
    [InlineData("a\t\uFFFD\uFFFD", "Line 1", "not UTF-8 text")]
    public void What_is_no_table_is_refused_with_its_line(string text, string line, string why)
    {
        var fault = Should.Throw<FormatException>(() => Read(text));

        fault.Message.ShouldContain(line);
        fault.Message.ShouldContain(why);
    }

    [Fact]
    public void Empty_text_has_no_rows() => Read("").ToInteractions().Count.ShouldBe(0);

    [Fact]
    public void A_line_without_an_end_is_refused_before_it_fills_the_memory()
    {
        using var endless = new Endless();
        Should.Throw<FormatException>(() => InteractionText.Read(endless, new IdTable(), new IdTable(), TestContext.Current.CancellationToken)).Message.ShouldContain("longer than");
    }

    [Fact]
    public void Lines_across_the_edge_of_a_block_are_whole()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => $"listener {i % 700}\titem number {i}\t{1 + i % 9}").ToArray();

        var data = Read(string.Join('\n', rows)).ToInteractions();

        (data.ListenerCount, data.ItemCount, data.Count).ShouldBe((700, 20_000, 20_000));
        data.AllWeights.ToArray().Sum().ShouldBe(Enumerable.Range(0, 20_000).Sum(i => 1f + i % 9));
    }

    private static InteractionText Read(string text) => InteractionText.Read(new StringReader(text), new IdTable(), new IdTable(), TestContext.Current.CancellationToken);

    private sealed class Endless : TextReader
    {
        public override int ReadBlock(char[] buffer, int index, int count)
        {
            buffer.AsSpan(index, count).Fill('x');
            return count;
        }
    }
}
