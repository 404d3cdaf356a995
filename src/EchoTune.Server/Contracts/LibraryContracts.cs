using EchoTune.Audio.Analysis;
using System.Text.Json.Serialization;

namespace EchoTune.Server.Contracts;

/// <summary>A page of a longer list; <c>nextCursor</c> is null at the end.</summary>
public sealed record PageDto<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>The few figures of an analysis that lists show.</summary>
public sealed record FeatureSummaryDto(double TempoBpm, string? Key, string? Camelot, double Energy, double Danceability, double Valence, double LoudnessLufs);

/// <summary>A track as lists show it.</summary>
public sealed record TrackDto
{
    public required Guid Id { get; init; }
    public required string Title { get; init; }
    public required string Artist { get; init; }
    public required Guid ArtistId { get; init; }
    public string? Album { get; init; }
    public Guid? AlbumId { get; init; }
    public string? AlbumArtist { get; init; }
    public int? DiscNumber { get; init; }
    public int? TrackNumber { get; init; }
    public int? Year { get; init; }
    public required IReadOnlyList<string> Genres { get; init; }
    public required long DurationMs { get; init; }

    /// <summary>Append <c>?size=96|320|800</c>.</summary>
    public string? ArtworkUrl { get; init; }
    public required DateTimeOffset AddedAt { get; init; }
    public bool IsLiked { get; init; }
    public bool IsDisliked { get; init; }
    public bool IsSaved { get; init; }
    public int PlayCount { get; init; }
    public bool IsAvailable { get; init; } = true;

    /// <summary>Gain in dB that brings the track to −14 LUFS without its true peak passing −1 dBTP; null before it is analysed.</summary>
    public double? GainDb { get; init; }

    /// <summary>Null before it is analysed.</summary>
    public FeatureSummaryDto? Features { get; init; }
}

/// <summary>A change of key inside a track.</summary>
public sealed record KeyChangeDto(double AtSeconds, string Key, string Camelot);

/// <summary>Energy and valence over time, each value 0–255; the first is at half a step.</summary>
public sealed record EmotionDto(double StepSeconds, IReadOnlyList<int> Energy, IReadOnlyList<int> Valence);

/// <summary>A whole analysis; see the <c>analyze</c> contract.</summary>
public sealed record TrackFeaturesDto
{
    public required Guid TrackId { get; init; }
    public required string AnalyserVersion { get; init; }
    public required double DurationSeconds { get; init; }
    public required double TempoBpm { get; init; }
    public required double TempoConfidence { get; init; }
    public required IReadOnlyList<double> Beats { get; init; }
    public required IReadOnlyList<double> Downbeats { get; init; }
    public required string TimeSignature { get; init; }
    public string? Key { get; init; }
    public string? Camelot { get; init; }
    public double KeyConfidence { get; init; }

    /// <summary>From A = 440 Hz, −50…50.</summary>
    public double TuningCents { get; init; }
    public IReadOnlyList<TempoChange> TempoChanges { get; init; } = [];
    public IReadOnlyList<KeyChangeDto> KeyChanges { get; init; } = [];

    /// <summary>In order; label as <c>C</c>, <c>Am</c>, <c>G7</c> or <c>N</c>.</summary>
    public IReadOnlyList<ChordSegment> Chords { get; init; } = [];

    /// <summary>The form: intro, verse, chorus, …, with the energy of each, 0–1.</summary>
    public IReadOnlyList<Section> Segments { get; init; } = [];

    /// <summary>Seconds where phrases begin.</summary>
    public IReadOnlyList<double> Phrases { get; init; } = [];
    public EmotionDto? Emotion { get; init; }
    public double LoudnessRangeLu { get; init; }
    public double MaxMomentaryLufs { get; init; }

    /// <summary>To −18 LUFS, as ReplayGain 2.0 has it.</summary>
    public double ReplayGainDb { get; init; }

    /// <summary>Genres heard in the sound, surest first.</summary>
    public IReadOnlyList<LabelConfidence> HeardGenres { get; init; } = [];

    /// <summary>Moods heard in the sound, surest first.</summary>
    public IReadOnlyList<LabelConfidence> HeardMoods { get; init; } = [];
    public double LoudnessLufs { get; init; }
    public double TruePeakDb { get; init; }
    public double Energy { get; init; }
    public double Danceability { get; init; }
    public double Valence { get; init; }
    public double Acousticness { get; init; }
    public double Instrumentalness { get; init; }
    public double Speechiness { get; init; }
    public double Liveness { get; init; }
    public double Brightness { get; init; }

    /// <summary>0–255, at most 800 values of equal length.</summary>
    public required IReadOnlyList<int> Waveform { get; init; }
}

/// <summary>Another file of the same recording; similarity of the sound, 0–1.</summary>
public sealed record DuplicateDto(TrackDto Track, double Similarity);

public sealed record SimilarTrackDto(TrackDto Track, double Similarity, string Reason);

public sealed record ArtistDto(Guid Id, string Name, int AlbumCount, int TrackCount, string? ArtworkUrl, IReadOnlyList<string> Genres, bool IsLiked, bool IsDisliked);

public sealed record AlbumDto
{
    public required Guid Id { get; init; }
    public required string Title { get; init; }
    public required string AlbumArtist { get; init; }
    public required Guid ArtistId { get; init; }
    public int? Year { get; init; }
    public bool IsCompilation { get; init; }
    public int DiscCount { get; init; }
    public int TrackCount { get; init; }
    public long DurationMs { get; init; }
    public string? ArtworkUrl { get; init; }
    public required IReadOnlyList<string> Genres { get; init; }
    public required DateTimeOffset AddedAt { get; init; }
    public bool IsLiked { get; init; }
}

/// <summary>What is known of a track while it is still being listened to.</summary>
public sealed record SoFarDto(
    double UnderstoodSeconds, double TempoBpm, double TempoConfidence, string TimeSignature, string? Key, string? Camelot, double KeyConfidence, double LoudnessLufs, IReadOnlyList<ChordSegment> Chords);

/// <summary>How far the analysis of a track is.</summary>
public sealed record HearingDto
{
    public required Guid TrackId { get; init; }

    /// <summary><c>waiting</c>, <c>listening</c>, <c>heard</c> (the analysis can be fetched) or <c>failed</c>.</summary>
    public required string State { get; init; }

    public required double HeardSeconds { get; init; }

    /// <summary>0 where it is not known.</summary>
    public required double DurationSeconds { get; init; }

    public SoFarDto? SoFar { get; init; }

    /// <summary>Why it failed, a sentence for people.</summary>
    public string? Problem { get; init; }
}

public sealed record GenreDto(string Name, int TrackCount, int ArtistCount, string? ArtworkUrl);

/// <summary>A genre or mood heard in the sound, and in how many tracks.</summary>
public sealed record HeardLabelDto(string Name, int TrackCount);

/// <summary>What was heard in the sound of the library, most tracks first.</summary>
public sealed record HeardDto(IReadOnlyList<HeardLabelDto> Genres, IReadOnlyList<HeardLabelDto> Moods);

public sealed record YearDto(int Year, int TrackCount, int AlbumCount);

/// <summary>Hits of a search over everything, best first, at most <c>limit</c> of each kind.</summary>
public sealed record SearchDto(IReadOnlyList<TrackDto> Tracks, IReadOnlyList<ArtistDto> Artists, IReadOnlyList<AlbumDto> Albums, IReadOnlyList<PlaylistDto> Playlists, IReadOnlyList<GenreDto> Genres);

public sealed record ScanFailureDto(string Path, string ErrorCode, string Message);

/// <summary>Progress of composing the demo library, scanning and analysing. <c>state</c>: idle, composing, scanning, analysing, failed.</summary>
public sealed record LibraryScanDto
{
    public required string State { get; init; }
    public int Composed { get; init; }
    public int ToCompose { get; init; }
    public int Found { get; init; }
    public int Analysed { get; init; }
    public int Tracks { get; init; }
    public required IReadOnlyList<ScanFailureDto> Failed { get; init; }
    public int FailedCount { get; init; }
    public string? Message { get; init; }
    public string? ErrorCode { get; init; }
    public required IReadOnlyList<string> Roots { get; init; }
}

public sealed record PlaylistDto
{
    public required Guid Id { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public string? BuiltFrom { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required int Version { get; init; }
    public int TrackCount { get; init; }
    public long DurationMs { get; init; }

    /// <summary>Up to four covers for a mosaic.</summary>
    public required IReadOnlyList<string> ArtworkUrls { get; init; }
}

public sealed record PlaylistEntryDto(Guid EntryId, TrackDto Track, DateTimeOffset AddedAt, string? Reason);

public sealed record PlaylistDetailsDto(PlaylistDto Playlist, IReadOnlyList<PlaylistEntryDto> Entries);

public sealed record CreatePlaylistRequest(string Title, string? Description, IReadOnlyList<Guid>? TrackIds);

/// <summary>Changes a playlist; <c>version</c> is the one that was seen. Null fields stay. <c>entries</c> replaces order and content: known entry ids keep their lines, new lines have a track id.</summary>
public sealed record UpdatePlaylistRequest(int Version, string? Title, string? Description, IReadOnlyList<PlaylistLine>? Entries);

public sealed record PlaylistLine(Guid? EntryId, Guid TrackId);

public sealed record AddToPlaylistRequest(IReadOnlyList<Guid> TrackIds);

/// <summary>A listening event as clients send it.</summary>
public sealed record PlayRequest
{
    public required Guid EventId { get; init; }
    public required Guid TrackId { get; init; }

    /// <summary>played, completed, skipped, liked, disliked, dismissed, queued, seeked.</summary>
    public required string Kind { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required long MsPlayed { get; init; }
    public long? PositionMs { get; init; }
    public string? Source { get; init; }

    /// <summary>The moods and the activity the track was asked for with, words with spaces between them: the wish of the queue item.</summary>
    public string? Wish { get; init; }
    public Guid? SessionId { get; init; }
    public string? Device { get; init; }
}

/// <summary>How many events were new, and how many were known already (or of unknown tracks).</summary>
public sealed record PlaysAcceptedDto(int Recorded, int Ignored);

public sealed record HistoryItemDto(Guid EventId, TrackDto Track, string Kind, DateTimeOffset StartedAt, long MsPlayed, string Source);

public sealed record ExplanationDto(TrackDto Track, string Sentence, IReadOnlyDictionary<string, double> Strategies, IReadOnlyList<TrackDto> BecauseOf, IReadOnlyList<string> Facts);
