namespace EchoTune.Server.Contracts;

/// <summary>One recommendation: track, score within this answer, share of each strategy (summing to 1), reason, and the listener's tracks behind it.</summary>
public sealed record RecommendationDto(TrackDto Track, double Score, IReadOnlyDictionary<string, double> Strategies, string Reason, IReadOnlyList<Guid> BecauseOf);

/// <summary>An answer. Experiment and arm are those of the listener, if any.</summary>
public sealed record RecommendationsDto(IReadOnlyList<RecommendationDto> Items, string ModelVersion, string? Note, string? Experiment = null, string? Arm = null);

/// <summary>
/// How a listener tunes recommendations, each from 0 to 1, 0.5 as it comes. <c>novelty</c>: favourites of many to what few know. <c>familiarity</c>: only what is
/// new to the listener to mostly what they know. <c>variety</c>: alike to unlike one another.
/// </summary>
public sealed record TuningDto(double? Novelty, double? Familiarity, double? Variety);

/// <summary>Asks what recommendations would be with other weights and tuning; nothing is kept. What is missing is as the settings have it.</summary>
public sealed record PreviewRequest(int? Limit, IReadOnlyDictionary<string, double>? StrategyWeights, TuningDto? Tuning);

/// <summary>One recommendation of a preview and how it moved: <c>before</c> is its place (from 1) in the answer of the present settings, null where it was not in it.</summary>
public sealed record PreviewItemDto(RecommendationDto Recommendation, int? Before);

/// <summary>A preview. <c>left</c>: tracks of the present answer that are not in it any more.</summary>
public sealed record PreviewDto(IReadOnlyList<PreviewItemDto> Items, IReadOnlyList<TrackDto> Left, string? Note);

/// <summary>
/// What a listener made of something recommended. <c>kind</c>: shown (it was seen), opened (its reasons were looked at), liked, disliked, dismissed. The same
/// <c>eventId</c> counts once. Liked, disliked and dismissed are events of the listening log as well.
/// </summary>
public sealed record FeedbackRequest(Guid EventId, Guid TrackId, string Kind, DateTimeOffset? At);

/// <summary>Recommendations are no longer what they were. <c>cause</c>: listening, settings, model, library, experiment.</summary>
public sealed record RecommendationsChangedDto(string Cause, string? ModelVersion);
