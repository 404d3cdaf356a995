using EchoTune.Server.Tools;
using Shouldly;
using Xunit;

namespace EchoTune.Server.Tests.Tools;

public sealed class SaidNameTests
{
    private static readonly string[] Names = ["Road Trip", "Sunday Morning", "Sunday Morning Jazz", "Dad Rock Classics"];

    [Theory]
    [InlineData("road trip", "Road Trip")]
    [InlineData("my road trip playlist", "Road Trip")]
    [InlineData("Sunday Morning", "Sunday Morning")]
    [InlineData("sunday mornign", "Sunday Morning")]
    [InlineData("dad rock", "Dad Rock Classics")]
    public void A_name_is_found_as_people_say_it(string said, string expected) => SaidName.Best(Names, name => name, said).ShouldBe(expected);

    [Theory]
    [InlineData("thrash metal")]
    [InlineData("")]
    [InlineData("x")]
    public void What_is_not_there_is_not_found(string said) => SaidName.Best(Names, name => name, said).ShouldBeNull();
}
