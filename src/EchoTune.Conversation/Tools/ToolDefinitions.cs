using System.Collections.Frozen;
using System.Text.Json.Nodes;
using EchoTune.Catalog.Requests;
using EchoTune.Conversation.Tools.Arguments;

namespace EchoTune.Conversation.Tools;

/// <summary>What every tool is called, does and takes: the contract that the interpreter, every provider and MCP share.</summary>
public static class ToolDefinitions
{
    private sealed record Entry(string Description, Type Arguments, ArgumentShape Shape);

    private static readonly List<string> Order = [];
    private static readonly FrozenDictionary<string, Entry> Entries = Build();

    /// <summary>The names, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names => Order;

    /// <summary>The definitions of all tools; each call makes new schema objects.</summary>
    public static IReadOnlyList<ToolDefinition> All => [.. Order.Select(Get)];

    /// <summary>Whether there is a tool of this name.</summary>
    public static bool Exists(string name) => Entries.ContainsKey(name);

    /// <summary>The definition of a tool.</summary>
    /// <param name="name">One of <see cref="ToolNames"/>.</param>
    /// <exception cref="ArgumentException">No such tool.</exception>
    public static ToolDefinition Get(string name)
    {
        var entry = Find(name);
        return new ToolDefinition(name, entry.Description, entry.Shape.ToSchema());
    }

    /// <summary>The record that a tool's arguments deserialise to.</summary>
    public static Type ArgumentsOf(string name) => Find(name).Arguments;

    /// <summary>What is wrong with the arguments of a call, a sentence for people; null if nothing is.</summary>
    /// <param name="name">Name of the tool.</param>
    /// <param name="arguments">Untrusted arguments.</param>
    public static string? Problem(string name, JsonObject arguments) =>
        Entries.TryGetValue(name, out var entry) ? entry.Shape.Read(arguments, entry.Arguments).Problem : $"There is no tool called {name}.";

    internal static ArgumentShape ShapeOf(string name) => Find(name).Shape;

    private static Entry Find(string name) =>
        Entries.TryGetValue(name, out var entry) ? entry : throw new ArgumentException($"There is no tool called {name}.", nameof(name));

    private static FrozenDictionary<string, Entry> Build()
    {
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        void Add<T>(string name, string description)
        {
            Order.Add(name);
            entries.Add(name, new Entry(description, typeof(T), ArgumentShape.Of(typeof(T))));
        }

        Add<Criteria>(ToolNames.PlayMusic, "Finds music that fits and plays it now. Empty arguments play something for the listener.");
        Add<Criteria>(ToolNames.Recommend, "Shows music that fits, with reasons, without playing it.");
        Add<RefineArguments>(ToolNames.Refine, "Changes the last request (calmer, faster, newer to me, also without vocals, …) and carries it out again.");
        Add<StartRadioArguments>(ToolNames.StartRadio, "Starts an endless radio from an artist, a track, a genre or what plays now.");
        Add<BuildPlaylistArguments>(ToolNames.BuildPlaylist, "Builds and saves a playlist.");
        Add<EditPlaylistArguments>(ToolNames.EditPlaylist, "Adds to, takes out of, renames or deletes a playlist. Only when the listener asked for it in their own words.");
        Add<PlayPlaylistArguments>(ToolNames.PlayPlaylist, "Plays a playlist.");
        Add<SchedulePlaylistArguments>(ToolNames.SchedulePlaylist, "Refreshes a playlist every day, week or month.");
        Add<NoArguments>(ToolNames.Pause, "Pauses playback.");
        Add<NoArguments>(ToolNames.Resume, "Goes on playing after a pause.");
        Add<NoArguments>(ToolNames.Next, "Skips to the next track.");
        Add<NoArguments>(ToolNames.Previous, "Goes back to the previous track.");
        Add<NoArguments>(ToolNames.Stop, "Stops playback.");
        Add<NoArguments>(ToolNames.Mute, "Mutes the sound.");
        Add<NoArguments>(ToolNames.Unmute, "Switches the sound on again.");
        Add<SeekArguments>(ToolNames.Seek, "Goes to a place in the track, or forward or back by some seconds. Starting over is toSeconds 0.");
        Add<SetVolumeArguments>(ToolNames.SetVolume, "Sets the volume, or changes it by percentage points.");
        Add<SetShuffleArguments>(ToolNames.SetShuffle, "Switches shuffle on or off.");
        Add<SetRepeatArguments>(ToolNames.SetRepeat, "Repeats the track, the queue, or nothing.");
        Add<QueueAddArguments>(ToolNames.QueueAdd, "Adds music to the queue, next or last.");
        Add<NoArguments>(ToolNames.QueueClear, "Empties the queue. Only when the listener asked for it in their own words.");
        Add<NoArguments>(ToolNames.ShowQueue, "Shows what comes next.");
        Add<QueueItemArguments>(ToolNames.QueueRemove, "Takes one item out of the queue.");
        Add<QueueMoveArguments>(ToolNames.QueueMove, "Moves an item to another place in the queue.");
        Add<QueueItemArguments>(ToolNames.PlayQueueItem, "Jumps to an item of the queue.");
        Add<NoArguments>(ToolNames.Undo, "Takes back the last change.");
        Add<ListeningHistoryArguments>(ToolNames.ListeningHistory, "Shows what was played.");
        Add<NoArguments>(ToolNames.ListDevices, "Lists the devices that can play.");
        Add<TransferPlaybackArguments>(ToolNames.TransferPlayback, "Goes on playing on another device.");
        Add<LikeArguments>(ToolNames.Like, "Likes a track, artist or album; without a name, of what plays now.");
        Add<LikeArguments>(ToolNames.Dislike, "Dislikes a track, artist or album, so that it is not played again; without a name, of what plays now.");
        Add<LikeArguments>(ToolNames.Unlike, "Takes back a like.");
        Add<SaveTrackArguments>(ToolNames.SaveTrack, "Saves what plays now to the library or to a playlist.");
        Add<SearchArguments>(ToolNames.Search, "Searches the library.");
        Add<NoArguments>(ToolNames.NowPlaying, "Says what plays now.");
        Add<NoArguments>(ToolNames.TrackDetails, "Tells tempo, key, year and more of what plays now.");
        Add<ExplainArguments>(ToolNames.Explain, "Explains why a track was chosen.");
        Add<StatisticsArguments>(ToolNames.Statistics, "Figures about the listener: top artists, tracks and genres, listening time, moods, discovery, streak, recap.");
        Add<MixSetArguments>(ToolNames.MixSet, "Mixes tracks into one beat-matched set.");
        Add<PreviewTransitionArguments>(ToolNames.PreviewTransition, "Lets the listener hear the transition between two tracks.");
        Add<SleepTimerArguments>(ToolNames.SleepTimer, "Stops playback after some minutes or at the end of the track, or switches the timer off.");
        Add<SetSettingArguments>(ToolNames.SetSetting, "Changes a setting.");
        Add<NoArguments>(ToolNames.Lyrics, "Shows the lyrics of what plays now.");
        Add<NoArguments>(ToolNames.Help, "Says what EchoTune can do.");
        Add<ClarifyArguments>(ToolNames.Clarify, "Asks back when a request cannot be understood, needs more, or is not about music.");
        return entries.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
