using EchoTune.Server.Contracts;

namespace EchoTune.Server.Hubs;

/// <summary>What the server pushes to every open page of a listener. Hub at <c>/hubs/player</c>; names on the wire are these.</summary>
public interface IPlayerClient
{
    /// <summary>Now playing or a control changed.</summary>
    Task PlaybackChanged(PlaybackDto playback);

    /// <summary>What comes next changed.</summary>
    Task QueueChanged(QueueDto queue);

    /// <summary>A page came, went, or became active.</summary>
    Task DevicesChanged(IReadOnlyList<DeviceDto> devices);

    /// <summary>Composing, scanning or analysing moved on.</summary>
    Task LibraryProgressed(LibraryScanDto scan);

    /// <summary>Tracks appeared, changed or vanished: lists should be fetched again.</summary>
    Task LibraryChanged();

    /// <summary>The analysis of a track that somebody looks at moved on (a few times a second at most) or ended.</summary>
    Task TrackListened(HearingDto hearing);

    /// <summary>A playlist was made, changed or deleted.</summary>
    Task PlaylistsChanged();

    /// <summary>A track was liked, disliked, or neither any more, saved or not.</summary>
    Task TrackRated(Guid trackId, bool isLiked, bool isDisliked, bool isSaved);

    /// <summary>A turn was added to a conversation (by this or another page).</summary>
    Task TurnAdded(ChatTurnDto turn);

    /// <summary>A setting changed.</summary>
    Task SettingsChanged(SettingsDto settings);

    /// <summary>Recommendations are no longer what they were: fetch them again where they are shown.</summary>
    Task RecommendationsChanged(RecommendationsChangedDto change);

    /// <summary>Training began, moved on (a few times a second at most) or ended. To pages of the owner alone.</summary>
    Task TrainingChanged(TrainingDto training);
}

/// <summary>What pages call on the hub.</summary>
public interface IPlayerHub
{
    /// <summary>Makes this connection a device. The same id after a reload is the same device. Answers with all devices.</summary>
    Task<IReadOnlyList<DeviceDto>> RegisterDevice(string deviceId, string name);

    /// <summary>From the active device, about once in 5 s and at every change: where its sound is. Reports of other devices are ignored.</summary>
    Task Report(DeviceReport report);

    /// <summary>From the active device: the item ended (or its crossfade began) and the next one has started or should. Ignored unless <paramref name="itemId"/> is the current one, so that it counts once.</summary>
    Task Advance(string deviceId, Guid itemId);
}
