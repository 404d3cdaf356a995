using Xunit;
using EchoTune.Catalog;
using EchoTune.Playback.Sessions;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;

namespace EchoTune.Playback.Tests.Sessions;

public sealed class QueueOperationsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Play_next_comes_before_the_queue_the_queue_before_the_context_and_recommendations_last()
    {
        var state = new PlaybackState()
            .Load(Items(QueueLayer.Context, 1, 2, 3), 0, Now)
            .ReplaceUpNext(Items(QueueLayer.UpNext, 9))
            .Add(Items(QueueLayer.Queued, 4, 5))
            .Add(Items(QueueLayer.Next, 6))
            .Add(Items(QueueLayer.Next, 7, 8));

        Numbers(state).ShouldBe([7, 8, 6, 4, 5, 2, 3, 9]);
    }

    [Fact]
    public void A_new_context_keeps_what_was_queued_by_hand()
    {
        var state = new PlaybackState().Load(Items(QueueLayer.Context, 1, 2), 0, Now).Add(Items(QueueLayer.Queued, 4));

        state = state.Load(Items(QueueLayer.Context, 10, 11, 12), 1, Now);

        Number(state.Current!).ShouldBe(11);
        Numbers(state).ShouldBe([4, 12]);
        state.History.Select(Number).ShouldBe([1]);
    }

    [Fact]
    public void Shuffle_and_back_gives_the_old_order()
    {
        var state = new PlaybackState().Load(Items(QueueLayer.Context, [.. Enumerable.Range(1, 30)]), 0, Now);

        var shuffled = state.WithShuffle(true, seed: 5);
        Numbers(shuffled).ShouldNotBe(Numbers(state));
        Numbers(shuffled).Order().ShouldBe(Numbers(state));
        Numbers(shuffled.WithShuffle(false, seed: 0)).ShouldBe(Numbers(state));
    }

    [Fact]
    public void A_recommended_item_that_is_moved_becomes_the_listeners_and_is_not_ranked_away()
    {
        var state = new PlaybackState().Load(Items(QueueLayer.Context, 1, 2), 0, Now).ReplaceUpNext(Items(QueueLayer.UpNext, 20, 21, 22));
        var moved = state.Queue.Single(item => Number(item) == 22);

        state = state.Move(moved.ItemId, state.Queue.Single(item => Number(item) == 2).ItemId).ReplaceUpNext(Items(QueueLayer.UpNext, 30));

        Numbers(state).ShouldBe([22, 2, 30]);
    }

    [Fact]
    public void Moving_among_recommendations_keeps_the_order_on_the_screen()
    {
        var state = new PlaybackState().Load(Items(QueueLayer.Context, 1), 0, Now).ReplaceUpNext(Items(QueueLayer.UpNext, 20, 21, 22, 23));

        state = state.Move(state.Queue[3].ItemId, state.Queue[1].ItemId);

        Numbers(state).ShouldBe([20, 23, 21, 22]);
    }

    [Fact]
    public void A_track_that_stays_recommended_keeps_its_place_id()
    {
        var state = new PlaybackState().ReplaceUpNext(Items(QueueLayer.UpNext, 20, 21));
        var id = state.Queue.Single(item => Number(item) == 21).ItemId;

        state = state.ReplaceUpNext(Items(QueueLayer.UpNext, 21, 22));

        state.Queue.Single(item => Number(item) == 21).ItemId.ShouldBe(id);
    }

    [Fact]
    public void What_is_put_in_by_hand_leaves_the_recommendations()
    {
        var state = new PlaybackState().ReplaceUpNext(Items(QueueLayer.UpNext, 20, 21)).Add(Items(QueueLayer.Next, 21));

        Numbers(state).ShouldBe([21, 20]);
    }

    [Fact]
    public void Jumping_to_an_item_passes_over_its_layer_but_keeps_what_was_queued_by_hand()
    {
        var state = new PlaybackState().Load(Items(QueueLayer.Context, 1, 2, 3, 4), 0, Now).Add(Items(QueueLayer.Queued, 9));

        state = state.PlayItem(state.Queue.Single(item => Number(item) == 3).ItemId, Now);

        Number(state.Current!).ShouldBe(3);
        Numbers(state).ShouldBe([9, 4]);
    }

    [Fact]
    public void What_played_before_plays_again_and_what_comes_next_stays()
    {
        var state = new PlaybackState().Load(Items(QueueLayer.Context, 1, 2, 3, 4), 0, Now).Next(Now, ended: true).Next(Now, ended: true);
        var heard = state.History[0];

        state = state.PlayItem(heard.ItemId, Now);

        Number(state.Current!).ShouldBe(1);
        state.Current!.ItemId.ShouldNotBe(heard.ItemId, "it is a listening of its own");
        Numbers(state).ShouldBe([4]);
        state.History.Select(Number).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void The_queue_is_bounded()
    {
        var state = new PlaybackState().Add(Items(QueueLayer.Queued, [.. Enumerable.Range(0, QueueOperations.MaxItems + 500)]));

        state.Queue.Count.ShouldBe(QueueOperations.MaxItems);
        state.Add(Items(QueueLayer.Next, 1)).Queue.Count.ShouldBe(QueueOperations.MaxItems);
    }

    /// <summary>Whatever is done in whatever order: layers stay in order, ids stay unique, nothing but the recommendations is lost silently.</summary>
    [Fact]
    public void Any_sequence_of_operations_keeps_the_layers_in_order_and_the_ids_unique() =>
        Prop.ForAll<(int, int)[]>(steps =>
        {
            var state = new PlaybackState();
            foreach (var (kind, value) in steps)
            {
                state = Step(state, Math.Abs(kind % 10), Math.Abs(value % 50));
                var layers = state.Queue.Select(item => (int)item.Layer).ToArray();
                if (!layers.SequenceEqual(layers.Order()) || state.Queue.Select(item => item.ItemId).Distinct().Count() != state.Queue.Count
                    || state.History.Count > QueueOperations.MaxHistory)
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    private static PlaybackState Step(PlaybackState state, int kind, int value)
    {
        var some = state.Queue.Count == 0 ? Guid.Empty : state.Queue[value % state.Queue.Count].ItemId;
        var other = state.Queue.Count == 0 ? Guid.Empty : state.Queue[value * 7 % state.Queue.Count].ItemId;
        return kind switch
        {
            0 => state.Add(Items(QueueLayer.Next, value, value + 1)),
            1 => state.Add(Items(QueueLayer.Queued, value)),
            2 => state.Load(Items(QueueLayer.Context, value, value + 2, value + 4), value % 3, Now),
            3 => state.Next(Now, ended: value % 2 == 0),
            4 => state.Previous(Now),
            5 => state.Move(some, value % 5 == 0 ? null : other),
            6 => state.ReplaceUpNext(Items(QueueLayer.UpNext, value, value + 3, value + 6)),
            7 => state.WithShuffle(value % 2 == 0, value),
            8 => state.PlayItem(some, Now),
            _ => (state with { Repeat = (RepeatMode)(value % 3) }).Remove(some),
        };
    }

    private static IReadOnlyList<QueueItem> Items(QueueLayer layer, params int[] tracks) =>
        QueueOperations.Items(tracks.Select(number => new TrackId(new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0))), layer, "test", Now);

    private static int Number(QueueItem item) => BitConverter.ToInt32(item.TrackId.Value.ToByteArray(), 0);

    private static int[] Numbers(PlaybackState state) => [.. state.Queue.Select(Number)];
}
