using Xunit;
using EchoTune.Catalog.Errors;
using EchoTune.Playback.Sessions;
using Shouldly;

namespace EchoTune.Playback.Tests.Sessions;

public sealed class PlaybackServiceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_page_the_track_is_loaded_and_the_queue_filled_but_nothing_sounds()
    {
        using var player = new Player();

        var state = await player.PlayAsync(1, 2, 3);

        state.Current!.TrackId.ShouldBe(Player.Track(1));
        state.IsPlaying.ShouldBeFalse();
        state.ActiveDeviceId.ShouldBeNull();
        state.Queue.Select(item => item.TrackId).Take(2).ShouldBe([Player.Track(2), Player.Track(3)]);
        state.Queue.Count(item => item.Layer == QueueLayer.UpNext).ShouldBe(20);
    }

    [Fact]
    public async Task The_first_page_becomes_the_active_device_and_a_second_one_a_remote()
    {
        using var player = new Player();
        await player.OpenPageAsync("laptop", "c1");
        await player.OpenPageAsync("phone", "c2");

        var state = await player.PlayAsync(1);

        state.ActiveDeviceId.ShouldBe("laptop");
        state.IsPlaying.ShouldBeTrue();
        (await player.Service.DevicesAsync(player.Listener, Ct)).Select(device => device.Id).ShouldBe(["laptop", "phone"]);
    }

    [Fact]
    public async Task Handing_over_keeps_the_position_and_goes_on_playing()
    {
        using var player = new Player();
        await player.OpenPageAsync("laptop", "c1");
        await player.OpenPageAsync("phone", "c2");
        await player.PlayAsync(1);
        player.Time.Advance(TimeSpan.FromSeconds(42));

        var state = await player.Service.TransferAsync(player.Listener, "phone", Ct);

        state.ActiveDeviceId.ShouldBe("phone");
        state.IsPlaying.ShouldBeTrue();
        state.PositionNow(player.Time.GetUtcNow()).ShouldBe(TimeSpan.FromSeconds(42));
    }

    [Fact]
    public async Task Handing_over_to_an_unknown_device_is_refused()
    {
        using var player = new Player();
        await player.OpenPageAsync();

        var failure = await Should.ThrowAsync<EchoTuneException>(() => player.Service.TransferAsync(player.Listener, "nowhere", Ct));

        failure.ErrorCode.ShouldBe(ErrorCodes.NotFound);
    }

    [Fact]
    public async Task A_reload_does_not_stop_the_music()
    {
        using var player = new Player();
        await player.OpenPageAsync("laptop", "c1");
        await player.PlayAsync(1);

        await player.Service.DisconnectAsync("c1");
        player.Time.Advance(TimeSpan.FromSeconds(2));
        await player.OpenPageAsync("laptop", "c2");
        player.Time.Advance(TimeSpan.FromSeconds(10));

        var state = await player.StateAsync();
        state.IsPlaying.ShouldBeTrue();
        state.ActiveDeviceId.ShouldBe("laptop");
    }

    [Fact]
    public async Task Closing_the_last_page_pauses_at_the_position()
    {
        using var player = new Player();
        await player.OpenPageAsync("laptop", "c1");
        await player.PlayAsync(1);
        player.Time.Advance(TimeSpan.FromSeconds(30));

        await player.Service.DisconnectAsync("c1");
        player.Time.Advance(PlaybackService.DeviceGrace);

        var state = await player.StateAsync();
        state.IsPlaying.ShouldBeFalse();
        state.ActiveDeviceId.ShouldBeNull();
        state.Position.ShouldBe(TimeSpan.FromSeconds(35));
    }

    [Fact]
    public async Task The_end_of_a_track_counts_once_however_many_pages_tell_it()
    {
        using var player = new Player();
        await player.OpenPageAsync("laptop", "c1");
        await player.OpenPageAsync("phone", "c2");
        var state = await player.PlayAsync(1, 2, 3);
        var ended = state.Current!.ItemId;

        await player.Service.AdvanceAsync(player.Listener, "laptop", ended, Ct);
        await player.Service.AdvanceAsync(player.Listener, "laptop", ended, Ct);
        await player.Service.AdvanceAsync(player.Listener, "phone", (await player.StateAsync()).Current!.ItemId, Ct);

        (await player.StateAsync()).Current!.TrackId.ShouldBe(Player.Track(2));
    }

    [Fact]
    public async Task When_the_own_queue_is_over_the_continuation_plays_and_is_ranked_from_what_was_heard()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        var state = await player.PlayAsync(1);

        state = await player.Service.AdvanceAsync(player.Listener, "page", state.Current!.ItemId, Ct);

        state.Current!.TrackId.ShouldBe(Player.Track(900));
        state.Current.Reason.ShouldBe("fits");
        state.IsPlaying.ShouldBeTrue();
        player.Asked[^1].Recent.ShouldBe([Player.Track(1), Player.Track(900)]);
        player.Asked[^1].Exclude.ShouldContain(Player.Track(900));
    }

    [Fact]
    public async Task Next_with_an_empty_queue_finds_something_first()
    {
        using var player = new Player { Continuation = [] };
        await player.OpenPageAsync();
        await player.PlayAsync(1);
        player.Continuation = [Player.Track(7)];

        var state = await player.Service.NextAsync(player.Listener, Ct);

        state.Current!.TrackId.ShouldBe(Player.Track(7));
    }

    [Fact]
    public async Task Repeating_a_track_holds_at_its_end_but_not_for_skip()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        var first = await player.PlayAsync(1, 2);
        await player.Service.SetModesAsync(player.Listener, null, RepeatMode.Track, Ct);

        var again = await player.Service.AdvanceAsync(player.Listener, "page", first.Current!.ItemId, Ct);
        again.Current!.TrackId.ShouldBe(Player.Track(1));
        again.Current.ItemId.ShouldNotBe(first.Current.ItemId);

        (await player.Service.NextAsync(player.Listener, Ct)).Current!.TrackId.ShouldBe(Player.Track(2));
    }

    [Fact]
    public async Task A_repeating_queue_is_a_ring_without_recommendations()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        await player.PlayAsync(1, 2, 3);
        await player.Service.SetModesAsync(player.Listener, null, RepeatMode.Queue, Ct);

        var heard = new List<int>();
        for (var i = 0; i < 7; i++)
        {
            heard.Add(Number((await player.StateAsync()).Current!));
            await player.Service.NextAsync(player.Listener, Ct);
        }

        heard.ShouldBe([1, 2, 3, 1, 2, 3, 1]);

        static int Number(QueueItem item) => BitConverter.ToInt32(item.TrackId.Value.ToByteArray(), 0);
    }

    [Fact]
    public async Task The_state_survives_a_restart_paused_where_it_was()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        var playing = await player.PlayAsync(1, 2, 3);
        player.Time.Advance(TimeSpan.FromSeconds(20));
        await player.Service.ReportAsync(player.Listener, "page", playing.Current!.ItemId, TimeSpan.FromSeconds(20), false, Ct);

        using var restarted = new Player(player);
        var state = await restarted.StateAsync();

        state.Current.ShouldBe(playing.Current);
        state.Queue.ShouldBe(playing.Queue);
        state.Position.ShouldBe(TimeSpan.FromSeconds(20));
        state.IsPlaying.ShouldBeFalse();
        state.ActiveDeviceId.ShouldBeNull();
    }

    [Fact]
    public async Task Music_goes_on_when_the_database_does_not()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        await player.PlayAsync(1, 2);
        player.StoreFails = true;

        var state = await player.Service.NextAsync(player.Listener, Ct);

        state.Current!.TrackId.ShouldBe(Player.Track(2));
    }

    [Fact]
    public async Task A_blocked_page_pauses_until_it_is_resumed()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        var state = await player.PlayAsync(1);

        await player.Service.ReportAsync(player.Listener, "page", state.Current!.ItemId, TimeSpan.Zero, isBlocked: true, Ct);
        (await player.StateAsync()).IsPlaying.ShouldBeFalse();

        (await player.Service.ResumeAsync(player.Listener, Ct)).IsPlaying.ShouldBeTrue();
    }

    [Fact]
    public async Task Reports_that_agree_are_not_told_to_other_pages_and_those_that_drift_are()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        var state = await player.PlayAsync(1);
        var told = player.Changes.Count;

        player.Time.Advance(TimeSpan.FromSeconds(5));
        await player.Service.ReportAsync(player.Listener, "page", state.Current!.ItemId, TimeSpan.FromSeconds(4.8), false, Ct);
        player.Changes.Count.ShouldBe(told);

        await player.Service.ReportAsync(player.Listener, "page", state.Current.ItemId, TimeSpan.FromSeconds(60), false, Ct);
        player.Changes.Count.ShouldBe(told + 1);
    }

    [Fact]
    public async Task The_sleep_timer_pauses_when_its_time_comes()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        await player.PlayAsync(1);
        await player.Service.SetSleepTimerAsync(player.Listener, TimeSpan.FromMinutes(30), false, Ct);

        player.Time.Advance(TimeSpan.FromMinutes(29));
        (await player.StateAsync()).IsPlaying.ShouldBeTrue();
        player.Time.Advance(TimeSpan.FromMinutes(1));

        var state = await player.StateAsync();
        state.IsPlaying.ShouldBeFalse();
        state.SleepAt.ShouldBeNull();
    }

    [Fact]
    public async Task Sleep_at_the_end_of_the_track_stops_there()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        var state = await player.PlayAsync(1, 2);
        await player.Service.SetSleepTimerAsync(player.Listener, null, endOfTrack: true, Ct);

        state = await player.Service.AdvanceAsync(player.Listener, "page", state.Current!.ItemId, Ct);

        state.IsPlaying.ShouldBeFalse();
        state.Current!.TrackId.ShouldBe(Player.Track(2));
        state.SleepAtEndOfTrack.ShouldBeFalse();
    }

    [Fact]
    public async Task A_long_silence_starts_a_new_session()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        var first = await player.PlayAsync(1);
        await player.Service.PauseAsync(player.Listener, Ct);

        player.Time.Advance(TimeSpan.FromMinutes(5));
        (await player.Service.ResumeAsync(player.Listener, Ct)).SessionId.ShouldBe(first.SessionId);
        await player.Service.PauseAsync(player.Listener, Ct);
        player.Time.Advance(PlaybackService.SessionGap + TimeSpan.FromMinutes(1));

        (await player.Service.ResumeAsync(player.Listener, Ct)).SessionId.ShouldNotBe(first.SessionId);
    }

    [Fact]
    public async Task Every_change_raises_the_version_by_one()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        await player.PlayAsync(1, 2, 3);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => player.Service.SetVolumeAsync(player.Listener, _ => i * 5, null, Ct)));

        player.Changes.Select(change => change.State.Version).ShouldBe(Enumerable.Range(1, player.Changes.Count).Select(i => (long)i));
    }

    [Theory]
    [InlineData(95, 20, 100)]
    [InlineData(5, -30, 0)]
    [InlineData(50, 10, 60)]
    public async Task Volume_stays_within_its_range(int from, int by, int expected)
    {
        using var player = new Player();
        await player.Service.SetVolumeAsync(player.Listener, _ => from, null, Ct);

        (await player.Service.SetVolumeAsync(player.Listener, percent => percent + by, null, Ct)).VolumePercent.ShouldBe(expected);
    }

    [Fact]
    public async Task Previous_as_a_button_restarts_a_track_that_is_well_under_way()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        await player.PlayAsync(1, 2);
        await player.Service.NextAsync(player.Listener, Ct);
        player.Time.Advance(TimeSpan.FromSeconds(10));

        var restarted = await player.Service.PreviousAsync(player.Listener, mayRestart: true, Ct);
        restarted.Current!.TrackId.ShouldBe(Player.Track(2));
        restarted.Position.ShouldBe(TimeSpan.Zero);

        var back = await player.Service.PreviousAsync(player.Listener, mayRestart: true, Ct);
        back.Current!.TrackId.ShouldBe(Player.Track(1));
        back.Queue[0].TrackId.ShouldBe(Player.Track(2));
    }

    [Fact]
    public async Task What_was_undone_is_as_before_but_volume_stays()
    {
        using var player = new Player();
        await player.OpenPageAsync();
        var before = await player.PlayAsync(1, 2, 3);
        await player.PlayAsync(50);
        await player.Service.SetVolumeAsync(player.Listener, _ => 33, null, Ct);

        var state = await player.Service.RestoreAsync(player.Listener, before, Ct);

        state.Current.ShouldBe(before.Current);
        state.Queue.ShouldBe(before.Queue);
        state.VolumePercent.ShouldBe(33);
    }
}
