using EchoTune.Catalog.Plays;
using EchoTune.Catalog.Recommendations;
using EchoTune.Catalog.Taste;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace EchoTune.Catalog.Tests.Recommendations;

/// <summary>The memories of listeners: how many, in what order they go, and how they are read.</summary>
public sealed class MemoryTests
{
    [Fact]
    public async Task Who_was_not_there_for_the_longest_is_read_again()
    {
        var world = new World(with: services => services.AddSingleton(new RecommendationOptions { ListenersInMemory = 2 }));
        var (a, b, c) = (World.Other(1), World.Other(2), World.Other(3));
        await world.Ask(listener: a);
        await world.Ask(listener: b);
        await world.Ask(listener: a);
        await world.Ask(listener: c);
        (await Reads(world, a), await Reads(world, b)).ShouldBe((0, 1), "a was asked for after b");
        (await Reads(world, c)).ShouldBe(1, "b took the place of c");
    }

    [Fact]
    public async Task A_listener_who_is_slow_to_read_holds_up_nobody_else_and_is_read_once()
    {
        var world = new World();
        await world.Ask();
        var (slow, quick) = (World.Other(1), World.Other(2));
        var (asked, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        HoldBack(world, slow, asked, gate.Task);
        var first = world.Ask(listener: slow);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        var second = world.Ask(listener: slow);
        (await world.Ask(listener: quick)).Items.Count.ShouldBe(20);
        first.IsCompleted.ShouldBeFalse();
        second.IsCompleted.ShouldBeFalse();

        using var gone = new CancellationTokenSource();
        var third = world.Recommender.RecommendAsync(slow, new RecommendationRequest(), gone.Token).AsTask();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(third);

        gate.SetResult();
        (await first).Items.Select(i => i.Track.Id).ShouldBe((await second).Items.Select(i => i.Track.Id));
        await world.Plays.Received(1).ReadAsync(slow, 0, Arg.Any<int>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task What_changes_during_a_load_is_read_again()
    {
        var world = new World();
        await world.Ask();
        var (listener, asked, gate) = (World.Other(1), new TaskCompletionSource(), new TaskCompletionSource());
        HoldBack(world, listener, asked, gate.Task);
        var under = world.Ask(listener: listener);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        world.Recommender.Invalidate(listener);
        gate.SetResult();
        await under;
        (await Reads(world, listener)).ShouldBe(1, "the load may have read what was old");
        (await Reads(world, listener)).ShouldBe(0);
    }

    [Fact]
    public async Task A_failed_load_leaves_the_listener_to_the_next()
    {
        var world = new World();
        var listener = World.Other(1);
        world.Plays.ReadAsync(listener, Arg.Any<long>(), Arg.Any<int>(), Arg.Any<CancellationToken>())
            .Returns(_ => throw new InvalidOperationException("The disk is full."), _ => Task.FromResult<IReadOnlyList<RecordedPlay>>([]));
        await Should.ThrowAsync<InvalidOperationException>(() => world.Ask(listener: listener));
        (await world.Ask(listener: listener)).Items.Count.ShouldBe(20);
    }

    [Fact]
    public void An_event_told_twice_counts_once_and_a_long_log_takes_little_memory()
    {
        var world = new World();
        var memory = new ListenerMemory();
        Play Heard(int i) => new() { EventId = new Guid(i, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), TrackId = world.Tracks[i % 10].Id, Kind = PlayKind.Completed, StartedAt = world.Time.GetUtcNow().AddMinutes(i) };
        memory.Apply(Heard(0));
        memory.Apply(Heard(0));
        memory.Of(world.Tracks[0].Id)!.Listens.ShouldBe(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < 20_000; i++)
        {
            memory.Apply(Heard(i));
            memory.Apply(Heard(i));
        }

        memory.Of(world.Tracks[0].Id)!.Listens.ShouldBe(2_000);
        memory.Of(world.Tracks[9].Id)!.Listens.ShouldBe(2_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(40L << 20);
    }

    private static async Task<int> Reads(World world, ListenerId listener)
    {
        world.Plays.ClearReceivedCalls();
        await world.Ask(listener: listener);
        return world.Plays.ReceivedCalls().Count(call => call.GetMethodInfo().Name == nameof(IPlayStore.ReadAsync) && (ListenerId)call.GetArguments()[0]! == listener && (long)call.GetArguments()[1]! == 0);
    }

    private static void HoldBack(World world, ListenerId listener, TaskCompletionSource asked, Task gate) =>
        world.Plays.ReadAsync(listener, Arg.Any<long>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(async _ =>
        {
            asked.TrySetResult();
            await gate;
            return (IReadOnlyList<RecordedPlay>)[];
        });
}
