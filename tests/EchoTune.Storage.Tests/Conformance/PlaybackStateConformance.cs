using EchoTune.Catalog;
using EchoTune.Playback.Sessions;
using Shouldly;
using Xunit;

namespace EchoTune.Storage.Tests.Conformance;

/// <summary>What every store of playback states must do.</summary>
public abstract class PlaybackStateConformance
{
    protected abstract IPlaybackStateStore States { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_state_reads_back_whole()
    {
        var listener = Given.Listener();
        var item = new QueueItem(Given.Id(), TrackId.New(TimeProvider.System), QueueLayer.Next, "chat", "be\0cause");
        var state = new PlaybackState
        {
            Version = 3, Current = item, IsPlaying = true, Position = TimeSpan.FromMilliseconds(1234), PositionAt = Given.Noon, VolumePercent = 33, IsMuted = true, Shuffle = true,
            Repeat = RepeatMode.Queue, Queue = [item, item with { Layer = QueueLayer.UpNext, Reason = null }], History = [item], ActiveDeviceId = "tab", SessionId = Given.Id(),
            SleepAt = Given.Noon.AddHours(1), SleepAtEndOfTrack = true,
        };

        (await States.LoadAsync(listener, Token)).ShouldBeNull();
        await States.SaveAsync(listener, state, Token);

        (await States.LoadAsync(listener, Token)).ShouldNotBeNull().ShouldBeEquivalentTo(state with { Queue = state.Queue.ToList(), History = state.History.ToList() });
    }

    [Fact]
    public async Task An_older_version_never_replaces_a_newer_one()
    {
        var listener = Given.Listener();

        await Task.WhenAll(Enumerable.Range(1, 20).Reverse().Select(v => States.SaveAsync(listener, new PlaybackState { Version = v, VolumePercent = v }, Token)));
        await States.SaveAsync(listener, new PlaybackState { Version = 5, VolumePercent = 99 }, Token);

        (await States.LoadAsync(listener, Token))!.VolumePercent.ShouldBe(20);
    }
}
