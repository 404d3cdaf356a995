using System.Text.Json.Nodes;

namespace EchoTune.Server.Contracts;

/// <summary>A page or other client that can make sound. <c>kind</c>: browser.</summary>
public sealed record DeviceDto(string Id, string Name, string Kind, bool IsActive);

/// <summary>Now playing and its controls. <c>positionMs</c> was true at <c>positionAt</c> by the server's clock (<c>serverTime</c> is now).</summary>
public sealed record PlaybackDto
{
    public required long Version { get; init; }
    public required bool IsPlaying { get; init; }
    public TrackDto? Track { get; init; }

    /// <summary>Place in the queue of the present track.</summary>
    public Guid? ItemId { get; init; }
    public string? Reason { get; init; }
    public string? Source { get; init; }

    /// <summary>The moods and the activity the track was asked for with; goes into the listening event.</summary>
    public string? Wish { get; init; }
    public required long PositionMs { get; init; }
    public required DateTimeOffset PositionAt { get; init; }
    public required DateTimeOffset ServerTime { get; init; }
    public required int VolumePercent { get; init; }
    public required bool IsMuted { get; init; }
    public required bool Shuffle { get; init; }

    /// <summary>off, track, queue.</summary>
    public required string Repeat { get; init; }
    public DeviceDto? Device { get; init; }
    public required Guid SessionId { get; init; }
    public DateTimeOffset? SleepAt { get; init; }
    public bool SleepAtEndOfTrack { get; init; }

    /// <summary>0–12, from the settings; 0 is gapless.</summary>
    public double CrossfadeSeconds { get; init; }

    /// <summary>What the active device should have ready, so that the change has no gap.</summary>
    public QueueItemDto? NextItem { get; init; }
}

/// <summary>An item of what comes next. <c>id</c> is the track's; <c>layer</c>: next, queued, context, upNext.</summary>
public sealed record QueueItemDto
{
    public required Guid ItemId { get; init; }
    public required Guid Id { get; init; }
    public required string Title { get; init; }
    public required string Artist { get; init; }
    public required TrackDto Track { get; init; }
    public required string Layer { get; init; }
    public required string Source { get; init; }
    public string? Wish { get; init; }
    public string? Reason { get; init; }
}

/// <summary>What comes next, in order. <c>version</c> is the playback's.</summary>
public sealed record QueueDto(long Version, IReadOnlyList<QueueItemDto> Items, IReadOnlyList<QueueItemDto> History);

/// <summary>Plays something: exactly one of track ids, album, artist, genre, playlist; or nothing for "something for me now". <c>startAt</c> is an index into it.</summary>
public sealed record PlayMusicRequest(IReadOnlyList<Guid>? TrackIds, Guid? AlbumId, Guid? ArtistId, string? Genre, Guid? PlaylistId, int? StartAt, bool? Shuffle);

/// <summary>Radio from a seed: exactly one, or <c>current</c>.</summary>
public sealed record StartRadioRequest(Guid? TrackId, Guid? ArtistId, string? Genre, bool? Current);

public sealed record SeekRequest(long PositionMs);

public sealed record VolumeRequest(int? Percent, bool? IsMuted);

/// <summary>shuffle on or off, repeat off|track|queue; null fields stay.</summary>
public sealed record ModesRequest(bool? Shuffle, string? Repeat);

/// <summary><c>position</c>: next or last.</summary>
public sealed record QueueAddRequest(IReadOnlyList<Guid> TrackIds, string Position);

/// <summary>Moves an item before another; <c>beforeItemId</c> null moves it to the end of the queued layer. An up-next item that is moved becomes queued.</summary>
public sealed record QueueMoveRequest(Guid ItemId, Guid? BeforeItemId);

public sealed record TransferRequest(string DeviceId);

public sealed record SleepTimerRequest(int? Minutes, bool? EndOfTrack, bool? Off);

/// <summary><c>provider</c>: who is to understand it; null for the built-in interpreter. <c>turnId</c>: made by the client; a turn that is sent again with it is taken once.</summary>
public sealed record ChatTurnRequest(string Text, Guid? ConversationId, string? DeviceId, string? Provider = null, Guid? TurnId = null);

/// <summary>A call and what came of it: <c>result</c> has <c>succeeded</c>, <c>summary</c>, <c>errorCode</c>, and data such as <c>tracks</c>, <c>playlist</c>, <c>explanation</c>.</summary>
public sealed record ChatCallDto(string Tool, JsonObject Arguments, JsonObject Result);

public sealed record ChatTurnDto(Guid TurnId, Guid ConversationId, string Text, string Reply, string Provider, IReadOnlyList<ChatCallDto> Calls, DateTimeOffset At);

/// <summary>The latest conversation; its id is null before the first turn.</summary>
public sealed record ConversationDto(Guid? ConversationId, IReadOnlyList<ChatTurnDto> Turns);

/// <summary>Who is signed in. <c>signIn</c>: local (owner on this machine), account, or none (sign in first). <c>needsFirstAccount</c>: the console shows a one-time code.</summary>
public sealed record SessionDto(string SignIn, Guid? ListenerId, string? Name, bool IsOwner, bool NeedsFirstAccount, string AntiForgeryToken);

public sealed record SignInRequest(string Name, string Password);

public sealed record FirstAccountRequest(string Code, string Name, string Password);

/// <summary>Settings that apply at once. Null fields stay as they are.</summary>
public sealed record SettingsDto
{
    /// <summary>light, dark, system.</summary>
    public string? Theme { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary>Explicit lyrics allowed.</summary>
    public bool? Explicit { get; init; }

    /// <summary>0–12.</summary>
    public double? CrossfadeSeconds { get; init; }

    /// <summary>Even out loudness between tracks.</summary>
    public bool? ReplayGain { get; init; }

    /// <summary>Weight of each strategy, 0–2, 1 is normal.</summary>
    public IReadOnlyDictionary<string, double>? StrategyWeights { get; init; }

    /// <summary>Novelty, familiarity and variety of recommendations; a part that is missing stays as it is.</summary>
    public TuningDto? Tuning { get; init; }

    /// <summary>One strategy by name, or "hybrid".</summary>
    public string? RecommendationStrategy { get; init; }

    /// <summary>Who understands: builtin.</summary>
    public string? Provider { get; init; }

    /// <summary>Read only.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Read only.</summary>
    public IReadOnlyList<string>? MusicFolders { get; init; }

    /// <summary>Read only: names of the strategies.</summary>
    public IReadOnlyList<string>? Strategies { get; init; }
}

/// <summary>State of one part. <c>status</c>: up, degraded, down.</summary>
public sealed record HealthPartDto(string Name, string Status, double LatencyMs, string? Message);

public sealed record HealthDto(string Status, string Version, IReadOnlyList<HealthPartDto> Parts);

/// <summary>What the active device tells about its sound.</summary>
public sealed record DeviceReport(string DeviceId, Guid? ItemId, long PositionMs, bool IsPlaying, bool IsBlocked);
