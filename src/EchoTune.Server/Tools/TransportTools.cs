using EchoTune.Catalog;
using EchoTune.Catalog.Errors;
using EchoTune.Catalog.Tracks;
using EchoTune.Conversation.Tools;
using EchoTune.Conversation.Tools.Arguments;
using EchoTune.Playback.Sessions;

namespace EchoTune.Server.Tools;

/// <summary>The buttons of a player, by name.</summary>
internal sealed class TransportTools(PlaybackService playback, ITrackStore tracks, UndoLog undo, ToolAnswers answers) : IToolGroup
{
    public IEnumerable<ITool> Tools =>
    [
        new DelegateTool<NoArguments>(ToolNames.Pause, PauseAsync),
        new DelegateTool<NoArguments>(ToolNames.Resume, ResumeAsync),
        new DelegateTool<NoArguments>(ToolNames.Next, NextAsync),
        new DelegateTool<NoArguments>(ToolNames.Previous, PreviousAsync),
        new DelegateTool<NoArguments>(ToolNames.Stop, StopAsync),
        new DelegateTool<NoArguments>(ToolNames.Mute, (context, _, ct) => MuteAsync(context, true, ct)),
        new DelegateTool<NoArguments>(ToolNames.Unmute, (context, _, ct) => MuteAsync(context, false, ct)),
        new DelegateTool<SeekArguments>(ToolNames.Seek, SeekAsync),
        new DelegateTool<SetVolumeArguments>(ToolNames.SetVolume, SetVolumeAsync),
        new DelegateTool<SetShuffleArguments>(ToolNames.SetShuffle, SetShuffleAsync),
        new DelegateTool<SetRepeatArguments>(ToolNames.SetRepeat, SetRepeatAsync),
        new DelegateTool<SleepTimerArguments>(ToolNames.SleepTimer, SleepTimerAsync),
    ];

    private async Task<ToolResult> PauseAsync(ToolContext context, NoArguments arguments, CancellationToken ct)
    {
        var before = await playback.GetAsync(context.Listener, ct);
        await playback.PauseAsync(context.Listener, ct);
        return ToolResult.Ok(before.IsPlaying ? "Paused." : "Nothing is playing.");
    }

    private async Task<ToolResult> ResumeAsync(ToolContext context, NoArguments arguments, CancellationToken ct)
    {
        var before = await playback.GetAsync(context.Listener, ct);
        var state = before.Current is null && before.Queue.Count > 0
            ? await playback.NextAsync(context.Listener, ct)
            : await playback.ResumeAsync(context.Listener, ct);
        return state.Current is null
            ? ToolResult.Fail(ErrorCodes.NothingFound, "Nothing is loaded yet. Say what you would like to hear.")
            : await PlaysAsync("Playing", context.Listener, state, ct);
    }

    private async Task<ToolResult> NextAsync(ToolContext context, NoArguments arguments, CancellationToken ct)
    {
        var before = await playback.GetAsync(context.Listener, ct);
        if (before.Current is null && before.Queue.Count == 0)
        {
            return ToolResult.Fail(ErrorCodes.NothingFound, "There is nothing to skip: nothing is playing.");
        }

        var state = await playback.NextAsync(context.Listener, ct);
        undo.Push(context.Listener, "the skip", token => playback.RestoreAsync(context.Listener, before, token));
        return state.Current?.ItemId == before.Current?.ItemId
            ? ToolResult.Ok("That was the last one: nothing comes after it.")
            : await PlaysAsync("Skipped. Now", context.Listener, state, ct);
    }

    private async Task<ToolResult> PreviousAsync(ToolContext context, NoArguments arguments, CancellationToken ct)
    {
        var before = await playback.GetAsync(context.Listener, ct);
        if (before.Current is null)
        {
            return ToolResult.Fail(ErrorCodes.NothingFound, "Nothing has been played yet.");
        }

        var state = await playback.PreviousAsync(context.Listener, mayRestart: false, ct);
        return before.History.Count == 0 ? ToolResult.Ok("This was the first one; I started it over.") : await PlaysAsync("Back to", context.Listener, state, ct);
    }

    private async Task<ToolResult> StopAsync(ToolContext context, NoArguments arguments, CancellationToken ct)
    {
        await playback.StopAsync(context.Listener, ct);
        return ToolResult.Ok("Stopped.");
    }

    private async Task<ToolResult> MuteAsync(ToolContext context, bool muted, CancellationToken ct)
    {
        await playback.SetVolumeAsync(context.Listener, null, muted, ct);
        return ToolResult.Ok(muted ? "Muted." : "The sound is on again.");
    }

    private async Task<ToolResult> SeekAsync(ToolContext context, SeekArguments arguments, CancellationToken ct)
    {
        var before = await playback.GetAsync(context.Listener, ct);
        if (before.Current is null || await tracks.GetAsync(before.Current.TrackId, ct) is not { } track)
        {
            return ToolResult.Fail(ErrorCodes.NothingFound, "Nothing is playing to move in.");
        }

        var state = await playback.SeekAsync(
            context.Listener,
            position =>
            {
                var target = arguments.ToSeconds is { } to ? TimeSpan.FromSeconds(to) : position + TimeSpan.FromSeconds(arguments.BySeconds!.Value);
                var last = track.Duration - TimeSpan.FromSeconds(1);
                return target < last ? target : last > TimeSpan.Zero ? last : TimeSpan.Zero;
            },
            ct);
        return ToolResult.Ok(state.Position == TimeSpan.Zero ? "From the start." : $"At {state.Position:m\\:ss}.");
    }

    private async Task<ToolResult> SetVolumeAsync(ToolContext context, SetVolumeArguments arguments, CancellationToken ct)
    {
        var before = await playback.GetAsync(context.Listener, ct);
        var state = await playback.SetVolumeAsync(context.Listener, percent => arguments.Percent ?? percent + arguments.By!.Value, null, ct);
        if (state.VolumePercent != before.VolumePercent)
        {
            undo.Push(context.Listener, "the change of volume", token => playback.SetVolumeAsync(context.Listener, _ => before.VolumePercent, before.IsMuted, token));
        }

        return ToolResult.Ok(
            state.VolumePercent == before.VolumePercent && arguments.By is not null
                ? $"The volume is at {state.VolumePercent} % already: it goes no {(arguments.By > 0 ? "higher" : "lower")}."
                : $"Volume at {state.VolumePercent} %.");
    }

    private async Task<ToolResult> SetShuffleAsync(ToolContext context, SetShuffleArguments arguments, CancellationToken ct)
    {
        await playback.SetModesAsync(context.Listener, arguments.On, null, ct);
        return ToolResult.Ok(arguments.On ? "Shuffle is on." : "Shuffle is off; the order is as it was.");
    }

    private async Task<ToolResult> SetRepeatAsync(ToolContext context, SetRepeatArguments arguments, CancellationToken ct)
    {
        var (mode, said) = arguments.Mode switch
        {
            "track" => (RepeatMode.Track, "This track repeats."),
            "queue" => (RepeatMode.Queue, "The queue repeats."),
            _ => (RepeatMode.Off, "Repeat is off."),
        };
        await playback.SetModesAsync(context.Listener, null, mode, ct);
        return ToolResult.Ok(said);
    }

    private async Task<ToolResult> SleepTimerAsync(ToolContext context, SleepTimerArguments arguments, CancellationToken ct)
    {
        TimeSpan? after = arguments.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
        await playback.SetSleepTimerAsync(context.Listener, after, arguments.EndOfTrack == true, ct);
        return ToolResult.Ok(
            arguments.EndOfTrack == true ? "The music stops after this track."
            : after is null ? "The sleep timer is off."
            : $"The music stops in {ToolAnswers.Count(arguments.Minutes!.Value, "minute")}.");
    }

    private async Task<ToolResult> PlaysAsync(string verb, ListenerId listener, PlaybackState state, CancellationToken ct)
    {
        var track = await tracks.GetAsync(state.Current!.TrackId, ct);
        return track is null
            ? ToolResult.Ok("Done.")
            : ToolResult.Ok(
                ToolAnswers.Sentences($"{verb} {ToolAnswers.Name(track)}.", state.Current.Reason, ToolAnswers.WhereToHear(state)),
                await answers.TracksAsync(listener, [track], ct));
    }
}
