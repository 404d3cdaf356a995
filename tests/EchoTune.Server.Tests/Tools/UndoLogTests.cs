using EchoTune.Catalog;
using EchoTune.Server.Tools;
using Shouldly;
using Xunit;

namespace EchoTune.Server.Tests.Tools;

public sealed class UndoLogTests
{
    private static readonly ListenerId One = new(Guid.Parse("01900000-0000-7000-8000-000000000001"));
    private static readonly ListenerId Two = new(Guid.Parse("01900000-0000-7000-8000-000000000002"));

    [Fact]
    public void The_last_change_comes_back_first_and_each_listener_has_their_own()
    {
        var log = new UndoLog();
        log.Push(One, "first", _ => Task.CompletedTask);
        log.Push(One, "second", _ => Task.CompletedTask);
        log.Push(Two, "other", _ => Task.CompletedTask);

        log.Pop(One)!.What.ShouldBe("second");
        log.Pop(One)!.What.ShouldBe("first");
        log.Pop(One).ShouldBeNull();
        log.Pop(Two)!.What.ShouldBe("other");
    }

    [Fact]
    public void It_holds_a_bounded_number_of_steps()
    {
        var log = new UndoLog();
        for (var i = 0; i < 100; i++)
        {
            log.Push(One, $"{i}", _ => Task.CompletedTask);
        }

        var steps = 0;
        while (log.Pop(One) is not null)
        {
            steps++;
        }

        steps.ShouldBe(20);
    }
}
