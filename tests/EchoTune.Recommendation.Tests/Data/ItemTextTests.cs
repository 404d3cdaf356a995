using EchoTune.Recommendation.Data;
using Shouldly;
using Xunit;

namespace EchoTune.Recommendation.Tests.Data;

public sealed class ItemTextTests
{
    [Fact]
    public void Numbers_dates_and_words_are_told_apart()
    {
        var items = Read("id,artist,tempo,released,album_id\na,Sade,97.5,1984-07-16,17\nb,\"Earth, Wind \"\"&\"\" Fire\",,1975,18\nzz,Nobody,1,2000,1", out _, "a", "b", "c");

        items.Count.ShouldBe(3);
        items.Words["artist"].ShouldBe(["Sade", "Earth, Wind \"&\" Fire", ""]);
        items.Words["album_id"].ShouldBe(["17", "18", ""]);
        items.Numbers["tempo"].ShouldBe([97.5f, float.NaN, float.NaN]);
        items.Numbers["released"][0].ShouldBe(1984 + 197 / 366f, 1e-3f);
        items.Numbers["released"][1].ShouldBe(1975);
    }

    [Fact]
    public void Tabs_empty_lines_a_mark_of_order_and_line_ends_in_quotes_are_read()
    {
        var items = Read("\uFEFFitem\ttitle\tmood\r\n\r\na\t\"two\nlines\"\t\r\nb\tone, line\tcalm", out _, "a", "b");

        items.Words["title"].ShouldBe(["two\nlines", "one, line"]);
        items.Words["mood"].ShouldBe(["", "calm"]);
    }

    [Fact]
    public void Columns_about_which_the_rows_of_an_item_disagree_are_left_out()
    {
        var rows = Enumerable.Range(0, 12).SelectMany(i => new[] { $"i{i},artist{i % 3},list{i},rock", $"i{i},artist{i % 3},list{i + 1},pop" });

        var items = Read("item,artist,playlist,genre\n" + string.Join('\n', rows), out var leftOut, [.. Enumerable.Range(0, 12).Select(i => $"i{i}")]);

        items.Words.Keys.ShouldBe(["artist"]);
        leftOut.ShouldBe(["playlist", "genre"]);
    }

    [Fact]
    public void A_column_that_names_listeners_is_left_out()
    {
        var listeners = new IdTable();
        listeners.Add("ana");
        listeners.Add("bo");
        var ids = Ids("a", "b", "c");
        var leftOut = new List<string>();

        var items = ItemText.Read(new StringReader("item,owner,artist\na,ana,x\nb,bo,y\nc,ana,y"), ids, listeners, leftOut, TestContext.Current.CancellationToken);

        leftOut.ShouldBe(["owner"]);
        items.Words.Keys.ShouldBe(["artist"]);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("item", "one column")]
    [InlineData("item,artist\na,x\nb", "Line 3")]
    [InlineData("item,artist\na,\"x", "not closed")]
    [InlineData("item,artist\na,\0\u0001", "Line 2")]
    public void What_is_no_table_is_refused(string text, string message) => Should.Throw<FormatException>(() => Read(text, out _, "a")).Message.ShouldContain(message);

    private static ItemTable Read(string text, out List<string> leftOut, params string[] ids)
    {
        leftOut = [];
        return ItemText.Read(new StringReader(text), Ids(ids), null, leftOut, TestContext.Current.CancellationToken);
    }

    private static IdTable Ids(params string[] ids)
    {
        var table = new IdTable();
        foreach (var id in ids)
        {
            table.Add(id);
        }

        return table;
    }
}
