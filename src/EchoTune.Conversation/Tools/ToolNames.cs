namespace EchoTune.Conversation.Tools;

/// <summary>The names of all tools.</summary>
public static class ToolNames
{
#pragma warning disable CS1591 // The names say it; ToolDefinitions describes each.
    public const string PlayMusic = "play_music";
    public const string Recommend = "recommend";
    public const string Refine = "refine";
    public const string StartRadio = "start_radio";
    public const string BuildPlaylist = "build_playlist";
    public const string EditPlaylist = "edit_playlist";
    public const string PlayPlaylist = "play_playlist";
    public const string SchedulePlaylist = "schedule_playlist";
    public const string Pause = "pause";
    public const string Resume = "resume";
    public const string Next = "next";
    public const string Previous = "previous";
    public const string Stop = "stop";
    public const string Mute = "mute";
    public const string Unmute = "unmute";
    public const string Seek = "seek";
    public const string SetVolume = "set_volume";
    public const string SetShuffle = "set_shuffle";
    public const string SetRepeat = "set_repeat";
    public const string QueueAdd = "queue_add";
    public const string QueueClear = "queue_clear";
    public const string ShowQueue = "show_queue";
    public const string QueueRemove = "queue_remove";
    public const string QueueMove = "queue_move";
    public const string PlayQueueItem = "play_queue_item";
    public const string Undo = "undo";
    public const string ListeningHistory = "listening_history";
    public const string ListDevices = "list_devices";
    public const string TransferPlayback = "transfer_playback";
    public const string Like = "like";
    public const string Dislike = "dislike";
    public const string Unlike = "unlike";
    public const string SaveTrack = "save_track";
    public const string Search = "search";
    public const string NowPlaying = "now_playing";
    public const string TrackDetails = "track_details";
    public const string Explain = "explain";
    public const string Statistics = "statistics";
    public const string MixSet = "mix_set";
    public const string PreviewTransition = "preview_transition";
    public const string SleepTimer = "sleep_timer";
    public const string SetSetting = "set_setting";
    public const string Lyrics = "lyrics";
    public const string Help = "help";
    public const string Clarify = "clarify";
#pragma warning restore CS1591
}
